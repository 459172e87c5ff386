// Furniture of the stage in two dimensions, built once, and the chips that choose what is drawn.

const CURVES = ["surrogate", "phase", "surface"];

export const FURNITURE = `
  <div class="wl-head"><div class="wl-chips" role="group"></div><div class="wl-equation"></div></div>
  <div class="wl-row">
    <div class="wl-card wl-stage wl-plane-stage">
      <div class="wl-chart wl-plane-above" role="group"><canvas aria-hidden="true"></canvas><div class="wl-picture" role="img"></div></div>
      <div class="wl-picture wl-plane-solid" role="img" hidden></div>
    </div>
    <div class="wl-side">
      <section class="wl-card wl-plane-composition"><h3></h3><div class="wl-plot" role="img"></div></section>
      <section class="wl-card wl-plane-history"><div class="wl-plane-figures wl-chips" role="group"></div><div class="wl-plot" role="img"></div></section>
      <section class="wl-card wl-trust" aria-live="polite"></section>
    </div>
  </div>
  <div class="wl-card wl-transport" role="group"></div>
  <p class="wl-caption"></p>`;

export function parts(host) {
  const find = (selector) => host.querySelector(selector);
  return {
    chips: find(".wl-chips"), equation: find(".wl-equation"), picture: find(".wl-plane-above"), surface: find(".wl-plane-solid"),
    composition: find(".wl-plane-composition .wl-plot"), compositionTitle: find(".wl-plane-composition h3"),
    history: find(".wl-plane-history"), trust: find(".wl-trust"),
    transport: find(".wl-transport"), caption: find(".wl-caption"), host,
  };
}

export function showChips(parts, scene, view) {
  const { texts, wick, packet } = scene;
  const still = wick === 90 && packet.momentum.every((p) => p === 0); // ψ stays real and positive
  const possible = { surrogate: !!scene.surrogate, phase: !still };
  const list = CURVES.filter((curve) => possible[curve] ?? true).map((curve) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: texts[`curve-${curve}`], title: texts[`curve-${curve}-title`] });
    button.setAttribute("aria-pressed", String(view.show.includes(curve)));
    button.dataset.curve = curve;
    return button;
  });
  const focused = [...parts.chips.children].indexOf(document.activeElement);
  parts.chips.replaceChildren(...list);
  parts.chips.setAttribute("aria-label", texts.chips);
  if (focused >= 0) list[Math.min(focused, list.length - 1)].focus();
  parts.equation.innerHTML = equation(scene);
  parts.host.setAttribute("aria-label", texts.player);
  parts.transport.setAttribute("aria-label", texts.transport);
}

/** The equation at work, with the surrogate and the kind of time the scene has. */
function equation({ order, wick }) {
  const zeta = order === null ? "ζ(<i>x</i>, <i>y</i>)" : `<b><i>T</i><sub>${order}</sub>(<i>x</i>, <i>y</i>)</b>`;
  const H = `[ −<i>D</i> ∇² + ${zeta} ] <i>ψ</i>`;
  if (wick === 0) return `i ∂<i>ψ</i>/∂<i>t</i> = ${H}`;
  if (wick === 90) return `−∂<i>ψ</i>/∂<i>τ</i> = ${H}`;
  return `i e<sup>i<i>θ</i></sup> ∂<i>ψ</i>/∂<i>s</i> = ${H}`;
}
