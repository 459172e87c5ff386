import math

import numpy as np
import pytest

from solvers.convergence import converge, mean_objective, walkers_in
from solvers.problem import Problem
from solvers.solution import solve
from solvers.terrain import best_basin

WRONG_WELL = Problem(wick=90.0)  # the tilted well, from the shallower side


def settled(problem, samples=101):
    solved = solve(problem, samples=samples)
    return solved, converge(solved.expansion, problem.theta)


@pytest.mark.parametrize("x0", [1.1, -0.3, -1.0])
@pytest.mark.parametrize("wick", [90.0, 35.0])
def test_the_theorems_bound_holds_at_every_frame(x0, wick):
    solved, convergence = settled(WRONG_WELL.having(x0=x0, wick=wick, T=30.0))
    t = solved.fields.t
    left = convergence.infidelity(t)
    assert (left <= convergence.bound(t) * (1 + 1e-12)).all()
    assert left == pytest.approx(1 - solved.fields.ground, abs=1e-12)
    assert convergence.bound(np.zeros(1))[0] == pytest.approx(1 / convergence.overlap - 1)


def test_levels_and_decay_of_the_tilted_well():
    solved, convergence = settled(WRONG_WELL.having(T=40.0))
    energies = solved.expansion.spectrum.energies
    assert energies[:2] == pytest.approx([0.43757384, 0.69633960], abs=1e-7)
    energy = solved.fields.energy - energies[0]
    late = slice(-20, None)
    fitted = -np.polyfit(solved.fields.t[late], np.log(energy[late]), 1)[0]
    assert fitted == pytest.approx(2 * 0.2587658, rel=1e-3)
    assert convergence.rate == pytest.approx(2 * 0.2587658, rel=1e-6)
    assert convergence.slope(np.array([39.0]))[0] == pytest.approx(convergence.rate, rel=1e-3)


def test_the_slope_is_the_derivative_of_the_logarithm():
    _, convergence = settled(WRONG_WELL)
    t, h = np.array([0.5, 6.0, 9.0]), 1e-4
    ahead, behind = (np.log(convergence.infidelity(t + step)) for step in (h, -h))
    assert convergence.slope(t) == pytest.approx((behind - ahead) / (2 * h), rel=1e-6, abs=1e-9)


def test_a_run_from_the_wrong_well_stands_still_and_then_leaves():
    _, convergence = settled(WRONG_WELL.having(D=0.05, T=40.0))
    a, b = np.sqrt(convergence.weights[:2])
    assert convergence.leaving == pytest.approx(math.log(b / a) / convergence.gap, rel=1e-3)
    plateau = convergence.plateau
    assert plateau.level == 1
    assert 0 < plateau.start < 1
    assert 11 < plateau.end < convergence.leaving
    middle = np.array([(plateau.start + plateau.end) / 2])
    assert convergence.slope(middle)[0] < 0.01 * convergence.rate


def test_selection_of_tails_needs_no_tunnelling_and_takes_the_time_said():
    """D = 1e-4 from x = 1: P_left passes 1/2 at 80; two Gaussians say 85."""
    problem = WRONG_WELL.having(D=1e-4, x0=1.0, sigma=0.2, T=100.0)
    solved, convergence = settled(problem, samples=401)
    left = problem.grid.x < 0
    share = (np.abs(solved.fields.psi[:, left]) ** 2).sum(axis=1) * problem.grid.dx
    assert solved.fields.t[np.argmax(share > 0.5)] == pytest.approx(80, abs=1)
    assert convergence.leaving == pytest.approx(80, abs=1)


def test_a_symmetric_start_goes_by_the_first_level_it_overlaps():
    solved, convergence = settled(
        Problem(landscape="double-well", D=0.1, x0=0.0, sigma=0.2, wick=90.0, T=10.0)
    )
    energies = solved.expansion.spectrum.energies
    assert list(convergence.levels[:3]) == [0, 2, 4]
    assert convergence.gap == pytest.approx(energies[2] - energies[0])
    t = solved.fields.t
    assert (convergence.infidelity(t) <= convergence.bound(t) * (1 + 1e-12)).all()


def test_an_excited_start_converges_to_the_lowest_of_its_own_levels():
    start = ((1, 1.0, 0.0), (3, 1.0, 0.0))
    _, convergence = settled(WRONG_WELL.having(levels=start))
    assert convergence.goal == 1
    assert convergence.overlap == pytest.approx(0.5)


def test_an_eigenstate_has_arrived():
    _, convergence = settled(WRONG_WELL.having(levels=((2, 1.0, 0.0),)))
    t = np.linspace(0, 5, 3)
    assert convergence.gap == math.inf
    assert (convergence.infidelity(t) == 0).all()
    assert (convergence.bound(t) == 0).all()
    assert convergence.time_to(1e-6) == 0
    assert convergence.plateau is None


def test_real_time_does_not_converge():
    solved, convergence = settled(WRONG_WELL.having(wick=0.0))
    left = convergence.infidelity(solved.fields.t)
    assert np.ptp(left) < 1e-12
    assert convergence.time_to(0.01) == math.inf
    assert convergence.leaving == math.inf
    assert (convergence.slope(solved.fields.t) == 0).all()


def test_the_bound_tells_a_time_that_is_enough():
    _, convergence = settled(WRONG_WELL)
    for accuracy in (0.1, 1e-3, 1e-6):
        t = np.array([convergence.time_to(accuracy)])
        assert convergence.infidelity(t)[0] <= accuracy


def test_energy_falls_while_the_mean_objective_rises():
    problem = WRONG_WELL.having(x0=-1.01825, sigma=0.04, T=5.0)
    solved, _ = settled(problem)
    energy = solved.fields.energy
    assert energy[[0, -1]] == pytest.approx([15.5, 0.4385], rel=2e-3)
    assert (np.diff(energy) < 0).all()
    born, walkers = mean_objective(solved.fields.psi, solved.zeta, problem.grid)
    assert born[[0, -1]] == pytest.approx([-0.144, 0.180], abs=1e-3)
    assert walkers[-1] > walkers[0]


def test_the_walkers_mean_objective_ends_at_the_ground_energy():
    problem = WRONG_WELL.having(lo=-3.4, hi=3.4, T=90.0)  # no walker is lost at the walls
    solved, _ = settled(problem)
    _, walkers = mean_objective(solved.fields.psi, solved.zeta, problem.grid)
    assert walkers[-1] == pytest.approx(solved.expansion.spectrum.energies[0], abs=1e-7)


def test_a_thousand_walkers_have_nobody_in_the_other_well():
    problem = WRONG_WELL.having(sigma=0.2)
    solved, _ = settled(problem)
    here = best_basin(solved.zeta)
    edge = problem.grid.x[here].max() + problem.grid.dx / 2
    expected = walkers_in(solved.fields.psi, problem.grid, here, 1000)
    below = 500 * math.erfc((problem.x0 - edge) / (2 * problem.sigma))  # u: √2 wider than |ψ|²
    assert expected[0] == pytest.approx(below, rel=1e-3)
    assert expected[0] < 1 < expected[-1]
