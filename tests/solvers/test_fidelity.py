import math

import numpy as np
import pytest

from solvers.fidelity import compare, distance, duhamel_bound, fidelity, first_below
from solvers.gaussian import Quadratic, evolve
from solvers.grid import Grid
from solvers.packets import Packet
from solvers.problem import Problem

WELL = Problem(landscape="double-well", D=0.02, sigma=0.1, x0=1.0, T=1.0)


def test_duhamels_bound_is_tight_at_first():
    compared = compare(WELL, 2, samples=401)
    assert compared.t[100] == pytest.approx(0.25)
    assert compared.distance[100] == pytest.approx(0.0042, abs=5e-5)
    assert compared.bound[100] == pytest.approx(0.0043, abs=5e-5)


@pytest.mark.parametrize("order", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("x0", [-1.2, -0.5, 0.0, 0.8])
def test_the_true_distance_never_passes_duhamels_bound(order, x0):
    compared = compare(WELL.having(x0=x0, T=2.0), order, samples=201)
    known = ~np.isnan(compared.bound)
    assert known[:50].all()
    assert (compared.distance[known] <= compared.bound[known] + 1e-8).all()


def test_the_bounds_integral_has_converged():
    coarse, fine = (compare(WELL, 2, samples=n).bound[-1] for n in (161, 641))
    assert coarse == pytest.approx(fine, rel=1e-3)


def test_a_higher_order_stays_longer():
    problem = WELL.having(x0=-0.8, T=6.0)
    lost = [compare(problem, order).lost_at for order in (0, 1, 2, 3)]
    assert lost == sorted(lost)
    assert len(set(lost)) == 4


def test_order_four_of_a_quartic_is_the_truth():
    compared = compare(WELL, 4)
    assert compared.fidelity == pytest.approx(np.ones(161), abs=1e-9)
    assert compared.bound == pytest.approx(np.zeros(161), abs=1e-9)
    assert compared.lost_at == math.inf


def test_a_run_ends_where_the_surrogates_packet_does():
    compared = compare(WELL.having(x0=0.1, wick=90.0, T=50.0), 2)
    assert compared.t[-1] < 50
    assert np.isnan(compared.bound).all()
    assert compared.fidelity[-1] < 0.99


def test_no_bound_for_a_packet_that_has_left_the_box():
    compared = compare(WELL.having(px=40.0, T=4.0), 0)
    assert np.isnan(compared.bound[-1])
    assert not np.isnan(compared.bound[0])
    assert compared.distance[-1] == pytest.approx(math.sqrt(2), abs=0.1)


def test_overlaps_of_two_gaussians_in_closed_form():
    grid = Grid(-10, 10, 512)
    one, other = (Packet(x, 0.7).psi(grid.x)[None, :] for x in (0.0, 0.9))
    overlap = math.exp(-(0.9**2) / (8 * 0.7**2))
    assert fidelity(one, other, grid)[0] == pytest.approx(overlap**2, abs=1e-12)
    assert distance(one, other, grid)[0] == pytest.approx(math.sqrt(2 - 2 * overlap), abs=1e-12)
    assert distance(one, one, grid)[0] == 0


def test_the_bound_of_a_constant_remainder_is_its_size_times_time():
    grid, t = Grid(-12, 12, 512), np.linspace(0, 2, 41)
    psi = evolve(Quadratic(0.0), 0.1, Packet(0, 1), 1j * t).psi(grid.x)
    bound = duhamel_bound(t, np.full(512, -0.3), psi, grid)
    assert bound == pytest.approx(0.3 * t, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "there"), [([1, 1, 0.98], 1.5), ([0.9, 1, 1], 0.0), ([1, 1, 1], math.inf)]
)
def test_crossings_lie_between_samples(values, there):
    assert first_below(np.arange(3.0), np.array(values), 0.99) == pytest.approx(there)
