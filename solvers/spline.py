"""Landscapes drawn by hand: a natural cubic spline through a few control points.

Natural, because its second derivative is continuous and vanishes at both ends: Taylor
orders 0, 1 and 2 exist everywhere, also at the control points, and the curve goes on
straight beyond its ends. A monotone spline (PCHIP) would not swing over the points, but
its curvature jumps at each of them, and order 2 would have to be refused there.

References:
    de Boor, A Practical Guide to Splines, rev. ed. (Springer 2001), chapter IV.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.interpolate import CubicSpline, PPoly

from solvers.arrays import Real
from solvers.jets import Jet
from solvers.refusal import Refusal

FEWEST_POINTS, MOST_POINTS = 3, 24
FURTHEST = 1e3  # of a control point from x = 0
HIGHEST = 1e4  # of a control point from ζ = 0
CLOSEST = 1e-3  # of the way from first to last: closer points would make cliffs
SMOOTH = 2  # derivatives that are continuous at the control points

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Spline:
    """ζ(x) through control points; cubic between them, straight beyond the ends.

    Attributes:
        points: (x, ζ) of the control points, x ascending.

    Raises:
        Refusal: ``points.count``, ``points.range``, ``points.order`` or ``points.close``.
    """

    points: Points

    def __post_init__(self) -> None:
        if not FEWEST_POINTS <= len(self.points) <= MOST_POINTS:
            raise Refusal(
                "points.count", count=len(self.points), low=FEWEST_POINTS, high=MOST_POINTS
            )
        for x, zeta in self.points:
            # Written so that a NaN is refused.
            if not (abs(x) <= FURTHEST and abs(zeta) <= HIGHEST):
                raise Refusal("points.range", x=x, zeta=zeta, across=FURTHEST, up=HIGHEST)
        places = [x for x, _ in self.points]
        nearest = CLOSEST * (places[-1] - places[0])
        for before, after in pairwise(places):
            if not after > before:
                raise Refusal("points.order", before=before, after=after)
            if after - before < nearest:
                raise Refusal("points.close", before=before, after=after, least=nearest)

    @cached_property
    def pieces(self) -> PPoly:
        """Cubics between the points; straight ones before the first and after the last."""
        x, zeta = np.array(self.points).T
        inner = CubicSpline(x, zeta, bc_type="natural")
        slopes = inner(x[[0, -1]], 1)
        start, end = zeta[0] - slopes[0], zeta[-1]  # a piece starts at its own left end
        outer = [[0.0, 0.0, slopes[0], start], [0.0, 0.0, slopes[1], end]]
        left, right = (np.array(piece)[:, None] for piece in outer)
        knots = np.concatenate([[x[0] - 1], x, [x[-1] + 1]])
        return PPoly(np.hstack([left, inner.c, right]), knots)

    def values(self, *points: Real) -> Real:
        """ζ at the places given, a new array of their shape."""
        (x,) = points
        return np.asarray(self.pieces(np.asarray(x, dtype=float)))

    def jet(self, x: Real, order: int) -> Jet:
        """Exact Taylor coefficients at every point.

        Args:
            x: Places, shape (nx,).
            order: Highest order, >= 0.

        Returns:
            Coefficients ζ⁽ᵏ⁾(x)/k!, shape (order + 1, nx); NaN from order 3 on where x
            is a control point, at which the third derivative jumps.
        """
        x = np.asarray(x, dtype=float)
        rows = [self.pieces(x, k) / math.factorial(k) for k in range(order + 1)]
        jet: Jet = np.array(rows)
        knots = [place for place, _ in self.points]
        jet[SMOOTH + 1 :, np.isin(x, knots)] = np.nan
        return jet

    def taylor(self, x0: float, order: int) -> Real:
        """Exact Taylor coefficients at one point, shape (order + 1,).

        Raises:
            Refusal: ``points.not-smooth`` for an order above 2 at a control point.
        """
        coefficients = self.jet(np.array([x0]), order)[:, 0]
        if not np.isfinite(coefficients).all():
            raise Refusal("points.not-smooth", x=float(x0), limit=SMOOTH)
        return coefficients

    @property
    def latex(self) -> str:
        """LaTeX that says what the function is, without dollar signs."""
        return rf"\mathrm{{spline}}_{{{len(self.points)}}}(x)"
