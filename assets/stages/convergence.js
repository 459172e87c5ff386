// Convergence: eigen-weights dying away, the distance to the ground state, the tail that decides.

import { Inquiry, query } from "../player/ask.js";
import { decode, follow } from "../player/clips.js";
import { entitle, furniture, panels, readOut, speak } from "../player/furniture.js";
import { Handle } from "../player/handle.js";
import { Knobs } from "../player/knobs.js";
import { legend } from "../player/legend.js";
import { Modes } from "../player/modes.js";
import { mounting } from "../player/mount.js";
import { observe, walkers } from "../player/observe.js";
import { Picture } from "../player/picture.js";
import { Stage } from "../player/stage.js";
import { showTrust } from "../player/trust.js";
import { fill, number, scientific, timeName } from "../player/words.js";
import { DISTANCE, ENERGY, TAIL, WEIGHTS, dressDistance, dressEnergy, dressTail, dressWeights, stems, tailOf } from "./convergence/charts.js";
import { Means, meanOf } from "./convergence/means.js";
import { Settling } from "./convergence/settling.js";

const NAMES = ["picture", "distance", "tail", "weights", "energy"];
const SHOW = ["density", "levels", "energy"];
const PANELS_EVERY = 3; // pictures between two of the charts beside
const READ_EVERY = 9;
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const CURVE = 200; // points of the curves against time
const MARGIN = 0.02; // of the box: a packet does not start on a wall
const PROMISED = 1e-3; // accuracy whose time is read out

class Convergence extends Stage {
  constructor(host, library) {
    super(host, library, furniture(NAMES, "wl-wide-and-four"));
    this.panels = panels(this, NAMES);
    this.picture = new Picture(library, this.panels.picture.element);
    this.charts = [this.picture, ...NAMES.slice(1).map((name) => this.panels[name])];
    this.inquiry = new Inquiry();
    this.knobs = new Knobs(this.find(".wl-column > div"), (values, key) => this.turn(values, key), (values) => this.settle(values));
    this.spoken = 0;
  }

  /** The old picture stays until the eigenstates are here. */
  show(data, send) {
    this.send = send;
    this.inquiry.end();
    this.unfollow?.();
    this.unfollow = follow(data.clip, (part) => {
      this.data = data;
      this.dropped = {};
      this.knobs.set(data.knobs);
      this.solved = { scene: data.scene, states: part.states, landscape: data.landscape };
      if (!this.handle) this.handle = this.handleFor();
      this.turn(this.knobs.values);
    });
  }

  handleFor() {
    return new Handle(this.panels.picture, {
      label: this.data.texts.start, onMove: (x) => {
        const { lo, hi } = this.solved.scene.grid, margin = MARGIN * (hi - lo);
        this.knobs.turn("x0", Number(Math.min(Math.max(x, lo + margin), hi - margin).toFixed(4)));
      },
    });
  }

  /** A packet, a Wick angle, a duration are known here; D and landscape are asked for. */
  turn(values, key) {
    if (key === "landscape") this.suit(values.landscape);
    const { D, landscape } = this.knobs.values;
    if (D !== this.solved.scene.D || landscape !== this.solved.landscape) this.ask();
    else this.evolve();
  }

  /** The numbers that suit a landscape; a formula or drawing of the user's is left behind. */
  suit(name) {
    for (const [key, value] of Object.entries(this.data.suits[name] ?? {})) this.knobs.put(key, value);
    this.dropped = { formula: "", points: "", let: "", levels: "" };
  }

  async ask() {
    const { data, solved: { scene } } = this;
    const { landscape, density, walkers: _, ...numbers } = this.knobs.values;
    const own = landscape ? { landscape } : {};
    const { solve } = data, { lang, clip } = scene;
    const link = { ...scene.link, ...numbers, ...own };
    for (const key of Object.keys(this.dropped)) delete link[key];
    const next = await this.inquiry.scene(query(link), { solve, lang, held: clip });
    if (!next) return;
    this.unfollow?.();
    this.unfollow = follow(next.clip, (part) => {
      this.solved = { scene: next, states: part.states, landscape };
      this.evolve();
    });
  }

  settle(values) {
    this.send("settings", { ...values, ...this.dropped });
  }

  evolve() {
    const { scene: given, states } = this.solved, { x0, sigma, wick, T, density, walkers: count } = this.knobs.values;
    const packet = { centre: x0, width: sigma, momentum: given.packet.momentum };
    const same = given.levels.length || JSON.stringify(packet) === JSON.stringify(given.packet);
    const ratio = same ? 1 : sigma / given.packet.width, view = given.window;
    const window = { ...view, density_scale: view.density_scale * ratio, wave_scale: view.wave_scale * Math.sqrt(ratio) };
    const scene = { ...given, wick, packet, window, duration: T, report: same ? given.report : null };
    const before = this.scene;
    const keepPlace = !!before && before.zeta === scene.zeta && JSON.stringify(before.packet) === JSON.stringify(packet);
    this.scene = scene;
    this.modes = same ? Modes.from(scene, states) : Modes.of(scene, states);
    this.settling = new Settling(this.modes, same ? "solver" : "browser");
    this.hasWalkers = wick === 90 && packet.momentum === 0 && !given.levels.length;
    this.density = this.hasWalkers ? density : "born";
    this.count = count;
    this.zeta = decode(scene.zeta);
    this.means = new Means(T, (s) => this.energies(this.stateAt(s)));
    const { texts } = this.data;
    this.start({ duration: T, frames: scene.frames, keepPlace, words: { texts, wick } });
    this.redress();
  }

  stateAt(s) {
    return observe(this.modes.at(s), this.scene);
  }

