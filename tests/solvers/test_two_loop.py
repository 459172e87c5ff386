import numpy as np
import pytest

from solvers.annealing import hamiltonian
from solvers.grid import Grid
from solvers.landscapes import landscape
from solvers.packets import Packet
from solvers.two_loop import SHARP, two_loop

RASTRIGIN = landscape("rastrigin")
GRID = Grid(RASTRIGIN.lo, RASTRIGIN.hi, 512)
START = Packet(3.0, 0.15)


def runs(D0, **limits):
    return list(two_loop(hamiltonian(RASTRIGIN, D0), START, GRID, **limits))


def near_zero(settled):
    return (settled.psi[np.abs(GRID.x) < 0.5] ** 2).sum() * GRID.dx


def test_from_a_large_scale_it_finds_the_minimum():
    """Check 30: D₀ = 2, twelve scales, ends at ⟨x⟩ = 0.001 ± 0.208, P(|x| < ½) = 0.960."""
    found = runs(2.0)
    last = found[-1]
    density = last.psi**2 * GRID.dx
    mean = density @ GRID.x
    assert [settled.D for settled in found] == pytest.approx(2.0 * 0.5 ** np.arange(12))
    assert density.sum() == pytest.approx(1.0, abs=1e-8)
    assert near_zero(last) > 0.9
    assert near_zero(last) == pytest.approx(0.960, abs=0.01)
    assert abs(mean) < 0.01
    assert np.sqrt(density @ GRID.x**2 - mean**2) == pytest.approx(0.208, abs=0.02)


@pytest.mark.parametrize(("D0", "where"), [(0.02, 1.99), (0.005, 2.98)])
def test_from_a_small_scale_it_sticks(D0, where):
    """In the minimum it began in, or in the next."""
    last = runs(D0)[-1]
    assert near_zero(last) < 0.01
    assert (last.psi**2 @ GRID.x) * GRID.dx == pytest.approx(where, abs=0.05)


def test_every_inner_loop_ends_sharp_or_at_its_limit():
    found = runs(2.0)
    for settled in found:
        assert settled.energy >= settled.ground - 1e-12
        assert settled.tau < 40
        assert settled.spread[-1] < SHARP * (np.sqrt(2.0) + settled.energy)
        assert (settled.lowest @ settled.psi * GRID.dx) ** 2 == pytest.approx(settled.overlap)
    gave_up = runs(2.0, end=1.5, longest=0.01)[0]
    assert gave_up.tau == pytest.approx(0.01)
    spread = gave_up.energy - gave_up.ground
    assert spread > SHARP * (np.sqrt(2.0) + gave_up.energy)
