// The worklist: notes of a file, answered one after the other, decided on by the coder. Follows
// tools.js in the same function. Text goes into the page as text; only the server's HTML is HTML.
const work = { items: [], at: 0, busy: false };
const place = panel.querySelector('[data-view-of="worklist"]');
const part = (name) => place.querySelector(`.dx-${name}`);

function make(tag, classes, text, more = {}) {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(more)) node.setAttribute(name, value);
  return node;
}

function complain(words) {
  const alert = part("worklist-alert");
  alert.textContent = words || "";
  alert.hidden = !words;
}

async function readNotes(file) {
  if (!file) return;
  complain("");
  const reply = await call("worklist_read", { file: file.name, text: await file.text() });
  if (reply.error) return complain(reply.error);
  work.items = reply.items.map((item, i) => ({ ...item, number: i + 1, decision: "open", codes: null }));
  work.at = 0;
  part("work").hidden = false;
  part("drop").hidden = true;
  drawList();
  drawItem();
  answerAll();
}

// One after the other, the one on show first, so that the next is there before it is wanted.
async function answerAll() {
  if (work.busy) return;
  work.busy = true;
  const items = work.items;
  for (;;) {
    const shown = items[work.at];
    const next = shown && !shown.html && !shown.error ? shown : items.find((i) => !i.html && !i.error);
    if (!next || items !== work.items) break;
    const reply = await call("worklist_ask", {
      number: next.number, text: next.text, setting: next.setting || "", date: next.date,
    });
    if (reply.error) next.error = reply.error;
    else Object.assign(next, { html: reply.html, proposed: reply.codes, codes: next.codes || reply.codes });
    drawList();
    if (items[work.at] === next) drawItem();
  }
  work.busy = false;
}

function drawList() {
  const list = part("work-list");
  list.replaceChildren(...work.items.map((item, i) => {
    const row = make("li");
    const button = make("button", `dx-row dx-is-${item.decision}`, undefined, { type: "button", "data-note": i });
    if (i === work.at) button.setAttribute("aria-current", "true");
    button.append(
      make("b", "", item.id),
      make("span", "dx-code", item.error ? "problem" : item.codes ? item.codes.join(" ") || "no code" : "…"),
      make("span", "dx-flag", item.decision === "open" ? "" : item.decision),
    );
    row.append(button);
    return row;
  }));
  const decided = work.items.filter((item) => item.decision !== "open").length;
  const bar = part("work-bar");
  bar.replaceChildren(make("b", "", `${decided} of ${work.items.length} decided`));
  for (const [act, label] of [["csv", "Save CSV"], ["jsonl", "Save JSON lines"], ["drop", "Another file"]]) {
    bar.append(make("button", "dx-button", label, { type: "button", "data-work": act }));
  }
}

function drawItem() {
  const item = work.items[work.at];
  const slot = part("work-item");
  if (!item) return;
  const acts = make("div", "dx-form-row dx-decide");
  const buttons = [["accept", "Accept"], ["reject", "Reject"], ["before", "Previous"], ["after", "Next"]];
  for (const [act, label] of buttons) {
    acts.append(make("button", act === "accept" ? "dx-button dx-main-button" : "dx-button", label,
      { type: "button", "data-work": act, title: `${label} (Alt+${label[0]})` }));
  }
  const change = make("form", "dx-form-row", undefined, { "data-change": "" });
  const input = make("input", "dx-field", undefined, { name: "codes", "aria-label": "Codes for this note", autocomplete: "off" });
  input.value = (item.codes || []).join(" ");
  change.append(input, make("button", "dx-button", "Change"));
  const body = make("div", "dx-work-answer");
  if (item.html) body.innerHTML = item.html;
  else if (item.error) alertIn(body, item.error);
  else body.append(make("p", "dx-quiet", "Working …"));
  slot.replaceChildren(acts, change, body);
}

function decide(decision, codes) {
  const item = work.items[work.at];
  if (!item || (!item.html && decision !== "rejected")) return;
  item.decision = decision;
  item.codes = codes || item.codes;
  step(1);
}

function step(by) {
  work.at = Math.max(0, Math.min(work.items.length - 1, work.at + by));
  drawList();
  drawItem();
  const accept = place.querySelector('[data-work="accept"]');
  if (accept) accept.focus({ preventScroll: true });
}

const acts = {
  accept: () => decide("accepted"),
  reject: () => decide("rejected", []),
  before: () => step(-1),
  after: () => step(1),
  csv: () => saveWork("csv"),
  jsonl: () => saveWork("jsonl"),
  drop: () => {
    work.items = [];
    part("work").hidden = true;
    part("drop").hidden = false;
  },
};

async function saveWork(form) {
  const items = work.items.map(({ id, decision, codes, proposed, setting, date }) =>
    ({ id, decision, codes, proposed, setting, date }));
  const reply = await call("worklist_save", { items, form });
  if (reply.error) complain(reply.error);
  else save(reply.file);
}

place.addEventListener("click", (event) => {
  const act = event.target.closest("[data-work]");
  const note = event.target.closest("[data-note]");
  if (act) acts[act.dataset.work]();
  if (note) {
    work.at = Number(note.dataset.note);
    step(0);
  }
});
place.addEventListener("submit", async (event) => {
  if (!("change" in event.target.dataset)) return;
  const item = work.items[work.at];
  const reply = await call("worklist_codes", { codes: event.target.elements.codes.value, date: item.date });
  complain(reply.error);
  if (!reply.error) decide("changed", reply.codes);
});
place.addEventListener("change", (event) => {
  if (event.target.type === "file") {
    readNotes(event.target.files[0]);
    event.target.value = "";
  }
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  part("drop").addEventListener(kind, (event) => {
    event.preventDefault();
    part("drop").classList.toggle("dx-over", kind === "dragover");
    if (kind === "drop") readNotes(event.dataTransfer.files[0]);
  });
}
document.addEventListener("keydown", (event) => {
  if (!event.altKey || place.hidden || panel.hidden || !work.items.length) return;
  const act = { a: "accept", r: "reject", p: "before", n: "after" }[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    acts[act]();
  }
});
