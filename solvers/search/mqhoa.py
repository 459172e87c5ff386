"""The multi-scale quantum harmonic oscillator algorithm (MQHOA)."""

import numpy as np

from solvers.arrays import Real
from solvers.search.ledger import Ledger

PARTICLES = 10
FINEST = 1e-6  # of the box: the scale at which the search ends


def mqhoa(ledger: Ledger, rng: np.random.Generator, particles: int = PARTICLES) -> None:
    """Search at a scale σ until the particles are as close as σ, then halve σ.

    Every particle proposes y = x + σ N(0, 1) (a coordinate outside the box is redrawn
    uniformly) and moves if ζ falls. After a sweep in which none moved, the worst
    particle is replaced by the mean of all; once the largest standard deviation of a
    coordinate is at most σ, the scale is halved.

    As a diffusion, σ² = 2D δτ: each halving divides D by 4. Read as the width of a ground
    state, σ ∝ D^{1/4}, it divides D by 16. The page uses the first reading.

    Args:
        ledger: Pays.
        rng: Source of randomness.
        particles: How many search together, k.

    References:
        Wang Peng et al., the group's public code and abstracts of MQHOA.
    """
    swarm = Swarm(ledger, rng, particles)
    while (ledger.is_open & swarm.is_coarse).any():
        swarm.sweep()


class Swarm:
    """The particles of several runs side by side.

    Attributes:
        x: Their places, shape (runs, k, d).
        zeta: ζ there, shape (runs, k).
        sigma: Scale of every run, shape (runs,).
    """

    def __init__(self, ledger: Ledger, rng: np.random.Generator, particles: int) -> None:
        self.ledger, self.rng = ledger, rng
        self.x = ledger.uniform(rng, particles)
        self.zeta = ledger.evaluate(self.x)
        self.sigma = np.full(ledger.runs, ledger.objective.length)
        ledger.record(self.x)

    @property
    def is_coarse(self) -> np.ndarray:
        """Which runs still have a scale to go through, shape (runs,) of bool."""
        return self.sigma > FINEST * self.ledger.objective.length

    def sweep(self) -> None:
        """One proposal of every particle; then, where none moved, the energy falls."""
        proposal = self._proposals()
        active = np.broadcast_to(self.is_coarse[:, None], self.zeta.shape)
        proposed = self.ledger.evaluate(proposal, active)
        better = proposed < self.zeta
        self.x = np.where(better[:, :, None], proposal, self.x)
        self.zeta = np.where(better, proposed, self.zeta)
        self._lower(self.is_coarse & ~better.any(axis=1))
        self.ledger.record(self.x)

    def _proposals(self) -> Real:
        objective = self.ledger.objective
        noise = self.rng.standard_normal(self.x.shape)
        moved = self.x + self.sigma[:, None, None] * noise
        again = self.rng.uniform(objective.lo, objective.hi, moved.shape)
        outside = (moved < objective.lo) | (moved > objective.hi)
        return np.where(outside, again, moved)

    def _lower(self, settled: np.ndarray) -> None:
        """Replace the worst particle by the mean; halve the scale where they are close."""
        mean = self.x.mean(axis=1, keepdims=True)
        at_mean = self.ledger.evaluate(mean, settled[:, None])[:, 0]
        runs = np.nonzero(settled & np.isfinite(at_mean))[0]
        worst = self.zeta[runs].argmax(axis=1)
        self.x[runs, worst], self.zeta[runs, worst] = mean[runs, 0], at_mean[runs]
        close = self.x.std(axis=1).max(axis=1) <= self.sigma
        self.sigma = np.where(settled & close, self.sigma / 2, self.sigma)
