"""The page Dispersion in a real browser."""

import numpy as np
import pytest

from charts import dispersion
from scenes.page_link import PageLink
from solvers.solution import solve

LINK = PageLink(dispersion.BASE, dispersion.Settings)
CLOSE = 1e-5  # of the peak; the eigenstates in the browser are float32


def densities(s, **pairs):
    """x and |ψ|² of both times at s, by the solver, where the page shows them."""
    problem = LINK.decode({**pairs, "T": str(s)})[0].problem
    x = problem.grid.x
    shown = (x >= dispersion.SHOWN[0]) & (x <= dispersion.SHOWN[1])
    solved = {
        time: solve(twin, samples=2).fields.density[-1][shown]
        for time, twin in dispersion.twins(problem).items()
    }
    return x[shown], solved


def test_it_plays_answers_and_keeps_its_link(turn_to):
    page = turn_to("dispersion", color_scheme="dark")
    assert page.theme == "dark"
    page.moves("real")
    page.moves("imaginary")
    page.moves("width", 5)
    page.pause()
    page.seek(0.5)
    x, exact = densities(3)
    for time in ("real", "imaginary"):
        for trace in (0, 1):  # solver, closed form
            drawn = page.lines(time)[trace]
            assert drawn[0] == pytest.approx(x)
            assert drawn[1] == pytest.approx(exact[time], abs=CLOSE * exact[time].max())
        path = page.path(time, 0)
        assert path[:, 1] == pytest.approx(exact[time], abs=0.005)  # a hundredth of a pixel
    gains = [10 ** page.lines("width")[trace][1][0] for trace in (5, 6)]
    assert gains == pytest.approx([2.25, 1.5], rel=1e-4)
    assert page.readouts["σ(t) | formula"] == "1.803 | 1.803"
    turned = page.turn("sigma", 0.6, "real")
    assert np.abs(turned["after"][0] - turned["before"][0]).max() > 0.01
    _, exact = densities(3, sigma="0.6")
    assert page.lines("real")[0][1] == pytest.approx(exact["real"], abs=1e-3 * exact["real"].max())
    page.turn("D", 0.8, "real")
    page.turn("px", 0.5, "real")
    page.until(lambda page: page.link.get("px") == "0.5")
    assert page.link == {"v": "1", "sigma": "0.6", "D": "0.8", "px": "0.5"}
    assert not page.clock["playing"]  # what the server sends back leaves the clock alone
    assert page.clock["s"] == pytest.approx(3)
    page.page.reload()
    page.page.wait_for_selector(page.ready)
    page.pause()
    page.seek(0.5)
    _, exact = densities(3, sigma="0.6", D="0.8", px="0.5")
    for time in ("real", "imaginary"):
        assert page.lines(time)[0][1] == pytest.approx(exact[time], abs=CLOSE * exact[time].max())


def test_walkers_waves_and_tasks_in_chinese_on_paper(turn_to):
    page = turn_to("dispersion", "density=walkers&waves=1", color_scheme="light", locale="zh-CN")
    assert page.theme == "light"
    page.pause()
    page.seek(0.5)
    x, y = page.lines("imaginary")[0]
    dx = x[1] - x[0]
    assert (y * x**2).sum() * dx == pytest.approx(5, rel=1e-3)  # 2σ₀² + 2Dτ
    real = page.lines("real")
    assert real[2][1] ** 2 + real[3][1] ** 2 == pytest.approx(real[0][1], abs=1e-6)
    page.choose("density", "born")
    page.until(lambda page: "density" not in page.link)
    _, y = page.lines("imaginary")[0]
    assert (y * x**2).sum() * dx == pytest.approx(2.5, rel=1e-3)
    sentence, praised = page.answer(0, 0)
    assert praised
    assert "正确" in sentence
    sentence, praised = page.answer(2, 0)
    assert not praised
    assert "不对" in sentence


def test_it_stands_still_for_those_who_ask_and_fits_a_phone(turn_to):
    page = turn_to("dispersion", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    assert not page.clock["playing"]
    wide = page.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    page.page.focus(".wl-player")
    page.page.keyboard.press("End")
    assert page.clock["s"] == page.clock["duration"]
    assert "3.162" in page.page.inner_text(".wl-caption")
    knob = page.page.locator("[data-knob=D] input")
    knob.focus()
    knob.press("ArrowRight")
    page.until(lambda page: page.link.get("D") == "0.55")
