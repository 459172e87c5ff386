"""The figures that a sweep may show, each taken from an ordinary solution of its scene.

| figure | what it is |
|---|---|
| success | probability in the best basin of ζ at the end |
| ground | |⟨φ_0|ψ⟩|² with the ground state of H at the end |
| surrogate | |⟨ψ_n|ψ⟩|² of the evolutions in T_n and in ζ at the end |
| tunnelling | when half of the probability has left the basin it started in |
| energy | ⟨H⟩ at the end |
| gap | E_1 - E_0 of H at the end |
"""

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import brentq

from solvers.arrays import Real
from solvers.fidelity import fidelity, first_below
from solvers.observables import density, probability
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.report import LEVELS, Report
from solvers.solution import Solution, collect, quadratic, solve, stream
from solvers.spectral import LADDER, Diagonalise, Spectrum
from solvers.terrain import basin_around, best_basin

SAMPLES = 33  # times at which a run is checked, as the Lab does
LOOKS = 161  # times at which the leaving of a basin is looked for
CLOSER = 4  # times that the looks are repeated before the crossing found
HALF = 0.5  # of the probability: where a packet counts as having left
USUAL_ORDER = 2  # of the surrogate, for a scene that has none
REFUSED = "refused"
SPREAD = "atlas.spread"  # code of a packet on a ridge that numbers cannot hold any more
NEVER = "atlas.never"  # code of a figure that a clean run does not have


@dataclass(frozen=True)
class Cell:
    """One figure of one scene.

    Attributes:
        value: The figure, nan where there is none.
        error: Estimated relative L² error of ψ, nan for a refused scene.
        level: The report's green, amber or red, or ``refused``.
        code: Key of the sentence that explains the level or a missing value, empty for none.
        details: Values for its placeholders.
    """

    value: float
    error: float
    level: str = LEVELS[0]
    code: str = ""
    details: dict[str, str | float] = field(default_factory=dict)


def evaluate(problem: Problem, figure: str, diagonalise: Diagonalise) -> Iterator[Cell | None]:
    """A figure of a scene, with what is known about its errors.

    A scene that cannot be solved is an answer too: its cell says why.

    Args:
        problem: The scene.
        figure: One of `FIGURES`.
        diagonalise: Keeps the spectra that scenes share.

    Yields:
        None for each saved state of a run whose D changes, so that others may have their
        turn in between; the cell in the end.
    """
    try:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # looked at below
            solutions = yield from _solutions(problem, figure, diagonalise)
            value = FIGURES[figure](solutions[0], solutions[-1], diagonalise)
    except Refusal as refusal:
        yield Cell(math.nan, math.nan, REFUSED, refusal.code, refusal.details)
        return
    if not all(np.isfinite(solution.fields.psi[-1]).all() for solution in solutions):
        yield Cell(math.nan, math.nan, LEVELS[-1], SPREAD)
        return
    reports = [_numerics(solutions[0].report, figure), *(s.report for s in solutions[1:])]
    worst = max(reports, key=lambda report: LEVELS.index(report.verdict.level)).verdict
    error = max(report.error for report in reports)
    if worst.level == LEVELS[0]:
        yield Cell(value, error, code="" if math.isfinite(value) else NEVER)
    else:
        yield Cell(value, error, worst.level, worst.code, dict(worst.details))


Solving = Generator[None, None, Solution]


def _solutions(
    problem: Problem, figure: str, diagonalise: Diagonalise
) -> Generator[None, None, list[Solution]]:
    """The scene's solution; to compare with a surrogate, the surrogate's and then the truth."""
    if figure != "surrogate":
        return [(yield from _solved(problem, figure, diagonalise))]
    order = USUAL_ORDER if problem.order is None else problem.order
    model = problem.having(order=order, about=problem.expansion_point)
    there = yield from _solved(model, figure, diagonalise)
    truth = problem.having(order=None, about=None, T=there.report.t_end)
    return [there, (yield from _solved(truth, figure, diagonalise))]


def _solved(problem: Problem, figure: str, diagonalise: Diagonalise) -> Solving:
    samples = LOOKS if figure == "tunnelling" else SAMPLES
    if problem.schedule == "constant":
        return solve(problem, samples=samples, diagonalise=diagonalise)
    problem, steps = problem.having(frames=samples), []
    for step in stream(problem):
        steps.append(step)
        yield
    return collect(problem, steps)


