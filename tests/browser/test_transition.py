"""The page Transition in a real browser."""

import math

import numpy as np
import pytest

from charts import transition as page_data
from solvers import transition
from tests.browser.page import read

T_END, WIDTH = 12.0, 0.5
NOISE = page_data.noise_of(T_END, 1)


def places(page, t):
    script = "(t) => [...document.querySelector('.wl-player').wicklab.particles.places(t)]"
    return np.array(read(page.page, script, t))


def root(x, gain):
    variance = WIDTH**2 * (1 + gain)
    return (2 * np.pi * variance) ** -0.25 * np.exp(-(x**2) / (4 * variance))


def test_the_angle_plays_answers_and_keeps_its_link(turn_to):
    page = turn_to("transition", "wick=20", color_scheme="dark")
    assert page.theme == "dark"
    page.moves("density")
    page.moves("gain", 8)
    page.pause()
    page.seek(0.5)
    exact = float(transition.gain(np.array(6.0), math.radians(20)))
    x, y = page.lines("density")[0]
    assert y == pytest.approx(root(x, exact), abs=1e-5)
    assert 10 ** page.lines("gain")[8][1][0] == pytest.approx(exact, rel=1e-9)
    slope = float(transition.local_slope(np.array(6.0), math.radians(20)))
    assert float(page.readouts["local slope"]) == pytest.approx(slope, abs=0.006)
    log_t, law = page.lines("gain")[3]
    expected = np.log10(transition.gain(10**log_t, math.radians(20)))
    assert law == pytest.approx(expected, abs=1e-9)
    opens, closes = transition.ballistic_window(math.radians(20))
    assert 10 ** page.lines("gain")[4][0][0] == pytest.approx(opens)
    assert 10 ** page.lines("gain")[5][0][0] == pytest.approx(closes)
    turned = page.turn("wick", 60, "density")
    assert np.abs(turned["after"][0] - turned["before"][0]).max() > 0.01
    exact = float(transition.gain(np.array(6.0), math.radians(60)))
    assert page.lines("density")[0][1] == pytest.approx(root(x, exact), abs=1e-5)
    page.page.focus(".wl-handle")
    page.page.keyboard.press("ArrowUp")
    page.until(lambda page: page.link.get("wick") not in (None, "20", "60"))
    wick = int(page.link["wick"])
    assert 61 <= wick <= 64
    page.page.reload()
    page.page.wait_for_selector(page.ready)
    page.pause()
    page.seek(0.5)
    exact = float(transition.gain(np.array(6.0), math.radians(wick)))
    assert page.lines("density")[0][1] == pytest.approx(root(x, exact), abs=1e-5)


def test_particles_are_the_solvers_own(turn_to):
    page = turn_to("transition", "mechanism=flights&memory=0.5&lam=0.5", locale="zh-CN")
    page.pause()
    for t in (0.0, 0.7, 5.0, T_END):
        exact = transition.flights(NOISE, np.array([t]), 0.5)[0]
        assert places(page, t) == pytest.approx(exact, abs=1e-4)
    page.seek(0.5)
    mean, error = transition.mean_square(
        transition.flights(NOISE, np.array([6.0]), 0.5), NOISE.normal[:, 0]
    )
    gain = page.lines("gain")
    assert 10 ** gain[8][1][0] == pytest.approx(mean[0], rel=1e-4)
    assert 10 ** gain[7][1] == pytest.approx(mean[0] + 2 * error[0] * np.array([-1, 1]), rel=1e-3)
    assert 10 ** gain[3][1] == pytest.approx(transition.flight_gain(10 ** gain[3][0], 0.5))
    inked = "() => { const c = document.querySelector('.wl-cloud'); return c.getContext('2d')"
    inked += ".getImageData(0, 0, c.width, c.height).data.some((value) => value > 0); }"
    assert page.page.evaluate(inked)
    page.choose("mechanism", "measurements")
    page.until(lambda page: page.link.get("mechanism") == "measurements")
    for t in (0.6, 1.0, 7.3, T_END):
        exact = transition.measured(NOISE, np.array([t]), 1.0)[0]
        assert places(page, t) == pytest.approx(exact, abs=1e-4)
    page.choose("mechanism", "trajectories")
    page.until(lambda page: page.link.get("mechanism") == "trajectories")
    nodes = transition.nodes(T_END)
    exact = transition.trajectories(NOISE, T_END, 0.5)
    for k in (0, 1, 100, transition.STEPS):
        assert places(page, repr(float(nodes[k]))) == pytest.approx(exact[k], abs=1e-4)
    page.turn("lam", 0, "gain")
    bohm = NOISE.normal[:, 0] * math.hypot(1, 3.0)
    assert places(page, 3.0) == pytest.approx(bohm, abs=1e-4)
    page.until(lambda page: page.link.get("lam") == "0")
    sentence, praised = page.answer(2, 1)
    assert praised
    assert "正确" in sentence
    _, praised = page.answer(0, 0)
    assert not praised


def test_it_stands_still_for_those_who_ask_and_fits_a_phone(turn_to):
    page = turn_to(
        "transition",
        "mechanism=trajectories",
        viewport={"width": 390, "height": 844},
        reduced_motion="reduce",
        color_scheme="light",
    )
    assert page.theme == "light"
    assert not page.clock["playing"]
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    page.page.focus(".wl-player")
    page.page.keyboard.press("End")
    assert page.clock["s"] == page.clock["duration"]
    assert "12.0" in page.page.inner_text(".wl-caption")
