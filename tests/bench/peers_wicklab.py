"""Wicklab in a process of its own: the same problem through its one public door.

Cold means that every cache of the package is emptied before each repeat; warm means
another landscape on a grid that has been drawn before, as in the app.
"""

import gc
import time
from functools import _lru_cache_wrapper

from setting import CENTRE, CHOSEN, FRAMES, HALF, NODES, WIDTH, D, Delivery, T

from solvers.kept import Kept
from solvers.problem import Problem
from solvers.solution import Solution, solve

REPEATS = 7


def problem(wick: int) -> Problem:
    box = {"lo": -HALF, "hi": HALF, "n": NODES}
    start = {"x0": CENTRE, "sigma": WIDTH, "px": 0.0}
    time = {"T": T, "frames": FRAMES, "wick": float(wick), "D": D}
    return Problem(formula=CHOSEN.formula, **box, **start, **time)


def forget() -> None:
    for thing in gc.get_objects():
        if isinstance(thing, _lru_cache_wrapper) and thing.__module__.startswith("solvers"):
            thing.cache_clear()
        elif isinstance(thing, Kept):
            thing.__init__(thing._limit, thing._size_of)


def best(wick: int, *, cold: bool) -> tuple[float, Solution]:
    fastest = float("inf")
    for repeat in range(REPEATS + 1):
        if cold:
            forget()
        start = time.perf_counter()
        solved = solve(problem(wick))
        taken = time.perf_counter() - start
        fastest = min(fastest, taken) if repeat else fastest
    return fastest, solved


def main() -> None:
    out = Delivery("Wicklab")
    for wick in (0, 45, 90):
        for cold in (True, False):
            seconds, solved = best(wick, cold=cold)
            setting = f"{'cold' if cold else 'warm'}, {solved.report.size} plane waves"
            out.add(setting, wick, seconds, solved.problem.grid.x, solved.fields.psi)
    out.send()


main()
