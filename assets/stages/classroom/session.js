// This browser's part in a class: teacher, student or none; asks for news and tells who listens.

const TEACHING = "wicklab.teaching", MEMBER = "wicklab.class", ANSWER = "wicklab.answer";
const AWAY = ["lang", "class", "projector"]; // of a link: language and display are each one's own

const read = (store, name) => {
  try { return JSON.parse(store.getItem(name)); } catch { return null; }
};
const write = (store, name, value) => {
  try { if (value) store.setItem(name, JSON.stringify(value)); else store.removeItem(name); } catch { /* a browser that keeps nothing */ }
};
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export const plainCode = (text) => text.toUpperCase().replace(/[^A-Z]/g, "");

class ClassSession extends EventTarget {
  role = ""; // teacher, student or none
  code = ""; key = ""; nickname = "";
  state = null; // what the server last said
  following = true;
  steering = true;
  trouble = ""; // a sentence while the server cannot be reached
  invited = ""; // a code from the address that has not been joined yet
  #run = 0;

  /** Take up what address and browser know; called on every mount, looks there once. */
  setUp({ address, texts, lang, base }) {
    const first = !this.address;
    Object.assign(this, { address, texts, lang, base });
    if (first) this.#restore();
  }

  #restore() {
    const taught = location.hash.match(/^#teach=([A-Z]+)\.([\w-]+)$/);
    if (taught) {
      write(localStorage, TEACHING, { code: taught[1], key: taught[2] });
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    const asked = plainCode(new URLSearchParams(location.search).get("class") ?? "");
    const here = read(sessionStorage, MEMBER), before = read(localStorage, MEMBER), teaching = read(localStorage, TEACHING);
    if (asked && here?.code !== asked) {
      if (before?.code === asked) this.#enter("student", before);
      else this.invited = asked;
    } else if (here && !taught) this.#enter("student", here);
    else if (teaching) this.#enter("teacher", teaching);
  }

  #enter(role, { code, key, nickname = "" }) {
    Object.assign(this, { role, code, key, nickname, state: null, following: true, invited: "", trouble: "" });
    if (role === "student") {
      write(sessionStorage, MEMBER, { code, key, nickname });
      write(localStorage, MEMBER, { code, key, nickname });
    } else {
      write(localStorage, TEACHING, { code, key });
      write(sessionStorage, MEMBER, null);
    }
    this.#listen(++this.#run);
    this.tell();
  }

  tell() { this.dispatchEvent(new Event("change")); }

  async open() {
    const { status, said } = await this.#request("POST", "", {});
    if (status === 201) this.#enter("teacher", said);
    return status === 201 ? "" : said.sentence;
  }

  async join(code, nickname) {
    const before = read(localStorage, MEMBER);
    if (before?.code === code && before.nickname === nickname) { this.#enter("student", before); return ""; }
    const { status, said } = await this.#request("POST", `/${encodeURIComponent(code)}/join`, { nickname });
    if (status === 201) this.#enter("student", { ...said, nickname });
    return status === 201 ? "" : said.sentence;
  }

  /** Do something in the class; empty when it was done, else the sentence why not. */
  async act(action, body = {}) {
    const { status, said } = await this.#request("POST", `/${this.code}/${action}`, body);
    return status === 200 ? "" : said.sentence;
  }

  async answer(number, value) {
    const refused = await this.act("answer", { number, value });
    if (!refused) write(sessionStorage, ANSWER, { code: this.code, number, value });
    this.tell();
    return refused;
  }

  /** What this student has answered to a question. */
  answered(number) {
    const kept = read(sessionStorage, ANSWER);
    return kept?.code === this.code && kept.number === number ? kept.value : undefined;
  }

  async end() {
    const refused = await this.act("end");
    if (!refused) this.forget();
    return refused;
  }

  /** Leave: the class goes on without this browser. */
  forget() {
    write(sessionStorage, MEMBER, null);
    if (this.role === "teacher") write(localStorage, TEACHING, null);
    Object.assign(this, { role: "", code: "", key: "", state: null, trouble: "", invited: "" });
    this.#run += 1;
    this.tell();
  }

  async download() {
    const answer = await fetch(`${this.address}/${this.code}/results.csv`, { headers: this.#headers() }).catch(() => null);
    if (!answer?.ok) return (await answer?.json().catch(() => null))?.sentence ?? this.texts.offline;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = `class-${this.code}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    return "";
  }

  /** Page and link as the address bar has them. */
  here() {
    const page = location.pathname.slice(this.base.length).replace(/^\/+|\/+$/g, "") || "lab";
    const link = new URLSearchParams(location.search);
    for (const key of [...link.keys()]) if (AWAY.includes(key) || key.startsWith("embed")) link.delete(key);
    return { page, link: link.toString() };
  }

  async #listen(run) {
    while (run === this.#run) {
      const asked = new URLSearchParams({ have: this.state?.version ?? "" });
      if (this.role === "teacher") asked.set("as", "teacher");
      else asked.set("following", Number(this.following));
      const { status, said } = await this.#request("GET", `/${this.code}/state?${asked}`);
      if (run !== this.#run) return;
      if (status === 403 || status === 404) {
        this.forget();
        this.trouble = said.sentence;
        this.tell();
        return;
      }
      const before = this.trouble;
      this.trouble = status === 200 || status === 204 ? "" : said.sentence;
      if (status === 200) this.state = said;
      if (status === 200 || before !== this.trouble) this.tell();
      if (this.trouble) await pause(800 + 1200 * Math.random()); // not all at once when it is back
    }
  }

  #headers() {
    return { "X-Language": this.lang, ...(this.key && { Authorization: `Bearer ${this.key}` }) };
  }

  async #request(method, path, body) {
    const headers = { ...this.#headers(), ...(body && { "Content-Type": "application/json" }) };
    try {
      const answer = await fetch(this.address + path, {
        method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(20_000),
      });
      return { status: answer.status, said: answer.status === 204 ? {} : await answer.json() };
    } catch {
      return { status: 0, said: { sentence: this.texts.offline } };
    }
  }
}

/** One a browser tab, whichever module asks first. */
export const session = window.wicklabClass ??= new ClassSession();
