"""The picture in a real browser: it moves, at display rate, and shows what the solver found."""

import numpy as np
import pytest

from scenes.link import decode
from solvers.solution import solve
from tests.browser.lab import solved_at
from tests.serving import until

ENOUGH = 58  # different pictures a second
_SKELETON = """() => {
  const skeleton = document.createElement("div");
  skeleton.dataset.testid = "stSkeleton";
  document.body.append(skeleton);
}"""
_DRAWN_IN = """(milliseconds) => new Promise((done) => {
  const player = document.querySelector('.wl-player').wicklab, before = player.drawn;
  setTimeout(() => done(player.drawn - before), milliseconds);
})"""


def test_the_first_picture_moves_without_a_press(visit):
    lab = visit()
    first = lab.density()
    assert lab.state["playing"]
    lab.until(lambda lab: np.abs(lab.density() - first).max() > 0.01 * first.max())


def test_pictures_leave_time_for_controls_that_are_being_set_up(visit):
    page = visit("T=8&speed=0.25").page
    page.evaluate(_SKELETON)
    assert 0 < page.evaluate(_DRAWN_IN, 2000) <= 2 * 20
    page.evaluate("document.querySelector('[data-testid=stSkeleton]').remove()")
    until(lambda: page.evaluate(_DRAWN_IN, 2000) > 2 * 20)


@pytest.mark.quiet
def test_the_display_rate_is_reached_with_three_curves(visit):
    lab = visit("show=density,real,imaginary,levels,energy")
    lab.page.wait_for_timeout(1500)  # the history beside the picture is being worked out
    best = max((lab.distinct_frames() for _ in range(3)), key=lambda rate: rate["drawn"])
    assert best["drawn"] >= ENOUGH, best


def test_pausing_stops_and_playing_goes_on(visit):
    lab = visit()
    lab.act("toggle")
    held = lab.state["s"]
    lab.page.wait_for_timeout(400)
    assert lab.state["s"] == held
    lab.act("toggle")
    lab.until(lambda lab: lab.state["s"] != held)


@pytest.mark.parametrize(
    "query",
    ["wick=37", "order=2&about=0&T=2.5", "formula=0.5*x**2&lo=-6&hi=6&D=0.5&x0=-2"],
)
def test_the_drawn_curve_is_the_solvers(visit, query):
    lab = visit(query + "&show=density,real,imaginary")
    lab.pause()
    agrees(lab, query)


def test_it_is_the_solvers_whatever_stood_there_before(visit):
    lab = visit("wick=0&show=density,real,imaginary")
    lab.pause()
    agrees(lab, "wick=0")
    for query in (
        "wick=90",
        "landscape=rastrigin&px=2",
        "order=2&wick=0",
        "landscape=cosine-lattice&wick=10",
        "order=1&wick=60&T=3",
        "order=2&wick=90&T=1000",
        "order=5&wick=20",
        "order=2&about=0.1&wick=30",
        "order=0&px=3&T=2",
    ):
        lab.go(query)
        agrees(lab, query)


def agrees(lab, query):
    tallest = np.abs(solved_at(query, 0.0)[0]).max()  # a packet may leave the picture
    for fraction in (0.0, 0.31, 0.777, 1.0):
        lab.seek(fraction)
        assert lab.state["s"] == pytest.approx(fraction * lab.state["duration"], abs=1e-6)
        psi, energy = solved_at(query, fraction)
        peak = max(np.abs(psi).max(), tallest)
        assert np.abs(lab.density() - np.abs(psi) ** 2).max() < 1e-4 * peak**2
        assert np.abs(lab.wave("real") - psi.real).max() < 1e-4 * peak
        assert np.abs(lab.wave("imaginary") - psi.imag).max() < 1e-4 * peak
        assert lab.curve("energy")[1][0] == pytest.approx(energy, rel=1e-5, abs=1e-5)


def test_what_stands_in_the_svg_is_what_the_chart_says(visit):
    lab = visit("show=density,real")
    lab.pause()
    lab.seek(0.4)
    for name in ("density", "real"):
        x, y = lab.curve(name)
        drawn = lab.drawn_path(name)
        height = lab.state["window"]["high"] - lab.state["window"]["low"]
        assert np.abs(drawn[:, 0] - x).max() < 1e-4 * np.ptp(x)
        assert np.abs(drawn[:, 1] - y).max() < 1e-4 * height


def test_an_annealed_run_streams_in_and_ends_with_its_report(visit):
    query = "schedule=exponential&D=0.5&D_end=0.02&wick=90&T=12"
    lab = visit(query)
    assert lab.state["kind"] == "frames"
    lab.until(lambda lab: lab.state["report"])
    lab.pause()
    problem = decode(query)[0].problem
    exact = solve(problem).fields
    lab.page.keyboard.press("End")
    final = lab.page.evaluate(
        "() => [...document.querySelector('.wl-player').wicklab.state.density]"
    )
    assert np.abs(np.array(final) - exact.density[-1]).max() < 1e-4 * exact.density[-1].max()
