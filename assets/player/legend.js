// Names of a chart's curves, each with its colour, behind the chart's title.

/** `entries` are [name, colour, dash] in turn; dash is "" or "dash". */
export function legend(stage, panel, entries) {
  const marks = entries.map(([name, colour, dash]) => {
    const mark = Object.assign(document.createElement("span"), { className: "wl-key", textContent: name });
    mark.style.setProperty("--key", colour);
    mark.dataset.dash = dash ?? "";
    return mark;
  });
  stage.find(`[data-panel="${panel}"] h3 small`).replaceChildren(...marks);
}
