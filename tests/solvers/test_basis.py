"""The plane-wave bases: orthonormal, with exact matrix elements."""

import numpy as np
import pytest

from solvers.basis import POTENTIAL_NODES, Basis, sampled_waves
from solvers.grid import Grid

LO, HI, SIZE = -1.3, 2.1, 24


def basis(edges, size=SIZE):
    return Basis(Grid(LO, HI, 7, edges), size)


def ring(x):
    return np.exp(
        np.sin(2 * np.pi * (x - LO) / (HI - LO)) + 0.4 * np.cos(4 * np.pi * x / (HI - LO))
    )


def hill(x):
    return np.exp(0.7 * x) * np.cos(2 * x) + x**3


def quadrature(edges):
    """Nodes and weights independent of the solver's own: Gauss, or midpoints on a ring."""
    if edges == "periodic":
        grid = Grid(LO, HI, 1001, edges)
        return grid.x, np.full(1001, grid.dx)
    nodes, weights = np.polynomial.legendre.leggauss(200)
    return (HI - LO) / 2 * nodes + (LO + HI) / 2, (HI - LO) / 2 * weights


@pytest.mark.parametrize("edges", ["walls", "periodic"])
def test_functions_are_orthonormal(edges):
    x, w = quadrature(edges)
    waves = basis(edges).samples(x)
    assert waves.T @ (w[:, None] * waves) == pytest.approx(np.eye(SIZE), abs=1e-13)


@pytest.mark.parametrize("edges", ["walls", "periodic"])
def test_functions_meet_the_edges(edges):
    ends = basis(edges).samples(np.array([LO, HI]))
    expected = ends[0] if edges == "periodic" else 0.0
    assert ends[1] == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize("edges", ["walls", "periodic"])
def test_second_derivative_is_minus_k_squared(edges):
    chosen, h = basis(edges), 1e-4
    x = np.linspace(LO + 0.1, HI - 0.1, 50)
    curved = (chosen.derivatives(x + h) - chosen.derivatives(x - h)) / (2 * h)
    assert curved == pytest.approx(-(chosen.k**2) * chosen.samples(x), rel=1e-4, abs=1e-3)


@pytest.mark.parametrize("edges", ["walls", "periodic"])
def test_derivatives_agree_with_differences(edges):
    chosen, h = basis(edges), 1e-5
    x = np.linspace(LO, HI, 60)
    slope = (chosen.samples(x + h) - chosen.samples(x - h)) / (2 * h)
    assert chosen.derivatives(x) == pytest.approx(slope, abs=1e-5)


@pytest.mark.parametrize(("edges", "potential"), [("walls", hill), ("periodic", ring)])
def test_matrix_elements_agree_with_quadrature(edges, potential):
    chosen = basis(edges)
    x, w = quadrature(edges)
    wide = basis(edges, 2 * SIZE).samples(x)
    expected = wide.T @ ((w * potential(x))[:, None] * chosen.samples(x))
    values = potential(chosen.potential_grid.x)
    # ζ ends in a corner at a wall, as its mirror image shows: nodes, not basis, limit it.
    tolerance = 1e-12 if edges == "periodic" else 2e-7
    found = chosen.potential_matrix(values, slice(0, 2 * SIZE))
    assert found == pytest.approx(expected, abs=tolerance)
    assert chosen.potential_matrix(values) == pytest.approx(expected[:SIZE], abs=tolerance)


@pytest.mark.parametrize("edges", ["walls", "periodic"])
def test_a_constant_potential_is_the_unit_matrix(edges):
    chosen = basis(edges)
    found = chosen.potential_matrix(np.full(POTENTIAL_NODES, 2.5))
    assert found == pytest.approx(2.5 * np.eye(SIZE), abs=1e-13)


@pytest.mark.parametrize("edges", ["walls", "periodic"])
def test_projection_gives_back_the_coefficients(edges):
    size, rng = SIZE, np.random.default_rng(3)
    chosen = basis(edges)
    wanted = rng.normal(size=2 * size) + 1j * rng.normal(size=2 * size)
    values = basis(edges, 2 * size).samples(chosen.quadrature.x) @ wanted
    assert chosen.project(values, 2 * size) == pytest.approx(wanted, abs=1e-12)
    assert chosen.project(values) == pytest.approx(wanted[:size], abs=1e-12)


def test_sampled_waves_are_kept_and_cannot_be_spoilt():
    grid = Grid(LO, HI, 33)
    kept = sampled_waves(basis("walls"), grid)
    assert kept is sampled_waves(basis("walls"), grid)
    assert kept == pytest.approx(basis("walls").samples(grid.x))
    with pytest.raises(ValueError, match="read-only"):
        kept[0, 0] = 1.0
