"""What the player is told beside its clip."""

import base64
import json

import numpy as np
import pytest

from charts.player_data import player_data
from scenes.scene import View
from solvers.problem import Problem
from solvers.report import trust_interval
from solvers.solution import solve
from solvers.taylor import trust_radius


def told(**changes):
    problem = Problem(**changes)
    return problem, player_data(solve(problem, samples=3), View(), "en")


def numbers(text, kind="<f4"):
    return np.frombuffer(base64.b64decode(text), kind)


@pytest.mark.parametrize("order", [0, 2, 5, 8])
def test_the_series_at_every_node_makes_any_surrogate(order):
    problem, data = told(order=order)
    series = numbers(data["series"]).reshape(-1, problem.n)
    assert len(series) == min(order + 2, 8) + 1
    node = 200
    about = float(problem.grid.x[node])
    moved = problem.having(about=about)
    own = series[: order + 1, node]
    assert own == pytest.approx(moved.surrogate.coefficients, rel=1e-6, abs=1e-6)
    band = trust_radius(solve(moved, samples=2).zeta, moved.surrogate, problem.grid.x,
                        data["tolerance"])  # fmt: skip
    assert band == pytest.approx(trust_interval(moved), rel=1e-12)


def test_the_exact_landscape_needs_no_series():
    assert "series" not in told()[1]


def test_kinks_leave_gaps_and_no_warning():
    problem, data = told(formula="abs(x)+x**2", order=2, about=0.5, lo=-1.5, hi=1.5, n=33, x0=0.4)
    series = numbers(data["series"]).reshape(-1, problem.n)
    assert problem.grid.x[16] == pytest.approx(0, abs=1e-12)
    assert np.isfinite(series[:, 20]).all()
    assert np.isfinite(series[0]).all()


def test_the_start_is_told_and_is_json():
    _, data = told(levels=((0, 1.0, 0.0), (2, 0.5, 45.0)), n=64)
    assert json.loads(json.dumps(data))["levels"] == [[0, 1.0, 0.0], [2, 0.5, 45.0]]
    assert data["link"]["levels"] == "0,2:0.5@45"
    pairs = numbers(data["coefficients"], "<f8").reshape(-1, 2)
    assert np.abs(pairs[0] / np.hypot(*pairs[0])) == pytest.approx([1, 0])
