// Records a whole run as a film: each picture is drawn on a canvas when its moment has come.

import { decoded, snapshot } from "./snapshot.js";

const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const HOLD = 600; // milliseconds the last picture stays
const BITS = 6e6; // a second: thin lines want them
const even = (size) => 2 * Math.ceil(size / 2); // what the encoders ask for

/** The kind of film this browser can make, undefined for none. */
export function filmKind() {
  return KINDS.find((kind) => window.MediaRecorder?.isTypeSupported(kind));
}

/** Seconds that a run takes at the speed it is played at. */
export function filmLength({ playTime, speed }) {
  return playTime / speed;
}

const nextFrame = () => new Promise((done) => requestAnimationFrame(done));

/**
 * A film of the run from its start to its end at the speed that is chosen; null when
 * `signal` has been raised. `progress` gets the share that is done, from 0 to 1.
 */
export async function record(stage, words, { progress, signal }) {
  const { clock } = stage, before = { s: clock.s, playing: clock.playing };
  clock.playing = false;
  stage.act("seek", 0);
  const first = await snapshot(stage, words);
  const canvas = Object.assign(document.createElement("canvas"), { width: even(first.width), height: even(first.height) });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(60), { mimeType: filmKind(), videoBitsPerSecond: BITS });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => (recorder.onstop = done));
  pen.drawImage(await decoded(first), 0, 0);
  recorder.start(1000);
  const start = performance.now(), seconds = filmLength(clock);
  for (let share = 0; share < 1 && !signal.aborted;) {
    await nextFrame();
    share = Math.min((performance.now() - start) / 1000 / seconds, 1);
    stage.act("seek", clock.duration * share ** clock.ease);
    pen.drawImage(await decoded(await snapshot(stage, words)), 0, 0);
    progress(share);
  }
  if (!signal.aborted) await new Promise((done) => setTimeout(done, HOLD));
  recorder.stop();
  await stopped;
  clock.playing = before.playing;
  stage.act("seek", before.s);
  return signal.aborted ? null : new Blob(parts, { type: "video/webm" });
}
