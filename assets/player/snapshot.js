// What a stage shows, as one SVG: charts as they are drawn, canvases, words, each where it stands.

import { svg as element } from "./svg.js";

const PAINT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "stroke-linecap", "marker-end", "display", "visibility"];
const SKIPPED = ".wl-handle, select, input, textarea, dialog, .wl-caption, [hidden]";
const LINE = 15, SMALL = 11; // pixels of a line and of the type in the foot
const LINES = 4; // of a long link

/** The part of a stage that is its picture: what it marks, else its charts. */
function pictured(stage) {
  return [...stage.host.querySelectorAll("[data-pictured], .wl-panels, .wl-stage")].find((element) => element.offsetWidth);
}

const place = ({ left, top, width, height }, origin) => ({ x: left - origin.left, y: top - origin.top, width, height });

/** Plotly's own layers, which the brush has drawn into; what is drawn by WebGL comes from Plotly. */
async function chart(gd, box, plotly) {
  const frame = element("svg", box);
  if (gd.querySelector(".gl-container canvas")) {
    const href = await plotly.toImage(gd, { format: "png", width: box.width, height: box.height, scale: 2 });
    frame.append(element("image", { href, width: box.width, height: box.height }));
  } else for (const layer of gd.querySelectorAll(".main-svg")) frame.append(layer.cloneNode(true));
  return frame;
}

/** A drawing of ours, with the colours that it has from the style sheet. */
function drawing(original, box) {
  const copy = original.cloneNode(true);
  const [from, to] = [original, copy].map((root) => [root, ...root.querySelectorAll("*")]);
  from.forEach((node, i) => {
    const css = getComputedStyle(node);
    for (const name of PAINT) to[i].style.setProperty(name, css.getPropertyValue(name));
  });
  for (const [key, value] of Object.entries(box)) copy.setAttribute(key, value);
  return copy;
}

/** Ground and edge of a card, nothing for what has neither. */
function card(node, box) {
  const { backgroundColor, borderTopColor, borderTopWidth, borderRadius } = getComputedStyle(node);
  const edge = parseFloat(borderTopWidth) > 0;
  if (!edge && backgroundColor === "rgba(0, 0, 0, 0)") return [];
  return [element("rect", { ...box, rx: parseFloat(borderRadius) || 0, fill: backgroundColor, stroke: edge ? borderTopColor : "none" })];
}

/** Words line by line, as the browser has broken them. */
function words(node, origin) {
  const css = getComputedStyle(node.parentElement), range = document.createRange(), lines = [];
  const text = node.textContent;
  for (let i = 0; i < text.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.box.top - box.top) < 2) line.text += text[i];
    else lines.push({ box, text: text[i] });
  }
  const size = parseFloat(css.fontSize);
  return lines.map(({ box, text: said }) => element("text", {
    x: box.left - origin.left, y: box.top - origin.top + box.height / 2 + size * 0.35, fill: css.color,
    "font-size": size, "font-weight": css.fontWeight, "font-style": css.fontStyle, "xml:space": "preserve",
  }, said));
}

function key(node, origin) {
  const box = node.getBoundingClientRect(), y = box.top - origin.top + box.height / 2;
  const css = getComputedStyle(node), x = box.left - origin.left;
  return element("line", { x1: x, x2: x + 14, y1: y, y2: y, stroke: css.getPropertyValue("--key"), "stroke-width": 2.5, ...(node.dataset.dash ? { "stroke-dasharray": "4 2" } : {}) });
}

async function layers(node, origin, plotly, out) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.textContent.trim()) out.push(...words(node, origin));
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIPPED)) return;
  const box = place(node.getBoundingClientRect(), origin);
  if (!box.width || !box.height) return;
  if (node.matches(".js-plotly-plot")) out.push(await chart(node, box, plotly));
  else if (node.matches("canvas")) out.push(element("image", { ...box, href: node.toDataURL(), preserveAspectRatio: "none" }));
  else if (node.matches("svg")) out.push(drawing(node, box));
  else {
    out.push(...card(node, box));
    if (node.matches(".wl-key")) out.push(key(node, origin));
    for (const child of node.childNodes) await layers(child, origin, plotly, out);
  }
}

/** A long text in pieces of at most so many characters, the last one cut. */
function broken(text, most) {
  const pieces = text.match(new RegExp(`.{1,${Math.max(most, 10)}}`, "gu")) ?? [];
  return pieces.length <= LINES ? pieces : [...pieces.slice(0, LINES - 1), `${pieces[LINES - 1].slice(0, -1)}…`];
}

/**
 * The picture of a stage as it stands, as the text of an SVG with its size.
 *
 * `title` stands over it, `lines` (the link, whom to cite) under it; both may be left out.
 */
export async function snapshot(stage, { title = "", lines = [] } = {}) {
  const region = pictured(stage), origin = region.getBoundingClientRect();
  const css = getComputedStyle(stage.host), colour = (name) => css.getPropertyValue(`--wl-${name}`);
  const [width, high] = [Math.ceil(origin.width), Math.ceil(origin.height)], head = title ? 34 : 0;
  const foot = lines.flatMap((line) => broken(line, Math.floor((width - 16) / (SMALL * 0.56))));
  const height = head + high + (foot.length ? foot.length * LINE + 10 : 0);
  const root = element("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": css.getPropertyValue("--wl-font") });
  const style = element("style");
  style.textContent = ".crisp { shape-rendering: crispEdges } svg { overflow: hidden }";
  root.append(style, element("rect", { width, height, fill: colour("background") }));
  if (title) root.append(element("text", { x: 8, y: 23, fill: colour("ink"), "font-size": 17, "font-weight": 600 }, title));
  const drawn = [];
  await layers(region, origin, stage.plotly, drawn);
  root.append(element("g", { transform: `translate(0,${head})` }, ...drawn));
  foot.forEach((line, i) => root.append(element("text", { x: 8, y: head + high + 16 + i * LINE, fill: colour("mute"), "font-size": SMALL }, line)));
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** An SVG as an image that a canvas can draw. */
export async function decoded({ text }) {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode().finally(() => URL.revokeObjectURL(url));
  return image;
}

/** An SVG as a PNG, `scale` pixels of it for one of the screen. */
export async function rastered(svg, scale = 2) {
  const canvas = Object.assign(document.createElement("canvas"), { width: svg.width * scale, height: svg.height * scale });
  canvas.getContext("2d").drawImage(await decoded(svg), 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

const PAPER = {
  "background-color": "#ffffff", "secondary-background-color": "#ffffff", "text-color": "#1b2230", "border-color": "#d9d5ca", "primary-color": "#0072b2",
};

/** Does something while the stage wears the light theme, as on paper. */
export async function onPaper(stage, act) {
  const { style } = stage.host;
  for (const [name, value] of Object.entries(PAPER)) style.setProperty(`--st-${name}`, value);
  await stage.redress();
  try {
    return await act();
  } finally {
    for (const name of Object.keys(PAPER)) style.removeProperty(`--st-${name}`);
    await stage.redress();
  }
}
