"""What is to be sampled: frozen, hashable, checked once; links and tables are untrusted."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.diffusion.datasets import (
    LONGEST_DRAWING,
    LONGEST_WORD,
    SHAPES,
    Dataset,
    drawn,
    letters,
)
from solvers.diffusion.mixture import Mixture
from solvers.diffusion.samplers import SAMPLERS, Score, evaluations, noise_levels
from solvers.diffusion.upload import MOST_POINTS, read_table
from solvers.limits import check, number, one_of, text, unlinked
from solvers.refusal import Refusal

SETS = (*SHAPES, "letters", "drawing", "table")
MOST_WORK = 1e9  # pairs of particle and point: some seconds of one processor
DATA_SEED = 7
USUAL_DRAWING = (  # a face: outline, mouth, eyes
    "yWwhqqhwWyLwCq6h4W6LCCL6W4h6qCwLyW.INLJPGTEZEdGhJkN.OeMhKeMbOe.iegheegbie"
)


@dataclass(frozen=True)
class Sampling:
    """One run of one sampler on one data set in the plane.

    Attributes:
        data: Name of the data set, one of `SETS`.
        word: Letters of the set of that name.
        drawing: Strokes of the set of that name; see `solvers.diffusion.datasets.strokes`.
        table: Content of the user's own file.
        points: Training points (a table brings its own).
        h: Smoothing: standard deviation put on every training point.
        sampler: One of `solvers.diffusion.samplers.SAMPLERS`.
        steps: Noise levels passed.
        particles: Samples drawn.
        highest: σ at the start.
        lowest: Last σ before 0.
        condition: Class asked for, counted from 1; 0 for none.
        weight: Weight of the guidance.
        seed: Of noise; data have a seed of their own.

    Raises:
        Refusal: For a name, text or number that is not allowed, or too much work.
    """

    data: str = one_of(*SETS)
    word: str = text(LONGEST_WORD, default="QDE")
    drawing: str = text(LONGEST_DRAWING, default=USUAL_DRAWING)
    table: bytes = unlinked(default=b"")
    points: int = number(10, MOST_POINTS, integer=True, default=400)
    h: float = number(0, 1, default=0.08)
    sampler: str = one_of(*SAMPLERS)
    steps: int = number(5, 200, integer=True, default=60)
    particles: int = number(10, 2000, integer=True, default=800)
    highest: float = number(0.5, 50, default=3)
    lowest: float = number(1e-3, 0.2, default=0.02)
    condition: int = number(0, 9, integer=True, default=0)
    weight: float = number(0, 20, default=1)
    seed: int = number(0, 2**31 - 1, integer=True, default=0)

    def __post_init__(self) -> None:
        check(self)
        if self.condition > self.dataset.classes:
            raise Refusal("diffusion.label", classes=self.dataset.classes)
        if self.work > MOST_WORK:
            raise Refusal("diffusion.work", times=math.ceil(10 * self.work / MOST_WORK) / 10)

    @cached_property
    def dataset(self) -> Dataset:
        """Training points; the same for every seed of the noise."""
        rng = np.random.default_rng(DATA_SEED)
        if self.data == "letters":
            return letters(self.word, self.points, rng)
        if self.data == "drawing":
            return drawn(self.drawing, self.points, rng)
        if self.data == "table":
            return read_table(self.table)
        return SHAPES[self.data](self.points, rng)

    @cached_property
    def target(self) -> Mixture:
        """p_0: the data set smoothed by h."""
        return Mixture.smoothed(self.dataset.points, self.h, self.dataset.labels)

    @property
    def label(self) -> int | None:
        """Label of the class asked for."""
        return self.condition - 1 if self.condition else None

    @property
    def sigmas(self) -> np.ndarray:
        """Noise levels, the last one 0, shape (steps + 1,)."""
        return noise_levels(self.steps, self.highest, self.lowest)

    @property
    def work(self) -> float:
        """Pairs of particle and training point whose distance is needed."""
        conditions = 2 if self.condition else 1
        asked = evaluations(self.sampler, self.steps)
        return float(self.particles * len(self.dataset.points) * asked * conditions)

    def score(self) -> Score:
        """A score that starts counting at 0."""
        return Score(self.target, self.label, self.weight)
