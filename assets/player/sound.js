// The energies as sound: every level that is occupied is a partial, as loud as its weight, and
// the whole stands left or right where the packet stands. Real time holds the chord, since
// weights do not change there; imaginary time lets the high ones die until one tone is left.

const LOWEST = 110, OCTAVES = 3; // hertz; the energies shown are spread over so many octaves
const MOST = 12; // partials at once
const LOUD = 0.12;
const GLIDE = 0.05; // seconds in which a partial follows

export class Sound {
  /** Hears `voices()`: { partials: [{ height, weight }], place }, all from 0 to 1, or nothing. */
  constructor(voices) {
    this.voices = voices;
  }

  get on() {
    return !!this.context;
  }

  /** To be called from a click or a key: browsers allow sound only then. */
  toggle(on) {
    if (on === this.on) return;
    if (!on) {
      this.context.close();
      this.context = null;
      return;
    }
    this.context = new AudioContext();
    this.pan = new StereoPannerNode(this.context);
    this.whole = new GainNode(this.context, { gain: 0 });
    this.pan.connect(this.whole).connect(this.context.destination);
    this.partials = Array.from({ length: MOST }, () => {
      const tone = new OscillatorNode(this.context), gain = new GainNode(this.context, { gain: 0 });
      tone.connect(gain).connect(this.pan);
      tone.start();
      return { tone, gain };
    });
  }

  /** Follows the moment on the screen; silent while nothing moves. */
  follow(playing) {
    if (!this.on) return;
    const now = this.context.currentTime, heard = playing ? this.voices() : null;
    this.whole.gain.setTargetAtTime(heard ? LOUD : 0, now, GLIDE);
    if (!heard) return;
    this.pan.pan.setTargetAtTime(Math.max(-1, Math.min(1, 2 * heard.place - 1)), now, GLIDE);
    const loudest = heard.partials.toSorted((a, b) => b.weight - a.weight).slice(0, MOST);
    this.partials.forEach(({ tone, gain }, i) => {
      const { height, weight } = loudest[i] ?? { weight: 0 };
      if (height !== undefined) tone.frequency.setTargetAtTime(LOWEST * 2 ** (OCTAVES * height), now, GLIDE);
      gain.gain.setTargetAtTime(Math.sqrt(weight), now, GLIDE);
    });
  }
}
