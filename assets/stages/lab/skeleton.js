// The player's page furniture, built once, and the chips that choose what is drawn.

/** In the order of links. */
export const CURVES = ["density", "real", "imaginary", "levels", "surrogate", "energy", "phase", "current", "ghost"];

export const FURNITURE = `
  <div class="wl-head"><div class="wl-chips" role="group"></div><div class="wl-equation" lang="en"></div></div>
  <div class="wl-row">
    <div class="wl-lab-tools" role="toolbar" aria-orientation="vertical"></div>
    <div class="wl-lab-scenes" data-pictured>
      <div class="wl-card wl-stage"><div class="wl-picture" role="img"></div><span class="wl-lab-badge" hidden></span></div>
      <div class="wl-card wl-stage wl-lab-second" hidden><div class="wl-picture" role="img"></div><span class="wl-lab-badge" hidden></span></div>
    </div>
    <div class="wl-side">
      <section class="wl-card wl-lab-composition"><select class="wl-lab-choose"></select><div class="wl-plot" role="img"></div><div class="wl-lab-instrument" hidden></div></section>
      <section class="wl-card wl-lab-history"><div class="wl-plot" role="img"></div></section>
      <section class="wl-card wl-trust" aria-live="polite"></section>
    </div>
  </div>
  <div class="wl-card wl-transport" role="group"></div>
  <p class="wl-caption"></p>`;

export function parts(host) {
  const find = (selector) => host.querySelector(selector);
  return {
    chips: find(".wl-chips"), equation: find(".wl-equation"), picture: find(".wl-picture"),
    composition: find(".wl-lab-composition .wl-plot"), compositionTitle: find(".wl-lab-choose"), instrument: find(".wl-lab-instrument"),
    tools: find(".wl-lab-tools"), second: find(".wl-lab-second"), secondPicture: find(".wl-lab-second .wl-picture"), badges: [...host.querySelectorAll(".wl-lab-badge")],
    history: find(".wl-lab-history .wl-plot"), trust: find(".wl-trust"),
    transport: find(".wl-transport"), caption: find(".wl-caption"), host,
  };
}

function chip(label, pressed, data, title) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, title: title ?? "" });
  button.setAttribute("aria-pressed", String(pressed));
  Object.assign(button.dataset, data);
  return button;
}

/** Whether psi is a concentration: imaginary time from a start without momentum. */
export function hasWalkers({ wick, packet, levels }) {
  return wick === 90 && (levels.length ? levels.every(([n]) => n === 0) : packet.momentum === 0);
}

/** Chips of a scene: its curves, and which density where there is a choice. */
export function showChips(parts, scene, view) {
  const { texts } = scene;
  const walking = hasWalkers(scene) && view.density === "walkers";
  const possible = { levels: scene.kind === "modes" || !!scene.ground, surrogate: !!scene.surrogate };
  const list = CURVES.filter((curve) => possible[curve] ?? true).map((curve) => {
    const name = curve === "density" && walking ? "walkers" : curve;
    return chip(texts[`curve-${name}`], view.show.includes(curve), { curve }, texts[`curve-${name}-title`]);
  });
  if (hasWalkers(scene)) {
    list.push(chip(texts["density-choice"], walking, { density: "1" }, texts["density-choice-title"]));
  }
  const focused = [...parts.chips.children].indexOf(document.activeElement);
  parts.chips.replaceChildren(...list);
  parts.chips.setAttribute("aria-label", texts["chips"]);
  if (focused >= 0) list[Math.min(focused, list.length - 1)].focus();
  parts.equation.innerHTML = equation(scene);
  parts.host.setAttribute("aria-label", texts.player);
  parts.transport.setAttribute("aria-label", texts.transport);
}

/** The equation at work, with the surrogate and the kind of time the scene has. */
function equation({ order, wick }) {
  const zeta = order === null ? "ζ(<i>x</i>)" : `<b><i>T</i><sub>${order}</sub>(<i>x</i>)</b>`;
  const H = `[ −<i>D</i> ∂²/∂<i>x</i>² + ${zeta} ] <i>ψ</i>`;
  if (wick === 0) return `i ∂<i>ψ</i>/∂<i>t</i> = ${H}`;
  if (wick === 90) return `−∂<i>ψ</i>/∂<i>τ</i> = ${H}`;
  return `i e<sup>i<i>θ</i></sup> ∂<i>ψ</i>/∂<i>s</i> = ${H}`;
}
