"""The parameters that a sweep may vary, and how far it is usual to vary each."""

import math
from dataclasses import dataclass

import numpy as np

from solvers.arrays import Real
from solvers.limits import Range
from solvers.observables import EDGE
from solvers.problem import RANGES, Problem
from solvers.refusal import Refusal

FEWEST, MOST = 2, 64  # values along an axis
SCENE = ("x0", "sigma", "px", "D", "wick", "T", "D_end", "order", "about")
LOGARITHMIC = ("D", "D_end")
WHOLE = ("order",)
CONSTANT = "let:"  # before the name of a formula's constant
CLEAR = 5  # widths between a packet and the walls
WIDEST = 1e3  # of a constant
FREE = Range(-WIDEST, WIDEST)


@dataclass(frozen=True)
class Axis:
    """Values of one parameter, evenly spaced, those of D evenly in log D.

    Attributes:
        key: One of `axes_of`.
        low: First value.
        high: Last value, > low.
        count: How many; for whole numbers no more than there are.

    Raises:
        Refusal: ``atlas.span`` or ``scene.out-of-range``.
    """

    key: str
    low: float
    high: float
    count: int

    def __post_init__(self) -> None:
        allowed = range_of(self.key)
        for value in (self.low, self.high):
            if not allowed.low <= value <= allowed.high:  # a NaN is refused too
                raise Refusal(
                    "scene.out-of-range",
                    key=self.key,
                    value=value,
                    low=allowed.low,
                    high=allowed.high,
                )
        if not self.low < self.high:
            raise Refusal("atlas.span", key=self.key, low=self.low, high=self.high)
        if not FEWEST <= self.count <= MOST:
            raise Refusal(
                "scene.out-of-range", key=self.key, value=self.count, low=FEWEST, high=MOST
            )
        if self.key in WHOLE:
            steps = math.floor(self.high) - math.ceil(self.low) + 1
            if steps < FEWEST:
                raise Refusal("atlas.span", key=self.key, low=self.low, high=self.high)
            object.__setattr__(self, "count", steps)

    @property
    def is_logarithmic(self) -> bool:
        """Whether ratios are equal, not differences."""
        return self.key in LOGARITHMIC

    @property
    def values(self) -> Real:
        """The values, ascending, rounded to what a link can carry, shape (count,)."""
        if self.key in WHOLE:
            return np.arange(math.ceil(self.low), math.floor(self.high) + 1.0)
        space = np.geomspace if self.is_logarithmic else np.linspace
        inner = [float(f"{value:.6g}") for value in space(self.low, self.high, self.count)]
        return np.array([self.low, *inner[1:-1], self.high])


def range_of(key: str) -> Range:
    """Limits of a parameter."""
    return FREE if key.startswith(CONSTANT) else RANGES[key]


def axes_of(problem: Problem) -> tuple[str, ...]:
    """Parameters of a problem that may be swept: those that play a part in it.

    A packet's are idle when levels are chosen, D's end is while D is constant, and the
    expansion point without a surrogate.
    """
    idle = set()
    if problem.levels:
        idle |= {"x0", "sigma", "px"}
    if problem.schedule == "constant":
        idle.add("D_end")
    if problem.order is None:
        idle |= {"order", "about"}
    constants = tuple(f"{CONSTANT}{name}" for name, _ in problem.let)
    return (*(key for key in SCENE if key not in idle), *constants)


def usual_span(problem: Problem, key: str) -> tuple[float, float]:
    """Lowest and highest value worth looking at first."""
    entry, value = problem.catalogue_entry, value_of(problem, key)
    room = problem.hi - problem.lo
    margin = min(CLEAR * problem.sigma + EDGE * room, 0.3 * room)
    inside = (problem.lo + margin, problem.hi - margin)
    spans = {
        "x0": inside,
        "about": inside,
        "sigma": (0.25 * entry.sigma, 2.5 * entry.sigma),
        "px": (-abs(entry.p) - 3 / entry.sigma / 2, abs(entry.p) + 3 / entry.sigma / 2),
        "D": (entry.D_low, entry.D_high),
        "D_end": (max(problem.D / 1000, RANGES["D_end"].low), problem.D),
        "wick": (0.0, 90.0),
        "T": (entry.T / 20, 2 * entry.T),
        "order": (0.0, 6.0),
    }
    low, high = spans.get(key) or (value - max(abs(value), 1), value + max(abs(value), 1))
    allowed = range_of(key)
    return _rounded(max(low, allowed.low)), _rounded(min(high, allowed.high))


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def value_of(problem: Problem, key: str) -> float:
    """The value a problem has of a parameter."""
    if key.startswith(CONSTANT):
        return dict(problem.let)[key.removeprefix(CONSTANT)]
    value = getattr(problem, key)
    return float(problem.expansion_point if key == "about" else value)


def having(problem: Problem, values: dict[str, float]) -> Problem:
    """The problem with other values of some parameters.

    Raises:
        Refusal: When there is no such problem.
    """
    constants = {
        key.removeprefix(CONSTANT): value
        for key, value in values.items()
        if key.startswith(CONSTANT)
    }
    changes: dict[str, object] = {
        key: int(value) if key in WHOLE else float(value)
        for key, value in values.items()
        if not key.startswith(CONSTANT)
    }
    if constants:
        changes["let"] = tuple((name, constants.get(name, old)) for name, old in problem.let)
    return problem.having(**changes)
