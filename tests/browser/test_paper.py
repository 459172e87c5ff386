"""The pages Taylor and Convergence in a real browser: drawn curves, drags, links, tasks."""

import math

import numpy as np
import pytest

from charts import convergence, taylor
from scenes.page_link import PageLink
from solvers.convergence import converge, mean_objective, walkers_in
from solvers.descent import Steps, gradient_descent, newton, reexpanded
from solvers.fidelity import compare
from solvers.solution import last_time, solve
from solvers.terrain import best_basin

TAYLOR = PageLink(taylor.BASE, taylor.Settings)
CLOSE = 1e-5  # states and series in the browser are float32
CONVERGENCE = PageLink(convergence.BASE, convergence.Settings)


def taylor_problem(**pairs):
    return taylor.suited(TAYLOR.decode(pairs)[0]).problem


def agrees(page, problem):
    """The curves against time are the solver's."""
    page.until(lambda page: page.stage("runs.record.done") == 81)
    page.until(lambda page: len(page.lines("fidelity")[4][0]) == 81)
    fidelity, apart = page.lines("fidelity"), page.lines("distance")
    for j, order in enumerate((0, 1, 2, problem.order)):
        exact = compare(problem, order, samples=81)
        assert fidelity[1 + j][0] == pytest.approx(exact.t, abs=1e-9)
        assert fidelity[1 + j][1] == pytest.approx(exact.fidelity, abs=2e-5)
        assert 10 ** apart[j][1][1:] == pytest.approx(exact.distance[1:], abs=2e-5)
        known = ~np.isnan(exact.bound[1:])
        drawn = (10 ** apart[4 + j][1][1:])[known]
        assert drawn == pytest.approx(exact.bound[1:][known], rel=1e-4, abs=CLOSE)
        lost = page.stage(f"runs.lostAt({j})")
        assert lost is None or lost == pytest.approx(exact.lost_at, rel=1e-3)


def test_taylor_plays_agrees_and_follows_the_dragged_point(turn_to):
    page = turn_to("taylor", color_scheme="dark")
    assert page.theme == "dark"
    page.moves("picture", 1)
    page.moves("picture", 6)
    page.pause()
    agrees(page, taylor_problem())
    handle = page.page.locator(".wl-taylor-expansion")
    before = page.lines("picture")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x - 40, y, steps=4)
    during = page.lines("picture")
    for trace in (2, 3, 4, 10, 12):  # T₀, T₁, T₂ and what is trusted follow at once
        assert np.nanmax(np.abs(during[trace][1] - before[trace][1])) > 0 or (
            np.abs(during[trace][0] - before[trace][0]).max() > 0.01
        )
    page.page.mouse.up()
    handle.press("ArrowRight")
    page.until(lambda page: float(page.link.get("about", 0)) == page.stage("runs.about"))
    page.until(lambda page: page.stage("higher.scene.about") == page.stage("runs.about"))
    about = page.link["about"]
    assert -1.2 < float(about) < -0.8
    agrees(page, taylor_problem(about=about))
    page.page.reload()
    page.page.wait_for_selector(page.ready)
    assert page.stage("runs.about") == float(about)
    assert page.link == {"v": "1", "about": about}


def test_taylor_re_expanded_is_the_optimiser_and_a_ridge_has_no_ground_state(turn_to):
    page = turn_to("taylor", "x0=0.1&about=0&wick=90&T=12", color_scheme="light", locale="zh-CN")
    assert page.theme == "light"
    page.pause()
    problem = taylor_problem(x0="0.1", about="0", wick="90", T="12")
    steps = Steps(0.1, 120, problem.lo, problem.hi)
    zeta, packet, D = problem.objective, problem.packet, problem.D
    exact = [
        reexpanded(zeta, packet, D, 1, steps),
        reexpanded(zeta, packet, D, 2, steps),
        gradient_descent(zeta, packet, D, steps),
        newton(zeta, 0.1, D, steps),
    ]
    for (t, x), path in zip(page.lines("descent")[1:5], exact, strict=True):
        assert t == pytest.approx(path.t, abs=1e-9)
        assert x == pytest.approx(path.x, abs=2e-4)
    mean = solve(problem.having(order=None, about=None), samples=81).fields.mean
    assert page.lines("descent")[0][1] == pytest.approx(mean, abs=1e-5)
    a0, W = 1 / (4 * 0.15**2), math.sqrt(0.4)
    ends = math.atan(2 * a0 * W / 4) / W
    assert page.stage("runs.rivals[2].ends") == pytest.approx(ends, rel=1e-4)
    page.seek(0.99 * ends / 12)
    assert "没有基态：自" not in page.page.inner_text(".wl-taylor-orders")
    page.seek(1.02 * ends / 12)
    assert "没有基态：自" in page.page.inner_text(".wl-taylor-orders")
    assert np.isnan(page.lines("picture")[8][1]).all()
    sentence, praised = page.answer(1, 1)
    assert praised
    assert "正确" in sentence
    page.answer(1, 0)
    page.until(lambda page: not page.verdict(1)[1])  # the first answer stands until the second


