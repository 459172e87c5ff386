// Transition: dispersion that turns into diffusion, by the Wick angle or by a cloud losing its phase.

import { follow } from "../player/clips.js";
import { Cloud } from "../player/cloud.js";
import { entitle, furniture, panels, readOut, speak } from "../player/furniture.js";
import { Gaussian } from "../player/gaussian.js";
import { Handle } from "../player/handle.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { showTrust } from "../player/trust.js";
import { fill, number } from "../player/words.js";
import * as charts from "./transition/charts.js";
import { LAWS, ballisticWindow, slope } from "./transition/laws.js";
import { Particles } from "./transition/particles.js";
import { readouts } from "./transition/readouts.js";

const NAMES = ["density", "plane", "gain"];
const OWN = { angle: ["wick"], flights: ["memory", "seed"], measurements: ["interval", "seed"], trajectories: ["lam", "seed"] };
const BINS = 60;
const PATHS = 24;
const READ_EVERY = 6; // pictures between two readouts
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see

class Transition extends Stage {
  constructor(host, library) {
    super(host, library, furniture(NAMES, "wl-two-over-one"));
    this.panels = panels(this, NAMES);
    this.charts = Object.values(this.panels);
    this.cloud = new Cloud(this.panels.plane);
    this.knobs = new Knobs(this.find(".wl-column > div"), (values) => this.turn(values), (values) => this.send("settings", values));
    this.handle = new Handle(this.panels.plane, {
      label: "", moves: "xy",
      onMove: (x, y) => this.knobs.turn("wick", Math.round(Math.min(Math.max((Math.atan2(y, x) * 180) / Math.PI, 0), 90))),
    });
    this.spoken = 0;
  }

  /** The old cloud moves on until the random numbers of the new one are here. */
  show(data, send) {
    this.send = send;
    this.unfollow?.();
    this.unfollow = follow(data.noise, (noise) => this.take(data, noise));
  }

  take(data, noise) {
    const keepPlace = !!this.data;
    Object.assign(this, { data, noise });
    this.start({ duration: data.duration, frames: data.frames, keepPlace, words: { texts: data.texts, wick: 45 } });
    this.handle.name(data.texts.handle);
    this.handle.step = data.duration * Math.tan(Math.PI / 180) * 1.2; // a key turns by a degree
    this.knobs.set(data.knobs);
    this.turn(this.knobs.values);
  }

  turn(values) {
    const { data, noise } = this, { packet, grid, D } = data;
    this.values = { ...values };
    this.unit = packet.width ** 2 / D; // t_d
    this.law = (t) => LAWS[values.mechanism](t, this.values);
    this.isAngle = values.mechanism === "angle";
    this.wave = (wick) => new Gaussian({ ...data, wick });
    this.waves = { now: this.wave(values.wick), real: this.wave(0), imaginary: this.wave(90) };
    this.particles = this.isAngle ? null : new Particles(values.mechanism, noise, values, data.t_end);
    this.paths = this.particles && Array.from({ length: PATHS }, (_, i) => this.particles.path(i).map((x) => x * packet.width));
    this.x = Float64Array.from({ length: grid.n }, (_, i) => grid.lo + ((i + 0.5) * (grid.hi - grid.lo)) / grid.n);
    this.edges = Float64Array.from({ length: 2 * BINS }, (_, i) => grid.lo + (Math.ceil(i / 2) * (grid.hi - grid.lo)) / BINS);
    for (const { key } of data.knobs) {
      if (key !== "mechanism") this.find(`[data-knob="${key}"]`).hidden = !OWN[values.mechanism].includes(key);
    }
    this.redress();
  }

  async dress(tokens) {
    const { data, isAngle, panels: { density, plane, gain } } = this, { texts, grid } = data;
    this.tokens = tokens;
    const words = { texts, tokens }, range = [grid.lo, grid.hi];
    const peak = (2 * Math.PI * data.packet.width ** 2) ** -0.25;
    const kind = isAngle ? "angle" : this.values.mechanism === "trajectories" ? "density" : "cloud";
    entitle(this, "density", texts["panel-density"], texts[`legend-${kind}`]);
    entitle(this, "plane", texts[isAngle ? "panel-plane" : "panel-paths"], this.remark());
    entitle(this, "gain", texts["panel-gain"], texts["legend-gain"]);
    await charts.dressDensity(density, { x: this.x, closed: isAngle ? this.x : this.edges, peak, isAngle, range }, words);
    if (isAngle) await charts.dressPlane(plane, data.duration, words);
    else await charts.dressPaths(plane, data.duration, range, words);
    await charts.dressGain(gain, { isAngle }, words);
    this.handle.show(isAngle);
    this.dressLaws();
    showTrust(this.find(".wl-trust"), data.report, texts);
  }

  remark() {
    const { texts } = this.data;
    if (this.isAngle) return texts["legend-plane"];
    return this.values.mechanism === "flights" ? `${texts["legend-paths"]} · ${texts["legend-kept"]}` : texts["legend-paths"];
  }

