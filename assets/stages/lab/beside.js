// A second scene under the first, on the same clock.

import { ask, query } from "../../player/ask.js";
import { follow } from "../../player/clips.js";
import { Gaussian } from "../../player/gaussian.js";
import { Modes } from "../../player/modes.js";
import { observe } from "../../player/observe.js";
import { Picture } from "../../player/picture.js";
import { problemLink } from "./altered.js";

export class Beside {
  constructor(stage, { second, secondPicture, badges }) {
    Object.assign(this, { stage, card: second, badges });
    this.picture = new Picture(stage.plotly, secondPicture);
  }

  get possible() {
    const { scene } = this.stage;
    return !!scene?.solve && (this.active || scene.kind !== "frames");
  }

  get active() {
    return !!this.stage.view?.beside;
  }

  /** Keeps the scene as it is now beside what becomes of it; or ends that. */
  toggle() {
    const beside = this.active ? "" : query({ v: 1, ...problemLink(this.stage.scene.link) });
    this.stage.change({ beside });
    this.stage.redress();
  }

  async set(tokens) {
    const { stage } = this, wanted = this.stage.scene.solve ? stage.view.beside : "";
    if (this.card.hidden === !!wanted) stage.resize();
    this.card.hidden = !wanted;
    this.badges.forEach((badge) => (badge.hidden = !wanted));
    if (!wanted) {
      this.end();
      return;
    }
    if (wanted !== this.text) await this.fetch(wanted);
    if (!this.scene) return;
    await this.picture.set({ ...this.scene, texts: stage.scene.texts, lang: stage.scene.lang }, stage.view.show, tokens);
    this.badges[0].textContent = `A ${differences(stage.scene, this.scene)}`;
    this.badges[1].textContent = `B ${differences(this.scene, stage.scene)}`;
    this.draw(stage.clock.s);
  }

  async fetch(text) {
    const { solve, lang } = this.stage.scene;
    this.end();
    this.text = text;
    const answer = await ask(text, { solve, lang, held: "" }).catch(() => null);
    if (!answer || this.text !== text) {
      answer?.drop?.();
      return;
    }
    this.drop = answer.drop;
    this.scene = answer.scene;
    if (answer.scene.kind === "gaussian") this.dynamics = new Gaussian(answer.scene);
    else follow(answer.scene.clip, (part) => (this.dynamics = Modes.from(answer.scene, part.states)))();
  }

  draw(s) {
    if (!this.dynamics || this.card.hidden || !this.picture.element.data) return;
    const state = observe(this.dynamics.at(Math.min(s, this.scene.duration)), this.scene);
    this.picture.draw(state, "born");
  }

  async resize() {
    if (this.picture.element.data && this.picture.element.offsetWidth) await this.picture.resize();
  }

  end() {
    this.drop?.();
    this.drop = this.scene = this.dynamics = this.text = null;
  }
}

/** What one scene has other than the other, as a link would say it. */
function differences(scene, other) {
  const own = problemLink(scene.link), theirs = problemLink(other.link);
  const keys = [...new Set([...Object.keys(own), ...Object.keys(theirs)])].filter((key) => key !== "v" && String(own[key]) !== String(theirs[key]));
  const { wick, D, order, packet } = scene;
  const usual = { wick, D, order: order ?? "exact", x0: packet.centre, sigma: packet.width, px: packet.momentum };
  return keys.map((key) => `${key} = ${String(own[key] ?? usual[key] ?? "–").slice(0, 24)}`).slice(0, 4).join(" · ");
}
