"""The one-dimensional picture of Fig. 5: a mixture, its noising and its paths."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.mixture import Mixture
from solvers.diffusion.process import Process
from solvers.limits import check, number, one_of

NODES = 161  # of time
MOST_PARTS = 5


@dataclass(frozen=True)
class Noising:
    """A mixture on a line and the process that noises it.

    Attributes:
        process: ``ve`` or ``vp``.
        parts: How many of the five parts are used.
        weight1: Of the first part; weights need not add up to 1.
        mean1: Its centre.
        width1: Its standard deviation. The other parts alike.
        D: Diffusivity.
        T: Duration.
        paths: Stochastic paths drawn.
        seed: Of their noise.

    Raises:
        Refusal: For a name or number that is not allowed.
    """

    process: str = one_of("ve", "vp")
    parts: int = number(1, MOST_PARTS, integer=True, default=3)
    weight1: float = number(0.02, 1, default=0.3)
    mean1: float = number(-4, 4, default=-2.0)
    width1: float = number(0.05, 2, default=0.3)
    weight2: float = number(0.02, 1, default=0.5)
    mean2: float = number(-4, 4, default=0.3)
    width2: float = number(0.05, 2, default=0.15)
    weight3: float = number(0.02, 1, default=0.2)
    mean3: float = number(-4, 4, default=1.8)
    width3: float = number(0.05, 2, default=0.25)
    weight4: float = number(0.02, 1, default=0.3)
    mean4: float = number(-4, 4, default=-3.2)
    width4: float = number(0.05, 2, default=0.2)
    weight5: float = number(0.02, 1, default=0.3)
    mean5: float = number(-4, 4, default=3.2)
    width5: float = number(0.05, 2, default=0.2)
    D: float = number(0.05, 5, default=0.7)
    T: float = number(0.1, 50, default=4.0)
    paths: int = number(1, 200, integer=True, default=40)
    seed: int = number(0, 2**31 - 1, integer=True, default=0)

    def __post_init__(self) -> None:
        check(self)

    @cached_property
    def data(self) -> Mixture:
        """p_0."""
        weights, means, widths = (
            np.array([getattr(self, f"{key}{i}") for i in range(1, self.parts + 1)])
            for key in ("weight", "mean", "width")
        )
        return Mixture.on_line(weights, means, widths)

    @property
    def dynamics(self) -> Process:
        """The process."""
        return Process("vp" if self.process == "vp" else "ve", self.D)

    @property
    def times(self) -> Real:
        """T u² at equal steps of u, shape (NODES,): the noise √2Dt grows evenly."""
        return np.asarray(self.T * np.linspace(0, 1, NODES) ** 2)


@dataclass(frozen=True, eq=False)
class Noise:
    """All chance of a picture.

    Attributes:
        which: Uniform, picks the part each path starts in, shape (paths,).
        start: Normal, the place within it, shape (paths,).
        forward: Normal, a row for each interval of time, shape (NODES - 1, paths).
        reverse: Normal, in the order of the way back, same shape.
    """

    which: Real
    start: Real
    forward: Real
    reverse: Real


def noise(problem: Noising) -> Noise:
    """The same for every mixture, so that a path bends, not jumps, when a part is dragged."""
    rng = np.random.default_rng(problem.seed)
    shape = (NODES - 1, problem.paths)
    return Noise(
        rng.random(problem.paths),
        rng.standard_normal(problem.paths),
        rng.standard_normal(shape),
        rng.standard_normal(shape),
    )


def starts(problem: Noising, chance: Noise) -> Real:
    """Where the paths begin, shape (paths,)."""
    data = problem.data
    part = np.searchsorted(np.cumsum(data.weights)[:-1], chance.which)
    return np.asarray(data.means[part, 0] + np.sqrt(data.variances[part]) * chance.start)
