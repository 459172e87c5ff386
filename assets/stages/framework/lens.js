// The equation over the map: its terms light the boxes they stand in, and the boxes their terms.

export const BOXES = ["objective", "potential", "schrodinger", "wick", "taylor", "ground"];
const SYMBOLS = ["ζ", "V", "i∂ₜ", "−iτ", "Tₙ", "φ₀"];

const term = (names, text) => `<button type="button" data-terms="${names}">${text}</button>`;
const x = "<i>x</i>", t = "<i>t</i>", psi = "<i>ψ</i>";
const LINE = [
  `${term("schrodinger", `i ∂${psi}/∂${t}`)} = [ ${term("schrodinger outer", "−<i>D</i>")} ${term("schrodinger", `∂²/∂${x}²`)} + ${term("potential", `<i>V</i>(${x})`)} ] ${psi}`,
  `${term("potential", "<i>V</i>")} = ${term("objective", `<i>ζ</i>(${x})`)} ≈ ${term("taylor", "Σ<sub>k≤n</sub> <i>ζ</i><sup>(k)</sup>(<i>x</i>₀) (<i>x</i> − <i>x</i>₀)<sup>k</sup>/k!")}`,
  `${term("wick inner", `${t} = −i<i>τ</i>`)}`,
  `${term("ground", `${psi} → <i>φ</i>₀`)}`,
  `${term("outer", "<i>D</i> ← <i>D</i>/2")}`,
];

export function boxes() {
  return BOXES.map((name, i) => `<a class="wl-card wl-framework-stop" data-terms="${name}" style="grid-area: ${"abcdef"[i]}">
    <span><b></b><em>${SYMBOLS[i]}</em></span><canvas aria-hidden="true"></canvas><small></small></a>`).join("");
}

export class Lens {
  constructor(host) {
    this.host = host;
    host.querySelector(".wl-framework-lens").innerHTML = LINE.map((part) => `<span class="wl-equation">${part}</span>`).join("");
    this.marked = [...host.querySelectorAll("[data-terms]")];
    for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
      host.addEventListener(on, ({ target }) => this.light(target.closest("[data-terms]")));
      host.addEventListener(off, () => this.light(null));
    }
    host.addEventListener("click", ({ target }) => this.light(target.closest("[data-terms]")));
  }

  label(texts, links) {
    for (const box of this.host.querySelectorAll(".wl-framework-stop")) {
      const name = box.dataset.terms;
      box.href = links[name];
      box.querySelector("b").textContent = texts[`box-${name}`];
      box.querySelector("small").textContent = texts[`box-${name}-shows`];
    }
    for (const button of this.host.querySelectorAll("button[data-terms]")) {
      const names = button.dataset.terms.split(" ");
      button.title = names.map((name) => texts[`box-${name}`] ?? texts[name]).join(" · ");
      button.setAttribute("aria-label", `${button.textContent}: ${button.title}`);
    }
  }

  /** Lights what has a name in common with an element, or nothing. */
  light(element) {
    const names = element?.dataset.terms.split(" ") ?? [];
    for (const other of this.marked) other.classList.toggle("wl-framework-lit", other.dataset.terms.split(" ").some((name) => names.includes(name)));
  }

  /** Marks the terms of the loop that is acting. */
  act(loop) {
    if (loop === this.loop) return;
    this.loop = loop;
    for (const button of this.host.querySelectorAll("button[data-terms]")) {
      button.classList.toggle("wl-framework-acting", button.dataset.terms.split(" ").includes(loop));
    }
  }
}
