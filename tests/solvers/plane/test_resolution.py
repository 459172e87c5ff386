"""Fewer nodes: what is shown of them is exact, what they get wrong is seen and bounded."""

import math

import numpy as np
import pytest

from solvers.grid import Grid
from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.plane.problem import PlaneProblem
from solvers.plane.resolution import coarser, defect, resampled
from solvers.plane.solution import Terrain
from solvers.plane.split_operator import propagate
from solvers.schedules import Schedule

FINE = Grid(-4.0, 4.0, 128)


def packet(grid, momentum=1.5):
    x, y = grid.x[None, :], grid.x[:, None]
    psi = np.exp(-((x - 0.3) ** 2 + (y + 0.2) ** 2) / (4 * 0.4**2) + 1j * momentum * x)
    return psi / np.linalg.norm(psi)


def well(grid):
    return 0.5 * (grid.x[None, :] ** 2 + 2 * grid.x[:, None] ** 2)


@pytest.mark.parametrize("dtype", [float, complex])
@pytest.mark.parametrize("n", [32, 96, 200])
def test_a_state_on_other_nodes_is_the_same_function(n, dtype):
    grid = Grid(-4.0, 4.0, n)
    there, exact = resampled(packet(FINE, 0.0 if dtype is float else 1.5), n), packet(grid)
    if dtype is float:
        there, exact = resampled(packet(FINE, 0.0).real, n), packet(grid, 0.0).real
    assert there.dtype == dtype
    assert np.linalg.norm(there - exact) < 1e-8
    assert np.linalg.norm(there) == pytest.approx(1, abs=1e-12)


def test_the_coarsest_grid_comes_first_and_the_grid_itself_last():
    grids = coarser(FINE)
    assert [grid.n for grid in grids] == [32, 40, 48, 64, 80, 96, 128]
    assert all((grid.lo, grid.hi) == (FINE.lo, FINE.hi) for grid in grids)


def test_the_defect_vanishes_where_waves_are_long_and_sees_waves_that_are_folded():
    grid = Grid(-4.0, 4.0, 48)
    found = []
    for momentum in (0.0, 14.0):
        fine = packet(FINE, momentum)
        psi = resampled(fine, grid.n)
        found.append(defect(psi, resampled(psi, FINE.n), well(grid), well(FINE)))
    assert found[0] < 1e-8
    assert found[1] > 1e-3


def test_the_defect_sees_a_spike_between_the_nodes():
    grid = Grid(-4.0, 4.0, 32)
    spike = [
        np.exp(-((g.x[None, :] - 0.25) ** 2 + g.x[:, None] ** 2) / 0.003) for g in (grid, FINE)
    ]
    fine = packet(FINE)
    psi = resampled(fine, grid.n)
    assert defect(psi, fine, *spike) > 0.01


class Run:
    """A default scene on 128 nodes, with and without leave to use fewer."""

    def __init__(self, wick=0.0, **settings):
        self.problem = PlaneProblem(**({"n": 128, "T": 2.0} | settings))
        self.terrain, self.wick, self.asked = Terrain(self.problem), wick, []

    def sampled(self, grid):
        self.asked.append(grid.n)
        return self.terrain.sampled(grid)

    def end(self, tolerance, sampled=None, nt=9, schedule=None):
        problem, terrain = self.problem, self.terrain
        frames = propagate(
            terrain.start,
            problem.grid,
            terrain.potential,
            problem.steepness(terrain.zeta),
            schedule=schedule or problem.diffusivity,
            wick=self.wick,
            t_save=np.linspace(0, problem.T, nt),
            tolerance=tolerance,
            sampled=sampled,
        )
        return list(frames)[-1]


@pytest.mark.parametrize("wick", [0.0, 0.6, math.pi / 2])
@pytest.mark.parametrize("name", ["himmelblau", "double-well", "one-neuron"])
@pytest.mark.parametrize("nt", [2, 9])
def test_the_estimate_is_honest_on_fewer_nodes(name, wick, nt):
    run = Run(wick, landscape=name)
    rough, exact = run.end(1e-4, run.sampled, nt), run.end(1e-9)
    error = np.linalg.norm(rough.psi - exact.psi) * run.problem.grid.dx
    assert error <= 2 * rough.error
    assert rough.error < 4e-4
    assert rough.log_norm == pytest.approx(exact.log_norm, abs=2e-3)
    assert run.asked


def test_a_schedule_that_shortens_the_waves_gets_more_nodes():
    run = Run(math.pi / 2, landscape="rastrigin", T=3.0)
    schedule = Schedule("exponential", 2.0, 0.02, 3.0)
    found, exact = run.end(1e-5, run.sampled, 16, schedule), run.end(1e-8, None, 16, schedule)
    assert run.asked[-1] > run.asked[0]
    assert np.linalg.norm(found.psi - exact.psi) * run.problem.grid.dx <= 2 * found.error


def test_a_spike_that_fewer_nodes_do_not_see_is_not_lost():
    spiky = "x**2 + y**2 + 6*exp(-(x**2 + y**2)/0.02)"
    run = Run(formula=spiky, lo=-4, hi=4, x0=0.5, y0=0, sigma=0.5, D=0.5, n=96, T=1.0)
    found, whole, exact = run.end(1e-4, run.sampled), run.end(1e-4), run.end(1e-6)
    errors = [np.linalg.norm(end.psi - exact.psi) for end in (found, whole)]
    assert errors[0] == pytest.approx(errors[1], rel=0.05)
    assert run.asked == sorted(run.asked)  # coarser nodes were tried and left


def test_a_surrogate_whose_floor_depends_on_the_nodes_stays_on_them():
    falling, rising = (
        Terrain(PlaneProblem(landscape=name, order=order, n=64))
        for name, order in (("himmelblau", 3), ("double-well", 4))
    )
    assert falling.is_cut_below
    assert not rising.is_cut_below


def test_every_default_start_fits_on_fewer_nodes_or_says_that_it_does_not():
    for name, entry in PLANE_CATALOGUE.items():
        terrain = Terrain(PlaneProblem(landscape=name))
        psi = terrain.start / np.linalg.norm(terrain.start)
        cut = np.linalg.norm(resampled(resampled(psi, 96), 256) - psi)
        assert cut < 1e-6, (name, entry.sigma)
