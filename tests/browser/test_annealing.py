"""Annealing in Chromium: it moves, its curves are the solver's, its knobs write the link."""

import numpy as np
import pytest

from charts.annealing import FRAMES, grid_of
from scenes.link import decode
from solvers.annealing import anneal
from solvers.plane.annealing import scale, square
from solvers.plane.solution import Terrain
from tests.browser.page import read

QUERY = "T=5&D_end=0.01&schedule=linear"
_BEST = """() => {
  const { frames } = document.querySelector('.wl-player').wicklab;
  return frames.map((list) => list.map((frame) => frame.best));
}"""
_DENSITY = """([which, i]) => {
  const { frames } = document.querySelector('.wl-player').wicklab;
  return [...frames[which][i].density];
}"""
_LINE = """(name) => {
  const [, ground, density] = document.querySelector(name).data;
  return { ground: [...ground.y], density: [...density.y] };
}"""


def done(page):
    page.page.wait_for_selector('.wl-player[data-done="true"]')
    return page


def test_both_kinds_of_time_move_on_one_clock(turn_to):
    page = done(turn_to("annealing", QUERY))
    for name in (".wl-annealing-first", ".wl-annealing-second"):
        for curve in ("density", "ground"):
            page.changing(lambda name=name, curve=curve: read(page.page, _LINE, name)[curve])


@pytest.mark.parametrize(("which", "wick"), [(0, 0.0), (1, np.pi / 2)])
def test_frames_are_the_solvers(turn_to, which, wick):
    page = done(turn_to("annealing", QUERY))
    problem = decode(f"landscape=tilted-well&D=0.5&{QUERY}")[0].problem
    states = list(anneal(problem, problem.diffusivity, wick, grid_of(problem), frames=FRAMES))
    for i in (0, 60, FRAMES - 1):
        shown = read(page.page, _DENSITY, [which, i])
        assert shown == pytest.approx(np.abs(states[i].psi) ** 2, abs=1e-5)


def test_what_is_drawn_is_said(turn_to):
    page = done(turn_to("annealing", QUERY))
    page.page.focus(".wl-player")
    page.page.keyboard.press("End")
    best = page.page.evaluate(_BEST)
    for name, shares in zip((".wl-annealing-first", ".wl-annealing-second"), best, strict=True):
        note = page.page.locator(f"section:has({name}) h3 small").inner_text()
        assert f"{round(100 * shares[-1])} %" in note
        assert "D = 0.010" in note


def test_knobs_choose_the_two_loops(turn_to):
    page = turn_to("annealing", "landscape=rastrigin&D=2&x0=3&sigma=0.15")
    page.page.get_by_role("button", name="settle, halve").click()
    href = "() => location.href"
    assert page.until(lambda p: "inner=two-loop" in p.page.evaluate(href))
    counts = "() => document.querySelector('.wl-player').wicklab.loops.map((list) => list.length)"
    assert page.until(lambda p: p.page.evaluate(counts) == [12, 5])
    ends = """() => document.querySelector('.wl-player').wicklab.loops
      .map((list) => list.at(-1).best.at(-1))"""
    found, stuck = page.page.evaluate(ends)
    assert found > 0.9
    assert stuck < 0.01


_PIXELS = """(name) => {
  const canvas = document.querySelector(name).previousElementSibling;
  return [canvas.width, canvas.getContext('2d').getImageData(0, 0, 128, 128).data.join()];
}"""
_AROUND = """(name) => {
  const [outline] = document.querySelector(name).data;
  const known = (list) => list.filter((value) => value !== null);
  return [known(outline.x), known(outline.y)];
}"""
SQUARE = "dim=2&landscape=ackley&D=0.3&D_end=0.02&T=1"


def test_two_parameters_are_seen_from_above(turn_to):
    page = done(turn_to("annealing", SQUARE))
    first, second = (
        page.page.evaluate(_PIXELS, f".wl-annealing-{name}") for name in ("first", "second")
    )
    assert first[0] == 128
    assert page.until(lambda p: p.page.evaluate(_PIXELS, ".wl-annealing-first") != first)
    assert page.until(lambda p: p.page.evaluate(_PIXELS, ".wl-annealing-second") != second)
    page.page.focus(".wl-player")
    page.page.keyboard.press("End")
    x, y = read(page.page, _AROUND, ".wl-annealing-first")
    problem = decode(SQUARE)[0].problem
    land = Terrain(square(problem))
    ground, grid = scale(land, 0.02).ground, land.problem.grid
    inside = ground > ground.max() * np.sqrt(0.5)
    wide = [np.ptp(grid.x[inside.any(axis=axis)]) for axis in (0, 1)]
    assert [np.ptp(x), np.ptp(y)] == pytest.approx(wide, abs=2.5 * grid.dx)
    # A formula takes over the box; the last good picture stays under what is wrong.
    field = page.page.locator("[data-knob=formula] input")
    for text in ("x**2+", "x**2+y**2*(1+x)**2"):
        field.fill(text)
        field.press("Enter")
        page.page.locator("[data-testid=stAlert]").wait_for(
            state="visible" if text.endswith("+") else "hidden"
        )
        assert page.stage("data.grid.hi") == 3
    assert page.until(lambda p: p.link.get("formula") == text)
    # Back to one parameter, with the numbers that suit its landscape.
    page.choose("dim", 1)
    assert page.until(lambda p: "dim" not in p.link and "formula" not in p.link)
    assert page.until(lambda p: p.stage("data.dim") == 1 and p.stage("scales.gaps"))
    assert page.page.locator(".wl-annealing-pixels").count() == 0
    assert page.page.locator("[data-testid=stAlert]").count() == 0


def test_keys_step_and_still_start(turn_to):
    page = done(turn_to("annealing", QUERY, reduced_motion="reduce"))
    assert page.clock["s"] == 0
    page.page.focus(".wl-player")
    page.page.keyboard.press("ArrowRight")
    assert page.clock["s"] == pytest.approx(5 / (FRAMES - 1))


def test_nothing_is_cut_off_on_a_phone(turn_to):
    page = done(turn_to("annealing", QUERY, viewport={"width": 390, "height": 844}))
    assert page.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    for box in page.page.locator(".wl-annealing .wl-chart, .wl-annealing-scales figure").all():
        size = box.bounding_box()
        assert size["x"] + size["width"] <= 391
        assert size["height"] > 60
