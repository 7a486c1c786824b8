// Official sources at hand: the Alphabetic Index step by step, and pages of the guidelines. Follows
// tools.js in the same function.
element.addEventListener("click", async (event) => {
  const entry = event.target.closest("[data-index]");
  const look = event.target.closest("[data-index-look]");
  const into = panel.querySelector(".dx-index-found");
  if (entry) {
    put(into, await call("index_page", { at: entry.dataset.index }));
    const next = into.querySelector(".dx-crumbs li:last-child button");
    if (next) next.focus({ preventScroll: true });
  } else if (look) {
    const form = panel.querySelector(".dx-index form");
    form.elements.q.value = look.dataset.indexLook;
    await run(form);
    form.elements.q.focus({ preventScroll: true });
  }
});

function sheet(title, image, at) {
  const dialog = document.createElement("dialog");
  dialog.className = "dx-sheet";
  dialog.setAttribute("aria-label", title);
  const head = document.createElement("header");
  const name = document.createElement("b");
  name.textContent = title;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "dx-button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  const page = document.createElement("img");
  page.src = image;
  page.alt = title;
  page.addEventListener("load", () => { dialog.scrollTop = at * page.offsetHeight - 120; });
  head.append(name, close);
  dialog.append(head, page);
  dialog.addEventListener("close", () => dialog.remove());
  document.querySelector(".gradio-container").append(dialog);
  dialog.showModal();
}

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-pdf]");
  if (!button) return;
  const { pdf, page } = button.dataset;
  const decides = button.closest(".dx-source").querySelectorAll(".dx-decides");
  const words = [...decides].map((line) => line.textContent).join("\n");
  const reply = await call("pdf_page", { release: pdf, page, words });
  if (reply.error) say(reply.error);
  else sheet(`Official guidelines ${pdf}, page ${page}`, reply.image, reply.at);
});