def _numerics(report: Report, figure: str) -> Report:
    """For a surrogate without the note that it cannot be trusted: that is what is measured."""
    if figure != "surrogate":
        return report
    kept = tuple(note for note in report.physics if note.code != "report.left-trust")
    return replace(report, physics=kept)


def _success(solution: Solution, _: Solution, __: Diagonalise) -> float:
    problem = solution.problem
    inside = best_basin(solution.zeta, periodic=problem.edges == "periodic")
    return float(probability(solution.fields.psi[-1], problem.grid, inside))


def _ground(solution: Solution, _: Solution, diagonalise: Diagonalise) -> float:
    problem = solution.problem
    if problem.schedule == "constant":
        return float(solution.fields.ground[-1])
    state = _last_spectrum(problem, diagonalise).eigenstates(problem.grid, 1)[:, 0]
    return float(fidelity(solution.fields.psi[-1], state.astype(complex), problem.grid))


def _last_spectrum(problem: Problem, diagonalise: Diagonalise) -> Spectrum:
    """Eigenstates at the end of a schedule."""
    return diagonalise(replace(problem.hamiltonian, diffusivity=problem.D_end), LADDER[1])


def _surrogate(model: Solution, truth: Solution, _: Diagonalise) -> float:
    psi, there = truth.fields.psi[-1], model.fields.psi[-1]
    return float(fidelity(psi, there, truth.problem.grid))


def _tunnelling(solution: Solution, _: Solution, __: Diagonalise) -> float:
    problem, grid = solution.problem, solution.problem.grid
    start = int(np.clip((problem.x0 - grid.lo) / grid.dx, 0, grid.n - 1))
    home = basin_around(solution.zeta, start, periodic=problem.edges == "periodic")
    t, there = solution.fields.t, probability(solution.fields.psi, grid, home)
    expansion = solution.expansion
    if expansion is None:
        found = first_below(t, there, HALF)
        return found if 0 < found < math.inf else math.nan
    states = expansion.spectrum.eigenstates(grid, expansion.count)[home]

    def within(s: Real) -> Real:
        psi = expansion.at(s, problem.theta)[0] @ states.T
        return np.asarray(density(psi).sum(axis=1) * grid.dx)

    return _first_half(within, t, there)


def _first_half(within: Callable[[Real], Real], t: Real, there: Real) -> float:
    """First time at which a probability is one half; nan if never, or already at the start.

    Looked for again before the one found, until nothing earlier is.
    """
    found = math.nan
    for _ in range(CLOSER):
        passed = np.flatnonzero(there <= HALF)
        if not len(passed) or passed[0] == 0:
            break
        last = int(passed[0])
        if last == len(t) - 1 and not math.isnan(found):
            break
        found = _root(within, float(t[last - 1]), float(t[last]))
        t = np.linspace(0.0, found, len(t))
        there = within(t)
        there[-1] = HALF  # to rounding
    return found


def _root(within: Callable[[Real], Real], a: float, b: float) -> float:
    def above(s: float) -> float:
        return float(within(np.array([s]))[0]) - HALF

    return b if above(b) >= 0 else float(brentq(above, a, b, xtol=1e-10 * b))


def _energy(solution: Solution, _: Solution, __: Diagonalise) -> float:
    return float(solution.fields.energy[-1])


def _gap(solution: Solution, _: Solution, diagonalise: Diagonalise) -> float:
    problem = solution.problem
    if problem.is_closed_form:
        stiffness = quadratic(problem).curvature
        # Below an upright parabola the levels are equally spaced; other surrogates have none.
        return math.sqrt(2 * problem.D * stiffness) if stiffness > 0 else math.nan
    expansion = solution.expansion
    spectrum = expansion.spectrum if expansion else _last_spectrum(problem, diagonalise)
    return float(spectrum.energies[1] - spectrum.energies[0])


FIGURES: dict[str, Callable[[Solution, Solution, Diagonalise], float]] = {
    "success": _success,
    "ground": _ground,
    "surrogate": _surrogate,
    "tunnelling": _tunnelling,
    "energy": _energy,
    "gap": _gap,
}
SHARES = ("success", "ground", "surrogate")  # run from 0 to 1
