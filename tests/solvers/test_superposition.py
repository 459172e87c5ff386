"""Eigenstates and superpositions as initial states."""

import math

import numpy as np
import pytest

from solvers import observables
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.solution import collect, solve, stream
from solvers.spectral import diagonalise
from solvers.superposition import HIGHEST_LEVEL, Superposition
from tests.solvers.spectra import hamiltonian

SMALL = {"n": 256, "frames": 9}


@pytest.mark.parametrize("wick", [0.0, 50.0, 90.0])
@pytest.mark.parametrize("n", [0, 3, 6])
def test_an_eigenstate_stands_still(wick, n):
    found = solve(Problem(landscape="quadratic", levels=((n, 1.0, 0.0),), wick=wick, **SMALL))
    assert np.abs(found.fields.density - found.fields.density[0]).max() < 1e-7
    assert found.fields.energy == pytest.approx(n + 0.5, abs=1e-8)
    damping = math.sin(found.problem.theta) * (n + 0.5)
    assert found.fields.log_norm == pytest.approx(-damping * found.fields.t, abs=1e-6)
    assert found.report.verdict.level == "green"


def test_a_high_level_outlives_any_time_in_imaginary_time():
    """Its weight e^{-2E s} is far below the smallest number a computer knows."""
    fields = solve(Problem(levels=((20, 1.0, 0.0),), wick=90, T=5e3, **SMALL)).fields
    assert fields.density.sum(axis=1) * Problem(**SMALL).grid.dx == pytest.approx(1, abs=1e-7)
    assert np.ptp(fields.energy) == 0


def test_two_levels_beat_at_their_distance():
    problem = Problem(landscape="quadratic", levels=((0, 1.0, 0.0), (1, 1.0, 90.0)), T=7.0)
    fields = solve(problem).fields
    # ⟨x⟩ = 2 a₀a₁ ⟨0|x|1⟩ cos(t + phase), ⟨0|x|1⟩ = -√½ with left-most lobes positive.
    assert fields.mean == pytest.approx(-math.sqrt(0.5) * np.cos(fields.t - math.pi / 2), abs=1e-7)
    assert fields.energy == pytest.approx(1.0, abs=1e-9)


def test_amplitudes_and_phases_are_what_the_coefficients_say():
    problem = Problem(levels=((1, 3.0, -90.0), (2, 4.0, 180.0)))
    expansion = solve(problem, samples=2).expansion
    assert expansion.coefficients[[1, 2]] == pytest.approx([-0.6j, -0.8])
    assert np.abs(np.delete(expansion.coefficients, [1, 2])).max() == 0
    assert expansion.missing == 0


def test_in_imaginary_time_the_lowest_of_them_is_left():
    found = solve(Problem(levels=((1, 1.0, 0.0), (4, 1.0, 60.0)), wick=90, T=60))
    assert found.fields.energy[-1] == pytest.approx(found.expansion.spectrum.energies[1], abs=1e-8)
    assert (np.diff(found.fields.energy) <= 1e-12).all()


def test_signs_do_not_depend_on_the_basis():
    H = hamiltonian("(x**2 - 1)**2 + 0.15*x", 0.1, -2, 2)
    small, large = (diagonalise(H, size).eigenstates(_grid(), 24) for size in (192, 384))
    assert np.abs(small - large).max() < 1e-5
    for state in small.T:
        lobe = np.flatnonzero(np.abs(state) > 0.02 * np.abs(state).max())[0]
        assert state[lobe] > 0


def _grid():
    return Problem(lo=-2, hi=2).grid


def test_the_parabola_of_order_two_has_its_own_eigenstates():
    problem = Problem(order=2, about=1.0, levels=((2, 1.0, 0.0),), lo=-3, hi=4, frames=5)
    found = solve(problem)
    assert found.report.method == "spectral"
    value, slope, half = problem.surrogate.coefficients
    spacing = math.sqrt(4 * problem.D * half)
    bottom = value - slope**2 / (4 * half)
    assert found.fields.energy == pytest.approx(bottom + 2.5 * spacing, abs=1e-5)
    assert np.abs(found.fields.density - found.fields.density[0]).max() < 1e-5


@pytest.mark.parametrize(
    ("order", "about", "refused"), [(0, None, 1), (1, None, 1), (2, 0.0, 1), (2, 1.0, 0)]
)
def test_surrogates_without_levels_are_refused(order, about, refused):
    changes = {"order": order, "about": about, "levels": ((0, 1.0, 0.0),)}
    if not refused:
        assert not Problem(**changes).is_closed_form
        return
    with pytest.raises(Refusal) as refusal:
        Problem(**changes)
    assert refusal.value.code == "levels.none"
    assert refusal.value.details == {"order": order}


def test_annealing_starts_from_the_eigenstate():
    problem = Problem(levels=((0, 1.0, 0.0),), schedule="linear", D_end=0.1, T=3.0, **SMALL)
    steady = solve(problem.having(schedule="constant", D_end=None))
    stepped = collect(problem, list(stream(problem)))
    drift = np.abs(stepped.fields.density - steady.fields.density)
    assert stepped.problem.D_end == stepped.problem.D
    assert drift.max() < 1e-5
    assert observables.norm(stepped.fields.psi, problem.grid) == pytest.approx(1, abs=1e-9)


def test_another_start_needs_no_other_eigenstates():
    packet, level = (solve(Problem(**more), samples=2) for more in ({}, {"levels": ((7, 1, 0),)}))
    assert level.expansion.spectrum.basis == packet.expansion.spectrum.basis
    assert level.expansion.count == packet.expansion.count


def test_a_level_too_high_for_the_packets_basis_grows_it():
    problem = Problem(landscape="griewank", levels=((HIGHEST_LEVEL, 1.0, 0.0),))
    found = solve(problem, samples=3)
    assert found.report.error < 1e-5


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ((), "levels.count"),
        (tuple((n, 1, 0) for n in range(13)), "levels.count"),
        (((-1, 1, 0),), "levels.number"),
        (((1.5, 1, 0),), "levels.number"),
        (((HIGHEST_LEVEL + 1, 1, 0),), "levels.number"),
        (((0, 0, 0),), "levels.amplitude"),
        (((0, math.nan, 0),), "levels.amplitude"),
        (((0, math.inf, 0),), "levels.amplitude"),
        (((0, 1, math.nan),), "levels.phase"),
        (((0, 1, 400),), "levels.phase"),
        (((2, 1, 0), (2, 1, 0)), "levels.repeated"),
    ],
)
def test_what_is_no_superposition_is_refused(levels, code):
    with pytest.raises(Refusal) as refusal:
        Superposition(levels)
    assert refusal.value.code == code
