"""Closed forms on the plane against the matrix equations they solve."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from solvers.formula import parse
from solvers.gaussian import END_MARGIN, FOLDS
from solvers.plane.gaussian import ending, evolve
from solvers.plane.surrogate import plane_surrogate

CENTRE, WIDTH, MOMENTUM, D = (0.6, -0.3), 0.4, (0.7, -1.1), 0.3


def surface(text, order=2, about=(0.2, 0.1)):
    return plane_surrogate(parse(text, variables=("x", "y")), about, order)


def riccati(polynomial, kappa, t):
    """A, b, c of ψ = exp(-yᵀAy + b·y + c) by a general integrator, y from the expansion point."""
    K, g, V = polynomial.hessian, polynomial.gradient, polynomial.coefficients[0][0]
    y0, p = np.array(CENTRE) - polynomial.about, np.array(MOMENTUM)
    A0 = np.eye(2) / (4 * WIDTH**2)
    b0 = y0 / (2 * WIDTH**2) + 1j * p
    c0 = -np.log(2 * np.pi * WIDTH**2) / 2 - y0 @ b0 / 2 - 0.5j * p @ y0

    def slope(_, state):
        A, b = state[:4].reshape(2, 2), state[4:6]
        dA = K / 2 - 4 * D * A @ A
        db = -4 * D * A @ b - g
        dc = D * (b @ b - 2 * np.trace(A)) - V
        return kappa * np.concatenate([dA.ravel(), db, [dc]])

    start = np.concatenate([A0.ravel(), b0, [c0]]).astype(complex)
    end = solve_ivp(slope, (0, t), start, method="DOP853", rtol=1e-12, atol=1e-13).y[:, -1]
    return end[:4].reshape(2, 2), end[4:6], end[6]


@pytest.mark.parametrize("wick", [0.0, 0.7, np.pi / 2])
@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("x**2 + 0.5*y**2 + 0.6*x*y + 0.3*x - y", 2),
        ("0.2*x**2 - 0.3*y**2 + 0.5*x*y + 1", 2),  # a saddle
        ("2*x - y + 0.5", 1),
        ("3", 0),
    ],
)
def test_closed_form_solves_the_matrix_equations(text, order, wick):
    polynomial, t = surface(text, order), 0.8
    kappa = np.sin(wick) + 1j * np.cos(wick)
    A, b, c = riccati(polynomial, kappa, t)
    state = evolve(polynomial, D, CENTRE, WIDTH, MOMENTUM, np.array([0.0, kappa * t]))
    y = np.random.default_rng(1).normal(0, 0.6, (30, 2))
    expected = np.exp(-np.einsum("ki,ij,kj->k", y, A, y) + y @ b + c)
    points = y + polynomial.about
    found = state.psi(points[:, 0], points[:, 1], 1) * np.exp(state.log_norm[1])
    assert np.linalg.norm(found - expected) < 1e-8 * np.linalg.norm(expected)
    assert state.covariance[1] == pytest.approx(np.linalg.inv(4 * A.real), rel=1e-8)


def test_free_packets_spread_alike_in_every_direction():
    t = 2.0
    state = evolve(surface("0", 0), D, CENTRE, WIDTH, (0.0, 0.0), np.array([1j * t]))
    variance = WIDTH**2 + (D * t / WIDTH) ** 2
    assert state.covariance[0] == pytest.approx(variance * np.eye(2))
    assert state.mean[0] == pytest.approx(CENTRE)


def test_imaginary_time_goes_to_newtons_step_at_the_rate_of_each_curvature():
    text = "x**2 + 4*y**2 - x*y"
    state = evolve(surface(text), D, CENTRE, WIDTH, (0.0, 0.0), np.array([30.0, 60.0]))
    assert state.mean == pytest.approx(np.zeros((2, 2)), abs=1e-9)
    curvatures = np.linalg.eigvalsh([[2, -1], [-1, 8]])
    assert state.energy[1] == pytest.approx(np.sqrt(2 * D * curvatures).sum() / 2, abs=1e-9)


def test_a_barrier_top_ends_imaginary_time_where_one_line_says():
    polynomial = surface("x**2 - 0.5*y**2")
    W = np.sqrt(2 * D)
    expected = np.arctan(2 / (4 * WIDTH**2) * W) / W
    end, why = ending(polynomial, D, WIDTH, np.pi / 2)
    assert (end / END_MARGIN, why) == (pytest.approx(expected), "report.blow-up")
    assert ending(polynomial, D, WIDTH, 0.0) == (pytest.approx(FOLDS / W), "report.spread")
    assert ending(surface("x**2 + y**2"), D, WIDTH, np.pi / 2)[0] == np.inf
