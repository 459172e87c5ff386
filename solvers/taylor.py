"""Taylor surrogates of an objective and where they can be trusted."""

from dataclasses import dataclass

import numpy as np

from solvers.arrays import Real
from solvers.formula import Formula
from solvers.refusal import Refusal
from solvers.spline import Spline

HIGHEST_ORDER = 8

# Coefficients this far below the largest are rounding, not curvature.
_ROUNDING = 1e-13


@dataclass(frozen=True)
class Surrogate:
    """Taylor polynomial T_n(x) = Σ c_k (x - about)ᵏ, k = 0 … n.

    Attributes:
        order: n.
        about: Expansion point.
        coefficients: c_0 … c_n.
    """

    order: int
    about: float
    coefficients: tuple[float, ...]

    def values(self, x: Real) -> Real:
        """Values of the polynomial by Horner's rule, shape of x."""
        distance = np.asarray(x, dtype=float) - self.about
        result = np.zeros_like(distance)
        for coefficient in reversed(self.coefficients):
            result = result * distance + coefficient
        return result

    def slope(self, x: Real) -> Real:
        """First derivative of the polynomial, shape of x."""
        powers = range(1, len(self.coefficients))
        derived = tuple(k * self.coefficients[k] for k in powers) or (0.0,)
        return Surrogate(max(self.order - 1, 0), self.about, derived).values(x)

    @property
    def is_bounded_below(self) -> bool:
        """Whether the polynomial has a lowest value on the whole line."""
        rounding = _ROUNDING * max(abs(c) for c in self.coefficients)
        leading = [k for k, c in enumerate(self.coefficients) if k and abs(c) > rounding]
        if not leading:
            return True
        return leading[-1] % 2 == 0 and self.coefficients[leading[-1]] > 0


def surrogate(objective: Formula | Spline, about: float, order: int) -> Surrogate:
    """Expand an objective, with exact derivatives.

    Args:
        objective: ζ of one variable.
        about: Expansion point.
        order: Order of the polynomial, 0 … 8.

    Returns:
        The Taylor polynomial.

    Raises:
        Refusal: ``formula.not-smooth`` at a corner or pole, ``points.not-smooth`` at a
            control point, ``formula.order`` for an order outside 0 … 8.

    References:
        Wang & Maimaitiabudula, Acta Phys. Sin. 74, 060701 (2025): orders 0, 1, 2.
    """
    if not 0 <= order <= HIGHEST_ORDER:
        raise Refusal("formula.order", order=order, limit=HIGHEST_ORDER)
    coefficients = objective.taylor(about, order)
    return Surrogate(order, float(about), tuple(float(c) for c in coefficients))


def trust_radius(
    objective_values: Real, surrogate: Surrogate, x: Real, tolerance: float
) -> tuple[float, float]:
    """Interval around the expansion point where |ζ - T_n| ≤ tolerance.

    Crossings are interpolated linearly between nodes; without one the interval
    ends at the last node.

    Args:
        objective_values: ζ at the nodes, shape (nx,).
        surrogate: The polynomial T_n.
        x: Nodes, ascending, shape (nx,).
        tolerance: Largest error accepted, > 0.

    Returns:
        Left and right end; `surrogate.about` lies between them or on one of them.
    """
    error = np.abs(np.asarray(objective_values) - surrogate.values(x))
    about = surrogate.about
    right, left = x > about, x < about
    return (
        _first_crossing(about, x[left][::-1], error[left][::-1], tolerance),
        _first_crossing(about, x[right], error[right], tolerance),
    )


def _first_crossing(about: float, x: Real, error: Real, tolerance: float) -> float:
    """Where the error first exceeds the tolerance on the way outwards from `about`."""
    # Written so that a NaN error counts as too large.
    outside = np.flatnonzero(~(error <= tolerance))
    if not outside.size:
        return float(x[-1]) if x.size else about
    j = outside[0]
    x_in, error_in = (float(x[j - 1]), float(error[j - 1])) if j else (about, 0.0)
    if not np.isfinite(error[j]):
        return x_in
    share = (tolerance - error_in) / (float(error[j]) - error_in)
    return x_in + share * (float(x[j]) - x_in)