  /** What depends on the knobs but not on the moment. */
  dressLaws() {
    const { gain, plane } = this.panels, { GAINS, PLANE } = charts;
    gain.move(GAINS.law, charts.logs(this.law));
    const within = charts.LOG_TIMES.filter((time) => 10 ** time <= this.data.t_end);
    const measured = this.particles ? within.map((time) => Math.log10(this.particles.gain(10 ** time).mean)) : [NaN];
    gain.move(GAINS.measured, measured, this.particles ? within : [0]);
    const edges = this.isAngle ? ballisticWindow(this.values.wick) : null;
    charts.upright(gain, GAINS.opens, edges?.[0]);
    charts.upright(gain, GAINS.closes, edges?.[1]);
    if (!this.isAngle) return;
    const turn = (this.values.wick * Math.PI) / 180, { duration } = this.data;
    const along = (s) => [Math.min(s, duration) * Math.cos(turn), Math.min(s, duration) * Math.sin(turn)];
    const ray = (from, to) => [[along(from)[1], along(to)[1]], [along(from)[0], along(to)[0]]];
    plane.move(PLANE.ray, ...ray(0, duration));
    plane.move(PLANE.window, ...(edges ? ray(edges[0] * this.unit, edges[1] * this.unit) : [[NaN, NaN], [0, 0]]));
    this.handle.place(...along(duration), `${this.values.wick}°`);
  }

  draw(settled) {
    const { s } = this.clock, t = s / this.unit;
    const state = this.waves.now.at(s);
    const gain = this.isAngle ? { mean: (state.std / this.data.packet.width) ** 2 - 1, error: 0 } : this.particles.gain(t);
    if (this.isAngle) this.drawWave(state, s);
    else this.drawParticles(s, t);
    this.drawGain(t, gain);
    if (settled || this.drawn % READ_EVERY === 0) this.read(t, gain, settled);
  }

  /** A Gaussian of a variance, as the root of its density. */
  root(variance) {
    const top = (2 * Math.PI * variance) ** -0.25;
    return this.x.map((x) => top * Math.exp((-x * x) / (4 * variance)));
  }

  drawWave({ real, imaginary }, s) {
    const { DENSITY, PLANE } = charts, { density, plane } = this.panels;
    density.move(DENSITY.cloud, real.map((value, i) => Math.hypot(value, imaginary[i])));
    density.move(DENSITY.first, this.root(this.waves.real.at(s).std ** 2));
    density.move(DENSITY.second, this.root(this.waves.imaginary.at(s).std ** 2));
    density.move(DENSITY.real, real);
    density.move(DENSITY.imaginary, imaginary);
    const turn = (this.values.wick * Math.PI) / 180;
    plane.move(PLANE.dot, [s * Math.sin(turn)], [s * Math.cos(turn)]);
    this.cloud.begin();
  }

  drawParticles(s, t) {
    const { DENSITY } = charts, { density } = this.panels, { width } = this.data.packet;
    const places = this.particles.places(t).map((x) => x * width);
    density.move(DENSITY.cloud, this.histogram(places));
    density.move(DENSITY.first, this.root(this.waves.real.at(s).std ** 2));
    const isOneDensity = this.values.mechanism === "trajectories";
    density.move(DENSITY.second, isOneDensity ? this.x.map(() => NaN) : this.root(width ** 2 * (1 + 2 * t)));
    const pen = this.cloud.begin(), { tokens } = this;
    const coherent = this.particles.coherent(t);
    this.paths.forEach((path, i) => {
      const until = this.particles.pathTimes.findIndex((time) => time > t);
      const count = until < 0 ? path.length : until;
      const times = [...this.particles.pathTimes.slice(0, count)].map((time) => time * this.unit);
      this.cloud.path(pen, [...times, s], [...path.slice(0, count), places[i]], { color: coherent[i] ? tokens.surrogate : tokens.density, alpha: 0.55 });
    });
    const some = (wanted) => places.filter((_, i) => coherent[i] === wanted);
    for (const [list, color] of [[some(true), tokens.surrogate], [some(false), tokens.density]]) {
      this.cloud.dots(pen, list.map(() => s), list, { color, radius: 1.8, alpha: 0.6 });
    }
  }

  /** Root of the density of places, two points a bin. */
  histogram(places) {
    const { lo, hi } = this.data.grid, size = (hi - lo) / BINS, counts = new Float64Array(BINS);
    for (const x of places) counts[Math.floor((x - lo) / size)] += 1; // outside: no bin of that number
    return this.edges.map((_, i) => Math.sqrt(counts[i >> 1] / (places.length * size)));
  }

  drawGain(t, { mean, error }) {
    const { gain } = this.panels, { GAINS } = charts, at = t > 0 ? Math.log10(t) : NaN;
    const log = (value) => (value > 0 ? Math.log10(value) : charts.GAIN[0] - 1);
    gain.move(GAINS.dot, [mean > 0 ? Math.log10(mean) : NaN], [at]);
    gain.move(GAINS.bar, error ? [log(mean - 2 * error), log(mean + 2 * error)] : [NaN, NaN], [at, at]);
  }

  read(t, gain, settled) {
    const { texts } = this.data;
    readOut(this.find(".wl-readouts"), readouts(this, t, gain));
    if (!settled && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    const { mechanism } = this.values;
    speak(this, fill(texts.sentence, {
      now: number(this.clock.s), units: number(t), mechanism: texts[`name-${mechanism}`], gain: number(gain.mean),
      slope: t > 0 ? number(slope(this.law, t)) : "–",
    }));
  }
}

export const mount = mounting(Transition);
