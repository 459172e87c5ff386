"""Contracted bases: closed forms, sums, choices among equal minima, error bars."""

import numpy as np
import pytest

from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian
from solvers.landscapes import CATALOGUE
from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.plane.spectrum import contracted_spectrum
from solvers.spectral import diagonalise


def spectrum(entry, D=None, n=128, **more):
    grid = Grid(entry.lo, entry.hi, n)
    zeta = entry.objective.values(*np.meshgrid(grid.x, grid.x))
    return contracted_spectrum(zeta, D or entry.D, grid, **more)


def probability(found, k, x, y, radius):
    grid = found.grid
    near = (grid.x - x) ** 2 + (grid.x[:, None] - y) ** 2 < radius**2
    return float((found.state(k)[near] ** 2).sum()) * grid.dx**2


def test_a_tilted_oscillator_has_its_closed_form():
    grid = Grid(-8, 8, 128)
    x, y = np.meshgrid(grid.x, grid.x)
    D, K = 0.4, np.array([[1.3, 0.5], [0.5, 2.0]])
    zeta = (K[0, 0] * x**2 + 2 * K[0, 1] * x * y + K[1, 1] * y**2) / 2
    fast, slow = np.sqrt(2 * D * np.linalg.eigvalsh(K)[::-1])
    found = contracted_spectrum(zeta, D, grid, states=4)
    levels = sorted((i + 0.5) * fast + (j + 0.5) * slow for i in range(4) for j in range(4))[:4]
    assert found.energies == pytest.approx(levels, abs=1e-9)
    assert found.residuals[0] < 1e-4


def test_a_sum_has_the_levels_of_its_lines():
    entry, line = PLANE_CATALOGUE["styblinski-tang"], CATALOGUE["styblinski-tang"]
    levels = diagonalise(Hamiltonian(line.objective, line.D, entry.lo, entry.hi), 192).energies
    found = spectrum(entry, n=192)
    assert found.energies[0] == pytest.approx(2 * levels[0], abs=1e-8)
    assert found.gap == pytest.approx(levels[1] - levels[0], abs=1e-8)


def test_himmelblaus_ground_state_picks_the_flattest_of_four_equal_minima():
    """Acceptance check 29."""
    entry = PLANE_CATALOGUE["himmelblau"]
    sharp = spectrum(entry, D=0.02, n=160)
    assert probability(sharp, 0, 3.0, 2.0, 1.9) > 0.999
    broad = spectrum(entry, D=0.2)
    assert probability(broad, 0, 3.0, 2.0, 1.9) == pytest.approx(0.815, abs=0.02)
    assert probability(broad, 0, 3.584, -1.848, 1.9) == pytest.approx(0.169, abs=0.02)


def test_states_are_orthonormal_and_real_weights_sum_to_what_is_kept():
    found = spectrum(PLANE_CATALOGUE["himmelblau"])
    states = np.array([found.state(k) for k in range(6)])
    overlaps = np.einsum("aij,bij->ab", states, states) * found.grid.dx**2
    assert overlaps == pytest.approx(np.eye(6), abs=1e-12)
    mixed = (states[0] + 1j * states[3]) / np.sqrt(2)
    assert found.weights(mixed)[:4] == pytest.approx([0.5, 0, 0, 0.5], abs=1e-12)


def test_residuals_bound_the_error_of_levels():
    coarse = spectrum(PLANE_CATALOGUE["himmelblau"])
    fine = spectrum(PLANE_CATALOGUE["himmelblau"], n=192, functions=64, products=1600)
    error = coarse.energies[:3] - fine.energies[:3]
    assert (error > -1e-10).all()  # from above
    assert (error <= coarse.residuals[:3] ** 2 / 0.05 + 1e-9).all()


def test_states_move_to_finer_nodes():
    found = spectrum(PLANE_CATALOGUE["double-well"], n=96)
    fine = found.on(Grid(found.grid.lo, found.grid.hi, 192))
    direct = spectrum(PLANE_CATALOGUE["double-well"], n=192)
    for k in range(3):
        a, b = fine.state(k), direct.state(k)
        assert abs(np.vdot(a, b)) * fine.grid.dx**2 == pytest.approx(1, abs=1e-9)
