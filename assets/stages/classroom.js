// A class, in two places: its own page, and the bar under every page.

import { mountBar } from "./classroom/bar.js";
import { mountPanel } from "./classroom/panel.js";

/** Called by Streamlit with the element that either of them lives in. */
export const mount = (args) => (args.parentElement.querySelector(".wl-classroom-bar") ? mountBar : mountPanel)(args);
