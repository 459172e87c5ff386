"""Conventions of the grid: where the nodes are, and what the wavenumbers mean."""

import numpy as np
import pytest

from solvers.grid import Grid


def test_nodes_are_cell_centred():
    grid = Grid(-1.0, 3.0, 8)
    assert grid.dx == 0.5
    assert grid.x[0] == -0.75
    assert grid.x[-1] == 2.75
    assert np.diff(grid.x) == pytest.approx(0.5, abs=1e-15)


@pytest.mark.parametrize("n", [7, 8])
def test_a_symmetric_box_has_symmetric_nodes(n):
    x = Grid(-2.6, 2.6, n).x
    assert x == pytest.approx(-x[::-1], abs=1e-15)


def test_periodic_wavenumbers_are_in_transform_order():
    k = Grid(0.0, 2.0, 8, "periodic").k
    assert k[:4] == pytest.approx(np.pi * np.arange(4))
    assert k[-1] == pytest.approx(-np.pi)
    assert k[4] == pytest.approx(-4 * np.pi)


def test_wall_wavenumbers_fit_half_waves_between_the_walls():
    grid = Grid(-1.0, 3.0, 16)
    assert grid.k == pytest.approx(np.pi * np.arange(1, 17) / 4)
    at_walls = np.sin(np.outer([0.0, grid.length], grid.k))
    assert np.abs(at_walls).max() < 1e-13
