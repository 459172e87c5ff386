"""Answers of the annealing page's tasks, from the scene on the screen."""

from collections.abc import Callable

import numpy as np

from charts.annealing import MOMENTS, grid_of
from solvers.annealing import Scale, flip, hamiltonian
from solvers.problem import Problem
from solvers.terrain import best_basin
from solvers.two_loop import two_loop

CLEAR = 0.02  # smaller differences of success count as none
HALF = 0.5

Ending = Callable[[Problem, str, float, str], float]


def kinder_time(problem: Problem, ending: Ending) -> tuple[str, dict[str, float]]:
    """Which kind of time ends with more weight in the best basin."""
    found = {
        which: ending(problem, problem.schedule, problem.T, which)
        for which in ("real", "imaginary")
    }
    apart = found["imaginary"] - found["real"]
    answer = "same" if abs(apart) < CLEAR else "imaginary" if apart > 0 else "real"
    return answer, {which: 100 * share for which, share in found.items()}


def ground_state_side(problem: Problem, scales: list[Scale]) -> tuple[str, dict[str, float]]:
    """Whether the ground state changes sides between the first and the last D, and where."""
    first, last = scales[0], scales[-1]
    figures = {"first": 100 * first.best, "last": 100 * last.best, "D_c": float("nan")}
    if first.best < HALF < last.best:
        return "flips", figures | {"D_c": flip(problem, last.D, first.D, tolerance=1e-6)}
    return ("best" if last.best > HALF else "other"), figures


def two_loop_end(problem: Problem) -> tuple[str, dict[str, float]]:
    """Whether the two-loop algorithm ends in the best basin."""
    grid = grid_of(problem)
    *_, last = two_loop(hamiltonian(problem, problem.D), problem.packet, grid, moments=MOMENTS)
    basin = best_basin(problem.objective.values(grid.x), periodic=problem.edges == "periodic")
    share = float((last.psi[basin] ** 2).sum() * grid.dx)
    mean = float(last.psi**2 @ grid.x * grid.dx)
    return "finds" if share > HALF else "sticks", {"share": 100 * share, "mean": np.round(mean, 2)}
