"""Surrogates re-expanded about the moving centre of the packet, against their optimisers.

In imaginary time, for a step h, the packet moves in the Taylor polynomial about its own
centre x; then ζ is expanded anew. Both steps have closed forms (`solvers.gaussian`).

Order 1: x ← x - g ∫ s² dτ with the variance s² = 2σ² = 2(σ₀² + Dτ) of the walkers, so
dx/dτ = -2σ² g. It is gradient descent whose learning rate is the walkers' variance
integrated over the step, 2σ² h + D h²; the rate grows as the packet spreads.

Order 2: x ← x - (1 - e^{-ωh}) g/k, ω = √(2Dk), for a packet as wide as the ground state
of its parabola, which every packet becomes: Newton's method, damped. A long step is
Newton's step. Where k < 0 a packet still goes downhill, while Newton's method climbs; it
stops being normalisable after a time (`solvers.gaussian.blow_up`), and the run ends.

References:
    Wang & Maimaitiabudula, Acta Phys. Sin. 74, 060701 (2025): orders 1 and 2.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solvers.arrays import Real
from solvers.formula import Formula
from solvers.gaussian import END_MARGIN, Quadratic, blow_up, evolve
from solvers.packets import Packet
from solvers.refusal import Refusal
from solvers.spline import Spline

IMAGINARY = math.pi / 2
MOST_STEPS = 4000


@dataclass(frozen=True, eq=False)
class Path:
    """Places after 0, 1, 2 … steps.

    Attributes:
        t: Times τ, shape (nt,).
        x: Places, shape (nt,).
        width: Standard deviation of |ψ|², shape (nt,); nan for an optimiser.
        ended: Why it ends early: ``no-ground-state``, ``left`` (the box), or empty.
    """

    t: Real
    x: Real
    width: Real
    ended: str


@dataclass(frozen=True)
class Steps:
    """How a path is walked.

    Attributes:
        length: h in τ, > 0.
        count: How many at most.
        lo: Where the walk ends on the left.
        hi: On the right.

    Raises:
        Refusal: ``solver.too-many-steps``.
    """

    length: float
    count: int
    lo: float
    hi: float

    def __post_init__(self) -> None:
        """Bound the work."""
        if self.count > MOST_STEPS:
            raise Refusal("solver.too-many-steps", steps=MOST_STEPS)


def reexpanded(zeta: Formula | Spline, packet: Packet, D: float, order: int, steps: Steps) -> Path:
    """A packet in imaginary time whose surrogate is expanded anew after every step.

    Args:
        zeta: The landscape.
        packet: Start; its momentum plays no part.
        D: Diffusivity.
        order: 1 or 2.
        steps: How the path is walked.

    Raises:
        Refusal: ``formula.not-smooth`` where ζ cannot be expanded.
    """
    width = [packet.width]

    def ahead(surface: Quadratic, _: int) -> float | None:
        here = Packet(surface.about, width[-1])
        if steps.length >= END_MARGIN * blow_up(surface, D, here, IMAGINARY):
            return None
        state = evolve(surface, D, here, np.array([steps.length + 0j]))
        width.append(float(state.std[0]))
        return float(state.mean[0])

    path = _walk(zeta, packet.centre, order, steps, ahead)
    return replace(path, width=np.array(width[: len(path.x)]))


def gradient_descent(zeta: Formula | Spline, start: Packet, D: float, steps: Steps) -> Path:
    """Gradient descent, x ← x - η g: η = 2(σ₀² + Dτ)h + D h² for the step that begins at τ."""
    h = steps.length

    def ahead(surface: Quadratic, j: int) -> float:
        variance = start.width**2 + D * j * h
        return surface.about - (2 * variance * h + D * h**2) * surface.slope

    return _walk(zeta, start.centre, 1, steps, ahead)


def newton(zeta: Formula | Spline, start: float, D: float, steps: Steps) -> Path:
    """Newton's method, x ← x - (1 - e^{-ωh}) g/k with ω = √(2D|k|): uphill where k < 0."""

    def ahead(surface: Quadratic, _: int) -> float | None:
        if surface.curvature == 0:
            return None
        share = -math.expm1(-math.sqrt(2 * D * abs(surface.curvature)) * steps.length)
        return surface.about - share * surface.slope / surface.curvature

    return _walk(zeta, start, 2, steps, ahead)


def _walk(
    zeta: Formula | Spline,
    start: float,
    order: int,
    steps: Steps,
    ahead: Callable[[Quadratic, int], float | None],
) -> Path:
    x, ended = [start], ""
    for j in range(steps.count):
        value, slope, half = (float(c) for c in zeta.taylor(x[-1], 2))
        there = ahead(Quadratic(value, slope, 2 * half if order > 1 else 0.0, x[-1]), j)
        if there is None:
            ended = "no-ground-state"
            break
        x.append(there)
        if not steps.lo <= there <= steps.hi:
            ended = "left"
            break
    return Path(steps.length * np.arange(len(x)), np.array(x), np.full(len(x), np.nan), ended)
