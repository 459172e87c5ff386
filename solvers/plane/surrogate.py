"""Taylor surrogates of an objective of two variables, with exact mixed derivatives."""

from dataclasses import dataclass

import numpy as np

from solvers.arrays import Real
from solvers.formula import Formula
from solvers.refusal import Refusal
from solvers.taylor import HIGHEST_ORDER

_ROUNDING = 1e-12  # of the largest coefficient: smaller ones are no curvature
_ANGLES = 720  # at which the leading form is looked at
_FAR = 1e4  # where a polynomial is judged along a direction in which its leading form vanishes


@dataclass(frozen=True)
class PlaneSurrogate:
    """Taylor polynomial T_n(x, y) = Σ c_ij (x - x₀)ⁱ (y - y₀)ʲ, i + j ≤ n.

    Attributes:
        order: n.
        about: Expansion point (x₀, y₀).
        coefficients: Row i holds c_i0 … c_in; zero where i + j > n.
    """

    order: int
    about: tuple[float, float]
    coefficients: tuple[tuple[float, ...], ...]

    @property
    def matrix(self) -> Real:
        """The coefficients, shape (n + 1, n + 1)."""
        return np.array(self.coefficients)

    def values(self, x: Real, y: Real) -> Real:
        """Values of the polynomial; `x` and `y` are broadcast."""
        return np.asarray(np.polynomial.polynomial.polyval2d(*self._from(x, y), self.matrix))

    def slopes(self, x: Real, y: Real) -> tuple[Real, Real]:
        """∂T/∂x and ∂T/∂y; `x` and `y` are broadcast."""
        c, k = self.matrix, np.arange(self.order + 1.0)
        along_x = np.vstack([(c * k[:, None])[1:], np.zeros((1, self.order + 1))])
        along_y = np.hstack([(c * k)[:, 1:], np.zeros((self.order + 1, 1))])
        at = self._from(x, y)
        polyval = np.polynomial.polynomial.polyval2d
        return np.asarray(polyval(*at, along_x)), np.asarray(polyval(*at, along_y))

    @property
    def gradient(self) -> Real:
        """∇ζ at the expansion point, shape (2,)."""
        c = np.zeros((2, 2))
        size = min(self.order, 1) + 1
        c[:size, :size] = self.matrix[:size, :size]
        return np.array([c[1, 0], c[0, 1]])

    @property
    def hessian(self) -> Real:
        """Second derivatives at the expansion point, shape (2, 2); zero below order 2."""
        if self.order < 2:
            return np.zeros((2, 2))
        c = self.matrix
        return np.array([[2 * c[2, 0], c[1, 1]], [c[1, 1], 2 * c[0, 2]]])

    @property
    def is_bounded_below(self) -> bool:
        """Whether the polynomial has a lowest value on the whole plane.

        Told by the form of highest degree; in a direction in which that vanishes, by
        the polynomial far out in that direction.
        """
        rounding = _ROUNDING * np.abs(self.matrix).max()
        angle = 2 * np.pi * np.arange(_ANGLES) / _ANGLES
        for degree in range(self.order, 0, -1):
            powers = np.arange(degree + 1)
            form = np.array([self.matrix[i, degree - i] for i in powers])
            if np.abs(form).max() <= rounding:
                continue
            c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
            lowest = (form * c**powers * s ** (degree - powers)).sum(axis=1)
            if lowest.min() < -rounding:
                return False
            flat = angle[lowest <= rounding]
            x, y = (self.about[0] + _FAR * np.cos(flat), self.about[1] + _FAR * np.sin(flat))
            return bool((self.values(x, y) >= self.matrix[0, 0] - 1).all())
        return True

    def _from(self, x: Real, y: Real) -> tuple[Real, Real]:
        dx, dy = np.broadcast_arrays(np.asarray(x, float) - self.about[0], np.asarray(y, float))
        return dx, dy - self.about[1]


def plane_surrogate(formula: Formula, about: tuple[float, float], order: int) -> PlaneSurrogate:
    """Expand an objective of two variables, with exact derivatives.

    Along a direction u the coefficient of sᵏ is the form Σ c_ij u₁ⁱ u₂ʲ, i + j = k, so
    univariate series along enough directions give every mixed coefficient.

    Args:
        formula: Objective ζ(x, y).
        about: Expansion point.
        order: Order of the polynomial, 0 … 8.

    Raises:
        Refusal: ``formula.not-smooth`` at a corner or pole, ``formula.order`` for an
            order outside 0 … 8.

    References:
        Griewank, Utke & Walther, Math. Comput. 69, 1117 (2000).
    """
    if not 0 <= order <= HIGHEST_ORDER:
        raise Refusal("formula.order", order=order, limit=HIGHEST_ORDER)
    point = (np.array([about[0]]), np.array([about[1]]))
    turns = np.pi * np.arange(order + 1) / (order + 1)
    directions = np.column_stack([np.cos(turns), np.sin(turns)])
    directions[np.abs(directions) < 1e-15] = 0.0  # an axis is met exactly, or it finds corners
    along = np.array([formula.jet_along(point, (u, v), order)[:, 0] for u, v in directions])
    if not np.isfinite(along).all():
        raise Refusal("formula.not-smooth", x=f"{about[0]:.4g}, y = {about[1]:.4g}")
    matrix = np.zeros((order + 1, order + 1))
    for k in range(order + 1):
        i = np.arange(k + 1)
        forms = directions[:, :1] ** i * directions[:, 1:] ** (k - i)
        matrix[i, k - i] = np.linalg.lstsq(forms, along[:, k])[0]
    rows = tuple(tuple(float(c) for c in row) for row in matrix)
    return PlaneSurrogate(order, (float(about[0]), float(about[1])), rows)
