// A scene after a change that a hand makes: what it would be if the solver had sent it.

import { decode } from "../../player/clips.js";
import { expanded, lifetime } from "../../player/expansion.js";
import { Gaussian } from "../../player/gaussian.js";
import { Modes } from "../../player/modes.js";
import { spline } from "../../player/spline.js";

const VIEW = ["show", "density", "speed", "lang", "panel", "norm", "beside"];
const CLOSED_FORM_ORDER = 2;

/** A number with as many digits as a link needs. */
export const short = (value) => Number(value.toPrecision(6));

/** Levels and control points as scenes/notation.py reads them. */
export const written = {
  levels: (levels) => levels.map(([n, a, phase]) => `${n}${a === 1 ? "" : `:${a}`}${phase ? `@${phase}` : ""}`).join(","),
  points: (points) => points.map(([x, zeta]) => `${x}:${zeta}`).join(","),
};

/** The link of a scene without its view. */
export function problemLink(link) {
  return Object.fromEntries(Object.entries(link).filter(([key]) => !VIEW.includes(key)));
}

/** What makes two scenes the same problem, whatever their links leave out. */
export function signature({ wick, D, packet, levels, points, order, about, grid, T, link }) {
  const rest = ["landscape", "formula", "let", "schedule", "D_end", "frames", "dim"].map((key) => link[key]);
  return JSON.stringify([wick, D, packet, levels, points, order, order === null ? null : about, grid, T, rest]);
}

/**
 * The scene with other `wick`, `x0`, `sigma`, `px`, `levels`, `about` or `points`; null where
 * there is no such scene. Whoever changes the packet starts from it.
 */
export function altered(scene, fields) {
  let next = { ...scene, link: { ...scene.link } };
  if ("points" in fields) next = drawn(next, fields.points);
  if ("wick" in fields) next.link.wick = next.wick = fields.wick;
  if (["x0", "sigma", "px"].some((key) => key in fields)) next = moved(next, fields);
  if ("levels" in fields) {
    next.levels = fields.levels;
    next.link.levels = written.levels(fields.levels);
  }
  if (next.order === null) return next;
  const follows = !("about" in next.link) && "x0" in fields;
  if ("about" in fields) next.link.about = fields.about;
  if ("about" in fields || follows) return expanded(next, fields.about ?? next.packet.centre);
  if (next.kind === "gaussian") next.duration = lifetime(next, next.quadratic.curvature);
  return next;
}

function moved(scene, { x0, sigma, px }) {
  const { centre, width, momentum } = scene.packet;
  const packet = { centre: x0 ?? centre, width: sigma ?? width, momentum: px ?? momentum };
  const link = { ...scene.link, x0: packet.centre, sigma: packet.width, px: packet.momentum };
  delete link.levels;
  const ratio = packet.width / width, { window } = scene;
  const scaled = { ...window, density_scale: window.density_scale * ratio, wave_scale: window.wave_scale * Math.sqrt(ratio) };
  return { ...scene, packet, levels: [], link, window: scaled };
}

function drawn(scene, points) {
  const { lo, hi, n } = scene.grid;
  const xs = Float64Array.from({ length: n }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / n);
  const link = { ...scene.link, points: written.points(points) };
  delete link.formula;
  delete link.let;
  return { ...scene, points, link, zeta: spline(points, xs) };
}

/** What evolves an altered scene in the browser; null when the solver must be asked. */
export function evolved(scene, before, dynamics) {
  if (scene.kind === "frames" || scene.zeta !== before.zeta || scene.D !== before.D) return null;
  const closed = scene.order !== null && scene.order <= CLOSED_FORM_ORDER && !scene.levels.length;
  if (scene.kind === "gaussian") return closed ? new Gaussian(scene) : null;
  return closed || scene.surrogate !== before.surrogate ? null : Modes.of(scene, dynamics.states);
}

/** zeta of a scene at a place, between its nodes. */
export function zetaAt(scene, x, which = "zeta") {
  const { lo, hi, n } = scene.grid, values = decode(scene[which]);
  const place = Math.min(Math.max(((x - lo) / (hi - lo)) * n - 0.5, 0), n - 1);
  const i = Math.min(Math.floor(place), n - 2), w = place - i;
  return (1 - w) * values[i] + w * values[i + 1];
}
