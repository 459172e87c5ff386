// What the stages of the pages beside the Lab are built of: a column of controls, charts in cards.

import { Panel } from "./panel.js";

/** Knobs, readouts and report on the left, charts named `names` laid out by the class `layout`. */
export function furniture(names, layout) {
  const cards = names.map((name) => `
    <section class="wl-card wl-panel" data-panel="${name}">
      <h3></h3><div class="wl-chart"><div class="wl-plot" role="img"></div></div>
    </section>`);
  return `
    <div class="wl-page">
      <aside class="wl-card wl-column">
        <div></div><p class="wl-note"></p><dl class="wl-readouts"></dl><section class="wl-trust"></section>
      </aside>
      <div class="wl-panels ${layout}">${cards.join("")}</div>
    </div>
    <div class="wl-card wl-transport" role="group"></div>
    <p class="wl-caption"></p>`;
}

/** The charts of that furniture by their names. */
export function panels(stage, names) {
  return Object.fromEntries(names.map((name) => [name, new Panel(stage.plotly, stage.find(`[data-panel="${name}"] .wl-plot`))]));
}

/** What stands over a chart, with a smaller remark behind it. */
export function entitle(stage, name, title, remark = "") {
  const head = stage.find(`[data-panel="${name}"] h3`);
  const small = Object.assign(document.createElement("small"), { textContent: remark });
  head.replaceChildren(title, small);
}

/** Readouts: [label, value] in turn; only what changed is written. */
export function readOut(list, rows) {
  while (list.children.length > 2 * rows.length) list.lastChild.remove();
  while (list.children.length < 2 * rows.length) list.append(document.createElement(list.children.length % 2 ? "dd" : "dt"));
  rows.flat().forEach((text, i) => {
    if (list.children[i].textContent !== text) list.children[i].textContent = text;
  });
}

/** The sentence about the moment, for those who do not see: caption and the charts' labels. */
export function speak(stage, sentence) {
  stage.find(".wl-caption").textContent = sentence;
  for (const { element } of stage.charts) element.setAttribute("aria-label", sentence);
}
