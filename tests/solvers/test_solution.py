"""Which method solves what, and that all of them agree."""

import math
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from solvers import gaussian
from solvers import solution as solving
from solvers.problem import SCHEDULES, Problem
from solvers.refusal import Refusal
from solvers.solution import collect, last_time, quadratic, solve, stream

WELL = {"landscape": "tilted-well", "T": 3.0, "n": 192, "frames": 7}


def distance(a, b) -> float:
    dx = a.problem.grid.dx
    return float(np.sqrt((np.abs(a.fields.psi - b.fields.psi) ** 2).sum(axis=1) * dx).max())


@pytest.mark.parametrize("order", [None, 0, 1, 2, 3, 8])
@pytest.mark.parametrize("schedule", ["constant", "linear"])
def test_the_method_follows_the_table(order, schedule):
    found = solve(Problem(**WELL, order=order, schedule=schedule, D_end=0.09))
    if schedule != "constant":
        expected = "split-operator"
    elif order in (0, 1, 2):
        expected = "closed-form"
    else:
        expected = "spectral"
    assert found.report.method == expected
    assert (found.expansion is not None) == (expected == "spectral")


@pytest.mark.parametrize("wick", [0.0, 40.0, 90.0])
def test_fields_are_filled_in_and_consistent(wick):
    found = solve(Problem(**WELL, wick=wick))
    fields, grid = found.fields, found.problem.grid
    assert fields.psi.shape == (7, 192)
    assert fields.t[-1] == 3.0
    assert fields.density.sum(axis=1) * grid.dx == pytest.approx(1, abs=1e-10)
    assert fields.density @ grid.x * grid.dx == pytest.approx(fields.mean, abs=1e-12)
    assert fields.log_norm[0] == pytest.approx(0, abs=1e-12)
    assert (np.diff(fields.log_norm) < 0).all() == (wick > 0)
    assert ((fields.ground > 0) & (fields.ground <= 1 + 1e-12)).all()
    assert found.zeta == pytest.approx(found.problem.objective.values(grid.x))
    assert found.surrogate is None


def test_the_number_of_samples_may_be_asked_for():
    assert len(solve(Problem(**WELL), samples=4).fields.t) == 4
    assert len(solve(Problem(**WELL, order=2), samples=4).fields.t) == 4


@pytest.mark.parametrize("wick", [0.0, 40.0, 90.0])
@pytest.mark.parametrize("schedule", [kind for kind in SCHEDULES if kind != "constant"])
def test_a_schedule_that_ends_where_it_starts_changes_nothing(schedule, wick):
    steady = solve(Problem(**WELL, wick=wick))
    problem = Problem(**WELL, wick=wick, schedule=schedule, D_end=steady.problem.D)
    stepped = collect(problem, list(stream(problem)))
    assert distance(steady, stepped) < 2e-6
    assert stepped.fields.log_norm == pytest.approx(steady.fields.log_norm, abs=1e-6)
    assert stepped.fields.energy == pytest.approx(steady.fields.energy, abs=1e-6)
    assert np.isnan(stepped.fields.ground).all()


@pytest.mark.parametrize("wick", [0.0, 90.0])
@pytest.mark.parametrize("schedule", [kind for kind in SCHEDULES if kind != "constant"])
def test_annealing_in_a_harmonic_well_follows_one_equation(schedule, wick):
    problem = Problem(
        landscape="quadratic", schedule=schedule, wick=wick, x0=0.0, D=0.5, D_end=0.05,
        T=4.0, n=256, frames=9, sigma=0.6,
    )  # fmt: skip
    stepped = solve(problem)
    kappa, law = math.sin(problem.theta) + 1j * math.cos(problem.theta), problem.diffusivity

    def width(t, a):
        return kappa * (0.5 - 4 * float(law.at(np.array(t))) * a**2)

    exact, a = [1 / (4 * 0.6**2) + 0j], np.array([1 / (4 * 0.6**2) + 0j])
    for t0, t1 in pairwise(problem.times):
        cuts = [t0, *[b for b in law.breaks if t0 < b < t1], t1]
        for u0, u1 in pairwise(cuts):
            inside = u1 - 1e-12 * (u1 - u0)  # at a jump D is already the new one
            a = solve_ivp(width, (u0, inside), a, rtol=1e-10, atol=1e-12).y[:, -1]
        exact.append(a[0])
    assert stepped.fields.std == pytest.approx(0.5 / np.sqrt(np.real(exact)), abs=3e-6)
    assert stepped.report.error < 1e-5
    a, D = np.array(exact), law.at(problem.times)
    energy = D * np.abs(a) ** 2 / a.real + 1 / (8 * a.real)
    assert stepped.fields.energy == pytest.approx(energy, abs=2e-5)


