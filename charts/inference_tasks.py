"""Answers of the tasks on the inference page, from runs of what is shown."""

from functools import lru_cache
from typing import Any

import numpy as np

from charts.inference import sampling
from scenes.scene import Scene
from solvers.diffusion.chain import quality, stream
from solvers.diffusion.problem import Sampling
from solvers.diffusion.quality import Quality

SAME_COST = {"flow": 10, "ddim": 19}  # steps for 19 scores each
AS_GOOD = 1.15  # ratio of distances below which nobody wins
COPIES, NEAR = 0.25, 1.0  # of the spacing of the training points
CONTENDERS = ("flow", "ddpm", "langevin")


def answer_memory(_: Scene, settings: Any, table: bytes) -> tuple[str, dict[str, float]]:
    """Whether the sample consists of training points."""
    problem = sampling(settings, table)
    points = problem.dataset.points
    spacing = float(np.median(_second_nearest(points)))
    nearest = _found(problem).nearest
    option = (
        "copies" if nearest < COPIES * spacing else "near" if nearest < NEAR * spacing else "new"
    )
    return option, {"nearest": nearest, "spacing": spacing, "h": problem.h}


def answer_weights(_: Scene, settings: Any, table: bytes) -> tuple[str, dict[str, float]]:
    """Which sampler gets the shares of the classes wrong by most."""
    wrong = {}
    for name in CONTENDERS:
        problem = sampling(settings, table, sampler=name, condition=0)
        truth = np.bincount(problem.dataset.labels) / len(problem.dataset.labels)
        wrong[name] = 50 * float(np.abs(_found(problem).shares - truth).sum())
    return max(CONTENDERS, key=lambda name: wrong[name]), wrong


def answer_cost(_: Scene, settings: Any, table: bytes) -> tuple[str, dict[str, float]]:
    """Heun or DDIM, at the same number of scores."""
    found = {
        name: _found(sampling(settings, table, sampler=name, steps=steps, condition=0)).wasserstein
        for name, steps in SAME_COST.items()
    }
    option = min(SAME_COST, key=lambda name: found[name])
    if max(found.values()) < AS_GOOD * min(found.values()):
        option = "tie"
    return option, found


@lru_cache(maxsize=32)  # some numbers each, and a problem of at most 0.8 MB
def _found(problem: Sampling) -> Quality:
    *_, last = stream(problem)
    return quality(problem, last)


def _second_nearest(points: Any) -> Any:
    """Distance of every point from the nearest other one, in blocks of rows."""
    found = []
    for start in range(0, len(points), 256):
        block = points[start : start + 256]
        apart = np.hypot(*(block[:, None] - points).transpose(2, 0, 1))
        found.append(np.partition(apart, 1, axis=1)[:, 1])
    return np.concatenate(found)
