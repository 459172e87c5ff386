// The one clock: where in the run the picture is, and how it moves on.

export const PLAY_TIME = 12; // seconds for a whole run at speed 1
const HOLD = 0.8; // seconds the last picture stays before the run starts again
const LONGEST_TICK = 0.1; // a tab that slept does not jump

export class Clock {
  constructor() {
    this.s = 0;
    this.playing = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.speed = 1;
    this.loop = true;
    this.held = 0;
    this.locked = false; // stands at the start, whatever is asked for
    this.duration = 1;
    this.frames = 240;
    this.playTime = PLAY_TIME;
    this.ease = 1;
  }

  /**
   * A new run; keeps the place when asked and when there is one. With `ease` 2 it goes
   * as the square of the time played: slowly at first.
   */
  start(duration, frames, keepPlace, ease = 1) {
    this.s = keepPlace ? Math.min(this.s, duration) : 0;
    this.duration = duration;
    this.frames = frames;
    this.ease = ease;
    this.held = 0;
  }

  /** Moves on by real seconds, not past `arrived`; says whether the picture changes. */
  tick(seconds, arrived) {
    if (!this.playing || this.locked) return false;
    const dt = Math.min(seconds, LONGEST_TICK);
    if (this.s >= this.duration) return this.rest(dt);
    const played = (this.s / this.duration) ** (1 / this.ease) + (dt * this.speed) / this.playTime;
    const next = Math.min(this.duration * Math.min(played, 1) ** this.ease, arrived);
    const moved = next !== this.s;
    this.s = next;
    return moved;
  }

  rest(dt) {
    this.held += dt;
    if (this.held < HOLD) return false;
    this.held = 0;
    if (!this.loop) {
      this.playing = false;
      return true;
    }
    this.s = 0;
    return true;
  }

  seek(s) {
    this.s = this.locked ? 0 : Math.min(Math.max(s, 0), this.duration);
    this.held = 0;
  }

  /** Keeps the run at its start, as long as a prediction is asked for; says whether that is new. */
  lock(locked) {
    const changed = locked !== this.locked;
    this.locked = locked;
    if (changed) this.seek(0);
    return changed;
  }

  /** To the next or previous frame of the run, whatever the speed. */
  step(count) {
    if (this.locked) return;
    this.playing = false;
    const place = (this.s / this.duration) * (this.frames - 1);
    const near = count > 0 ? Math.floor(place + 1e-6) : Math.ceil(place - 1e-6);
    this.seek(((near + count) / (this.frames - 1)) * this.duration);
  }

  toggle() {
    if (this.locked) return;
    this.playing = !this.playing;
    if (this.playing && this.s >= this.duration) this.seek(0);
  }
}
