"""Answers of the annealing page's tasks, from the scene on the screen."""

from collections.abc import Callable, Sequence

import numpy as np

from charts.annealing import BOTH, MOMENTS, grid_of, schedule_over
from solvers.annealing import Scale, flip, hamiltonian, scale, success
from solvers.plane import annealing as plane
from solvers.plane.annealing import PlaneScale
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain
from solvers.problem import Problem
from solvers.terrain import best_basin
from solvers.two_loop import two_loop

CLEAR = 0.02  # smaller differences of success count as none
HALF = 0.5

Ending = Callable[[Problem, str, float, str], float]


def end_of(problem: Problem, law: str, duration: float, which: str) -> float:
    """Weight in the best basin at the end of a run of a law and a total time."""
    schedule = schedule_over(problem, law, duration)
    if not isinstance(problem, PlaneProblem):
        return success(problem, schedule, BOTH[which])
    terrain = Terrain(plane.square(problem))
    ground = plane.scale(terrain, problem.D).ground
    return plane.success(terrain, ground, schedule, BOTH[which])


def outermost(problem: Problem) -> Sequence[Scale | PlaneScale]:
    """Ground states at the first and at the last D."""
    ends = (problem.D, problem.D_end)
    if isinstance(problem, PlaneProblem):
        terrain = Terrain(plane.square(problem))
        return [plane.scale(terrain, D) for D in ends]
    return [scale(problem, D, grid_of(problem)) for D in ends]


def kinder_time(problem: Problem, ending: Ending) -> tuple[str, dict[str, float]]:
    """Which kind of time ends with more weight in the best basin."""
    found = {
        which: ending(problem, problem.schedule, problem.T, which)
        for which in ("real", "imaginary")
    }
    apart = found["imaginary"] - found["real"]
    answer = "same" if abs(apart) < CLEAR else "imaginary" if apart > 0 else "real"
    return answer, {which: 100 * share for which, share in found.items()}


def ground_state_side(
    problem: Problem, scales: Sequence[Scale | PlaneScale]
) -> tuple[str, dict[str, float]]:
    """Whether the ground state changes sides between the first and the last D, and where."""
    first, last = scales[0], scales[-1]
    figures = {"first": 100 * first.best, "last": 100 * last.best, "D_c": float("nan")}
    if first.best < HALF < last.best:
        return "flips", figures | {"D_c": _flip(problem, last.D, first.D)}
    return ("best" if last.best > HALF else "other"), figures


def _flip(problem: Problem, low: float, high: float) -> float:
    if isinstance(problem, PlaneProblem):
        return plane.flip(Terrain(plane.square(problem)), low, high, tolerance=1e-6)
    return flip(problem, low, high, tolerance=1e-6)


def who_follows(problem: Problem, ending: Ending) -> tuple[str, dict[str, float]]:
    """Which runs end in the best basin: none, that in imaginary time, both."""
    found = {
        which: ending(problem, problem.schedule, problem.T, which)
        for which in ("real", "imaginary")
    }
    follow = [which for which, share in found.items() if share > HALF]
    answer = {0: "neither", 2: "both"}.get(len(follow)) or follow[0]
    return answer, {which: 100 * share for which, share in found.items()}


def two_loop_end(problem: Problem) -> tuple[str, dict[str, float]]:
    """Whether the two-loop algorithm ends in the best basin."""
    if isinstance(problem, PlaneProblem):
        return _plane_two_loop_end(problem)
    grid = grid_of(problem)
    *_, last = two_loop(hamiltonian(problem, problem.D), problem.packet, grid, moments=MOMENTS)
    basin = best_basin(problem.objective.values(grid.x), periodic=problem.edges == "periodic")
    share = float((last.psi[basin] ** 2).sum() * grid.dx)
    mean = float(last.psi**2 @ grid.x * grid.dx)
    return "finds" if share > HALF else "sticks", {"share": 100 * share, "mean": np.round(mean, 2)}


def _plane_two_loop_end(problem: PlaneProblem) -> tuple[str, dict[str, float]]:
    terrain = Terrain(plane.square(problem))
    *_, last = plane.two_loop(terrain, problem.D)
    grid, density = terrain.problem.grid, last.way[-1] ** 2
    share = float(density[terrain.basin].sum()) * grid.dx**2
    mean = float((density @ grid.x).sum()) * grid.dx**2
    return "finds" if share > HALF else "sticks", {"share": 100 * share, "mean": np.round(mean, 2)}
