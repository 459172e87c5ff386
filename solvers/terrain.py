"""What an eye sees in a landscape: its relief, and the basin of its best minimum."""

import numpy as np

from solvers.arrays import Real


def relief(zeta: Real) -> float:
    """Typical height of the landscape above its minimum, > 0.

    Half of the nodes lie lower. A landscape that is flat nearly everywhere (a barrier,
    a narrow well) has its whole range as relief.

    Args:
        zeta: ζ on nodes of equal spacing, shape (n,).
    """
    low, middle, high = np.min(zeta), np.median(zeta), np.max(zeta)
    if middle - low > 1e-3 * (high - low):
        return float(middle - low)
    return float(high - low) or 1.0


def best_basin(zeta: Real, *, periodic: bool = False) -> np.ndarray:
    """Nodes that belong to the basin of a global minimum, shape (n,) of bool.

    A basin ends at the next local maximum on either side: gradient descent from
    any of its nodes reaches the global minimum. Minima within 1e-6 of the relief
    of the best one count as equally good.
    """
    if periodic:
        tripled = best_basin(np.tile(zeta, 3))
        return tripled[len(zeta) : 2 * len(zeta)]
    member = np.zeros(len(zeta), dtype=bool)
    goal = float(np.min(zeta)) + 1e-6 * relief(zeta)
    goal = max(goal, float(np.min(zeta)) + _grid_resolution(zeta))
    for start in np.flatnonzero(zeta <= goal):
        right = np.flatnonzero(np.diff(zeta[start:]) < 0)
        left = np.flatnonzero(np.diff(zeta[start::-1]) < 0)
        stop = start + right[0] if len(right) else len(zeta) - 1
        first = start - left[0] if len(left) else 0
        member[first : stop + 1] = True
    return member


def basin_around(zeta: Real, start: int, *, periodic: bool = False) -> np.ndarray:
    """Nodes between the two local maxima on either side of a node, shape (n,) of bool.

    The maximum itself lies between nodes, on the side of the higher neighbour.
    """
    if periodic:
        n = len(zeta)
        tripled = basin_around(np.tile(zeta, 3), n + start)
        return np.asarray(tripled.reshape(3, n).any(axis=0))
    inner = zeta[1:-1]
    tops = np.flatnonzero((inner > zeta[:-2]) & (inner >= zeta[2:])) + 1
    tops += zeta[tops + 1] > zeta[tops - 1]  # the maximum lies between this node and the next
    first = tops[tops <= start].max(initial=0)
    stop = tops[tops > start].min(initial=len(zeta))
    nodes = np.arange(len(zeta))
    return np.asarray((nodes >= first) & (nodes < stop))


def _grid_resolution(zeta: Real) -> float:
    """How far above a minimum its nearest node can lie, by the curvature there."""
    i = int(np.clip(np.argmin(zeta), 1, len(zeta) - 2))
    return abs(float(zeta[i - 1] - 2 * zeta[i] + zeta[i + 1])) / 8


def trusted(x: Real, interval: tuple[float, float]) -> np.ndarray:
    """Nodes inside an interval, shape of `x`, of bool."""
    return (x >= interval[0]) & (x <= interval[1])
