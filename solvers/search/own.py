"""A formula of the user's own as something to search: box, best minimum, tolerance."""

from functools import lru_cache

import numpy as np
from scipy.optimize import minimize

from solvers.arrays import Real
from solvers.formula import Formula, parse
from solvers.refusal import Refusal
from solvers.search.objective import SearchObjective, tolerance_above
from solvers.terrain import relief

OWN = "formula"  # name of such an objective
NODES = {1: 4001, 2: 161}  # along every axis, from which the descents start
DESCENTS = 24  # from the lowest dips of the sample
LONGEST = 400  # evaluations of one descent
FLATTEST, TALLEST = 1e-9, 1e12  # range of ζ on the box
NARROWEST = 0.1  # box
DEEPER = 1.0  # of the sampled range: a minimum that far below every node is a pole


@lru_cache(maxsize=64)
def own_objective(text: str, lo: float, hi: float) -> SearchObjective:
    """A formula in x, or in x and y, with the best minimum that a bounded reference finds.

    The reference samples ζ on a grid and descends by simplices (Nelder & Mead, Comput. J. 7,
    308 (1965)) from the `DESCENTS` lowest dips. It charges nobody and proves nothing: a
    minimum narrower than the spacing of the nodes may escape it.

    Args:
        text: The formula.
        lo: Lower edge of the box, the same along every axis.
        hi: Upper edge.

    Raises:
        Refusal: ``formula.…``, ``scene.domain``, or ``race.…`` where there is nothing to find.
    """
    if not hi - lo >= NARROWEST:
        raise Refusal("scene.domain", lo=lo, hi=hi)
    formula = _parsed(text)
    d = len(formula.variables)
    axis = np.linspace(lo, hi, NODES[d])
    mesh = np.stack(np.meshgrid(*[axis] * d, indexing="ij"), axis=-1)
    zeta = formula.values(*np.moveaxis(mesh, -1, 0))
    _refuse_what_has_no_values(zeta, mesh)
    found = [_descend(formula, mesh[tuple(start)], lo, hi) for start in _dips(zeta)]
    depths = [depth for depth, _ in found]
    if min(depths) < zeta.min() - DEEPER * np.ptp(zeta):
        raise Refusal("race.no-bottom")
    lowest = min(depths)
    tall = relief(zeta)
    tolerance = tolerance_above(depths, tall)
    best = [place for depth, place in found if depth <= lowest + tolerance / 100]
    return SearchObjective(OWN, formula, lo, hi, _distinct(best, hi - lo), lowest, tolerance)


def _parsed(text: str) -> Formula:
    try:
        return parse(text)
    except Refusal:
        return parse(text, variables=("x", "y"))


def _refuse_what_has_no_values(zeta: Real, mesh: Real) -> None:
    bad = np.argwhere(~np.isfinite(zeta))
    if len(bad):
        place = mesh[tuple(bad[0])]
        raise Refusal("formula.not-finite", x=", y = ".join(f"{value:.4g}" for value in place))
    if not FLATTEST < np.ptp(zeta) < TALLEST:
        raise Refusal("race.range", low=FLATTEST, high=TALLEST)


def _dips(zeta: Real) -> np.ndarray:
    """Nodes lower than all their neighbours, or as low, the lowest first, shape (count, d)."""
    low = np.ones(zeta.shape, bool)
    padded = np.pad(zeta, 1, constant_values=np.inf)
    for shift in np.ndindex(*[3] * zeta.ndim):
        window = tuple(slice(s, s + n) for s, n in zip(shift, zeta.shape, strict=True))
        low &= zeta <= padded[window]
    nodes = np.argwhere(low)
    order = np.argsort(zeta[low], kind="stable")
    return np.asarray(nodes[order[:DESCENTS]])


def _descend(
    formula: Formula, start: Real, lo: float, hi: float
) -> tuple[float, tuple[float, ...]]:
    def value(point: Real) -> float:
        zeta = float(formula.values(*point))
        return np.inf if np.isnan(zeta) else zeta

    width = (hi - lo) / NODES[len(start)]
    inwards = width * np.where(start < (lo + hi) / 2, 1, -1)
    corners = np.vstack([start, start + np.diag(inwards)])
    found = minimize(
        value,
        start,
        method="Nelder-Mead",
        bounds=[(lo, hi)] * len(start),
        options={
            "initial_simplex": corners,
            "xatol": 1e-9 * (hi - lo),
            "fatol": 1e-14,
            "maxfev": LONGEST,
        },
    )
    return float(found.fun), tuple(float(x) for x in found.x)


def _distinct(places: list[tuple[float, ...]], length: float) -> tuple[tuple[float, ...], ...]:
    kept: list[tuple[float, ...]] = []
    for place in places:
        if all(np.abs(np.subtract(place, other)).max() > 1e-3 * length for other in kept):
            kept.append(place)
    return tuple(kept)
