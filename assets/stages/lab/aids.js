// What helps along in the Lab: the energies as sound, and a walk over the page.

import { Sound } from "../../player/sound.js";
import { Tour } from "../../player/tour.js";

const STOPS = [
  [".wl-player .wl-picture", "picture"], [".wl-chips", "chips"], ["[data-testid=stSidebarUserContent]", "controls"],
  [".wl-transport", "transport"], [".wl-lab-composition", "side"], [".wl-trust", "trust"], [".wl-transport [data-act=help]", "address"],
];

/** Occupied levels between the lowest and the highest that is counted, and where the packet is. */
function voices({ state, dynamics, scene }) {
  if (!state?.weights || !dynamics.energies) return null;
  const { energies } = dynamics, lowest = energies[0];
  const span = energies[state.weights.length - 1] - lowest || 1;
  const partials = Array.from(state.weights, (weight, n) => ({ height: (energies[n] - lowest) / span, weight }));
  return { partials, place: (state.mean - scene.grid.lo) / (scene.grid.hi - scene.grid.lo) };
}

export function aids(stage, scene) {
  stage.sound = new Sound(() => voices(stage));
  const isLab = scene.solve && document.querySelector("[data-testid=stSidebarUserContent]"); // not a lesson's, nor an offline page
  if (isLab) stage.tour = new Tour(stage, STOPS);
}
