"""The one-dimensional picture of Fig. 5: a mixture, its noising and its paths."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.mixture import Mixture
from solvers.diffusion.process import Kind, Process
from solvers.diffusion.ranges import check, check_ranges, number, ranges
from solvers.limits import Range
from solvers.refusal import Refusal

MOST_PARTS = 5
PART = {"weight": Range(0.02, 1), "mean": Range(-4, 4), "width": Range(0.05, 2)}
PROCESSES = ("ve", "vp")
NODES = 161  # of time


@dataclass(frozen=True)
class Noising:
    """A mixture on a line and the process that noises it.

    Attributes:
        weights: Of the parts; they need not add up to 1.
        means: Centres.
        widths: Standard deviations.
        process: ``ve`` or ``vp``.
        D: Diffusivity.
        T: Duration.
        paths: Stochastic paths drawn.
        seed: Of their noise.

    Raises:
        Refusal: For a name or number that is not allowed.
    """

    weights: tuple[float, ...] = (0.3, 0.5, 0.2)
    means: tuple[float, ...] = (-2.0, 0.3, 1.8)
    widths: tuple[float, ...] = (0.3, 0.15, 0.25)
    process: Kind = "ve"
    D: float = number(0.05, 5, 0.7)
    T: float = number(0.1, 50, 4)
    paths: int = number(1, 200, 40, integer=True)
    seed: int = number(0, 2**31 - 1, 0, integer=True)

    def __post_init__(self) -> None:
        check_ranges(self, RANGES)
        if self.process not in PROCESSES:
            allowed = ", ".join(PROCESSES)
            raise Refusal("scene.not-one-of", key="process", value=self.process, allowed=allowed)
        parts = (self.weights, self.means, self.widths)
        if not 1 <= len(self.weights) <= MOST_PARTS or len({len(part) for part in parts}) > 1:
            raise Refusal("diffusion.parts", most=MOST_PARTS)
        for (key, allowed_range), values in zip(PART.items(), parts, strict=True):
            for value in values:
                check(key, value, allowed_range)

    @cached_property
    def data(self) -> Mixture:
        """p_0."""
        weights, means, widths = (np.array(p) for p in (self.weights, self.means, self.widths))
        return Mixture.on_line(weights, means, widths)

    @property
    def dynamics(self) -> Process:
        """The process."""
        return Process(self.process, self.D)

    @property
    def times(self) -> Real:
        """T u² at equal steps of u, shape (NODES,): the noise √2Dt grows evenly."""
        return np.asarray(self.T * np.linspace(0, 1, NODES) ** 2)


RANGES = ranges(Noising)
