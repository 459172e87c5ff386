"""Annealing for many people at once: spectra, ends of runs and blobs are kept."""

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Any

from charts.annealing import (
    BOTH,
    FRAMES,
    MOMENTS,
    clip_name,
    diffusivities,
    durations,
    grid_of,
    run_parts,
    schedule_over,
    settled_part,
    starts,
    success_part,
)
from charts.annealing_controls import LAWS, AnnealingSettings
from solvers.annealing import Scale, anneal, hamiltonian, scale, success
from solvers.problem import Problem
from solvers.two_loop import two_loop
from ui.kept import KeptClips
from ui.slots import in_turn, slot

MOST_STEPS = 10_000  # of a run that is shown: about 2 s

_blobs = KeptClips(32_000_000)  # a page has 0.3 MB


@lru_cache(maxsize=64)  # 30 kB each
def scales(problem: Problem) -> list[Scale]:
    """Ground states from the first to the last D."""
    grid = grid_of(problem)
    with slot():
        return [scale(problem, float(D), grid) for D in diffusivities(problem)]


def parts(problem: Problem, settings: AnnealingSettings) -> Iterator[bytes]:
    """Blobs for the stage, each as soon as it is solved; kept once somebody has seen them all."""
    made = _two_loops if settings.inner == "two-loop" else _runs
    return _blobs.through(clip_name(problem, settings), lambda: made(problem, settings))


def _runs(problem: Problem, settings: AnnealingSettings) -> Iterator[bytes]:
    streams = [
        run_parts(
            problem,
            settings,
            which,
            anneal(
                problem,
                problem.diffusivity,
                wick,
                grid_of(problem),
                frames=FRAMES,
                max_steps=MOST_STEPS,
            ),
            100 * number,
        )
        for number, (which, wick) in enumerate(BOTH.items())
    ]
    together = chain.from_iterable(zip_longest(*streams))  # both start at once
    yield from (blob for blob in in_turn(together) if blob is not None)
    laws = [problem.schedule, *(law for law in LAWS if law != problem.schedule)]
    for number, law in enumerate(laws):
        rates = {which: ends(problem, law, which, end_of) for which in BOTH}
        yield success_part(problem, settings, law, rates, 1000 + number)


def ends(problem: Any, law: str, which: str, end_of: Callable[..., float]) -> list[float]:
    """Success over the durations; after one that takes too many steps, no longer one is tried."""
    found = [0.0]
    for duration in durations(problem):
        found.append(found[-1] if math.isnan(found[-1]) else end_of(problem, law, duration, which))
    return found[1:]


@lru_cache(maxsize=4096)
def end_of(problem: Problem, law: str, duration: float, which: str) -> float:
    """Weight in the best basin after a run of this law and total time."""
    with slot():
        return success(problem, schedule_over(problem, law, duration), BOTH[which])


def _two_loops(problem: Problem, settings: AnnealingSettings) -> Iterator[bytes]:
    for which, D in enumerate(starts(problem)):
        first = hamiltonian(problem, D)
        run = two_loop(first, problem.packet, grid_of(problem), moments=MOMENTS)
        for number, settled in enumerate(in_turn(run)):
            yield settled_part(problem, settings, which, settled, 100 * which + number)
