"""A cloud of parameters that diffuses from one point, with and without selection."""

from dataclasses import dataclass

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.sampling_map import TARGETS, Generator
from solvers.limits import check, number, one_of


@dataclass(frozen=True)
class Spreading:
    """∂u/∂τ = D Δu - ζu from a point θ_0, and the same without ζ.

    Attributes:
        kind: Generator; see `solvers.diffusion.sampling_map.Generator`.
        first: First number of θ_0.
        second: Second number of θ_0.
        D: Diffusivity.
        duration: τ at the end.
        walkers: Size of the cloud.
        frames: Moments saved, both ends included.
        seed: Of the noise.

    Raises:
        Refusal: For a name or number that is not allowed.
    """

    kind: str = one_of(*TARGETS)
    first: float = number(-3, 3, default=-0.6)
    second: float = number(-3, 3, default=0.8)
    D: float = number(1e-4, 2, default=0.1)
    duration: float = number(0.05, 5, default=1.5)
    walkers: int = number(10, 2000, integer=True, default=400)
    frames: int = number(2, 240, integer=True, default=61)
    seed: int = number(0, 2**31 - 1, integer=True, default=0)

    def __post_init__(self) -> None:
        check(self)

    @property
    def generator(self) -> Generator:
        """G."""
        return Generator(self.kind)

    @property
    def origin(self) -> Real:
        """θ_0, shape (2,)."""
        return np.array([self.first, self.second])


@dataclass(frozen=True, eq=False)
class Cloud:
    """Parameters on their way, saved at equal intervals of τ.

    Attributes:
        free: Places without selection, shape (frames, walkers, 2).
        selected: Places with selection, same shape.
    """

    free: Real
    selected: Real


def spread(problem: Spreading) -> Cloud:
    """Walkers from θ_0; both clouds get the same noise.

    Each interval is split symmetrically: half a selection, the noise, half a selection
    (order 2). Selection keeps or copies walkers in proportion to e^{-ζ dτ}, by systematic
    resampling (Kitagawa, J. Comput. Graph. Stat. 5, 1, 1996).
    """
    rng = np.random.default_rng(problem.seed)
    generator, step = problem.generator, problem.duration / (problem.frames - 1)
    free = np.tile(problem.origin, (problem.walkers, 1))
    selected = free
    saved = [(free, selected)]
    for _ in range(problem.frames - 1):
        noise = np.sqrt(2 * problem.D * step) * rng.standard_normal(free.shape)
        free = free + noise
        selected = _select(generator, selected, step / 2, rng) + noise
        selected = _select(generator, selected, step / 2, rng)
        saved.append((free, selected))
    return Cloud(np.stack([a for a, _ in saved]), np.stack([b for _, b in saved]))


def _select(generator: Generator, theta: Real, step: float, rng: np.random.Generator) -> Real:
    zeta = generator.misfit(theta)
    share = np.cumsum(np.exp(-(zeta - zeta.min()) * step))
    ticks = (np.arange(len(theta)) + rng.random()) / len(theta) * share[-1]
    return np.asarray(theta[np.minimum(np.searchsorted(share, ticks), len(theta) - 1)])
