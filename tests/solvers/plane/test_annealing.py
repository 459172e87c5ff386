"""Annealing in the plane: flips, two loops, runs against sums and a tighter run, bounds."""

from dataclasses import replace

import numpy as np
import pytest

from solvers.annealing import anneal as anneal_line
from solvers.annealing import harmonic_flip
from solvers.grid import Grid
from solvers.landscapes import CATALOGUE
from solvers.plane import annealing
from solvers.plane.annealing import anneal, flip, scale, square, success, two_loop
from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain
from solvers.refusal import Refusal
from solvers.schedules import Schedule

REAL, IMAGINARY = 0.0, np.pi / 2


def terrain(landscape, **changes):
    return Terrain(square(PlaneProblem(landscape=landscape, **changes)))


def test_the_ground_state_of_two_parameters_flips_where_zero_point_energies_cancel():
    """Check 29 in the plane: both directions count, so twice the depth gives the same D."""
    land = terrain("narrow-wide")
    predicted = harmonic_flip(0.5, (2 * np.sqrt(80)) ** 2 / 2, (2 * np.sqrt(12)) ** 2 / 2)
    assert predicted == pytest.approx(0.008324, abs=1e-6)
    assert flip(land, 0.0082, 0.0085, tolerance=2e-6) == pytest.approx(0.008324, abs=1e-5)
    assert scale(land, 0.008324337).gap < 1e-4


def test_himmelblaus_ground_state_is_at_the_flattest_minimum_at_small_d():
    """Check 29."""
    land = terrain("himmelblau")
    found, x = scale(land, 0.02), land.problem.grid.x
    near = (x[None, :] - 3) ** 2 + (x[:, None] - 2) ** 2 < 1.9**2
    assert (found.ground[near] ** 2).sum() * land.problem.grid.dx**2 > 0.999


@pytest.mark.parametrize(("D", "low", "high"), [(2.0, 0.9, 1.0), (0.002, 0.0, 0.01)])
def test_two_loops_find_from_afar_and_stick_from_near(D, low, high):
    """Check 30 in the plane."""
    land = terrain("rastrigin", x0=3.0, y0=2.0, sigma=0.15)
    *_, last = two_loop(land, D)
    cell = land.problem.grid.dx**2
    assert (last.way[-1] ** 2).sum() * cell == pytest.approx(1, abs=1e-9)
    assert low <= (last.way[-1][land.basin] ** 2).sum() * cell <= high
    assert last.held > 0.99


def test_a_packet_that_no_basis_holds_is_refused():
    land = terrain("schwefel", sigma=0.05)
    with pytest.raises(Refusal, match="not-held"):
        list(two_loop(land, 0.5))


@pytest.mark.parametrize("wick", [REAL, IMAGINARY])
def test_a_sum_is_annealed_as_its_lines_are(wick):
    """Styblinski and Tang's landscape is a sum: |ψ|² is a product of two runs on a line."""
    land = terrain("styblinski-tang")
    grid = land.problem.grid
    schedule = Schedule("exponential", 3.0, 0.05, 2.0)
    *_, plane = anneal(land, scale(land, 3.0).ground, schedule, wick, tolerance=1e-5)
    entry = CATALOGUE["styblinski-tang"]
    line = PLANE_CATALOGUE["styblinski-tang"]
    boxed = replace(entry, lo=line.lo, hi=line.hi)
    *_, one = anneal_line(boxed, schedule, wick, Grid(line.lo, line.hi, grid.n))
    along = np.abs(one.psi) ** 2
    assert np.abs(np.abs(plane.psi) ** 2 - np.outer(along, along)).max() < 5e-4 * along.max() ** 2


@pytest.mark.parametrize("name", ["rastrigin", "ackley", "griewank"])
@pytest.mark.parametrize("wick", [REAL, IMAGINARY])
def test_the_pages_tolerance_leaves_success_to_a_percent(name, wick):
    land, entry = terrain(name), PLANE_CATALOGUE[name]
    ground = scale(land, entry.D_high).ground
    schedule = Schedule("exponential", entry.D_high, entry.D_low, entry.T / 8)
    coarse = success(land, ground, schedule, wick)
    *_, last = anneal(land, ground, schedule, wick, tolerance=1e-5)
    fine = (np.abs(last.psi[land.basin]) ** 2).sum() * land.problem.grid.dx**2
    assert coarse == pytest.approx(fine, abs=0.01)


def test_imaginary_time_forgives_and_real_time_needs_slowness():
    land = terrain("ackley")
    ground = scale(land, 0.3).ground
    ends = {
        (T, wick): success(land, ground, Schedule("exponential", 0.3, 0.005, T), wick)
        for T in (5.0, 20.0)
        for wick in (REAL, IMAGINARY)
    }
    assert ends[5.0, REAL] < ends[5.0, IMAGINARY] - 0.2
    assert ends[20.0, REAL] > ends[5.0, REAL] + 0.2
    assert ends[20.0, IMAGINARY] > 0.95


@pytest.mark.parametrize("wick", [REAL, IMAGINARY])
def test_no_run_of_useful_length_follows_the_flip(wick):
    land = terrain("narrow-wide")
    ground = scale(land, 0.05).ground
    assert success(land, ground, Schedule("exponential", 0.05, 0.002, 40.0), wick) < 0.01


def test_a_ground_state_that_the_nodes_cannot_show_is_refused():
    with pytest.raises(Refusal, match="too-sharp"):
        scale(terrain("muller-brown"), 1e-4)


@pytest.mark.parametrize("name", PLANE_CATALOGUE)
def test_every_landscape_is_resolved_at_its_least_d(name):
    entry = PLANE_CATALOGUE[name]
    found = scale(terrain(name), entry.D_low)
    assert found.best > 0.9
    assert found.gap > 0


def test_a_run_that_takes_too_many_steps_has_no_success(monkeypatch):
    monkeypatch.setattr(annealing, "PATIENCE", 60)
    land = terrain("rastrigin")
    ground = scale(land, 2.0).ground
    assert np.isnan(success(land, ground, Schedule("linear", 2.0, 0.002, 400.0), REAL))
