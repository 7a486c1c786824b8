// Draws the turns and answers clicks in them. Runs as the transcript's js_on_load: `element`,
// `props`, `trigger` and `watch` come from Gradio. All HTML in props.value was escaped in Python;
// nothing here builds HTML or code from text.
const list = element.querySelector(".dx-turns");
const bar = element.querySelector(".dx-bar-of-talks");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const drawn = new Map();

function go(node, block, now = calm.matches) {
  node.scrollIntoView({ block, behavior: now ? "instant" : "smooth" });
}

// A long chart scrolls in its frame: begin where the first code finds its words.
function showEvidence(note) {
  const mark = note && note.querySelector(".dx-mark");
  if (!mark) return;
  const below = mark.getBoundingClientRect().bottom - note.getBoundingClientRect().bottom;
  if (below > 0) note.scrollTop = below + note.clientHeight / 2;
}

// A turn comes without HTML where the page has drawn it; what was lost on the way is asked for.
function draw() {
  const turns = (props.value && props.value.turns) || [];
  const keys = new Set(turns.map((turn) => turn.key));
  if (turns.some((turn) => turn.html === null && !drawn.has(turn.key))) {
    trigger("refresh");
    return;
  }
  for (const [key, held] of drawn) {
    if (!keys.has(key)) {
      held.node.remove();
      drawn.delete(key);
    }
  }
  let changed = null;
  for (const turn of turns) {
    let held = drawn.get(turn.key);
    if (!held) {
      held = { node: document.createElement("div"), html: null };
      held.node.className = "dx-slot";
      list.append(held.node);
      drawn.set(turn.key, held);
    }
    if (turn.html !== null && held.html !== turn.html) {
      held.html = turn.html;
      held.node.innerHTML = turn.html;
      changed = held.node;
      showEvidence(changed.querySelector(".dx-note"));
    }
  }
  put(bar, props.value && props.value.bar);
  composer();
  // At once: a page that glides to its answer is longer on the way and paints every step of it.
  if (changed && turns[0].key !== "start") {
    go(changed, changed.querySelector(".dx-working") ? "end" : "start", true);
  }
}

function put(target, html) {
  if (!target || target.drawn === (html || "")) return;
  target.drawn = html || "";
  target.innerHTML = target.drawn;
}

// What stands around the box: the line above it, Ask or Stop, and a question that comes back.
let begun = null;
function composer() {
  const { hint, working, unsent } = props.value || {};
  put(document.querySelector("#dx-hint [aria-live]"), hint);
  const entry = document.querySelector("#dx-entry");
  if (entry) entry.classList.toggle("dx-busy", Boolean(working));
  begun = working ? begun || Date.now() : null;
  if (unsent) trigger("unsent");
}
setInterval(() => {
  const waited = begun && list.querySelector(".dx-waited");
  if (waited) waited.textContent = ` ${Math.round((Date.now() - begun) / 1000)} s`;
}, 1000);

async function copy(button) {
  const text = button.dataset.copy;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard without https off this machine: copy through a selection instead.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "dx-sr";
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const label = button.textContent;
  button.textContent = done ? "Copied" : "Copy failed";
  button.disabled = true;
  setTimeout(() => {
    button.textContent = label;
    button.disabled = false;
  }, 1400);
}

function openSource(id) {
  const source = document.getElementById(id);
  if (!source) return;
  source.open = true;
  go(source, "nearest", true);
  source.classList.remove("dx-flash");
  void source.offsetWidth;
  source.classList.add("dx-flash");
  source.querySelector("summary").focus({ preventScroll: true });
}

// A code marks its words in the chart and its sources; the same code again, or Escape, unmarks.
function focusCode(turn, code) {
  const same = turn.dataset.focused === code;
  for (const node of turn.querySelectorAll(".dx-on")) node.classList.remove("dx-on");
  for (const node of turn.querySelectorAll("[data-focus]")) node.setAttribute("aria-pressed", "false");
  delete turn.dataset.focused;
  if (same || !code) return;
  turn.dataset.focused = code;
  for (const mark of turn.querySelectorAll(".dx-mark, .dx-tags > span")) {
    if (mark.dataset.code === code) mark.classList.add("dx-on");
  }
  for (const button of turn.querySelectorAll("[data-focus]")) {
    if (button.dataset.focus !== code) continue;
    button.setAttribute("aria-pressed", "true");
    button.closest("tr").classList.add("dx-on");
    for (const id of button.dataset.sources.split(" ").filter(Boolean)) {
      const source = document.getElementById(id);
      if (source) {
        source.open = true;
        source.classList.add("dx-on");
      }
    }
  }
  reveal(turn.querySelector(".dx-mark.dx-on"));
}

