// The race's stage: small multiples of one landscape, and what many seeds add up to.

import { decode, follow } from "../player/clips.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { fill, number } from "../player/words.js";
import { Arena } from "./race/arena.js";
import { Curves } from "./race/curves.js";
import { Wave } from "./race/wave.js";

const WAVE = "wave";
const FRAMES = 300; // of the transport's steps
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const FURNITURE = `
  <div class="wl-page">
    <aside class="wl-card wl-column"><div></div><p class="wl-note"></p></aside>
    <div class="wl-panels">
      <div class="wl-race-arenas" role="group"></div>
      <div class="wl-race-curves">
        <section class="wl-card wl-panel"><h3></h3><div class="wl-chart"><div class="wl-plot wl-race-success" role="img"></div></div></section>
        <section class="wl-card wl-panel"><h3></h3><div class="wl-chart"><div class="wl-plot wl-race-best" role="img"></div></div></section>
      </div>
      <div class="wl-race-progress"><progress max="1" value="0"></progress><span aria-live="polite"></span><button type="button"></button></div>
    </div>
  </div>
  <div class="wl-card wl-transport" role="group"></div>
  <p class="wl-caption" aria-live="off"></p>`;

class Race extends Stage {
  constructor(host, plotly) {
    super(host, plotly, FURNITURE);
    this.curves = new Curves(plotly, this.find(".wl-race-success"), this.find(".wl-race-best"));
    this.charts = this.curves.panels;
    this.canvases = true;
    this.knobs = new Knobs(this.find(".wl-column > div"), () => {}, (values) => this.send?.("settings", values));
    this.find(".wl-race-progress button").addEventListener("click", () => this.stop());
    this.arenas = new Map();
    this.focus = "mqhoa";
    this.spoken = 0;
  }

  show(data, send) {
    this.send = send;
    const { objective } = data;
    const before = this.data;
    this.data = data;
    const Kind = objective.dimension === 2 ? Uint8Array : Float32Array;
    this.landscape = { ...objective, values: decode(objective.values, Kind) };
    this.knobs.set(data.knobs);
    if (before?.clip !== data.clip) this.begin();
    const keepPlace = before?.budget === data.budget;
    this.start({ duration: data.budget, frames: FRAMES, keepPlace, words: data });
    this.redress();
  }

  /** A new race: empty panels, then its parts as they come. */
  begin() {
    const { data } = this;
    this.unfollow?.();
    this.curves.clear();
    this.done = 0;
    const choose = (key) => this.choose(key);
    const list = data.methods.map((method) => new Arena(method, choose));
    const wave = new Wave({ key: WAVE, title: data.texts["stage-wave"] }, choose);
    wave.say(data.texts["stage-limit"]);
    this.arenas = new Map([...list, wave].map((arena) => [arena.method.key, arena]));
    if (!this.arenas.has(this.focus)) this.focus = data.methods.at(-1)?.key ?? WAVE;
    this.find(".wl-race-arenas").replaceChildren(...[...this.arenas.values()].map((arena) => arena.box));
    this.unfollow = follow(data.clip, (part) => this.take(part));
  }

  take(part) {
    if (part.kind === "wave") this.arenas.get(WAVE).take(part);
    else if (part.kind === "film") this.arenas.get(part.method)?.take(part, this.landscape.dimension);
    else {
      this.curves.take(part, this.data.marks.length);
      this.done = Math.max(this.done, part.done);
    }
    this.redressSoon();
  }

  /** Colours of the searches: the palette's six, then dashes. */
  styles(tokens) {
    const { density, real, imaginary, surrogate, energy, mute, ink } = tokens;
    const solid = {
      random: mute, "gradient-descent": ink, metropolis: real, "simulated-annealing": energy,
      "annealed-diffusion": density, mqhoa: imaginary, [WAVE]: surrogate,
    };
    const dashed = {
      "diffusion-monte-carlo": density, "dual-annealing": energy, "basin-hopping": ink,
      "differential-evolution": imaginary, shgo: real,
    };
    const all = {};
    for (const [key, color] of Object.entries(solid)) all[key] = { color, dash: "solid" };
    for (const [key, color] of Object.entries(dashed)) all[key] = { color, dash: "dash" };
    return all;
  }

  async dress(tokens) {
    const { data, curves } = this;
    const styles = this.styles(tokens);
    const [first, second] = this.host.querySelectorAll(".wl-race-curves h3");
    const about = (key) => `<small>${fill(data.texts[key], { tolerance: number(data.objective.tolerance, 2) })}</small>`;
    first.innerHTML = `${data.texts["stage-success"]}${about("stage-success-about")}`;
    second.innerHTML = `${data.texts["stage-best"]}${about("stage-best-about")}`;
    this.find(".wl-race-arenas").style.setProperty("--columns", Math.ceil(this.arenas.size / (this.arenas.size > 8 ? 3 : 2)));
    for (const [key, arena] of this.arenas) {
      arena.dress(this.landscape, tokens, styles[key].color);
      arena.box.setAttribute("aria-pressed", String(key === this.focus));
      arena.box.classList.toggle("wl-race-dashed", styles[key].dash === "dash");
      this.score(arena, curves.rows.get(key));
    }
    this.find(".wl-note").textContent = data.note;
    this.tell();
    if (curves.rows.size) await curves.set(data, styles, this.focus, tokens);
  }

  score(arena, row) {
    if (!row) return;
    const percent = (share) => Math.round(100 * share);
    const { success, low, high, runs } = row;
    const values = { rate: percent(success.at(-1)), low: percent(low.at(-1)), high: percent(high.at(-1)), runs };
    arena.say(fill(this.data.texts[runs === 1 ? "stage-single" : "stage-rate"], values));
  }

  /** Progress, and the way to stop. */
  tell() {
    const { texts, seeds } = this.data;
    const runs = Math.max(0, ...[...this.curves.rows.values()].map((row) => row.runs));
    this.find("progress").value = this.done;
    const button = this.find(".wl-race-progress button");
    button.textContent = texts["stage-stop"];
    button.hidden = this.done >= 1 || runs < 10;
    const key = this.done >= 1 ? "stage-done" : "stage-running";
    const said = fill(texts[key], { runs, seeds });
    const place = this.find(".wl-race-progress span");
    if (place.textContent !== said) place.textContent = said;
    this.host.dataset.done = String(this.done >= 1);
  }

  /** Keeps what has run: the link then asks for just these seeds. */
  stop() {
    const runs = Math.min(...[...this.curves.rows.values()].map((row) => row.runs).filter((count) => count > 1));
    if (Number.isFinite(runs)) this.send?.("settings", { ...this.knobs.values, seeds: runs });
  }

  choose(key) {
    this.focus = key;
    this.redress();
  }

  draw() {
    const spent = this.clock.s;
    for (const arena of this.arenas.values()) arena.draw(spent);
    this.curves.cursor(spent);
    if (!this.clock.playing || performance.now() - this.spoken > SPEAK_EVERY) this.speak(spent);
  }

  speak(spent) {
    this.spoken = performance.now();
    const { texts, methods, budget } = this.data;
    const parts = methods.map(({ key, title }) => `${title}: ${this.arenas.get(key).score.textContent}`);
    const said = fill(texts["stage-sentence"], { spent: Math.round(spent), budget, rates: parts.join("; ") });
    for (const chart of this.charts) chart.element.setAttribute("aria-label", said);
    this.find(".wl-caption").textContent = said;
  }
}

export const mount = mounting(Race);
