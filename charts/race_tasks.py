"""Answers of the race's tasks, from the race on the screen."""

import math
from dataclasses import replace

import numpy as np

from charts.race import RaceSettings, Run, rates
from solvers.search.objective import SearchObjective

RIVALS = ("random", "gradient-descent", "metropolis", "mqhoa")
TIMES = {"twice": 2.0, "ten": 10.0, "hundred": 100.0}
SURE = 0.95
ZOOMS = 3
NODES = {1: 20_001, 2: 701}  # along every axis; the share of the box is found by counting


def leader(settings: RaceSettings, run: Run) -> tuple[str, dict[str, float]]:
    """Which of `RIVALS` succeeds most often, and the rates of all in percent."""
    found = rates(run(replace(settings.race, methods=RIVALS)))
    figures = {name.replace("-", "_"): rate for name, rate in found.items()}
    return max(found, key=lambda name: found[name]), figures


def still_leads(settings: RaceSettings, run: Run) -> tuple[str, dict[str, float]]:
    """Whether MQHOA leads here too, and by how much."""
    found = rates(run(replace(settings.race, methods=RIVALS)))
    best = max(rate for name, rate in found.items() if name != "mqhoa")
    return "yes" if found["mqhoa"] > best else "no", {"mqhoa": found["mqhoa"], "best": best}


def blind_search(settings: RaceSettings) -> tuple[str, dict[str, float]]:
    """How many times the budget uniform points need to succeed in 95 of 100 runs."""
    share = share_of_box(settings.race.searched)
    needed = math.log(1 - SURE) / math.log1p(-share)
    ratio = needed / settings.budget
    answer = min(TIMES, key=lambda name: abs(math.log(ratio / TIMES[name])))
    return answer, {"share": 100 * share, "needed": float(round(needed)), "ratio": ratio}


def share_of_box(searched: SearchObjective) -> float:
    """Share of the box that counts as success, counted on ever finer grids about it."""
    low = np.full(searched.dimension, searched.lo)
    high = np.full(searched.dimension, searched.hi)
    n = NODES[searched.dimension]
    best = np.array(searched.minima)
    for _ in range(ZOOMS):
        step = (high - low) / n
        axes = [a + (np.arange(n) + 0.5) * h for a, h in zip(low, step, strict=True)]
        mesh = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        counts = searched.values(mesh) < searched.minimum + searched.tolerance
        area = float(max(counts.sum(), 1) * np.prod(step))  # the minimum itself counts
        inside = np.concatenate([mesh[counts], best])
        low = np.maximum(inside.min(axis=0) - 2 * step, searched.lo)
        high = np.minimum(inside.max(axis=0) + 2 * step, searched.hi)
    return area / searched.length**searched.dimension
