// Projector mode: large type and thick lines for the back row. Kept in the browser.

const KEY = "wicklab-projector";
const SCALE = 1.35, THICK = 1.8; // of type and margins inside the charts, and of lines

const html = document.documentElement;

export function isProjected() {
  return html.dataset.projector === "1";
}

/** Switches it; whoever has drawn something is told. */
export function project(on) {
  html.dataset.projector = on ? "1" : "";
  try {
    localStorage.setItem(KEY, on ? "1" : "");
  } catch {
    // a browser that keeps nothing still projects
  }
  document.dispatchEvent(new Event("wicklab-projector"));
}

/** The layout of a chart, larger in projector mode. */
export function enlarged(layout) {
  if (!isProjected()) return layout;
  const margin = Object.fromEntries(Object.entries(layout.margin ?? {}).map(([side, width]) => [side, Math.round(width * SCALE)]));
  return { ...layout, margin, font: { ...layout.font, size: Math.round((layout.font?.size ?? 12) * SCALE) } };
}

/** Traces with lines for the back row. */
export function thickened(traces) {
  if (!isProjected()) return traces;
  return traces.map((trace) => (trace.line?.width ? { ...trace, line: { ...trace.line, width: trace.line.width * THICK } } : trace));
}

// A link says it for everybody who opens it; otherwise it is as this browser was left.
if (html.dataset.projector === undefined) {
  const asked = new URLSearchParams(location.search).get("projector");
  let kept = "";
  try {
    kept = localStorage.getItem(KEY) ?? "";
  } catch {
    // nothing is kept here
  }
  html.dataset.projector = (asked ?? kept) === "1" ? "1" : "";
}
