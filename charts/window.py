"""Which part of the plane is shown, so that landscape and packet are both seen."""

from dataclasses import dataclass

import numpy as np

from solvers.solution import Solution
from solvers.terrain import relief

HEADROOM = 1.3  # above the highest pass, so that a packet on top of it is seen
TALLEST_PACKET = 0.4  # of the height of the picture
HIGHEST_BASE = 0.55  # of the height: a packet drawn above would leave the picture


@dataclass(frozen=True)
class Window:
    """Limits of the vertical axis and the scale of what stands on it.

    Attributes:
        low: Lowest ζ shown.
        high: Highest ζ shown.
        density_scale: Height of a density of 1, in units of ζ.
        wave_scale: Height of an amplitude of 1, in units of ζ.
        highest_base: Highest line a packet is drawn on.
    """

    low: float
    high: float
    density_scale: float
    wave_scale: float
    highest_base: float


def window(solution: Solution) -> Window:
    """The window that suits a solution."""
    zeta, energy = solution.zeta, solution.fields.energy
    floor, typical = float(zeta.min()), relief(zeta)
    inner = zeta[1:-1]
    passes = inner[(inner >= zeta[:-2]) & (inner > zeta[2:])]
    tops = [typical, min(float(energy.max()) - floor, 3 * typical)]
    if len(passes):
        tops.append(float(passes.max()) - floor)
    span = HEADROOM * max(tops)
    low = floor - 0.08 * span
    if solution.problem.is_closed_form or solution.surrogate is not None:
        low = min(low, max(float(energy.min()) - 0.1 * span, floor - span))
    high = floor + span
    peak = float(solution.fields.density.max())
    height = TALLEST_PACKET * (high - low)
    return Window(
        low, high, height / peak, height / np.sqrt(peak) / 2, low + HIGHEST_BASE * (high - low)
    )
