// The card beside the picture: what the state is made of, or the instrument somebody chose.

import { Composition } from "./composition.js";
import { Measure } from "./measure.js";
import { Phasors } from "./phasors.js";
import { Probe } from "./probe.js";
import { Wick } from "./wick.js";

const INSTRUMENTS = { wick: Wick, dials: Phasors, probe: Probe, measure: Measure };
const PANELS = ["weights", "momentum", ...Object.keys(INSTRUMENTS)];

export class Side {
  constructor(stage, { compositionTitle, composition, instrument }) {
    Object.assign(this, { stage, title: compositionTitle, chart: composition, place: instrument });
    this.composition = new Composition(stage.plotly, composition);
    this.title.addEventListener("change", () => {
      stage.change({ panel: this.title.value });
      stage.redress();
    });
  }

  /** Names of the instruments that suit a scene. */
  possible(scene) {
    if (scene.kind === "frames") return ["momentum", "probe", "measure"];
    return PANELS;
  }

  async set(scene, state, tokens) {
    const possible = this.possible(scene), { texts } = scene;
    const wanted = this.stage.view.panel;
    const name = possible.includes(wanted) ? wanted : possible[0];
    const options = possible.map((panel) => new Option(texts[`panel-${panel}`], panel, false, panel === name));
    if (document.activeElement !== this.title || this.title.length !== options.length) this.title.replaceChildren(...options);
    this.title.value = name;
    this.title.setAttribute("aria-label", texts.panel);
    this.chart.setAttribute("aria-label", texts[`panel-${name}`]);
    this.open(name);
    this.chart.hidden = !!this.instrument;
    this.place.hidden = !this.instrument;
    if (this.instrument) this.instrument.set(scene, tokens);
    else await this.composition.set(scene, state, tokens, name);
  }

  open(name) {
    if (this.name === name) return;
    this.name = name;
    this.instrument?.remove?.();
    this.place.replaceChildren();
    this.place.dataset.panel = name;
    const Kind = INSTRUMENTS[name];
    this.instrument = Kind ? new Kind(this.stage, this.place) : null;
  }

  draw(state) {
    if (this.instrument) this.instrument.draw(state, this.stage.clock.s);
    else this.composition.draw(state);
  }

  async resize() {
    if (this.instrument) this.instrument.place?.();
    else if (this.chart.data && this.chart.offsetWidth) await this.composition.resize();
  }
}
