"""What an eye sees in a landscape over a square: basins, and where a surrogate is good."""

import numpy as np
from scipy import ndimage

from solvers.arrays import Real
from solvers.plane.surrogate import PlaneSurrogate
from solvers.terrain import relief

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def best_basin(zeta: Real) -> Mask:
    """Nodes from which steepest descent on the grid ends in a best minimum, shape (n, n).

    Minima that the grid cannot tell from the best one count as equally good. Every node
    points to the lowest of its eight neighbours and itself; following all pointers at
    once, twice as far each time, takes log n rounds.
    """
    n = len(zeta)
    padded = np.pad(zeta, 1, constant_values=np.inf)
    nodes = np.arange(n * n).reshape(n, n)
    numbers = np.pad(nodes, 1)
    lowest, target = zeta.copy(), nodes.copy()
    for i in range(3):
        for j in range(3):
            height = padded[i : i + n, j : j + n]
            lower = height < lowest
            lowest[lower] = height[lower]
            target[lower] = numbers[i : i + n, j : j + n][lower]
    follow = target.ravel()
    while True:
        further = follow[follow]
        if (further == follow).all():
            reached = zeta.ravel()[follow].reshape(n, n)
            return np.asarray(reached <= zeta.min() + _resolution(zeta))
        follow = further


def _resolution(zeta: Real) -> float:
    """How far above a minimum its nearest node can lie, by the curvature there."""
    row, column = (int(np.clip(i, 1, len(zeta) - 2)) for i in divmod(zeta.argmin(), len(zeta)))
    here = 2 * zeta[row, column]
    bent = abs(zeta[row - 1, column] + zeta[row + 1, column] - here)
    bent += abs(zeta[row, column - 1] + zeta[row, column + 1] - here)
    return max(float(bent) / 8, 1e-6 * relief(zeta))


def trusted(zeta: Real, surrogate: Real, at: tuple[int, int], share: float) -> Mask:
    """The connected region about a node in which |ζ - T| is at most a share of the relief.

    Args:
        zeta: ζ at the nodes, shape (n, n).
        surrogate: The Taylor polynomial there.
        at: Row and column of the node next to the expansion point.
        share: Of the relief of ζ.

    Returns:
        Whether a node is trusted, shape (n, n); the node `at` always is.
    """
    close = np.abs(zeta - surrogate) <= share * relief(zeta)
    close[at] = True
    labels, _ = ndimage.label(close)
    return np.asarray(labels == labels[at])


def floor_below(zeta: Real, surrogate: PlaneSurrogate) -> float:
    """Where a surrogate that falls without bound is cut: one range of ζ below its minimum."""
    if surrogate.is_bounded_below:
        return -np.inf
    low, high = float(zeta.min()), float(zeta.max())
    return 2 * low - high
