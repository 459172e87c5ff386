"""A run of a sampler as a chain x_T … x_0: what is saved, its stations, its quality."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.problem import Sampling
from solvers.diffusion.quality import Quality, assess
from solvers.diffusion.samplers import SAMPLERS, start
from solvers.interruption import interruptible

MOST_SAVED = 61
STATIONS = 8
ARROWS = 11  # score arrows per axis of a station
REACH = 2.6  # half the width of a station, in units of √(1 + σ²)


@dataclass(frozen=True, eq=False)
class Saved:
    """Particles at one moment.

    Attributes:
        step: Noise levels passed so far.
        sigma: σ now.
        x: Places, shape (particles, 2).
        evaluations: Scores asked so far.
    """

    step: int
    sigma: float
    x: Real
    evaluations: int


@dataclass(frozen=True, eq=False)
class Station:
    """What is shown of the chain at one saved moment.

    Attributes:
        clean: Tweedie's estimate of x_0 for every particle, shape (particles, 2).
        places: Where the arrows stand, shape (ARROWS², 2).
        arrows: σ² times the score there: how far the estimate lies, same shape.
    """

    clean: Real
    places: Real
    arrows: Real


def saved_steps(steps: int) -> list[int]:
    """Steps that are saved, first and last included."""
    count = min(steps + 1, MOST_SAVED)
    return [round(i * steps / (count - 1)) for i in range(count)]


def station_steps(steps: int) -> list[int]:
    """Saved steps at which the chain has its stations; the last is x_0."""
    kept = saved_steps(steps)
    count = min(STATIONS, len(kept))
    return [kept[round(i * (len(kept) - 1) / (count - 1))] for i in range(count)]


def stream(problem: Sampling) -> Iterator[Saved]:
    """Saved moments, each as soon as it is there."""
    rng = np.random.default_rng(problem.seed)
    score, sigmas = problem.score(), problem.sigmas
    x = start(problem.target, problem.particles, problem.highest, rng)
    wanted = set(saved_steps(problem.steps))
    run = SAMPLERS[problem.sampler](score, x, sigmas, rng)
    for step, places in enumerate(islice(run, problem.steps + 1)):
        interruptible()
        if step in wanted:
            yield Saved(step, float(sigmas[step]), places, score.evaluations)


def station(problem: Sampling, saved: Saved) -> Station:
    """Denoiser and score field at a saved moment; at σ = 0 there is nothing to remove."""
    half = REACH * np.sqrt(1 + saved.sigma**2)
    line = np.linspace(-half, half, ARROWS)
    places = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    if saved.sigma == 0:
        return Station(saved.x, places, np.zeros_like(places))
    score, heat = problem.score(), saved.sigma**2
    return Station(
        saved.x + heat * score.at(saved.x, saved.sigma),
        places,
        heat * score.at(places, saved.sigma),
    )


def quality(problem: Sampling, last: Saved) -> Quality:
    """Figures of the sample against the truth, which is the class asked for if any."""
    target = problem.target
    if problem.label is not None and problem.weight > 0:
        target = target.given(problem.label)
    return assess(last.x, target, problem.target, last.evaluations)
