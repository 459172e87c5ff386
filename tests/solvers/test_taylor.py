"""Surrogates: order of the remainder, boundedness, and where they can be trusted."""

import numpy as np
import pytest

from solvers.formula import parse
from solvers.landscapes import CATALOGUE
from solvers.refusal import Refusal
from solvers.taylor import HIGHEST_ORDER, Surrogate, surrogate, trust_radius


def remainder_order(formula, about: float, order: int, radii: np.ndarray) -> float:
    """Slope of log |ζ - T_n| at ±r, averaged over both signs, against log r."""
    polynomial = surrogate(formula, about, order)
    errors = [
        np.abs(formula.values(x) - polynomial.values(x)).mean()
        for x in (about + r * np.array([-1.0, 1.0]) for r in radii)
    ]
    return float(np.polyfit(np.log(radii), np.log(errors), 1)[0])


@pytest.mark.parametrize("order", range(HIGHEST_ORDER + 1))
@pytest.mark.parametrize("text", ["exp(x)", "1/(4 - x)", "log(3 + x)", "exp(2*x) + sin(x)"])
def test_remainder_has_order_n_plus_one(text, order):
    # Radii small enough for the first term left out, large enough to beat rounding.
    radii = np.geomspace(0.02, 0.05, 6) if order < 4 else np.geomspace(0.1, 0.2, 6)
    fitted = remainder_order(parse(text), 0.3, order, radii)
    assert fitted == pytest.approx(order + 1, abs=0.05)


@pytest.mark.parametrize("order", range(4))
@pytest.mark.parametrize("name", ["tilted-well", "morse", "rastrigin", "sin-regression"])
def test_remainder_order_on_the_catalogue(name, order):
    radii = np.geomspace(0.004, 0.01, 6)
    fitted = remainder_order(CATALOGUE[name].objective, 0.37, order, radii)
    assert fitted == pytest.approx(order + 1, abs=0.05)


def test_at_a_minimum_order_zero_is_as_good_as_order_one():
    fitted = remainder_order(parse("(x**2 - 1)**2"), 1.0, 0, np.geomspace(1e-3, 1e-2, 6))
    assert fitted == pytest.approx(2, abs=0.05)


def test_a_polynomial_is_its_own_surrogate():
    formula = parse("(x**2 - 1)**2 + 0.15*x")
    x = np.linspace(-3, 3, 101)
    assert surrogate(formula, 0.98, 4).values(x) == pytest.approx(formula.values(x), abs=1e-12)
    exact = surrogate(formula, 0.0, 6)
    assert exact == Surrogate(6, 0.0, (1.0, 0.15, -2.0, 0.0, 1.0, 0.0, 0.0))
    assert hash(exact) == hash(surrogate(formula, 0.0, 6))


@pytest.mark.parametrize(
    ("text", "about", "order", "bounded"),
    [
        ("x", 0.0, 0, True),
        ("x", 0.0, 1, False),
        ("3", 0.0, 8, True),
        ("x**2", 1.0, 2, True),
        ("cos(x)", 0.0, 2, False),
        ("cos(x)", 0.0, 3, False),
        ("cos(x)", 0.0, 4, True),
        ("1 - cos(pi*x)", 2.0, 3, True),  # the odd terms are rounding only
        ("x**3", 0.0, 2, True),
        ("x**3", 0.0, 3, False),
        ("-x**2", 0.0, 2, False),
    ],
)
def test_boundedness_follows_the_leading_term(text, about, order, bounded):
    assert surrogate(parse(text), about, order).is_bounded_below is bounded


def test_corners_and_orders_out_of_range_are_refused():
    with pytest.raises(Refusal) as refusal:
        surrogate(CATALOGUE["ackley"].objective, 0.0, 2)
    assert refusal.value.code == "formula.not-smooth"
    for order in (-1, HIGHEST_ORDER + 1):
        with pytest.raises(Refusal) as refusal:
            surrogate(parse("x"), 0.0, order)
        assert refusal.value.code == "formula.order"


def test_trust_interval_ends_where_the_error_crosses_the_tolerance():
    x = np.linspace(-3, 3, 6001)
    cubic = parse("x**3 + x**2")
    # |x³| = 0.008 at x = ±0.2.
    ends = trust_radius(cubic.values(x), surrogate(cubic, 0.0, 2), x, 0.008)
    assert ends == pytest.approx((-0.2, 0.2), abs=1e-6)
    # Against 2x² the error is x²|x - 1|, which is 2 at x = -1 and at the root right of 1.
    parabola = surrogate(parse("2*x**2"), 0.0, 2)
    left, right = trust_radius(cubic.values(x), parabola, x, 2.0)
    assert left == pytest.approx(-1.0, abs=1e-6)
    assert right == pytest.approx(1.6956208, abs=1e-6)


def test_trust_interval_is_clipped_to_the_nodes_and_contains_the_point():
    x = np.linspace(-1, 1, 50)
    parabola = parse("x**2")
    exact = surrogate(parabola, 0.3, 2)
    assert trust_radius(parabola.values(x), exact, x, 1e-9) == (-1.0, 1.0)
    for about in (-1.0, -0.99, 0.123, 1.0):
        flat = surrogate(parabola, about, 0)
        left, right = trust_radius(parabola.values(x), flat, x, 1e-6)
        assert -1 <= left <= about <= right <= 1
        assert right - left < 0.01


def test_trust_interval_stops_before_a_pole():
    x = np.linspace(-1, 2, 301)
    pole = parse("1/(x - 1)")
    line = surrogate(pole, 0.0, 1)
    left, right = trust_radius(pole.values(x), line, x, 1e9)
    assert (left, right) == pytest.approx((-1.0, 0.99), abs=1e-9)
