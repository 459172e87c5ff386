"""When the modes of a mixture merge, and when a reverse path has decided for one."""

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.mixture import Mixture
from solvers.diffusion.process import Process

NODES = 2001
HALVINGS = 50


def modes(mixture: Mixture) -> Real:
    """Places of the maxima of p on a line, ascending; sign changes of the score."""
    return _zeros(mixture, falling=True)


def valleys(mixture: Mixture) -> Real:
    """Places of the minima of p between the modes, ascending."""
    return _zeros(mixture, falling=False)


def merging_times(process: Process, data: Mixture, t_end: float) -> Real:
    """Times up to `t_end` at which the number of modes falls by one, ascending.

    Two equal Gaussians at ±μ have one mode from s² + 2Dt = μ² on. Heat flow on a line
    makes no new modes, so bisection finds each merging.
    """
    times: list[float] = []
    count = len(modes(data))
    while count > 1:
        t = _first_with_fewer(process, data, count, t_end)
        if t is None:
            break
        times.append(t)
        count -= 1
    return np.array(times)


def decided(paths: Real, data: Mixture) -> Real:
    """Share of paths in the basin of p_0 in which they end, for every time.

    Args:
        paths: Places in the order of time from the data on, shape (m, n).
        data: p_0, whose valleys part the basins.

    Returns:
        Shape (m,), 1 at the data.
    """
    basin = np.searchsorted(valleys(data), paths)
    return np.asarray((basin == basin[0]).mean(axis=1))


def _zeros(mixture: Mixture, *, falling: bool) -> Real:
    """Zeros of p'/p, where it falls (maxima) or rises (minima)."""
    s = np.sqrt(mixture.variances)
    centre = mixture.means[:, 0]
    x = np.linspace((centre - s).min(), (centre + s).max(), NODES)
    x = np.unique(np.concatenate([x, centre, *(centre + k * s for k in (-1, -0.5, 0.5, 1))]))
    score = mixture.score(x[:, None])[:, 0]
    before, after = score[:-1], score[1:]
    crossing = (before > 0) & (after <= 0) if falling else (before < 0) & (after >= 0)
    low, high = x[:-1][crossing], x[1:][crossing]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        uphill = mixture.score(middle[:, None])[:, 0] > 0 if middle.size else middle > 0
        keep_right = uphill if falling else ~uphill
        low, high = np.where(keep_right, middle, low), np.where(keep_right, high, middle)
    return np.asarray((low + high) / 2)


def _first_with_fewer(process: Process, data: Mixture, count: int, t_end: float) -> float | None:
    if len(modes(process.marginal(data, t_end))) >= count:
        return None
    low, high = 0.0, t_end
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        fewer = len(modes(process.marginal(data, middle))) < count
        low, high = (low, middle) if fewer else (middle, high)
    return high
