"""Leaving a well over its barrier by heat, and through it by tunnelling.

Heat knows the height only, exp(-ΔE/T); tunnelling knows height and width,
exp(-2∫√((ζ - E)/D)dx): thin high barriers favour the quantum way, wide low ones heat.

References:
    Kramers, Physica 7, 284 (1940): overdamped escape.
    Gamow, Z. Phys. 51, 204 (1928): decay through a barrier.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from solvers.arrays import Real


class Curve(Protocol):
    """ζ on a line: a formula or a drawn curve."""

    def values(self, x: Real, /) -> Real:
        """ζ at the points, same shape."""
        ...

    def jet(self, x: Real, order: int, /) -> Real:
        """Taylor coefficients at the points, shape (order + 1, nx)."""
        ...


@dataclass(frozen=True)
class Barrier:
    """A well and the barrier beside it.

    Attributes:
        well: Bottom of the well.
        top: Top of the barrier.
        height: ζ(top) - ζ(well) > 0.
        well_curvature: ζ″ at the bottom, > 0.
        top_curvature: ζ″ at the top, < 0.
    """

    well: float
    top: float
    height: float
    well_curvature: float
    top_curvature: float


def barrier(zeta: Curve, well: float, beyond: float) -> Barrier:
    """The barrier between two minima.

    Args:
        zeta: The landscape.
        well: Minimum that is left.
        beyond: Minimum on the other side.
    """
    low, high = sorted((well, beyond))
    nodes = np.linspace(low, high, 401)
    near = int(np.clip(np.argmax(zeta.values(nodes)), 1, 399))
    found = minimize_scalar(
        lambda x: -float(zeta.values(np.array(x))),
        bounds=(nodes[near - 1], nodes[near + 1]),
        method="bounded",
        options={"xatol": 1e-12},
    )
    top = float(found.x)
    curvature = 2 * zeta.jet(np.array([well, top]), 2)[2]
    height = float(np.diff(zeta.values(np.array([well, top])))[0])
    return Barrier(well, top, height, float(curvature[0]), float(curvature[1]))


def thermal_rate(over: Barrier, temperature: float) -> float:
    """Kramers' rate √(ζ″_well |ζ″_top|)/2π e^{-ΔE/T} of dx = -ζ′ds + √(2T)dW."""
    speed = math.sqrt(over.well_curvature * abs(over.top_curvature)) / (2 * math.pi)
    return speed * math.exp(-over.height / temperature)


def quantum_rate(zeta: Curve, through: Barrier, beyond: float, D: float) -> float:
    """Gamow's rate ω/2π e^{-2S}, S = ∫√((ζ - E)/D)dx under the barrier, E = ζ(well) + ω/2.

    ω = √(2Dζ″) is the frequency in the well. Zero-point energy at the top or above: the
    well does not hold the packet, and the rate is ω/2π.

    Args:
        zeta: The landscape.
        through: The barrier.
        beyond: A place on the far side where ζ has come down below E.
        D: Diffusivity.
    """
    omega = math.sqrt(2 * D * through.well_curvature)
    floor = float(zeta.values(np.array(through.well)))
    energy = floor + omega / 2
    if omega / 2 >= through.height:
        return omega / (2 * math.pi)

    def above(x: float) -> float:
        return float(zeta.values(np.array(x))) - energy

    ends = [brentq(above, side, through.top) for side in (through.well, beyond)]
    nodes, weights = np.polynomial.legendre.leggauss(64)
    middle, half = sum(ends) / 2, (max(ends) - min(ends)) / 2
    # √ of a simple zero at both ends: x = middle + half sin φ makes it smooth.
    phi = nodes * math.pi / 2
    under = np.maximum(zeta.values(middle + half * np.sin(phi)) - energy, 0.0)
    action = float(weights @ (np.sqrt(under / D) * np.cos(phi))) * half * math.pi / 2
    return omega / (2 * math.pi) * math.exp(-2 * action)