def test_steps_that_have_arrived_so_far_make_a_solution_too():
    problem = Problem(**WELL, schedule="geometric", D_end=0.02)
    steps = list(stream(problem))
    partial = collect(problem, steps[:3])
    assert partial.fields.t == pytest.approx(problem.times[:3])
    assert partial.report.t_end == problem.times[2]
    assert collect(problem, steps).report.error == max(step.error for step in steps)


def test_a_surrogate_of_its_own_order_is_the_landscape():
    exact = solve(Problem(**WELL, wick=30))
    quartic = solve(Problem(**WELL, wick=30, order=4, about=0.3))
    assert distance(exact, quartic) < 1e-8
    assert quartic.surrogate == pytest.approx(quartic.zeta, abs=1e-9)


@pytest.mark.parametrize("wick", [0.0, 40.0, 90.0])
def test_order_two_of_a_parabola_is_the_spectral_answer(wick):
    shared = {"landscape": "quadratic", "wick": wick, "frames": 9, "lo": -11.0, "hi": 11.0}
    closed, spectral = solve(Problem(**shared, order=2)), solve(Problem(**shared))
    assert distance(closed, spectral) < 1e-8
    for name in ("log_norm", "energy", "mean", "std", "ground"):
        assert getattr(closed.fields, name) == pytest.approx(
            getattr(spectral.fields, name), abs=1e-8
        )


def test_coefficients_become_value_slope_and_curvature():
    found = quadratic(Problem(formula="3 - 2*x + 5*x**2", x0=0.0, order=2))
    assert (found.value, found.slope, found.curvature, found.about) == (3, -2, 10, 0)
    assert quadratic(Problem(formula="3 - 2*x", x0=0.0, order=0)).slope == 0


def test_a_surrogate_without_a_ground_state_ends_early_in_imaginary_time():
    problem = Problem(landscape="double-well", x0=0.0, order=2, wick=90)
    W = math.sqrt(2 * problem.D * 4)
    blow_up = math.atan(2 / (4 * problem.sigma**2) * W / 4) / W
    assert last_time(problem) == pytest.approx(gaussian.END_MARGIN * blow_up)
    found = solve(problem)
    assert found.fields.t[-1] == last_time(problem) < problem.T
    assert np.isfinite(found.fields.psi).all()
    assert last_time(problem.having(wick=0, T=15)) == 15


@pytest.mark.parametrize("wick", [0, 0.5])
def test_a_packet_over_a_ridge_is_followed_as_far_as_its_digits_go(wick):
    problem = Problem(landscape="double-well", x0=0.1, order=2, wick=wick, T=1000)
    fields = solve(problem).fields
    assert fields.t[-1] == last_time(problem) < 50
    for values in (fields.psi, fields.std, fields.mean, fields.energy, fields.log_norm):
        assert np.isfinite(values).all()
    assert fields.std[-1] > 1e5 * problem.sigma
    if wick == 0:
        assert fields.energy == pytest.approx(fields.energy[0], rel=1e-5)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"formula": "1/(x - 0.5) + log(x)"}, "formula.not-finite"),
        ({"formula": "abs(x)", "x0": 0.0, "order": 1}, "formula.not-smooth"),
        ({"formula": "2 +* x"}, "formula.syntax"),
        ({"sigma": 50.0}, "scene.packet-outside"),
        ({"T": 5000.0, "schedule": "linear", "D_end": 1000.0}, "solver.too-many-steps"),
    ],
)
def test_what_cannot_be_solved_is_refused(changes, code, monkeypatch):
    hurried = partial(solving.split_operator.propagate, max_steps=500)
    monkeypatch.setattr(solving.split_operator, "propagate", hurried)
    with pytest.raises(Refusal) as refusal:
        solve(Problem(**changes))
    assert refusal.value.code == code
