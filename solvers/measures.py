"""Figures of a problem by name, so that questions need not hold their answers.

Still ones belong to the problem, moving ones to a moment of its run. Densities are |ψ|²,
but for those that say walkers.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType

import numpy as np

from solvers import observables
from solvers.arrays import Real
from solvers.convergence import mean_objective
from solvers.plane.problem import PlaneProblem
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.solution import Solution, quadratic, solve
from solvers.terrain import best_basin

LEVELS = 5  # named: E0 … E4, weight0 … weight4
LOOKS = 481  # at a run, for its highest and lowest values
PEAK = 0.1  # of the highest: lower humps of the density are not counted
FINE = 8193  # nodes on which the best minimum is looked for


def _energies(problem: Problem) -> Real:
    """The lowest levels, shape (LEVELS,)."""
    if problem.is_closed_form:
        curvature = quadratic(problem).curvature
        if curvature <= 0:
            return np.full(LEVELS, np.nan)
        surface = quadratic(problem)
        bottom = surface.value - surface.slope**2 / (2 * curvature)
        return np.asarray(bottom + np.sqrt(2 * problem.D * curvature) * (np.arange(LEVELS) + 0.5))
    expansion = _solved(problem.having(schedule="constant"), 2).expansion
    assert expansion is not None
    return expansion.spectrum.energies[:LEVELS]


def _level(problem: Problem, n: int) -> float:
    return float(_energies(problem)[n])


def _series(problem: Problem) -> Real:
    """Value, slope and curvature of ζ at the expansion point."""
    terms = problem.objective.taylor(problem.expansion_point, 2)
    return np.asarray(terms) * (1.0, 1.0, 2.0)


def _best_place(problem: Problem) -> float:
    x = np.linspace(problem.lo, problem.hi, FINE)
    return float(x[np.nanargmin(problem.objective.values(x))])


def _newton(problem: Problem) -> float:
    _, slope, curvature = _series(problem)
    return problem.expansion_point - float(slope / curvature) if curvature else float("nan")


_STILL: Mapping[str, Callable[[Problem], float]] = {
    "D": lambda problem: problem.D,
    "T": lambda problem: problem.T,
    "sigma": lambda problem: problem.sigma,
    "x0": lambda problem: problem.x0,
    "gap": lambda problem: float(np.diff(_energies(problem))[0]),
    "zeta": lambda problem: float(_series(problem)[0]),
    "slope": lambda problem: float(_series(problem)[1]),
    "curvature": lambda problem: float(_series(problem)[2]),
    "newton": _newton,
    "best_place": _best_place,
    **{f"E{n}": partial(_level, n=n) for n in range(LEVELS)},
}


def _zeta(solved: Solution) -> Real:
    return solved.zeta if solved.surrogate is None else solved.surrogate


def _share(solved: Solution, where: np.ndarray) -> Real:
    return observables.probability(solved.fields.psi, solved.problem.grid, where)


def _best(solved: Solution) -> Real:
    periodic = solved.problem.edges == "periodic"
    return _share(solved, best_basin(solved.zeta, periodic=periodic))


def _walkers_variance(solved: Solution) -> Real:
    grid = solved.problem.grid
    u = observables.walkers_density(solved.fields.psi, grid) * grid.dx
    return np.asarray(u @ grid.x**2 - (u @ grid.x) ** 2)


def _peaks(solved: Solution) -> Real:
    density = solved.fields.density
    padded = np.pad(density, ((0, 0), (1, 1)))
    high = density > PEAK * density.max(axis=1, keepdims=True)
    rises, falls = density > padded[:, :-2], density >= padded[:, 2:]
    return np.asarray((high & rises & falls).sum(axis=1), dtype=float)


def _overlap(solved: Solution) -> Real:
    psi = solved.fields.psi
    start = psi[0] if solved.fields.t[0] == 0 else _solved(solved.problem, 2).fields.psi[0]
    return np.asarray(np.abs(psi @ start.conj() * solved.problem.grid.dx) ** 2)


def _weight(solved: Solution, n: int) -> Real:
    if solved.expansion is None:
        return solved.fields.ground if n == 0 else np.full(len(solved.fields.t), np.nan)
    if n >= solved.expansion.count:
        return np.zeros(len(solved.fields.t))
    coefficients, _ = solved.expansion.at(solved.fields.t, solved.problem.theta)
    return np.abs(coefficients[:, n]) ** 2


_MOVING: Mapping[str, Callable[[Solution], Real]] = {
    "mean": lambda solved: solved.fields.mean,
    "width": lambda solved: solved.fields.std,
    "variance": lambda solved: solved.fields.std**2,
    "walkers_variance": _walkers_variance,
    "energy": lambda solved: solved.fields.energy,
    "objective": lambda solved: mean_objective(
        solved.fields.psi, _zeta(solved), solved.problem.grid
    )[0],
    "share_best": _best,
    "share_left": lambda solved: _share(solved, solved.problem.grid.x < 0),
    "norm": lambda solved: np.exp(solved.fields.log_norm),
    "peaks": _peaks,
    "overlap": _overlap,
    **{f"weight{n}": partial(_weight, n=n) for n in range(LEVELS)},
}

NAMES = MappingProxyType({"still": tuple(_STILL), "moving": tuple(_MOVING)})


def figure(problem: Problem, name: str, moment: str = "") -> float:
    """A figure of a problem in one dimension.

    Args:
        problem: Whose figure.
        name: One of `NAMES`.
        moment: For a moving one: ``start``, ``end`` (the default), ``highest`` or
            ``lowest`` of the run, or a time s.

    Returns:
        The figure; nan where there is none, as the gap of a surrogate without bottom.

    Raises:
        Refusal: ``lesson.measure-still`` for a moment of a still one,
            ``lesson.measure-moment`` for one after its end, ``lesson.measure-plane`` in
            two dimensions, and whatever solving refuses.
    """
    if isinstance(problem, PlaneProblem):
        raise Refusal("lesson.measure-plane")
    if name in _STILL:
        if moment:
            raise Refusal("lesson.measure-still", name=name)
        return _STILL[name](problem)
    solved, frame = _moment(problem, moment)
    values = _MOVING[name](solved)
    if moment in ("highest", "lowest"):
        return float(values.max() if moment == "highest" else values.min())
    return float(values[frame])


def _moment(problem: Problem, moment: str) -> tuple[Solution, int]:
    """A run and the frame meant; where D changes, the frame saved nearest to a time."""
    if moment in ("", "start", "end", "highest", "lowest"):
        samples = LOOKS if moment in ("highest", "lowest") else 2
        return _solved(problem, samples), 0 if moment == "start" else -1
    time = float(moment)
    if time > problem.T:
        raise Refusal("lesson.measure-moment", moment=time, limit=problem.T)
    if time == 0:
        return _solved(problem, 2), 0
    if problem.schedule == "constant":
        return _solved(problem.having(T=time), 2), -1
    solved = _solved(problem, 2)
    return solved, int(np.argmin(np.abs(solved.fields.t - time)))


@lru_cache(maxsize=24)  # at most 8 MB each, usually 20 kB
def _solved(problem: Problem, samples: int) -> Solution:
    return solve(problem, samples=samples)
