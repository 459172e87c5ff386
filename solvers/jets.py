"""Arithmetic of truncated Taylor series, the exact derivatives of a formula.

A jet is an array of shape (order + 1, nx): row k holds the Taylor coefficients
f⁽ᵏ⁾(x)/k! at nx points. Every rule below is exact up to rounding; a corner, a
jump or a pole leaves NaN or infinity in the rows it spoils.

References:
    Griewank & Walther, Evaluating Derivatives, 2nd ed. (SIAM 2008), chapter 13.
"""

from typing import TypeAlias

import numpy as np

from solvers.arrays import Real

Jet: TypeAlias = Real

LARGEST_MULTIPLIED_POWER = 1024


def constant(value: float, like: Jet) -> Jet:
    """Jet of a constant, with the shape of another jet, (order + 1, nx)."""
    jet = np.zeros_like(like)
    jet[0] = value
    return jet


def variable(x: Real, order: int) -> Jet:
    """Jet of the identity at the points x, shape (order + 1, nx)."""
    jet = np.zeros((order + 1, x.size))
    jet[0] = x
    jet[1:2] = 1.0
    return jet


def product(a: Jet, b: Jet) -> Jet:
    """Jet of a·b, the Cauchy product."""
    return np.stack([_cauchy(a, b, k) for k in range(len(a))])


def quotient(a: Jet, b: Jet) -> Jet:
    """Jet of a/b; not finite where b is zero."""
    ratio = np.empty_like(a)
    for k in range(len(a)):
        known = (ratio[:k] * b[k:0:-1]).sum(0)
        ratio[k] = (a[k] - known) / b[0]
    return ratio


def integral(u: Jet, slope: Jet, start: Real) -> Jet:
    """Jet of f(u) from the jet of f′(u) and the values f(u₀), shape (nx,)."""
    jet = np.empty_like(u)
    jet[0] = start
    for k in range(1, len(u)):
        jet[k] = _integrated(u, slope, k)
    return jet


def exp(u: Jet) -> Jet:
    """Jet of eᵘ."""
    jet = np.empty_like(u)
    jet[0] = np.exp(u[0])
    for k in range(1, len(u)):
        jet[k] = _integrated(u, jet, k)
    return jet


def log(u: Jet) -> Jet:
    """Jet of the natural logarithm; not finite where u ≤ 0."""
    return integral(u, quotient(constant(1.0, u), u), np.log(u[0]))


def sin_cos(u: Jet) -> tuple[Jet, Jet]:
    """Jets of sin u and cos u."""
    sine, cosine = np.empty_like(u), np.empty_like(u)
    sine[0], cosine[0] = np.sin(u[0]), np.cos(u[0])
    for k in range(1, len(u)):
        sine[k], cosine[k] = _integrated(u, cosine, k), -_integrated(u, sine, k)
    return sine, cosine


def sinh_cosh(u: Jet) -> tuple[Jet, Jet]:
    """Jets of sinh u and cosh u."""
    sine, cosine = np.empty_like(u), np.empty_like(u)
    sine[0], cosine[0] = np.sinh(u[0]), np.cosh(u[0])
    for k in range(1, len(u)):
        sine[k], cosine[k] = _integrated(u, cosine, k), _integrated(u, sine, k)
    return sine, cosine


def tanh_sech(u: Jet) -> tuple[Jet, Jet]:
    """Jets of tanh u and sech u.

    Integrates tanh′ = sech², sech′ = -sech·tanh together: nothing overflows and
    the exponentially small tails keep their relative precision.
    """
    tanh, sech = np.empty_like(u), np.empty_like(u)
    sech_squared, sech_slope = np.empty_like(u), np.empty_like(u)
    tanh[0], sech[0] = np.tanh(u[0]), sech_values(u[0])
    for k in range(1, len(u)):
        sech_squared[k - 1] = _cauchy(sech, sech, k - 1)
        sech_slope[k - 1] = -_cauchy(sech, tanh, k - 1)
        tanh[k] = _integrated(u, sech_squared, k)
        sech[k] = _integrated(u, sech_slope, k)
    return tanh, sech


def sech_values(u: Real) -> Real:
    """Sech u without overflow, shape of u."""
    decay = np.exp(-np.abs(u))
    return np.asarray(2 * decay / (1 + decay**2))


def power(u: Jet, exponent: float) -> Jet:
    """Jet of u to a constant power.

    Integer powers are multiplied out, exact also where u = 0. Other powers are
    not finite where u < 0, and beyond row 0 where u = 0.
    """
    if float(exponent).is_integer() and abs(exponent) <= LARGEST_MULTIPLIED_POWER:
        multiplied = _multiplied_power(u, abs(int(exponent)))
        return multiplied if exponent >= 0 else quotient(constant(1.0, u), multiplied)
    return fractional_power(u, exponent, np.power(u[0], exponent))


def fractional_power(u: Jet, exponent: float, start: Real) -> Jet:
    """Jet v of uʳ with the branch chosen by its values v₀, from u v′ = r v u′."""
    jet = np.empty_like(u)
    jet[0] = start
    for k in range(1, len(u)):
        j = np.arange(1, k + 1)[:, None]
        weight = (exponent + 1) * j - k
        jet[k] = (weight * u[1 : k + 1] * jet[k - 1 :: -1]).sum(0) / (k * u[0])
    return jet


def larger(a: Jet, b: Jet) -> Jet:
    """Jet of max(a, b); NaN in the rows in which tied branches differ."""
    jet = np.where(a[0] > b[0], a, b)
    # A NaN operand must stay NaN: the comparison above would drop it.
    spoiled = ((a[0] == b[0]) & (a != b)) | np.isnan(a[0])
    jet[np.broadcast_to(spoiled, jet.shape)] = np.nan
    return jet


def step(u: Jet) -> Jet:
    """Jet of the Heaviside step; NaN at the jump, where no series exists."""
    jet = np.zeros_like(u)
    jet[0] = np.heaviside(u[0], 0.5)
    jet[:, u[0] == 0] = np.nan
    return jet


def _cauchy(a: Jet, b: Jet, k: int) -> Real:
    """Coefficient k of a·b."""
    return np.asarray((a[: k + 1] * b[k::-1]).sum(0))


def _integrated(u: Jet, slope: Jet, k: int) -> Real:
    """Coefficient k of ∫ slope du, from coefficients of the slope below k."""
    j = np.arange(1, k + 1)[:, None]
    return np.asarray((j * u[1 : k + 1] * slope[k - 1 :: -1]).sum(0) / k)


def _multiplied_power(u: Jet, exponent: int) -> Jet:
    """Jet of uⁿ for n ≥ 0 by repeated squaring."""
    result, square = constant(1.0, u), u
    while exponent:
        if exponent & 1:
            result = product(result, square)
        exponent >>= 1
        if exponent:
            square = product(square, square)
    return result
