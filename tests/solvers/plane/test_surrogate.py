"""Taylor surrogates of two variables: exact coefficients, remainders, bounds."""

from math import factorial

import numpy as np
import pytest

from solvers.formula import parse
from solvers.plane.surrogate import plane_surrogate
from solvers.refusal import Refusal


def formula(text):
    return parse(text, variables=("x", "y"))


def test_coefficients_of_a_product_are_products_of_coefficients():
    found = plane_surrogate(formula("exp(x)*sin(y)"), (0.3, -0.4), 8).matrix
    turn = np.array([np.sin(-0.4 + k * np.pi / 2) for k in range(9)])
    for i in range(9):
        for j in range(9 - i):
            expected = np.exp(0.3) * turn[j] / (factorial(i) * factorial(j))
            assert found[i, j] == pytest.approx(expected, abs=1e-12)
    assert found[5, 4] == 0.0  # beyond the order


def test_a_polynomial_is_its_own_surrogate():
    zeta = formula("((x**2 + y - 11)**2 + (x + y**2 - 7)**2)/50")
    found = plane_surrogate(zeta, (0.7, -1.1), 4)
    x, y = np.random.default_rng(0).uniform(-5, 5, (2, 40))
    assert found.values(x, y) == pytest.approx(zeta.values(x, y), rel=1e-10)


def test_gradient_and_hessian_are_those_of_calculus():
    found = plane_surrogate(formula("x**3*y + y**2 - 2*x"), (1.5, -0.5), 3)
    assert found.gradient == pytest.approx([3 * 1.5**2 * -0.5 - 2, 1.5**3 - 1])
    assert found.hessian == pytest.approx(np.array([[-4.5, 6.75], [6.75, 2.0]]))
    low = plane_surrogate(formula("x**3*y"), (1.5, -0.5), 0)
    assert (low.gradient == 0).all()
    assert (low.hessian == 0).all()


def test_slopes_are_those_of_the_polynomial():
    zeta = formula("x**3*y**2 - x*y + 4")
    found = plane_surrogate(zeta, (0.2, 0.4), 5)
    x, y = np.array([0.7, -1.0]), np.array([1.2, 0.3])
    along_x, along_y = found.slopes(x, y)
    assert along_x == pytest.approx(3 * x**2 * y**2 - y)
    assert along_y == pytest.approx(2 * x**3 * y - x)


@pytest.mark.parametrize("order", [0, 1, 2, 3, 4])
def test_remainder_vanishes_with_the_next_power(order):
    zeta = formula("sin(x + 0.3*y)*exp(0.5*y) + cos(2*x*y)")
    found = plane_surrogate(zeta, (0.4, 0.3), order)
    angle = np.linspace(0, 2 * np.pi, 41)
    errors = []
    for radius in (0.02, 0.01):
        x, y = 0.4 + radius * np.cos(angle), 0.3 + radius * np.sin(angle)
        errors.append(np.abs(zeta.values(x, y) - found.values(x, y)).max())
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order + 1, abs=0.05)


@pytest.mark.parametrize(
    ("text", "order", "bounded"),
    [
        ("x**2 + y**2", 2, True),
        ("x**2 - y**2", 2, False),
        ("x + y", 1, False),
        ("x*y", 0, True),
        ("x**4 + y**4 - 8*x**2", 4, True),
        ("x**4 - y**4", 4, False),
        ("x**3 + y**4", 4, False),
        ("x**3", 3, False),
        ("x**4 - y", 4, False),
        ("((1 - x)**2 + 5*(y - x**2)**2)/5", 4, True),
    ],
)
def test_bounded_below(text, order, bounded):
    assert plane_surrogate(formula(text), (0.0, 0.0), order).is_bounded_below is bounded


@pytest.mark.parametrize("text", ["sqrt(x**2 + y**2)", "abs(x) + y", "1/x + y", "log(x*y)"])
def test_corners_and_poles_are_refused(text):
    with pytest.raises(Refusal) as refusal:
        plane_surrogate(formula(text), (0.0, 0.0), 2)
    assert refusal.value.code == "formula.not-smooth"


def test_orders_are_bounded():
    for order in (-1, 9):
        with pytest.raises(Refusal) as refusal:
            plane_surrogate(formula("x*y"), (0.0, 0.0), order)
        assert refusal.value.code == "formula.order"
