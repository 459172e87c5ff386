"""What is to be sampled: frozen, hashable, checked once; links and tables are untrusted."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.diffusion.datasets import SHAPES, Dataset, drawn, letters
from solvers.diffusion.mixture import Mixture
from solvers.diffusion.ranges import check_ranges, number, ranges
from solvers.diffusion.samplers import SAMPLERS, Score, evaluations, noise_levels
from solvers.diffusion.upload import MOST_POINTS, read_table
from solvers.refusal import Refusal

SETS = (*SHAPES, "letters", "drawing", "table")
MOST_WORK = 1e9  # pairs of particle and point: some seconds of one processor
DATA_SEED = 7
USUAL_DRAWING = "8tBkIbSZbdgkftan.EEMAVAdE"  # a face without eyes: two strokes


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
        label: Class asked for, None for no condition.
        weight: Weight of the guidance.
        seed: Of noise; data have a seed of their own.

    Raises:
        Refusal: For a name, text or number that is not allowed, or too much work.
    """

    data: str = "two-moons"
    word: str = "QDE"
    drawing: str = USUAL_DRAWING
    table: bytes = b""
    points: int = number(10, MOST_POINTS, 400, integer=True)
    h: float = number(0, 1, 0.08)
    sampler: str = "flow"
    steps: int = number(5, 200, 60, integer=True)
    particles: int = number(10, 2000, 800, integer=True)
    highest: float = number(0.5, 50, 3)
    lowest: float = number(1e-3, 0.2, 0.02)
    label: int | None = number(0, 8, None, integer=True)
    weight: float = number(0, 20, 1)
    seed: int = number(0, 2**31 - 1, 0, integer=True)

    def __post_init__(self) -> None:
        check_ranges(self, RANGES)
        for key, value, known in (("data", self.data, SETS), ("sampler", self.sampler, SAMPLERS)):
            if value not in known:
                raise Refusal("scene.not-one-of", key=key, value=value, allowed=", ".join(known))
        if self.label is not None and self.label >= self.dataset.classes:
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
    def sigmas(self) -> np.ndarray:
        """Noise levels, the last one 0, shape (steps + 1,)."""
        return noise_levels(self.steps, self.highest, self.lowest)

    @property
    def work(self) -> float:
        """Pairs of particle and training point whose distance is needed."""
        conditions = 1 if self.label is None else 2
        asked = evaluations(self.sampler, self.steps)
        return float(self.particles * len(self.dataset.points) * asked * conditions)

    def score(self) -> Score:
        """A score that starts counting at 0."""
        return Score(self.target, self.label, self.weight)


RANGES = ranges(Sampling)
