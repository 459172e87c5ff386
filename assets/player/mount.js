// Mounts stages and keeps them alive over Streamlit's repeated calls.

import { receive } from "./clips.js";
import { whenBack } from "./reconnect.js";

let loading;
export function plotly(address) {
  if (!address) return Promise.resolve(window.Plotly); // a page that brings its own
  loading ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = () => done(window.Plotly);
    script.onerror = () => failed(new Error(`${address} cannot be loaded`));
    document.head.append(script);
  });
  return loading;
}

const mounted = new WeakMap(); // host element -> { stage, generation, text, forget }

/**
 * What a stage's module exports as `mount`.
 *
 * Streamlit calls it again with new data, and on every change of theme, without running the
 * clean-up in between: one stage a host, and only the clean-up of the newest call removes it.
 */
export const mounting = (Kind) => ({ data, parentElement, setStateValue, setTriggerValue }) => {
  const host = parentElement.querySelector(".wl-player");
  const kept = mounted.get(host) ?? { generation: 0 };
  mounted.set(host, kept);
  const generation = ++kept.generation;
  kept.forget?.();
  kept.forget = whenBack(() => setTriggerValue("back", true));
  document.documentElement.lang = data.language; // chooses the shapes of Chinese characters, and a reader's voice
  plotly(data.plotly).then((library) => {
    if (generation !== kept.generation) return; // overtaken by a newer call or the unmount
    kept.stage ??= host.wicklab = new Kind(host, library);
    const text = JSON.stringify(data), before = kept.text;
    kept.text = text;
    if (data.sharing) kept.stage.offer(data.sharing, setStateValue);
    if (text === before) kept.stage.redress();
    else kept.stage.show(data, setStateValue);
  });
  return () => {
    if (generation !== kept.generation) return;
    kept.generation += 1;
    kept.forget();
    kept.stage?.remove();
    mounted.delete(host);
  };
};

/** Called with the blob of one clip; see ui/player.py. */
export const deliver = ({ data }) => receive(data);

/** Tells readers the language of a page that has no stage. */
export const speak = ({ data }) => {
  document.documentElement.lang = data.language;
};