// Scrolls within the chart's own frame, and the page only when the words are out of sight.
function reveal(mark) {
  if (!mark) return;
  const note = mark.closest(".dx-note").getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  if (at.top < note.top || at.bottom > note.bottom || at.top < 80) go(mark, "center");
}

const card = document.createElement("div");
card.className = "dx-pop";
card.setAttribute("role", "tooltip");
card.id = "dx-pop";
card.hidden = true;
element.append(card);

function pop(cite) {
  const source = document.getElementById(cite.dataset.source);
  const quote = source && source.querySelector(".dx-decides");
  if (!quote) return;
  const title = document.createElement("b");
  title.textContent = source.querySelector(".dx-place b").textContent;
  const words = document.createElement("span");
  words.textContent = quote.textContent;
  card.replaceChildren(title, words);
  card.hidden = false;
  const at = cite.getBoundingClientRect();
  const left = Math.max(12, Math.min(at.left - 20, window.innerWidth - card.offsetWidth - 12));
  card.style.left = `${left}px`;
  const above = at.top - card.offsetHeight - 8;
  card.style.top = `${above > 60 ? above : at.bottom + 8}px`;
  cite.setAttribute("aria-describedby", card.id);
}
function unpop(cite) {
  card.hidden = true;
  if (cite) cite.removeAttribute("aria-describedby");
}
for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  list.addEventListener(on, (event) => {
    const cite = event.target.closest("[data-source]");
    if (cite) pop(cite);
  });
  list.addEventListener(off, (event) => {
    const cite = event.target.closest("[data-source]");
    if (cite) unpop(cite);
  });
}
window.addEventListener("scroll", () => unpop(), { passive: true });

// The chase one step at a time: each press shows the next step and reads it out.
function walk(button) {
  const trace = button.closest(".dx-trace");
  const steps = [...trace.querySelectorAll("ol > li")];
  const by = { start: 0, next: 1, back: -1 }[button.dataset.walk];
  if (button.dataset.walk === "all") {
    delete trace.dataset.at;
    for (const step of steps) step.hidden = false;
    trace.querySelector(".dx-walk").replaceChildren(walkButton("start", "One step at a time"));
    return;
  }
  const at = by === 0 ? 0 : Math.max(0, Math.min(steps.length - 1, Number(trace.dataset.at) + by));
  trace.dataset.at = at;
  steps.forEach((step, i) => {
    step.hidden = i > at;
    step.classList.toggle("dx-now", i === at);
  });
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "dx-quiet";
  said.textContent = `Step ${at + 1} of ${steps.length}`;
  const row = trace.querySelector(".dx-walk");
  row.replaceChildren(walkButton("back", "Back"), walkButton("next", "Next"), walkButton("all", "All"), said);
  row.querySelector(`[data-walk="${by < 0 ? "back" : "next"}"]`).focus({ preventScroll: true });
}
function walkButton(act, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "dx-button";
  button.dataset.walk = act;
  button.textContent = label;
  return button;
}

list.addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  const cite = hit("[data-source]");
  const example = hit("[data-example]");
  const code = hit("[data-focus], .dx-note [data-code]");
  const step = hit("[data-walk]");
  if (cite) {
    event.preventDefault();
    unpop(cite);
    openSource(cite.dataset.source);
  } else if (step) {
    walk(step);
  } else if (example) {
    trigger("example", { index: Number(example.dataset.example) });
  } else if (code) {
    focusCode(code.closest(".dx-turn"), code.dataset.focus || code.dataset.code);
  }
});

bar.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick) trigger("pick", { index: Number(pick.dataset.pick) });
  else if (event.target.closest("[data-undo]")) trigger("undo");
  else if (event.target.closest("[data-clear]")) trigger("forget");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  unpop();
  for (const turn of list.querySelectorAll("[data-focused]")) focusCode(turn, "");
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  if (event.target.closest("[data-theme-toggle]")) document.body.classList.toggle("dark");
});

// A closed page is forgotten at once; one that the browser brings back begins anew.
window.addEventListener("pagehide", () => {
  const token = props.value && props.value.token;
  if (token) navigator.sendBeacon(`${window.gradio_config.root}/leave`, token);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

watch("value", draw);
draw();