def test_taylor_follows_a_packet_over_a_ridge_as_long_as_its_digits_last(turn_to):
    page = turn_to("taylor", "x0=0.1&about=0&wick=0&T=40")
    page.pause()
    problem = taylor_problem(x0="0.1", about="0", wick="0", T="40", order="2")
    ends = last_time(problem)
    assert 10 < ends < 30
    assert page.stage("runs.rivals[2].ends") == pytest.approx(ends, rel=1e-4)
    page.seek(0.98 * ends / 40)
    assert np.isfinite(page.lines("picture")[8][1]).all()
    page.seek(1.02 * ends / 40)
    assert np.isnan(page.lines("picture")[8][1]).all()
    assert "160 000 times as wide" in page.page.inner_text(".wl-taylor-orders")


def test_taylor_asks_for_another_order_and_diffusivity(turn_to):
    page = turn_to("taylor")
    page.pause()
    page.turn("order", 4, "picture")
    page.until(lambda page: page.stage("higher.scene.order") == 4)
    page.turn("D", math.log10(0.1), "picture")
    page.until(lambda page: page.link.get("D") == "0.1")
    page.until(lambda page: page.stage("higher.scene.D") == 0.1)
    agrees(page, taylor_problem(order="4", D="0.1"))


def at(page, name, s):
    return page.page.evaluate(
        "([name, s]) => document.querySelector('.wl-player').wicklab.settling[name](s)", [name, s]
    )


def test_convergence_plays_agrees_and_follows_its_knobs(turn_to):
    page = turn_to("convergence", color_scheme="dark")
    assert page.theme == "dark"
    page.moves("picture", 7)
    page.moves("distance", 4)
    page.pause()
    page.seek(0.5)
    problem = convergence.suited(CONVERGENCE.decode({})[0]).problem
    solved = solve(problem, samples=3)
    exact = converge(solved.expansion, problem.theta)
    t = np.array([0.0, 3.0, 15.0, 40.0])
    for name, values in (
        ("infidelity", exact.infidelity(t)),
        ("bound", exact.bound(t)),
        ("slope", exact.slope(t)),
    ):
        found = [at(page, name, float(s)) for s in t]
        assert found == pytest.approx(values, rel=1e-9, abs=1e-12)
    assert page.stage("settling.leaving") == pytest.approx(exact.leaving, rel=1e-9)
    plateau = page.stage("settling.plateau")
    assert plateau["level"] == exact.plateau.level
    assert plateau["end"] == pytest.approx(exact.plateau.end, abs=0.05)
    left = page.lines("distance")[2]
    assert 10 ** left[1] == pytest.approx(exact.infidelity(left[0]), rel=1e-9)
    page.until(lambda page: page.stage("means.complete"))
    born, walkers = mean_objective(solved.fields.psi, solved.zeta, problem.grid)
    there = [solved.fields.energy[1], born[1], walkers[1]]
    page.until(
        lambda page: [y[0] for _, y in page.lines("energy")[3:6]] == pytest.approx(there, abs=1e-5)
    )
    count = walkers_in(solved.fields.psi, problem.grid, best_basin(solved.zeta), 1000)[1]
    assert float(page.readouts["walkers in basin"]) == pytest.approx(count, rel=5e-3)
    turned = page.turn("walkers", 4, "tail")
    assert turned["after"][0][0] == pytest.approx(-4)
    page.turn("D", -1, "picture")
    page.until(lambda page: page.link.get("D") == "0.1")
    page.until(lambda page: page.stage("solved.scene.D") == 0.1)
    assert page.stage("settling.gap") == pytest.approx(0.2587658, rel=1e-6)
    page.page.reload()
    page.page.wait_for_selector(page.ready)
    assert page.link == {"v": "1", "D": "0.1", "walkers": "10000"}
    assert page.stage("settling.gap") == pytest.approx(0.2587658, rel=1e-6)


def test_convergence_drags_its_start_and_changes_its_landscape(turn_to):
    page = turn_to("convergence", color_scheme="light", locale="zh-CN")
    assert page.theme == "light"
    page.pause()
    box = page.page.locator(".wl-handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x - 60, y, steps=4)
    assert page.stage("scene.packet.centre") < 0.9
    page.page.mouse.up()
    page.until(lambda page: "x0" in page.link)
    sentence, praised = page.answer(0, 2)
    assert not praised
    assert "不对" in sentence
    page.page.select_option("[data-knob=landscape] select", "quadratic")
    page.until(lambda page: page.link.get("landscape") == "quadratic")
    page.until(lambda page: page.stage("solved.landscape") == "quadratic")
    assert page.stage("settling.gap") == pytest.approx(1, abs=1e-6)
    assert set(page.link) == {"v", "landscape"}


@pytest.mark.parametrize("name", ["taylor", "convergence"])
def test_they_stand_still_for_those_who_ask_and_fit_a_phone(turn_to, name):
    page = turn_to(name, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    assert not page.clock["playing"]
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    page.page.focus(".wl-player")
    page.page.keyboard.press("End")
    assert page.clock["s"] == page.clock["duration"]
    assert len(page.page.inner_text(".wl-caption")) > 40
