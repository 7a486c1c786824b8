// The tools beside the conversation. Runs as the panel's js_on_load: `element` and `server` come
// from Gradio. All HTML that the server sends was escaped in Python; nothing here builds HTML from
// text. What a tool holds lives in this page's memory only.
const panel = element.querySelector(".dx-panel");
const typing = new Map();
let opener = null;

async function call(name, fields) {
  const on = document.querySelector("#dx-date input");
  try {
    return await server.tool({ date: on ? on.value : "", ...fields, name });
  } catch {
    return { error: "The server does not answer; check that dxcite is still running." };
  }
}

function alertIn(target, words) {
  const alert = document.createElement("p");
  alert.className = "dx-alert";
  alert.setAttribute("role", "alert");
  alert.textContent = words;
  target.replaceChildren(alert);
}

function put(target, reply) {
  if (!target) return;
  if (reply.error) alertIn(target, reply.error);
  else target.innerHTML = reply.html;
}

function say(words) {
  let said = document.querySelector(".dx-said");
  if (!said) {
    said = document.createElement("p");
    said.className = "dx-said";
    said.setAttribute("role", "status");
    document.querySelector(".gradio-container").append(said);
  }
  said.textContent = words;
  said.classList.add("dx-shown");
  clearTimeout(said.timer);
  said.timer = setTimeout(() => said.classList.remove("dx-shown"), 4000);
}

function show(name) {
  const desk = document.querySelector("#dx-desk");
  for (const view of panel.querySelectorAll(".dx-view")) view.hidden = view.dataset.viewOf !== name;
  panel.hidden = name === "ask";
  desk.dataset.view = name;
  for (const tab of document.querySelectorAll(".dx-tab")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.view === name));
  }
  const view = panel.querySelector(`[data-view-of="${name}"]`);
  if (view) (view.querySelector(".dx-field") || view.querySelector("input, button")).focus({ preventScroll: true });
  if (name === "codes" && !view.querySelector(".dx-page").childElementCount) run(view.querySelector("form"));
  if (name === "evaluations") run(view.querySelector("form"));
  if (name === "ask" && opener && opener.isConnected) opener.focus({ preventScroll: true });
  if (name === "ask") opener = null;
}

// A form names its tool; replies to what is no longer in the form are dropped.
async function run(form) {
  const fields = Object.fromEntries(new FormData(form));
  const turn = (typing.get(form) || 0) + 1;
  typing.set(form, turn);
  const reply = await call(form.dataset.tool, fields);
  if (typing.get(form) !== turn) return;
  const scope = form.querySelector(form.dataset.into) || form.closest(".dx-view").querySelector(form.dataset.into);
  put(scope, reply);
}

async function openCode(code, from) {
  if (from && !panel.contains(from)) opener = from;
  if (document.querySelector("#dx-desk").dataset.view === "learn") opener = null;
  if (panel.hidden || panel.querySelector('[data-view-of="codes"]').hidden) show("codes");
  const page = panel.querySelector(".dx-page");
  const found = panel.querySelector(".dx-found");
  if (!found.contains(from)) found.replaceChildren();
  put(page, await call("code_page", { code }));
  panel.scrollTop = found.childElementCount ? page.offsetTop - found.offsetTop : 0;
  page.focus({ preventScroll: true });
}

function save(file) {
  const bytes = file.binary ? Uint8Array.from(atob(file.text), (c) => c.charCodeAt(0)) : file.text;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: file.kind }));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  say(`Saved as ${file.name}`);
}

const judged = new Map();
function judge(button) {
  const turn = button.dataset.turn;
  const same = judged.get(turn) === button.dataset.feedback;
  if (same) judged.delete(turn);
  else judged.set(turn, button.dataset.feedback);
  for (const other of document.querySelectorAll("[data-feedback]")) {
    if (other.dataset.turn === turn) {
      other.setAttribute("aria-pressed", String(judged.get(turn) === other.dataset.feedback));
    }
  }
  for (const link of document.querySelectorAll("[data-save-judged]")) link.remove();
  if (!judged.size) return say("Taken back.");
  const link = document.createElement("button");
  link.type = "button";
  link.className = "dx-link";
  link.dataset.saveJudged = "";
  link.textContent = `Save ${judged.size === 1 ? "the judgement" : `${judged.size} judgements`}`;
  button.parentElement.append(link);
  say("Kept on this page only, until you save it.");
}
function saveJudgements() {
  const lines = [...judged].map(([turn, judgement]) =>
    JSON.stringify({ question: Number(turn.split(":")[1]), judgement }));
  save({ name: "judgements.jsonl", kind: "application/jsonl", text: lines.join("\n") + "\n" });
}

const quiz = { number: -1 };
async function nextCase(button) {
  quiz.number += 1;
  const form = button.form;
  const found = await call("quiz_case", { number: quiz.number });
  form.elements.text.value = found.text;
  form.elements.setting.value = found.setting;
  form.elements.codes.value = "";
  form.closest(".dx-view").querySelector(".dx-graded-here").replaceChildren();
  form.elements.codes.focus();
}

function tourStep(dialog, to) {
  const steps = [...dialog.querySelectorAll(".dx-step")];
  steps.forEach((step, i) => { step.hidden = i !== to; });
  dialog.dataset.at = to;
  dialog.querySelector("[data-tour-at]").textContent = `${to + 1} of ${steps.length}`;
  dialog.querySelector("[data-tour-next]").textContent = to + 1 < steps.length ? "Next" : "Done";
}
function tour(event) {
  const dialog = document.querySelector(".dx-tour");
  if (event.target.closest("[data-tour]")) {
    tourStep(dialog, 0);
    dialog.showModal();
  } else if (event.target.closest("[data-tour-close]")) {
    dialog.close();
  } else if (event.target.closest("[data-tour-next]")) {
    const to = Number(dialog.dataset.at) + 1;
    if (to < dialog.querySelectorAll(".dx-step").length) tourStep(dialog, to);
    else dialog.close();
  }
}

document.addEventListener("click", async (event) => {
  if (!(event.target instanceof Element)) return;
  tour(event);
  const hit = (selector) => event.target.closest(selector);
  const tab = hit("button[data-view]");
  const code = hit("[data-open-code]");
  const export_ = hit("[data-export]");
  const feedback = hit("[data-feedback]");
  const next = hit("[data-quiz-next]");
  if (tab) {
    opener = tab;
    show(tab.dataset.view);
  } else if (code) {
    event.preventDefault();
    openCode(code.dataset.openCode, code);
  } else if (export_) {
    const reply = await call("export", { turn: export_.dataset.turn, form: export_.dataset.export });
    if (reply.error) say(reply.error);
    else save(reply.file);
  } else if (feedback) {
    judge(feedback);
  } else if (next) {
    nextCase(next);
  } else if (hit("[data-save-judged]")) {
    saveJudgements();
  }
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.dataset.tool) run(event.target);
});
for (const kind of ["input", "change"]) {
  element.addEventListener(kind, (event) => {
    const form = event.target.form;
    // A text field's "change" comes when it is left, often by a click on what was found.
    const typed = event.target.type === "text";
    if (form && "live" in form.dataset && !(kind === "change" && typed)) {
      clearTimeout(form.timer);
      form.timer = setTimeout(() => run(form), kind === "input" ? 90 : 0);
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden && !document.querySelector("dialog[open]")) show("ask");
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    opener = document.activeElement;
    show("codes");
    panel.querySelector('[data-view-of="codes"] input').select();
  }
});
