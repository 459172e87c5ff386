"""What an eye sees in a landscape."""

import numpy as np
import pytest

from solvers.terrain import best_basin, relief, trusted

X = np.linspace(-3, 3, 601)


def test_relief_is_the_median_above_the_minimum():
    assert relief(X**2) == pytest.approx(2.25, abs=0.02)
    assert relief(X**2 + 7) == pytest.approx(relief(X**2))


def test_relief_of_a_barrier_or_a_narrow_well_is_its_height():
    assert relief(np.exp(-((8 * X) ** 2))) == pytest.approx(1.0)
    assert relief(-5 * np.exp(-((30 * X) ** 2))) == pytest.approx(5.0, rel=1e-3)
    assert relief(np.zeros(9)) == 1.0


def test_basin_ends_at_the_passes():
    zeta = (X**2 - 1) ** 2 + 0.15 * X
    member = best_basin(zeta)
    left = X < 0.0375  # the pass
    assert (member == left).mean() > 0.997


def test_equal_minima_share_the_crown():
    assert best_basin((X**2 - 1) ** 2).all()
    for n in range(550, 560):  # nodes that miss the two minima by different bits
        x = np.linspace(-3, 2.7, n)
        assert best_basin((x**2 - 1) ** 2).all()
    assert not best_basin((X**2 - 1) ** 2 + 0.01 * X).all()


def test_a_basin_may_cross_the_seam_of_a_ring():
    x = (np.arange(400) + 0.5) / 400
    zeta = -np.cos(2 * np.pi * x) - 0.5 * np.cos(4 * np.pi * x)
    member = best_basin(zeta, periodic=True)
    assert member[0]
    assert member[-1]
    assert not member[200]
    rolled = best_basin(np.roll(zeta, 130), periodic=True)
    assert (rolled == np.roll(member, 130)).all()


def test_trusted_marks_a_closed_interval():
    assert trusted(np.array([0.0, 1.0, 2.0, 3.0]), (1.0, 2.0)).tolist() == [
        False,
        True,
        True,
        False,
    ]