  energies(state) {
    const { hi, lo, n } = this.scene.grid, dx = (hi - lo) / n;
    const { zeta } = this;
    const u = this.hasWalkers ? meanOf(zeta, walkers(state, this.scene), dx) : NaN;
    return { H: state.energy, born: meanOf(zeta, state.density, dx), walkers: u };
  }

  async dress(tokens) {
    const { scene, settling, data: { texts }, hasWalkers: hasFloor } = this;
    const times = Array.from({ length: CURVE }, (_, i) => (i / (CURVE - 1)) * scene.duration);
    this.tokens = tokens;
    this.entitle(tokens);
    await this.picture.set(scene, SHOW, tokens);
    const words = { scene, settling, texts, tokens, hasFloor };
    await dressDistance(this.panels.distance, { ...words, times });
    await dressTail(this.panels.tail, { ...words, x: this.picture.x });
    await dressWeights(this.panels.weights, words);
    await this.dressEnergy(tokens);
    showTrust(this.find(".wl-trust"), scene.report, texts);
  }

  entitle(tokens) {
    const { data: { texts }, hasWalkers } = this;
    const name = this.density === "walkers" ? "u = ψ/∫ψ" : "|ψ|²";
    entitle(this, "picture", texts["panel-picture"], fill(texts["legend-picture"], { density: name }));
    entitle(this, "tail", texts["panel-tail"], hasWalkers ? texts["legend-tail"] : texts["no-walkers"]);
    entitle(this, "weights", texts["panel-weights"]);
    entitle(this, "distance", "1 − F");
    legend(this, "distance", [[texts.bound, tokens.real, "dash"], [texts.plateau, tokens.energy]]);
    entitle(this, "energy", texts["panel-energy"]);
    const under = [["⟨H⟩", tokens.energy], ["⟨ζ⟩ |ψ|²", tokens.density], ["⟨ζ⟩ u", tokens.imaginary]];
    legend(this, "energy", hasWalkers ? under : under.slice(0, 2));
  }

  /** The curves of the run before stay until those of this one are complete. */
  dressEnergy(tokens) {
    const { scene, data: { texts }, hasWalkers: hasFloor } = this;
    if (this.means.complete) this.shownMeans = this.means.curves;
    const means = this.shownMeans ?? { s: [0, scene.duration], H: [0, 0], born: [0, 0], walkers: [0, 0] };
    return dressEnergy(this.panels.energy, { means, scene, texts, tokens, hasFloor });
  }

  placeHandle() {
    const { packet, window, grid } = this.scene;
    const node = Math.min(Math.max(Math.floor(((packet.centre - grid.lo) / (grid.hi - grid.lo)) * grid.n), 0), grid.n - 1);
    this.handle.place(packet.centre, Math.min(Math.max(this.zeta[node], window.low), window.high), `x₀ = ${number(packet.centre)}`);
  }

  idle() {
    if (!this.means?.grow()) return;
    this.dressEnergy(this.tokens).then(() => this.paint(true));
  }

  draw(settled) {
    const { s } = this.clock, state = (this.state = this.stateAt(s));
    this.picture.draw(state, this.density);
    if (!settled && this.drawn % PANELS_EVERY) return;
    const { panels: { distance, tail, weights, energy }, settling } = this;
    distance.move(DISTANCE.dot, [Math.log10(settling.infidelity(s))], [s]);
    const seen = this.hasWalkers ? walkers(state, this.scene) : state.density;
    const floor = this.hasWalkers ? -Math.log10(this.count) : -Infinity;
    const { all, walked } = tailOf(seen, floor);
    tail.move(TAIL.floor, [floor, floor]);
    tail.move(TAIL.all, all);
    tail.move(TAIL.walked, walked);
    this.placeHandle();
    const { others, goal } = stems(settling, s);
    weights.move(WEIGHTS.others, others.y, others.x);
    weights.move(WEIGHTS.goal, goal.y, goal.x);
    const means = this.energies(state);
    ["H", "born", "walkers"].forEach((name, i) => energy.move(ENERGY.dots + i, [means[name]], [s]));
    if (settled || this.drawn % READ_EVERY === 0) this.read(state, means, settled);
  }

  /** Walkers expected in the basin of the best minimum. */
  expected(state) {
    const { hi, lo, n } = this.scene.grid, dx = (hi - lo) / n, u = walkers(state, this.scene);
    let share = 0;
    for (const [from, to] of this.scene.basin) {
      for (let i = Math.round((from - lo) / dx); i < Math.round((to - lo) / dx); i++) share += u[i] * dx;
    }
    return this.count * share;
  }

  read(state, means, settled) {
    const { settling, data: { texts }, scene } = this, { s } = this.clock;
    const left = settling.infidelity(s), small = (value) => (value < 0.01 ? scientific(value) : number(value));
    const moment = (value) => (Number.isFinite(value) ? number(value) : texts.never);
    const expected = this.hasWalkers ? number(this.expected(state)) : "–";
    const promised = moment(settling.timeTo(PROMISED));
    readOut(this.find(".wl-readouts"), [
      [texts["row-left"], small(left)],
      [texts["row-bound"], small(settling.bound(s))],
      [texts["row-slope"], `${number(settling.slope(s))} | ${number(settling.rate)}`],
      [texts["row-leaving"], moment(settling.leaving)],
      [texts["row-promised"], promised],
      [texts["row-walkers"], expected],
    ]);
    if (!settled && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    speak(this, fill(texts.sentence, {
      now: `${texts[timeName(scene.wick)]} = ${number(s)}`, left: small(left), bound: small(settling.bound(s)),
      energy: number(means.H), born: number(means.born), expected,
    }));
  }

  remove() {
    super.remove();
    this.inquiry.remove();
  }
}

export const mount = mounting(Convergence);
