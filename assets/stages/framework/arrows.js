// Arrows from box to box, and the two loops: lit, with a dot on its way, while they act.

const HEAD = 6; // pixels: length of an arrowhead
const OUT = 18; // pixels from the boxes to a loop

export class Arrows {
  constructor(map) {
    this.map = map;
    this.svg = map.querySelector("svg");
  }

  /** Draws all paths between the boxes where they now are. */
  lay(texts) {
    const { map, svg } = this;
    const at = [...map.querySelectorAll(".wl-framework-stop")].map(place);
    svg.setAttribute("viewBox", `0 0 ${map.clientWidth} ${map.clientHeight}`);
    const isColumn = Math.abs(at[0].left - at[2].left) < 2;
    const { steps, outer, inner, labels } = isColumn ? column(at) : snake(at);
    svg.innerHTML = `
      ${steps.map((points) => arrow(points, "wl-framework-step")).join("")}
      ${loop("outer", outer, labels.outer, texts)}${loop("inner", inner, labels.inner, texts)}`;
    this.loops = Object.fromEntries(["outer", "inner"].map((name) => {
      const group = svg.querySelector(`[data-loop=${name}]`);
      const path = group.querySelector("path");
      return [name, { group, path, dot: group.querySelector("circle"), length: path.getTotalLength() }];
    }));
  }

  act({ progress, halving }) {
    const share = { outer: halving, inner: halving ? 0 : progress };
    for (const [name, { group, path, dot, length }] of Object.entries(this.loops)) {
      const acts = (name === "outer") === halving > 0;
      group.classList.toggle("wl-framework-acting", acts);
      const { x, y } = path.getPointAtLength(share[name] * length);
      dot.setAttribute("cx", x);
      dot.setAttribute("cy", y);
    }
  }
}

const place = (box) => {
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = box;
  return { left, top, right: left + width, bottom: top + height, x: left + width / 2, y: top + height / 2, width };
};

/** Three boxes to the right, then three back to the left. */
function snake([a, b, c, d, e, f]) {
  const across = (from, to) => [[from.right, from.y], [to.left, to.y]];
  const back = (from, to) => [[from.left, from.y], [to.right, to.y]];
  const middle = (a.bottom + f.top) / 2, down = c.x + c.width / 4, up = c.x - c.width / 4, low = f.bottom + OUT;
  return {
    steps: [across(a, b), across(b, c), [[down, c.bottom], [down, d.top]], back(d, e), back(e, f)],
    outer: [[f.x, f.top], [f.x, middle], [up, middle], [up, c.bottom]],
    inner: [[f.x, f.bottom], [f.x, low], [d.x, low], [d.x, d.bottom]],
    labels: { outer: [b.x, middle, 0], inner: [e.x, low, 0] },
  };
}

/** One box under the other: the loops run up beside them. */
function column([a, b, c, d, e, f]) {
  const list = [a, b, c, d, e, f];
  const right = c.right + OUT, left = d.left - OUT;
  return {
    steps: list.slice(1).map((to, i) => [[to.x, list[i].bottom], [to.x, to.top]]),
    outer: [[f.right, f.y], [right, f.y], [right, c.y], [c.right, c.y]],
    inner: [[f.left, f.y], [left, f.y], [left, d.y], [d.left, d.y]],
    labels: { outer: [right, d.y, 90], inner: [left, e.y, -90] },
  };
}

const line = (points) => `M${points.map((point) => point.join(",")).join("L")}`;

function head(points) {
  const [[x0, y0], [x, y]] = points.slice(-2);
  const dx = Math.sign(x - x0), dy = Math.sign(y - y0);
  const [bx, by] = [x - HEAD * dx, y - HEAD * dy];
  return `<polygon points="${x},${y} ${bx + 4 * dy},${by + 4 * dx} ${bx - 4 * dy},${by - 4 * dx}"/>`;
}

const arrow = (points, kind) => `<g class="${kind}"><path d="${line(points)}"/>${head(points)}</g>`;

function loop(name, points, [x, y, turn], texts) {
  return `<g class="wl-framework-loop" data-loop="${name}"><path d="${line(points)}"/>${head(points)}<circle r="5"/>
    <text x="${x}" y="${y}" transform="rotate(${turn} ${x} ${y})" dominant-baseline="central" text-anchor="middle">${texts[name]}</text></g>`;
}
