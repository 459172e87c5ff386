"""Drawn landscapes: the spline, its exact Taylor series, and its spectrum."""

import math

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from solvers.hamiltonian import Hamiltonian
from solvers.refusal import Refusal
from solvers.spectral import diagonalise
from solvers.spline import FURTHEST, HIGHEST, Spline
from solvers.taylor import surrogate

POINTS = ((-2.0, 1.5), (-1.1, 0.1), (0.2, 1.0), (0.9, -0.3), (2.0, 2.0))
SPLINE = Spline(POINTS)
KNOTS = np.array(POINTS).T[0]


def test_it_runs_through_its_points_and_is_the_natural_spline():
    x = np.linspace(-2, 2, 401)
    assert SPLINE.values(KNOTS) == pytest.approx(np.array(POINTS).T[1], abs=1e-14)
    known = CubicSpline(*np.array(POINTS).T, bc_type="natural")
    assert SPLINE.values(x) == pytest.approx(known(x), abs=1e-13)


def test_it_goes_on_straight_beyond_its_ends():
    for end, outwards in ((-2.0, -1), (2.0, 1)):
        jet = SPLINE.jet(np.array([end + outwards * 1e-9, end + outwards * 40]), 3)
        assert jet[1, 0] == pytest.approx(jet[1, 1], rel=1e-6)
        assert np.abs(jet[2:]).max() < 1e-6


def test_two_derivatives_are_continuous_and_the_third_is_not():
    below, above = (SPLINE.jet(KNOTS[1:-1] + h, 3) for h in (-1e-9, 1e-9))
    assert np.abs(below[:3] - above[:3]).max() < 1e-7
    assert np.abs(below[3] - above[3]).min() > 0.1


def test_taylor_series_inside_a_piece_are_the_piece():
    x = np.linspace(-1, 0.1, 50)
    jet = SPLINE.jet(np.array([-0.4]), 8)[:, 0]
    assert np.polyval(jet[::-1], x + 0.4) == pytest.approx(SPLINE.values(x), abs=1e-13)
    assert jet[4:] == pytest.approx(0, abs=0)


@pytest.mark.parametrize("order", range(9))
def test_orders_above_two_are_refused_at_a_control_point(order):
    if order <= 2:
        expected = [SPLINE.pieces(0.2, k) / math.factorial(k) for k in range(order + 1)]
        assert surrogate(SPLINE, 0.2, order).coefficients == pytest.approx(expected)
        return
    with pytest.raises(Refusal) as refusal:
        surrogate(SPLINE, 0.2, order)
    assert refusal.value.code == "points.not-smooth"
    assert len(surrogate(SPLINE, 0.21, order).coefficients) == order + 1


def test_splines_are_values():
    assert Spline(POINTS) == SPLINE
    assert hash(Spline(POINTS)) == hash(SPLINE)
    assert "5" in SPLINE.latex


def test_a_parabola_drawn_by_hand_has_nearly_its_levels():
    """The error of a natural spline falls with the fourth power of the spacing inside."""
    errors = []
    for count in (12, 24):
        x = np.linspace(-6, 6, count)
        drawn = Spline(tuple(zip(x.tolist(), (x**2 / 2).tolist(), strict=True)))
        found = diagonalise(Hamiltonian(drawn, 0.5, -6, 6), 192).energies[:4]
        errors.append(np.abs(found - np.arange(4) - 0.5).max())
    assert errors[1] < 2e-4
    assert errors[1] < errors[0] / 4


def test_straight_lines_stay_straight():
    line = Spline(((-1.0, -2.0), (0.3, 0.6), (1.0, 2.0)))
    x = np.linspace(-5, 5, 11)
    assert line.values(x) == pytest.approx(2 * x, abs=1e-12)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ((), "points.count"),
        (((0, 0), (1, 1)), "points.count"),
        (tuple((float(i), 0.0) for i in range(25)), "points.count"),
        (((0, 0), (1, math.nan), (2, 0)), "points.range"),
        (((0, 0), (math.inf, 0), (2, 0)), "points.range"),
        (((0, 0), (1, HIGHEST * 1.01), (2, 0)), "points.range"),
        (((-FURTHEST * 1.01, 0), (1, 0), (2, 0)), "points.range"),
        (((0, 0), (1, 0), (1, 0)), "points.order"),
        (((0, 0), (2, 0), (1, 0)), "points.order"),
        (((0, 0), (1e-4, 0), (1, 0)), "points.close"),
    ],
)
def test_points_that_make_no_landscape_are_refused(points, code):
    with pytest.raises(Refusal) as refusal:
        Spline(points)
    assert refusal.value.code == code


def test_the_worst_points_allowed_still_give_numbers():
    wild = Spline(tuple((i / 23, HIGHEST * (-1) ** i) for i in range(24)))
    x = np.linspace(-1, 2, 2000)
    assert np.isfinite(wild.values(x)).all()
