"""The window: landscape and packet are both seen, whatever the scene."""

import numpy as np
import pytest

from charts.player_data import player_data
from charts.window import window
from scenes.scene import View
from solvers.landscapes import CATALOGUE
from solvers.problem import Problem
from solvers.solution import solve


@pytest.mark.parametrize("name", CATALOGUE)
@pytest.mark.parametrize("wick", [0, 90])
def test_minimum_and_packet_are_inside(name, wick):
    solution = solve(Problem(landscape=name, wick=wick), samples=33)
    view = window(solution)
    assert view.low < solution.zeta.min() < view.high
    base = np.minimum(solution.fields.energy, view.highest_base)
    tops = base + view.density_scale * solution.fields.density.max(axis=1)
    assert (tops <= view.high).all()
    assert base.min() >= view.low
    assert view.density_scale * solution.fields.density.max() > 0.3 * (view.high - view.low)


def test_levels_of_a_parabola_are_those_of_the_solver():
    solution = solve(Problem(landscape="quadratic", order=2, about=0.0), samples=3)
    ground = player_data(solution, View(), "en")["ground"]
    assert ground["energy"] == pytest.approx(0.5)
    assert ground["spacing"] == pytest.approx(1.0)


def test_the_best_basin_is_the_left_well():
    data = player_data(solve(Problem(), samples=3), View(), "en")
    ((start, stop),) = data["basin"]
    assert start == pytest.approx(Problem().lo)
    assert stop == pytest.approx(0.0375, abs=0.02)
