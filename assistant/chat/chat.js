// Draws the turns and answers clicks in them. Runs as the transcript's js_on_load: `element`,
// `props`, `trigger` and `watch` come from Gradio. All HTML in props.value was escaped in Python;
// nothing here builds HTML or code from text.
const list = element.querySelector(".dx-turns");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const drawn = new Map();

function go(node, block) {
  node.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
}

// A long chart scrolls in its frame: begin where the first code finds its words.
function showEvidence(note) {
  const mark = note && note.querySelector(".dx-mark");
  if (!mark) return;
  const below = mark.getBoundingClientRect().bottom - note.getBoundingClientRect().bottom;
  if (below > 0) note.scrollTop = below + note.clientHeight / 2;
}

function draw() {
  const turns = (props.value && props.value.turns) || [];
  const keys = new Set(turns.map((turn) => turn.key));
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
    if (held.html !== turn.html) {
      held.html = turn.html;
      held.node.innerHTML = turn.html;
      changed = held.node;
      showEvidence(changed.querySelector(".dx-note"));
    }
  }
  if (changed && turns[0].key !== "start") {
    go(changed, changed.querySelector(".dx-working") ? "end" : "start");
  }
}

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
  go(source, "nearest");
  source.classList.remove("dx-flash");
  void source.offsetWidth;
  source.classList.add("dx-flash");
  source.querySelector("summary").focus({ preventScroll: true });
}

list.addEventListener("click", (event) => {
  const cite = event.target.closest("[data-source]");
  const button = event.target.closest("[data-copy]");
  const example = event.target.closest("[data-example]");
  if (cite) {
    event.preventDefault();
    openSource(cite.dataset.source);
  } else if (button) {
    copy(button);
  } else if (example) {
    trigger("example", { index: Number(example.dataset.example) });
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) document.body.classList.toggle("dark");
});

watch("value", draw);
draw();
