"""From a problem in two dimensions to its numbers and its verdict."""

import numpy as np
import pytest

from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.plane.problem import PlaneProblem
from solvers.plane.report import solved
from solvers.plane.solution import Terrain, stream
from solvers.plane.terrain import best_basin
from solvers.refusal import Refusal


def solution(**settings):
    settings = {"n": 96, "frames": 61} | settings
    problem = PlaneProblem(**settings)
    return solved(problem, [frame.numbers for frame in stream(problem)])


@pytest.mark.parametrize("name", PLANE_CATALOGUE)
@pytest.mark.parametrize("wick", [0, 90])
def test_every_default_scene_is_green(name, wick):
    third = PLANE_CATALOGUE[name].T / 3  # steps and frames as in the whole run
    found = solution(landscape=name, wick=wick, n=256, frames=81, T=third)
    assert found.report.verdict.level == "green", found.report.verdict
    assert found.report.method == "plane-steps"
    assert found.fields.t[-1] == found.problem.T


def test_imaginary_time_converges_to_the_ground_state():
    found = solution(landscape="logistic", wick=90, T=80)
    assert found.fields.ground[-1] > 0.999
    assert found.fields.energy[-1] == pytest.approx(0.3035513, abs=1e-5)
    assert (np.diff(found.fields.energy) <= 1e-9).all()
    # 1 - F falls at twice the gap at least, as in one dimension.
    F = found.fields.ground
    bound = (1 / F[0] - 1) * np.exp(-2 * 0.0722082 * found.fields.t)
    assert (bound + 1e-6 >= 1 - F).all()


def test_real_time_keeps_every_weight():
    found = solution(landscape="double-well")
    assert np.ptp(found.fields.ground) < 1e-5


@pytest.mark.parametrize("order", [0, 1, 2])
def test_closed_forms_agree_with_the_steps_of_the_same_surrogate(order):
    settings = {"landscape": "double-well", "order": order, "x0": -1.0, "T": 1.0, "wick": 35}
    closed = solution(**settings)
    # The same polynomial as a formula, by steps.
    polynomial = closed.problem.polynomial
    c = polynomial.matrix
    x, y = (f"({name}-({p:g}))" for name, p in zip("xy", polynomial.about, strict=True))
    terms = [
        f"({c[i, j]:.9g})*{x}**{i}*{y}**{j}"
        for i in range(order + 1)
        for j in range(order + 1 - i)
        if abs(c[i, j]) > 1e-9
    ]
    stepped = solution(landscape="double-well", formula="+".join(terms), x0=-1.0, T=1.0, wick=35)
    assert closed.report.method == "closed-form"
    assert stepped.fields.mean == pytest.approx(closed.fields.mean, abs=1e-5)
    assert stepped.fields.std == pytest.approx(closed.fields.std, abs=1e-5)
    assert stepped.fields.energy == pytest.approx(closed.fields.energy, abs=1e-4)


def test_a_saddle_ends_the_surrogate_early_and_says_so():
    found = solution(landscape="double-well", order=2, x0=0.05, y0=0.3, T=20, wick=90)
    assert found.report.verdict.code == "report.blow-up"
    assert found.fields.t[-1] < 20


def test_over_a_saddle_in_real_time_the_run_ends_where_digits_run_out():
    found = solution(landscape="double-well", order=2, x0=0.05, y0=0.3, T=500)
    assert "report.spread" in [note.code for note in found.report.physics]
    assert np.isfinite(found.fields.energy).all()
    assert found.fields.t[-1] == found.report.t_end < 60


def test_an_order_without_a_floor_is_shown_and_said():
    found = solution(landscape="himmelblau", order=3, wick=90, T=2)
    codes = [note.code for note in found.report.physics]
    assert "report.unbounded" in codes


def test_the_packet_that_leaves_the_trusted_region_is_told():
    found = solution(landscape="double-well", order=2, T=4)
    assert any(note.code == "report.left-trust" for note in found.report.physics)


def test_a_packet_at_the_wall_is_told():
    found = solution(formula="0*x", lo=-3, hi=3, x0=1.5, y0=0, sigma=0.3, px=2, T=3, D=0.5)
    assert found.report.verdict.code == "report.edge_probability"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"landscape": "morse"}, "scene.unknown-landscape"),
        ({"formula": "log(x) + y"}, "formula.not-finite"),
        ({"formula": "z + x"}, "formula.unknown-name"),
        ({"formula": "x", "n": 1024}, "scene.out-of-range"),
        ({"frames": 1000}, "scene.out-of-range"),
        ({"y0": 99.0}, "scene.packet-outside"),
        ({"about": 1.0}, "scene.about-pair"),
        ({"about": 1.0, "about_y": 50.0, "order": 1}, "scene.about-outside"),
        ({"points": ((0.0, 1.0), (1.0, 0.0), (2.0, 1.0))}, "scene.one-dimension-only"),
        ({"levels": ((0, 1.0, 0.0),)}, "scene.one-dimension-only"),
        ({"landscape": "ackley", "x0": 0.0, "y0": 0.0, "order": 1}, "formula.not-smooth"),
        ({"sigma": 90.0}, "scene.packet-outside"),
    ],
)
def test_hostile_input_is_refused_with_a_code(settings, code):
    with pytest.raises(Refusal) as refusal:
        Terrain(PlaneProblem(**settings))
    assert refusal.value.code == code


def test_corners_are_solved_too():
    found = solution(formula="abs(x) + abs(y)", lo=-6, hi=6, D=0.5, sigma=0.5, T=2, x0=0, y0=0)
    assert found.report.error < 1e-3
    assert np.isfinite(found.fields.energy).all()


def test_best_basin_is_where_descent_ends():
    x = np.linspace(-2, 2, 121)
    zeta = (x**2 - 1) ** 2 + 0.3 * x + x[:, None] ** 2
    basin = best_basin(zeta)
    ridge = x[60 + int(((x[60:] ** 2 - 1) ** 2 + 0.3 * x[60:])[:30].argmax())]
    assert (basin[:, x < ridge - 0.05]).all()
    assert not basin[:, x > ridge + 0.05].any()
    assert best_basin((x**2 - 1) ** 2 + x[:, None] ** 2).all()  # equally good
