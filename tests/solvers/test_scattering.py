import math

import numpy as np
import pytest

from solvers.grid import Grid
from solvers.packets import Packet
from solvers.scattering import (
    rectangular_transmission,
    sech2_reflection,
    smooth_step_reflection,
    transmission,
)
from solvers.schedules import Schedule
from solvers.split_operator import propagate


def box(height):
    # Cells of 1/100 on [-1, 2]: the edges of the barrier fall on edges of cells.
    return lambda x: np.where((x > 0) & (x < 1), height, 0.0)


def test_rectangular_barrier_at_half_its_height():
    exact = 1 / (1 + math.sinh(1) ** 2)
    assert rectangular_transmission(0.5, 1, 1, 0.5) == pytest.approx(exact, abs=1e-14)
    assert rectangular_transmission(0.5, 1, 1, 0.5) == pytest.approx(0.41997434, abs=1e-8)


@pytest.mark.parametrize("energy", [0.01, 0.5, 1.0, 1.0 + 1e-9, 1.7, 40.0])
@pytest.mark.parametrize("height", [1.0, -3.0])
def test_rectangular_barrier_agrees_with_the_stationary_equation(energy, height):
    numeric = transmission(box(height), energy, 0.5, -1, 2, 300)
    assert rectangular_transmission(energy, height, 1, 0.5) == pytest.approx(numeric, abs=1e-11)


def test_rectangular_barrier_is_smooth_at_its_top_and_takes_arrays():
    around = rectangular_transmission(1 + np.array([-1e-7, 0, 1e-7]), 1, 1, 0.5)
    assert np.ptp(around) < 1e-6
    assert around[1] == pytest.approx(1 / (1 + 1 / (4 * 0.5)), abs=1e-12)
    assert rectangular_transmission(np.array([0.0, -1.0]), 1, 1, 0.5) == pytest.approx([0, 0])


def test_thick_barriers_let_nothing_through_and_do_not_overflow():
    assert 0 <= rectangular_transmission(0.5, 1e6, 1e3, 0.01) < 1e-200


def test_smooth_step_against_its_tabulated_value_and_the_stationary_equation():
    assert smooth_step_reflection(1.5, 0.3, 0.5) == pytest.approx(0.0130635, abs=1e-6)
    for energy, width in [(1.5, 0.3), (1.1, 0.3), (3.0, 0.1)]:
        numeric = transmission(
            lambda x, w=width: 1 / (1 + np.exp(-x / w)), energy, 0.5, -32 * width, 32 * width, 6000
        )
        exact = 1 - smooth_step_reflection(energy, width, 0.5)
        assert numeric == pytest.approx(exact, abs=1e-9)


def test_smooth_step_limits():
    below = smooth_step_reflection(np.array([0.0, 0.5, 1.0]), 0.3, 0.5)
    assert below == pytest.approx([1, 1, 1])
    sharp = ((math.sqrt(1.5) - math.sqrt(0.5)) / (math.sqrt(1.5) + math.sqrt(0.5))) ** 2
    assert smooth_step_reflection(1.5, 1e-6, 0.5) == pytest.approx(sharp, rel=1e-9)
    assert smooth_step_reflection(1.5, 1e4, 0.5) == 0


@pytest.mark.parametrize("level", [0.3, 0.5, 1.0, 1.5, 2.0])
def test_poschl_teller_agrees_with_the_stationary_equation(level):
    D, k = 0.7, 0.4
    numeric = transmission(
        lambda x: -D * level * (level + 1) / np.cosh(x) ** 2, D * k**2, D, -18, 18, 6000
    )
    assert 1 - numeric == pytest.approx(sech2_reflection(k, level), abs=1e-9)


def test_whole_levels_are_transparent():
    assert sech2_reflection(np.array([0.01, 1.0]), 3) == pytest.approx([0, 0])


def test_transmission_is_of_order_four():
    def bump(x):
        return np.exp(-(x**2))

    errors = [transmission(bump, 0.8, 0.5, -7, 7, n) for n in (50, 100, 200, 3200)]
    errors = np.abs(np.array(errors[:3]) - errors[3])
    assert np.log2(errors[:-1] / errors[1:]) == pytest.approx([4, 4], abs=0.3)


def test_transmission_needs_energy_on_both_sides():
    assert transmission(lambda x: 1 / (1 + np.exp(-x)), 0.9, 0.5, -40, 40, 100) == 0


@pytest.mark.parametrize(("level", "momentum", "t_end"), [(1.0, 2.0, 40.0), (0.5, 1.0, 110.0)])
def test_a_packet_is_reflected_like_its_plane_waves(level, momentum, t_end):
    grid, D, width = Grid(-200, 200, 1024), 0.5, 4.0
    x = grid.x
    V = -D * level * (level + 1) / np.cosh(x) ** 2
    steps = propagate(
        Packet(-30, width, momentum).psi(x),
        grid,
        V,
        -2 * V * np.tanh(x),
        schedule=Schedule("constant", D, D, t_end),
        wick=0.0,
        t_save=np.linspace(0, t_end, 11),
        tolerance=1e-6,
    )
    *_, last = steps
    back = (np.abs(last.psi[x < 0]) ** 2).sum() * grid.dx
    k = np.linspace(0.02, 4, 4000)
    spread = np.exp(-2 * width**2 * (k - momentum) ** 2)
    expected = spread @ sech2_reflection(k, level) / spread.sum()
    assert back == pytest.approx(expected, abs=2e-8)
