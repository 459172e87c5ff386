"""Searches that use no ensemble: uniform points, and gradient descent with restarts."""

import numpy as np

from solvers.arrays import Real
from solvers.search.ledger import Ledger

BLOCK = 20  # uniform points at a time
DIFFERENCE = 1e-5  # of the box: half the distance between the two points of a difference
FIRST_MOVE = 0.02  # of the box: length of the first step tried after a restart
SHORTEST_MOVE = 1e-4  # of the box: a descent that steps less has arrived
ARMIJO = 0.3  # share of the decrease promised by the slope that is asked for
GRADIENT, TRIAL, RESTART = range(3)


def random_search(ledger: Ledger, rng: np.random.Generator) -> None:
    """Evaluate uniform points: the yardstick of every other search.

    The chance of success is 1 - (1 - v)ⁿ, v the share of the box that counts.
    """
    while ledger.is_open.any():
        points = ledger.uniform(rng, BLOCK)
        ledger.evaluate(points)
        ledger.record(points)


def gradient_descent(ledger: Ledger, rng: np.random.Generator) -> None:
    """Descend by central differences (2d evaluations) and backtracking; restart on arrival.

    A step x - η∇ζ is taken once ζ falls by at least 0.3 η|∇ζ|², else η is halved; after
    a step η is doubled. On a bowl with curvatures in [m, M] the error in ζ then shrinks
    by 1 - min(2·0.3·m·η₀, 0.3·m/M) or better with every step.

    References:
        Boyd & Vandenberghe, Convex Optimization (2004), section 9.3.1.
    """
    descent = _Descent(ledger, rng)
    while ledger.is_open.any():
        descent.tick()


class _Descent:
    """Descents side by side, each in a phase of its own."""

    def __init__(self, ledger: Ledger, rng: np.random.Generator) -> None:
        self.ledger, self.rng = ledger, rng
        d = ledger.objective.dimension
        self.x = ledger.uniform(rng, 1)[:, 0]
        self.zeta = np.full(ledger.runs, np.inf)
        self.gradient = np.zeros((ledger.runs, d))
        self.eta = np.zeros(ledger.runs)
        self.phase = np.full(ledger.runs, RESTART)
        self.probes = np.concatenate([np.eye(d), -np.eye(d)]) * DIFFERENCE * ledger.objective.length

    def tick(self) -> None:
        """Spend what the phase of every run asks for, and move on to the next phase."""
        phase = self.phase.copy()
        probed = self.x[:, None] + self.probes  # a difference ends at a wall
        probed = np.clip(probed, self.ledger.objective.lo, self.ledger.objective.hi)
        points = np.repeat(self.x[:, None], len(self.probes), axis=1)
        points[phase == GRADIENT] = probed[phase == GRADIENT]
        trial = self.ledger.reflect(self.x - self.eta[:, None] * self.gradient)
        points[phase == TRIAL, 0] = trial[phase == TRIAL]
        wanted = (phase == GRADIENT)[:, None] | (np.arange(len(self.probes)) == 0)
        zeta = self.ledger.evaluate(points, wanted)
        self._measured(phase == GRADIENT, probed, zeta)
        self._tried(phase == TRIAL, trial, zeta[:, 0])
        self.zeta = np.where(phase == RESTART, zeta[:, 0], self.zeta)
        self.phase[phase == RESTART] = GRADIENT
        self.ledger.record(self.x[:, None])

    def _measured(self, here: np.ndarray, probed: Real, zeta: Real) -> None:
        """Take the gradient from the differences."""
        above, below = np.split(probed, 2, axis=1)
        distance = np.einsum("rii->ri", above - below)
        plus, minus = np.split(zeta, 2, axis=1)
        usable = here & np.isfinite(zeta).all(axis=1)
        self.gradient[usable] = (plus[usable] - minus[usable]) / distance[usable]
        slope = np.maximum(np.linalg.norm(self.gradient, axis=1), 1e-300)
        first = FIRST_MOVE * self.ledger.objective.length / slope
        self.eta = np.where(usable & (self.eta == 0), first, self.eta)
        self.phase[usable] = TRIAL
        self._restart(here & ~usable)

    def _tried(self, here: np.ndarray, trial: Real, zeta: Real) -> None:
        """Take the step, shorten it, or give the descent up as arrived."""
        slope = np.linalg.norm(self.gradient, axis=1)
        good = here & (zeta < self.zeta - ARMIJO * self.eta * slope**2)
        self.x[good], self.zeta[good] = trial[good], zeta[good]
        self.phase[good] = GRADIENT
        self.eta = np.where(good, 2 * self.eta, np.where(here, self.eta / 2, self.eta))
        short = self.eta * slope < SHORTEST_MOVE * self.ledger.objective.length
        self._restart(here & short)

    def _restart(self, here: np.ndarray) -> None:
        self.x[here] = self.ledger.uniform(self.rng, 1)[here, 0]
        self.eta[here], self.phase[here] = 0.0, RESTART
