"""Named figures against closed forms and against the levels."""

import numpy as np
import pytest

from solvers.measures import NAMES, figure
from solvers.plane.problem import PlaneProblem
from solvers.problem import Problem
from solvers.refusal import Refusal

FREE = Problem(formula="0", order=0, lo=-12, hi=12, D=0.5, x0=0, sigma=0.5, T=3)
WELL = Problem(landscape="quadratic", D=0.5, x0=-2, sigma=0.5**0.5, T=2 * np.pi)
DOUBLE = Problem(landscape="double-well", D=0.1)


def test_a_free_packet_spreads_as_the_closed_forms_say():
    assert figure(FREE, "variance") == pytest.approx(0.25 + (0.5 * 3 / 0.5) ** 2, rel=1e-9)
    assert figure(FREE, "variance", "1") == pytest.approx(0.25 + 1.0, rel=1e-9)
    assert figure(FREE, "width", "start") == pytest.approx(0.5, rel=1e-9)
    heated = FREE.having(wick=90.0)
    assert figure(heated, "variance") == pytest.approx(0.25 + 0.5 * 3, rel=1e-9)
    assert figure(heated, "walkers_variance") == pytest.approx(0.5 + 2 * 0.5 * 3, rel=1e-3)


def test_a_coherent_state_swings_and_keeps_width_and_energy():
    assert figure(WELL, "mean", "highest") == pytest.approx(2.0, abs=1e-4)
    assert figure(WELL, "mean", "lowest") == pytest.approx(-2.0, abs=1e-4)
    assert figure(WELL, "mean", "0") == pytest.approx(-2.0, abs=1e-6)
    assert figure(WELL, "mean", "1.3") == pytest.approx(-2 * np.cos(1.3), abs=1e-6)
    assert figure(WELL, "width", "highest") == pytest.approx(0.5**0.5, abs=1e-5)
    assert figure(WELL, "energy") == pytest.approx(figure(WELL, "energy", "start"), rel=1e-9)
    assert figure(WELL, "overlap") == pytest.approx(1.0, abs=1e-6)
    half = figure(WELL, "overlap", f"{np.pi:.6f}")
    assert half == pytest.approx(np.exp(-(4**2) / (4 * 0.5)), rel=1e-3)


def test_levels_are_those_of_the_oscillator_in_both_methods():
    for problem in (WELL, WELL.having(order=2)):
        levels = [figure(problem, f"E{n}") for n in range(3)]
        assert levels == pytest.approx([0.5, 1.5, 2.5], rel=1e-7)
        assert figure(problem, "gap") == pytest.approx(1.0, rel=1e-7)


def test_the_splitting_of_the_double_well():
    assert figure(DOUBLE, "gap") == pytest.approx(0.07422341241212179, rel=1e-7)
    assert figure(DOUBLE.having(D=0.05), "gap") == pytest.approx(0.01251216897699121, rel=1e-6)


def test_figures_of_the_landscape_at_the_expansion_point():
    problem = DOUBLE.having(about=0.5, order=2)
    assert figure(problem, "zeta") == pytest.approx(0.5625)
    assert figure(problem, "slope") == pytest.approx(4 * 0.5 * (0.25 - 1))
    assert figure(problem, "curvature") == pytest.approx(12 * 0.25 - 4)
    assert figure(problem, "newton") == pytest.approx(0.5 - 1.5)
    assert np.isnan(figure(problem, "gap"))  # opens downwards
    tilted = Problem(landscape="tilted-well")
    assert figure(tilted, "best_place") == pytest.approx(-1.01825, abs=1e-3)


def test_shares_weights_and_humps():
    start = DOUBLE.having(levels=((0, 1.0, 0.0), (1, 1.0, 0.0)))
    assert figure(start, "weight0") == pytest.approx(0.5, abs=1e-9)
    assert figure(start, "weight1", "start") == pytest.approx(0.5, abs=1e-9)
    assert figure(start, "weight3") == pytest.approx(0.0, abs=1e-12)
    ground = DOUBLE.having(levels=((0, 1.0, 0.0),))
    assert figure(ground, "share_left") == pytest.approx(0.5, abs=1e-6)
    assert figure(ground, "peaks") == 2
    assert figure(WELL, "peaks") == 1


def test_a_run_with_a_schedule_has_moments_too():
    problem = Problem(wick=90.0, schedule="linear", D_end=0.02, T=2.0, frames=41)
    assert figure(problem, "energy", "2") == figure(problem, "energy")
    assert figure(problem, "width", "1") != figure(problem, "width")


@pytest.mark.parametrize("name", [*NAMES["still"], *NAMES["moving"]])
def test_every_name_has_a_figure(name):
    assert np.isfinite(figure(Problem(wick=90.0), name))


def test_moments_that_are_none_are_refused():
    for name, moment in (("gap", "end"), ("mean", "99")):
        with pytest.raises(Refusal):
            figure(Problem(), name, moment)
    with pytest.raises(Refusal):
        figure(PlaneProblem(landscape="himmelblau"), "mean")
