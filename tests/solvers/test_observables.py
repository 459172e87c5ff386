"""Expectation values of states that are known in closed form."""

import numpy as np
import pytest

from solvers import observables
from solvers.grid import Grid
from solvers.packets import Packet

WALLS = Grid(-9.0, 9.0, 512)
RING = Grid(-9.0, 9.0, 512, "periodic")
PACKET = Packet(0.7, 0.6, 1.9)
GRIDS = pytest.mark.parametrize("grid", [WALLS, RING], ids=["walls", "periodic"])


def frames(grid, packet=PACKET):
    return packet.psi(grid.x)[None, :]


@GRIDS
def test_moments_of_a_gaussian(grid):
    psi = frames(grid)
    assert observables.norm(psi, grid) == pytest.approx([1.0], abs=1e-13)
    assert observables.mean(psi, grid) == pytest.approx([0.7], abs=1e-12)
    assert observables.std(psi, grid) == pytest.approx([0.6], abs=1e-12)


@GRIDS
def test_energy_of_a_gaussian(grid):
    D, k = 0.3, 1.7
    kinetic = D * (1.9**2 + 1 / (4 * 0.6**2))
    potential = k / 2 * (0.7**2 + 0.6**2)
    found = observables.energy(frames(grid), grid, k / 2 * grid.x**2, D)
    assert found == pytest.approx([kinetic + potential], rel=1e-12)


@GRIDS
def test_energy_may_have_one_diffusivity_a_frame(grid):
    psi = np.concatenate([frames(grid), frames(grid)])
    slow, fast = observables.energy(psi, grid, np.zeros(grid.n), np.array([0.1, 0.4]))
    assert fast == pytest.approx(4 * slow)


@GRIDS
def test_momentum_density_sums_to_one_and_peaks_at_the_momentum(grid):
    weights = observables.momentum_density(frames(grid), grid)
    assert weights.sum() == pytest.approx(1.0, abs=1e-13)
    assert grid.k[weights[0].argmax()] == pytest.approx(1.9, abs=0.2)


@GRIDS
def test_derivative_and_current_of_a_moving_packet(grid):
    psi, y = frames(grid), grid.x - 0.7
    exact = (1.9j - y / (2 * 0.6**2)) * psi
    assert observables.derivative(psi, grid) == pytest.approx(exact, abs=1e-10)
    flow = observables.current(psi, grid, 0.3)
    assert flow == pytest.approx(2 * 0.3 * 1.9 * observables.density(psi), abs=1e-10)


def test_a_standing_wave_carries_no_current():
    psi = np.sin(3 * np.pi * (WALLS.x - WALLS.lo) / WALLS.length)[None, :] * np.exp(0.4j)
    assert np.abs(observables.current(psi, WALLS, 0.5)).max() < 1e-13


def test_walkers_are_wider_by_the_root_of_two_and_forget_the_phase():
    psi = frames(WALLS, Packet(0.7, 0.6)) * np.exp(1.1j)
    u = observables.walkers_density(psi, WALLS)[0]
    assert u.sum() * WALLS.dx == pytest.approx(1.0)
    centre = u @ WALLS.x * WALLS.dx
    variance = u @ (WALLS.x - centre) ** 2 * WALLS.dx
    assert (centre, variance) == (pytest.approx(0.7), pytest.approx(2 * 0.6**2))


def test_edge_probability_counts_three_percent_on_both_sides():
    grid = Grid(0.0, 1.0, 1000)
    flat = np.ones((1, 1000))
    assert observables.edge_probability(flat, grid) == pytest.approx([0.06], abs=1e-12)
    left = np.where(grid.x < 0.03, 1.0, 0.0)[None, :]
    assert observables.edge_probability(left, grid) == pytest.approx([0.03], abs=1e-12)


def test_probability_adds_up_over_a_partition():
    where = WALLS.x > 0.7
    inside = observables.probability(frames(WALLS), WALLS, where)
    outside = observables.probability(frames(WALLS), WALLS, ~where)
    assert inside + outside == pytest.approx([1.0])
    assert inside == pytest.approx([0.5], abs=0.02)


@GRIDS
def test_tail_weight_sees_only_what_the_nodes_cannot_follow(grid):
    def weight(psi):
        return observables.tail_weight(observables.momentum_density(psi, grid), grid)[0]

    assert weight(frames(grid)) < 1e-20
    assert weight(frames(grid, Packet(0.7, 0.6, 0.97 * np.abs(grid.k).max()))) > 0.9
