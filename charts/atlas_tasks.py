"""Answers of the atlas's tasks, from the scene on the screen."""

from collections.abc import Callable, Sequence

import numpy as np

from solvers.problem import Problem
from solvers.sweep.axis import usual_span

Line = Callable[[Problem, str, tuple[float, ...], str], Sequence[float]]
LOOKS = 25  # values along a line
END = 0.05  # of the line: a maximum nearer to an end counts as there
STEEP, TWICE = 5.0, 3.0  # factors between which the answers part


def best_diffusivity(problem: Problem, line: Line) -> tuple[str, dict[str, float]]:
    """Where success is highest along D: at the low end, the high end or between."""
    low, high = usual_span(problem, "D")
    values = tuple(np.geomspace(low, high, LOOKS).tolist())
    success = np.array(line(problem, "D", values, "success"))
    best = int(np.nanargmax(success))
    figures = {"best": 100 * success[best], "D": values[best]}
    figures |= {"low": 100 * success[0], "high": 100 * success[-1]}
    return _where(best), {key: float(f"{value:.3g}") for key, value in figures.items()}


def best_angle(problem: Problem, line: Line) -> tuple[str, dict[str, float]]:
    """Where success is highest along the Wick angle."""
    values = tuple(np.linspace(0.0, 90.0, LOOKS).tolist())
    success = np.array(line(problem, "wick", values, "success"))
    best = int(np.nanargmax(success))
    figures = {"best": 100 * success[best], "angle": values[best]}
    figures |= {"real": 100 * success[0], "imaginary": 100 * success[-1]}
    return _where(best), {key: float(f"{value:.3g}") for key, value in figures.items()}


def _where(best: int) -> str:
    share = best / (LOOKS - 1)
    return "low" if share <= END else "high" if share >= 1 - END else "between"


def halved_diffusivity(problem: Problem, line: Line) -> tuple[str, dict[str, float]]:
    """How many times longer tunnelling takes at half of D."""
    before, after = line(problem, "D", (problem.D, problem.D / 2), "tunnelling")
    ratio = after / before
    answer = "steep" if ratio > STEEP else "four" if ratio > TWICE else "twice"
    figures = {"before": before, "after": after, "ratio": ratio}
    return answer, {key: float(f"{value:.3g}") for key, value in figures.items()}
