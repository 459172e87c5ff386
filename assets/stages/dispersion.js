// Dispersion: one free packet in real and in imaginary time, solver and closed form.

import { follow } from "../player/clips.js";
import { entitle, furniture, panels, readOut, speak } from "../player/furniture.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { showTrust } from "../player/trust.js";
import { fill, number, scientific } from "../player/words.js";
import { GROUPS, dressDensity, dressGain } from "./dispersion/charts.js";
import { Twin } from "./dispersion/twin.js";

const TIMES = ["real", "imaginary"];
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const TINY = 1e-6; // below, a mean is rounding of float32
const READ_EVERY = 6; // pictures between two readouts

class Dispersion extends Stage {
  constructor(host, library) {
    super(host, library, furniture([...TIMES, "width"], "wl-two-over-one"));
    this.panels = panels(this, [...TIMES, "width"]);
    this.charts = Object.values(this.panels);
    this.knobs = new Knobs(
      this.find(".wl-column > div"),
      (values) => this.turn(values),
      (values) => this.send("settings", values),
    );
    this.spoken = 0;
  }

  /** The old picture stays until the eigenstates of both times are here. */
  show(data, send) {
    this.send = send;
    this.unfollow?.forEach((end) => end());
    const states = {};
    this.unfollow = TIMES.map((time) => follow(data[time].clip, (part) => {
      states[time] = part.states;
      if (TIMES.every((name) => states[name])) this.take(data, states);
    }));
  }

  take(data, states) {
    const { duration, frames } = data.real;
    this.start({ duration, frames, keepPlace: !!this.data, words: { texts: data.texts, wick: 45 } });
    Object.assign(this, { data, states });
    this.knobs.set(data.knobs);
    this.turn(this.knobs.values);
  }

  /** Everything about a free packet is known here: nothing has to be asked. */
  turn({ D, sigma, px, density, waves }) {
    const packet = { ...this.data.real.packet, width: sigma, momentum: px };
    this.waves = waves;
    this.hasWalkers = density === "walkers" && px === 0;
    this.twins = {};
    for (const time of TIMES) {
      const isWalkers = this.hasWalkers && time === "imaginary";
      this.twins[time] = new Twin(this.data[time], this.states[time], { D, packet, shown: this.data.shown, isWalkers });
    }
    this.crossing = this.twins.imaginary.start / D; // (Ds/σ₀)² is then what heat has gained
    this.find(".wl-note").textContent = density === "walkers" && !this.hasWalkers ? this.data.texts["no-walkers"] : "";
    this.redress();
  }

  async dress(tokens) {
    const { data: { texts }, twins } = this;
    for (const time of TIMES) {
      entitle(this, time, texts[`panel-${time}`], this.waves ? texts["legend-waves"] : texts.legend);
      await dressDensity(this.panels[time], twins[time], { waves: this.waves, texts, tokens, time });
    }
    entitle(this, "width", texts["panel-width"], texts["legend-width"]);
    await dressGain(this.panels.width, twins, { texts, tokens, crossing: this.crossing });
    showTrust(this.find(".wl-trust"), worse(this.data.real.report, this.data.imaginary.report), texts);
  }

  draw(settled) {
    const { s } = this.clock;
    const now = {};
    for (const time of TIMES) {
      const at = (now[time] = this.twins[time].at(s));
      const panel = this.panels[time];
      panel.move(GROUPS.solver, at.solver);
      panel.move(GROUPS.exact, at.exact);
      if (this.waves) panel.move(GROUPS.real, at.real), panel.move(GROUPS.imaginary, at.imaginary);
      this.twins[time].ghosts.forEach((ghost, i) => panel.move(GROUPS.ghosts + i, ghost.s <= s ? ghost.y : ghost.nothing));
      const gain = at.variance - this.twins[time].start;
      const dot = s > 0 && gain > 0 ? [Math.log10(s), Math.log10(gain)] : [NaN, NaN];
      this.panels.width.move(time === "real" ? GROUPS.realDot : GROUPS.imaginaryDot, [dot[1]], [dot[0]]);
    }
    if (settled || this.drawn % READ_EVERY === 0) this.read(now, settled);
  }

  read({ real, imaginary }, settled) {
    const { texts } = this.data;
    const widths = (at) => [Math.sqrt(at.variance), Math.sqrt(at.exactVariance)].map((value) => number(value, 4));
    const worst = scientific(Math.max(real.difference, imaginary.difference));
    readOut(this.find(".wl-readouts"), [
      [texts["row-real"], widths(real).join(" | ")],
      [texts["row-imaginary"], widths(imaginary).join(" | ")],
      [texts["row-mean"], [real, imaginary].map(({ mean }) => number(Math.abs(mean) < TINY ? 0 : mean)).join(" | ")],
      [texts["row-crossing"], number(this.crossing)],
      [texts["row-difference"], fill(texts["of-peak"], { value: worst })],
    ]);
    if (!settled && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    const [r, rExact, i, iExact] = [...widths(real), ...widths(imaginary)];
    speak(this, fill(texts.sentence, {
      now: `s = ${number(this.clock.s)}`, real: r, realExact: rExact, imaginary: i, imaginaryExact: iExact,
      density: this.hasWalkers ? "u" : "|ψ|²", difference: worst,
    }));
  }
}

/** The report that has more to say. */
function worse(...reports) {
  const order = ["green", "amber", "red"];
  return reports.reduce((a, b) => (order.indexOf(b.level) > order.indexOf(a.level) ? b : a));
}

export const mount = mounting(Dispersion);
