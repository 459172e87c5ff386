// One sentence about a state, computed from its numbers: caption and alternative text.

import { peaks } from "./observe.js";
import { fill, number, timeName } from "./words.js";

export function describe(state, scene, s) {
  const { texts } = scene;
  const count = peaks(state.density);
  const shape = count > 1 ? fill(texts["many-peaks"], { count }) : texts[count ? "one-peak" : "no-peak"];
  return fill(texts.sentence, {
    time: `${texts[timeName(scene.wick)]} = ${number(s)}`, shape, mean: number(state.mean), std: number(state.std),
    energy: number(state.energy), share: Math.round(100 * state.basin),
  });
}
