// The evaluations: a list of runs, the figures of one, its report in a tab of its own. Follows
// tools.js in the same function. The report is a page without scripts; its frame lets none run.
function openPage(html) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "");
  frame.setAttribute("title", "Report");
  frame.setAttribute("style", "position:fixed;inset:0;width:100%;height:100%;border:0");
  frame.srcdoc = html;
  const page = `<!doctype html><meta charset="utf-8"><title>dxcite report</title>${frame.outerHTML}`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  link.target = "_blank";
  link.rel = "noopener";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

element.addEventListener("click", async (event) => {
  const run = event.target.closest("[data-run]");
  const report = event.target.closest("[data-report]");
  if (run) {
    const page = panel.querySelector(".dx-run-page");
    for (const row of panel.querySelectorAll("[data-run]")) {
      if (row === run) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    put(page, await call("evaluation", { run: run.dataset.run }));
    page.focus({ preventScroll: true });
  } else if (report) {
    const reply = await call("evaluation_report", { run: report.dataset.report });
    if (reply.error) say(reply.error);
    else openPage(reply.page);
  }
});
