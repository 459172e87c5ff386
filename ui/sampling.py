"""Runs of samplers for many visitors: kept, streamed, and only as many at once as fit."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from charts.inference import figures, inference_clips, run_name
from solvers.diffusion.chain import quality, stream
from solvers.diffusion.problem import Sampling
from solvers.diffusion.samplers import SAMPLERS
from solvers.refusal import Refusal
from ui.kept import KeptClips
from ui.slots import in_turn, slot

RUNS_KEPT = 32_000_000  # bytes; a run has 0.2 MB, six side by side 0.4 MB
TABLE_STEPS = (5, 10, 20, 50, 100, 200)
TABLE_PARTICLES = 300

_runs = KeptClips(RUNS_KEPT)


def clips(runs: list[Sampling]) -> Iterator[bytes]:
    """Clips of some runs, each as soon as it is solved; what was seen to its end is kept."""
    return _runs.through(run_name(runs), lambda: in_turn(inference_clips(runs)))


def table_problems(problem: Sampling) -> list[Sampling]:
    """The runs of the table of samplers and steps, cheap ones first, too costly ones not."""
    found = []
    for steps in TABLE_STEPS:
        for sampler in SAMPLERS:
            with suppress(Refusal):
                run = replace(problem, sampler=sampler, steps=steps, particles=TABLE_PARTICLES)
                found.append(run)
    return sorted(found, key=lambda run: run.work)


@lru_cache(maxsize=128)  # some numbers each, and a problem of at most 0.8 MB
def _row(problem: Sampling) -> dict[str, float]:
    with slot():
        *_, last = stream(problem)
        found = figures(quality(problem, last))
    return {key: found[key] for key in ("evaluations", "wasserstein", "kolmogorov", "nearest")}


def row(problem: Sampling) -> dict[str, float]:
    """Figures of one run, for the table."""
    return dict(_row(problem))
