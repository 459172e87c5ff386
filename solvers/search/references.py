"""SciPy's global optimisers, charged by the same ledger and stopped at the same budget.

They choose their own parameters and know nothing of the budget, except shgo, whose number
of first samples is a fifth of it. Their polishing steps count like all others.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
from scipy import optimize
from scipy.optimize import Bounds

from solvers.arrays import Real
from solvers.search.ledger import Ledger, Spent
from solvers.search.local import DIFFERENCE

ENDLESS = 10**6  # iterations: the budget ends the run, not the optimiser
FIRST_SAMPLES = 5  # shgo: the budget over this
HOP = 0.1  # basinhopping: largest step, over the box

Objective = Callable[[Real], float]
Optimiser = Callable[[Objective, Bounds, np.random.Generator, int], object]


def _dual_annealing(f: Objective, box: Bounds, rng: np.random.Generator, _: int) -> object:
    return optimize.dual_annealing(f, box, rng=rng, maxiter=ENDLESS)


def _basinhopping(f: Objective, box: Bounds, rng: np.random.Generator, _: int) -> object:
    local: Any = {"method": "L-BFGS-B", "bounds": box, "jac": _differences(f, box)}
    return optimize.basinhopping(
        f,
        rng.uniform(box.lb, box.ub),
        niter=ENDLESS,
        stepsize=HOP * float((box.ub - box.lb).max()),
        minimizer_kwargs=local,
        rng=rng,
    )


def _differences(f: Objective, box: Bounds) -> Callable[[Real], Real]:
    """∇ζ from 2d evaluations, as SciPy's own differences take ten times as long."""
    low, high = box.lb, box.ub
    probes = np.diag(DIFFERENCE * (high - low))

    def gradient(point: Real) -> Real:
        above, below = np.minimum(point + probes, high), np.maximum(point - probes, low)
        rises = [f(a) - f(b) for a, b in zip(above, below, strict=True)]
        return np.array(rises) / np.diag(above - below)

    return gradient


def _differential_evolution(f: Objective, box: Bounds, rng: np.random.Generator, _: int) -> object:
    return optimize.differential_evolution(f, box, rng=rng, maxiter=ENDLESS)


def _shgo(f: Objective, box: Bounds, _: np.random.Generator, budget: int) -> object:
    samples = max(budget // FIRST_SAMPLES, 8)
    return optimize.shgo(f, box, n=samples, iters=3, sampling_method="sobol")


OPTIMISERS: dict[str, Optimiser] = {
    "dual-annealing": _dual_annealing,
    "basin-hopping": _basinhopping,
    "differential-evolution": _differential_evolution,
    "shgo": _shgo,
}


def reference(name: str) -> Callable[[Ledger, np.random.Generator], None]:
    """A search that hands every run to one of `OPTIMISERS`.

    The evaluated points are recorded as the particles of the run shown.
    """
    optimiser = OPTIMISERS[name]

    def search(ledger: Ledger, rng: np.random.Generator) -> None:
        corner = np.ones(ledger.objective.dimension)
        box = Bounds(ledger.objective.lo * corner, ledger.objective.hi * corner)
        for run in range(ledger.runs):
            with suppress(Spent):
                optimiser(_charged(ledger, run), box, rng, ledger.budget)

    return search


def _charged(ledger: Ledger, run: int) -> Objective:
    def zeta(point: Real) -> float:
        point = np.asarray(point, float).reshape(-1)
        found = ledger.evaluate_one(run, point)
        if run == 0:
            ledger.record(point[None, None])
        return found

    return zeta
