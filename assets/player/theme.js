// Colours: surfaces and type from Streamlit's theme, curves from the Okabe-Ito palette.

import { isProjected } from "./projector.js";

const DARK = {
  density: "#56b4e9", real: "#e69f00", imaginary: "#cc79a7", surrogate: "#00b487", energy: "#f0e442",
  current: "#d55e00", land: "#7d8db0", landFill: "rgba(125,141,176,.16)", grid: "#232d45", mute: "#93a4c3",
};
const LIGHT = {
  density: "#0072b2", real: "#d55e00", imaginary: "#b0578b", surrogate: "#007f5f", energy: "#a87400",
  current: "#e69f00", land: "#6b6f78", landFill: "rgba(60,66,80,.10)", grid: "#e4e0d6", mute: "#5c6270",
};
const FONTS = 'system-ui, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

function luminance(colour) {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = colour;
  const [r, g, b] = canvas.fillStyle.match(/\w\w/g).map((pair) => parseInt(pair, 16));
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

/** Tokens for a host element; also written on it as CSS variables. */
export function theme(host) {
  const css = getComputedStyle(host);
  const read = (name, otherwise) => css.getPropertyValue(`--st-${name}`).trim() || otherwise;
  const background = read("background-color", "#0f1420");
  const dark = luminance(background) < 128;
  const curves = dark ? DARK : LIGHT;
  const tokens = {
    ...curves, dark, background, projected: isProjected(),
    panel: read("secondary-background-color", "#161d2e"),
    ink: read("text-color", "#e6ebf5"),
    line: read("border-color", "#27314a"),
    accent: read("primary-color", "#56b4e9"),
    font: `${read("font", "system-ui")}, ${FONTS}`,
  };
  for (const [name, value] of Object.entries(tokens)) host.style.setProperty(`--wl-${name}`, value);
  host.dataset.theme = dark ? "dark" : "light";
  return tokens;
}

/** A colour with some transparency. */
export function faded(colour, alpha) {
  const [r, g, b] = colour.match(/\w\w/g).map((pair) => parseInt(pair, 16));
  return `rgba(${r},${g},${b},${alpha})`;
}

/** What all charts share. */
export function baseLayout(tokens) {
  return {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false,
    font: { color: tokens.mute, family: tokens.font, size: 12 },
    hovermode: false, dragmode: false,
  };
}

export function axis(tokens, extra = {}) {
  return {
    gridcolor: tokens.grid, zeroline: false, linecolor: tokens.line, fixedrange: true,
    automargin: false, ...extra,
  };
}

export const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false };
