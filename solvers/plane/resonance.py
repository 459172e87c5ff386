"""What the difference of two runs says of the error of the finer one, and what it cannot say.

In real time a step feeds waves whose kinetic phase is a whole number of turns ahead of the
others', D h (K² - ⟨K²⟩) = 2πm. Half the step feeds others, as strongly: beyond the first of
these resonances the order is lost, and a difference is no share of anything (measured in
docs/two_dimensions.md).
"""

import math

import numpy as np

from solvers.plane.chin import Field, PlaneChin4A, size
from solvers.plane.resolution import from_sine_series, sine_series

NOTHING = 0.1  # of the error: what the finer run has beyond the resonance need not be looked at


def error_of_finer(
    fine: Field, coarse: Field, carried: Field, share: float, reach: float, chin: PlaneChin4A
) -> Field:
    """Error of the finer of two runs at the end of a stretch.

    The difference divided by its share, where the order holds; beyond the first resonance the
    whole difference, or all that the finer run has there if that is less.

    Args:
        fine: Its state, shape (n, n).
        coarse: State of the coarser run.
        carried: Error of earlier stretches.
        share: How many errors of the finer run the difference holds.
        reach: D times its longest step.
        chin: Its steps.
    """
    difference = coarse - fine
    error: Field = carried + difference / share
    k2 = chin.grid.k**2
    if chin.wick == math.pi / 2 or reach * 2 * k2[-1] < math.pi:
        return error
    waves = sine_series(fine)
    squares = k2[:, None] + k2
    weight = (waves**2).sum(axis=0)
    beyond = reach * (squares - float((weight * squares).sum() / weight.sum())) > math.pi
    present = waves * beyond
    if np.linalg.norm(present) < NOTHING * size(error):
        return error
    doubtful = sine_series(carried + difference) * beyond
    least = min(doubtful, present, key=lambda part: float(np.linalg.norm(part)))
    return from_sine_series(np.where(beyond, least, sine_series(error)), len(fine), error.dtype)
