"""Counts evaluations of ζ, never more than the budget, and keeps what they found."""

from dataclasses import dataclass

import numpy as np

from solvers.arrays import Real
from solvers.interruption import interruptible
from solvers.search.objective import SearchObjective

CALIBRATION = 500  # uniform points that std(ζ) is estimated from, of the budget
MOST_SHOWN = 96  # particles of one run that are recorded
MOST_FRAMES = 400  # states of one run that are recorded


@dataclass(frozen=True, eq=False)
class Film:
    """One run, to be shown.

    Attributes:
        points: Every evaluated point, in order, shape (spent, d).
        zeta: ζ there, shape (spent,).
        at: Evaluations spent when a state was recorded, ascending, shape (nf,).
        particles: Where the method's particles stood, NaN where there is none,
            shape (nf, m, d).
    """

    points: Real
    zeta: Real
    at: Real
    particles: Real


class Spent(Exception):
    """Ends a search that asks for one evaluation more than its budget."""


class Ledger:
    """The evaluations of several runs of one method, done side by side.

    Attributes:
        objective: What is searched.
        budget: Evaluations each run may spend.
        wraps: Whether who leaves the box comes in on the other side, instead of bouncing.
        count: Evaluations spent, shape (runs,).
        zeta: ζ in the order of evaluation, +∞ where not spent, shape (runs, budget).
    """

    def __init__(
        self, objective: SearchObjective, runs: int, budget: int, *, wraps: bool = False
    ) -> None:
        self.objective, self.budget, self.wraps = objective, budget, wraps
        self.count = np.zeros(runs, dtype=int)
        self.zeta = np.full((runs, budget), np.inf)
        self._points = np.zeros((budget, objective.dimension))
        self._states: list[tuple[int, Real]] = []
        self._next_state = 1

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.count)

    @property
    def is_open(self) -> np.ndarray:
        """Which runs have budget left, shape (runs,) of bool."""
        return self.count < self.budget

    def evaluate(self, points: Real, wanted: np.ndarray | None = None) -> Real:
        """Evaluate ζ and charge for it.

        Args:
            points: Points, shape (runs, m, d).
            wanted: Which of them are needed, shape (runs, m) of bool; None for all.

        Returns:
            ζ, shape (runs, m); +∞ where not wanted and where the budget is spent.
        """
        interruptible()
        wanted = np.ones(points.shape[:2], bool) if wanted is None else wanted
        turn = np.cumsum(wanted, axis=1)
        paid = wanted & (self.count[:, None] + turn <= self.budget)
        zeta = np.full(points.shape[:2], np.inf)
        zeta[paid] = self.objective.values(points[paid])
        runs, _ = np.nonzero(paid)
        at = (self.count[:, None] + turn - 1)[paid]
        self.zeta[runs, at] = zeta[paid]
        self._points[at[runs == 0]] = points[0, paid[0]]
        self.count += paid.sum(axis=1)
        return zeta

    def evaluate_one(self, run: int, point: Real) -> float:
        """ζ at one point for one run, charged for.

        Raises:
            Spent: The run has no budget left.
        """
        interruptible()
        at = self.count[run]
        if at >= self.budget:
            raise Spent
        zeta = float(self.objective.values(point))
        self.zeta[run, at] = zeta
        if run == 0:
            self._points[at] = point
        self.count[run] += 1
        return zeta

    def spread(self, rng: np.random.Generator) -> Real:
        """std(ζ) of uniform points, charged for, shape (runs,); positive.

        Half the budget is spent on it at most.
        """
        number = max(min(CALIBRATION, self.budget // 2), 1)
        zeta = self.evaluate(self.uniform(rng, number))
        finite = np.where(np.isfinite(zeta), zeta, np.nan)
        return np.asarray(np.maximum(np.nan_to_num(np.nanstd(finite, axis=1)), 1e-12))

    def uniform(self, rng: np.random.Generator, number: int) -> Real:
        """Uniform points of the box, shape (runs, number, d)."""
        shape = (self.runs, number, self.objective.dimension)
        return rng.uniform(self.objective.lo, self.objective.hi, shape)

    def reflect(self, points: Real) -> Real:
        """Points brought back into the box, as by mirrors unless it wraps, same shape.

        A symmetric proposal stays symmetric, so detailed balance survives.
        """
        lo, length = self.objective.lo, self.objective.length
        if self.wraps:
            return np.asarray(lo + np.mod(points - lo, length))
        folded = np.mod(points - lo, 2 * length)
        return np.asarray(lo + np.where(folded > length, 2 * length - folded, folded))

    def record(self, particles: Real, alive: np.ndarray | None = None) -> None:
        """Keep where the particles of the first run stand.

        Args:
            particles: Their places, shape (runs, m, d).
            alive: Which of them there are, shape (runs, m) of bool; None for all.
        """
        now = int(self.count[0])
        if now < self._next_state:
            return
        shown = particles[0] if alive is None else particles[0][alive[0]]
        self._states.append((now, shown[:MOST_SHOWN].copy()))
        self._next_state = now + max(self.budget // MOST_FRAMES, 1)

    @property
    def best(self) -> Real:
        """Lowest ζ so far after 1, 2, … evaluations, shape (runs, budget)."""
        return np.minimum.accumulate(self.zeta, axis=1)

    @property
    def film(self) -> Film:
        """The first run."""
        spent = int(self.count[0])
        width = max((len(state) for _, state in self._states), default=1)
        particles = np.full((len(self._states), width, self.objective.dimension), np.nan)
        for row, (_, state) in zip(particles, self._states, strict=True):
            row[: len(state)] = state
        at = np.array([now for now, _ in self._states], dtype=float)
        return Film(self._points[:spent], self.zeta[0, :spent], at, particles)
