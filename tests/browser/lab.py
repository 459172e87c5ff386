"""The Lab as a visitor meets it: what the tests do on the page and read off it."""

from functools import lru_cache
from urllib.parse import parse_qsl

import numpy as np

from scenes.link import decode
from solvers.solution import solve
from tests.browser.page import Visit, numbers, read

TRACES = [
    "ground",
    "landscape",
    "surrogate",
    "levels",
    "energy",
    "base",
    "fill",
    "density",
    "real",
    "imaginary",
    "ghost",
    "current",
]

_STATE = """() => {
  const { clock, scene, picture, view } = document.querySelector('.wl-player').wicklab;
  return { s: clock.s, playing: clock.playing, speed: clock.speed, loop: clock.loop,
    duration: clock.duration, drawn: picture.drawn, clip: scene.clip, kind: scene.kind,
    wick: scene.wick, D: scene.D, window: picture.scene.window, packet: scene.packet,
    report: scene.report, density: view.density, show: view.show, lang: scene.lang };
}"""
_GO = "(link) => document.querySelector('.wl-player').wicklab.live.go({ link })"
_SHOWN = """() => {
  const { scene, drawnScene } = document.querySelector('.wl-player').wicklab;
  return scene === drawnScene;
}"""
_CURVE = """(index) => {
  const { x, y } = document.querySelector('.wl-picture').data[index];
  return [[...x], [...y]];
}"""
_PATH = """(index) => {
  const gd = document.querySelector('.wl-picture');
  const { _fullData: full, _fullLayout: layout } = gd;
  const path = gd.querySelector(`.trace${full[index].uid} .js-line`).getAttribute('d');
  const points = path.slice(1).split('L').map((pair) => pair.split(',').map(Number));
  const { xaxis, yaxis } = layout;
  return points.map(([x, y]) => [xaxis.p2l(x), yaxis.p2l(y)]);
}"""
_DISTINCT = """(seconds) => new Promise((done) => {
  const gd = document.querySelector('.wl-picture');
  const line = gd.querySelector(`.trace${gd._fullData[7].uid} .js-line`);
  const seen = new Set(), start = performance.now();
  let calls = 0;
  const look = () => {
    seen.add(line.getAttribute('d'));
    calls += 1;
    const spent = (performance.now() - start) / 1000;
    if (spent < seconds) requestAnimationFrame(look);
    else done({ drawn: seen.size / spent, offered: calls / spent });
  };
  requestAnimationFrame(look);
})"""


def solved_at(query, fraction):
    """ψ and energy of a scene at a fraction of its run, by the solver."""
    fields, index = _solved(query), round(1000 * fraction)
    return fields.psi[index], fields.energy[index]


@lru_cache(maxsize=2)  # a thousand states of half a thousand nodes each
def _solved(query):
    return solve(decode(query)[0].problem.having(frames=1001)).fields


class Lab(Visit):
    """One page with the Lab on it."""

    ready = ".wl-player[data-clip]"

    def go(self, query):
        """To another scene without a new page, as back and forward of the toolbar go."""
        pairs = dict(parse_qsl(query.replace("+", "%2B")))
        self.page.evaluate(_GO, pairs)
        self.page.wait_for_function(_SHOWN)

    @property
    def state(self):
        return self.page.evaluate(_STATE)

    def curve(self, name):
        """Numbers of a trace of the picture: x and y."""
        x, y = read(self.page, _CURVE, TRACES.index(name))
        return numbers(x), numbers(y)

    def drawn_path(self, name):
        """The trace as it stands in the SVG, turned back into the units of the axes."""
        return np.array(read(self.page, _PATH, TRACES.index(name)))

    def density(self):
        """The density that is drawn, in its own units."""
        base = self.curve("base")[1][0]
        return (self.curve("density")[1] - base) / self.state["window"]["density_scale"]

    def wave(self, part):
        base = self.curve("base")[1][0]
        return (self.curve(part)[1] - base) / self.state["window"]["wave_scale"]

    def distinct_frames(self, seconds=3.0):
        """Different pictures drawn a second, and how many the browser offered to draw."""
        return self.page.evaluate(_DISTINCT, seconds)

    def chip(self, curve):
        self.page.click(f".wl-chips [data-curve={curve}]")

    def slider(self, name):
        return self.page.locator(f".st-key-lab-{name} input[type=range]")

    def type_formula(self, text):
        box = self.page.locator(".st-key-lab-formula input")
        box.fill(text)
        box.press("Enter")
