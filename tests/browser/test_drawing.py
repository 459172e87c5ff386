"""Landscapes drawn by hand: by points, freehand, and the spline both stand for."""

import numpy as np
import pytest

from scenes.link import decode
from solvers.solution import solve
from solvers.spline import Spline
from tests.browser.hand import Hand


def test_a_drawn_landscape_is_solved_while_it_is_drawn(visit):
    hand = Hand(visit("landscape=double-well"))
    energies = hand.lab.curve("levels")[1]
    hand.use("draw")
    hand.lab.page.wait_for_selector(".wl-lab-point")
    count = hand.lab.page.locator(".wl-lab-point").count()
    assert 5 <= count <= 24
    with hand.held(".wl-lab-point >> nth=4") as move:
        hand.lab.page.route("**/solve/**", lambda _: None)
        move(10, -60)
        hand.lab.until(lambda lab: Hand(lab).scene["points"])
        own = decode({"points": points_in(hand)})[0].problem.objective
        x, zeta = hand.lab.curve("landscape")
        assert np.abs(zeta - own.values(x)).max() < 1e-9  # seen before anybody answers
        hand.lab.page.unroute("**/solve/**")  # lets go what was held
        move(12, -62)
        hand.lab.until(lambda lab: len(lab.curve("levels")[1]) != len(energies)
                       or np.abs(lab.curve("levels")[1] - energies)[::3].max() > 1e-3)  # fmt: skip
    hand.settle()
    solved(hand)
    before = len(hand.scene["points"])
    hand.press(".wl-lab-point >> nth=3", "+")
    hand.press(".wl-lab-point >> nth=3", "Delete")
    hand.press(".wl-lab-point >> nth=3", "Delete")
    hand.press(".wl-lab-point >> nth=2", "ArrowUp")
    assert len(hand.scene["points"]) == before - 1
    hand.settle()
    solved(hand)
    hand.lab.page.click(".wl-lab-drawing button")
    hand.lab.until(lambda lab: "points" not in lab.link)
    hand.lab.until(lambda lab: np.abs(lab.curve("landscape")[1][256] - 1) < 0.01)


def test_freehand_becomes_a_few_points_and_can_be_undone(visit):
    hand = Hand(visit())
    hand.use("draw")
    hand.lab.page.wait_for_selector(".wl-lab-point")
    box = hand.lab.page.locator(".wl-picture").first.bounding_box()
    mouse = hand.lab.page.mouse
    at = [box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"]]
    mouse.move(*at)
    mouse.down()
    for step in range(20):
        mouse.move(at[0] + 12 * step, at[1] + 90 * np.sin(step / 4))
    mouse.up()
    hand.settle()
    points = hand.scene["points"]
    assert 3 <= len(points) <= 24
    solved(hand)
    heights = hand.lab.curve("landscape")[1][190:330]
    assert np.sum(np.diff(np.sign(np.diff(heights))) != 0) >= 1  # the wave that was drawn
    hand.lab.page.keyboard.press("Control+z")
    hand.lab.until(lambda lab: "points" not in lab.link)


def points_in(hand):
    return ",".join(f"{x!r}:{zeta!r}" for x, zeta in hand.scene["points"])


def solved(hand):
    """Landscape, levels and picture are those of the link, once it has been written."""
    x, zeta = hand.lab.curve("landscape")

    def is_said(lab):
        said = decode(lab.link)[0].problem.objective.values(x)
        return np.abs(zeta - said).max() < 1e-5 * max(1, np.abs(zeta).max())

    hand.lab.until(is_said)
    problem = decode(hand.lab.link)[0].problem
    hand.lab.pause()
    hand.lab.seek(0.25)
    found = solve(problem.having(T=hand.lab.state["s"], frames=2))
    psi = found.fields.psi[-1]
    levels = hand.lab.curve("levels")[1][::3]
    assert levels == pytest.approx(found.expansion.spectrum.energies[: len(levels)], abs=1e-5)
    assert np.abs(hand.lab.density() - np.abs(psi) ** 2).max() < 1e-4 * np.abs(psi).max() ** 2


def test_the_browsers_spline_is_the_solvers(visit):
    rng = np.random.default_rng(11)
    hand = Hand(visit())
    x = np.linspace(-6, 6, 301)
    for count in (3, 4, 9, 24):
        places = np.sort(rng.uniform(-5, 5, count))
        if np.diff(places).min() < 0.02:
            places = np.linspace(-5, 5, count)
        points = np.stack([places, rng.normal(size=count)], axis=1).tolist()
        found = hand.module(
            "player/spline.js",
            "({ spline }, [points, x]) => [...spline(points, x)]",
            [points, x.tolist()],
        )
        exact = Spline(tuple(map(tuple, points))).values(x)
        assert np.abs(np.array(found) - exact).max() < 1e-10 * np.abs(exact).max()
