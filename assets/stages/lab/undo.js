// The problems a visitor has been at, for the way back and forth.

import { problemLink, signature } from "./altered.js";

const MOST = 100;

export class Undo {
  constructor() {
    Object.assign(this, { list: [], place: -1 });
  }

  /** A scene that is shown; `same` when it is only the page's word for the last one. */
  note(scene, same = false) {
    const entry = { signature: signature(scene), link: problemLink(scene.link) };
    const now = this.list[this.place];
    if (now && (same || now.signature === entry.signature)) {
      this.list[this.place] = entry;
      return;
    }
    this.list = [...this.list.slice(0, this.place + 1), entry].slice(-MOST);
    this.place = this.list.length - 1;
  }

  get canUndo() {
    return this.place > 0;
  }

  get canRedo() {
    return this.place < this.list.length - 1;
  }

  back() {
    return this.canUndo ? this.list[--this.place] : null;
  }

  forth() {
    return this.canRedo ? this.list[++this.place] : null;
  }
}
