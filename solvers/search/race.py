"""Many seeds of several searches on one objective, and what they add up to."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from solvers.arrays import Real
from solvers.formula import LONGEST
from solvers.limits import check, number, one_of, text
from solvers.refusal import Refusal
from solvers.search.ledger import Film, Ledger
from solvers.search.local import gradient_descent, random_search
from solvers.search.mqhoa import mqhoa
from solvers.search.objective import SearchObjective, objective, objectives
from solvers.search.own import OWN, own_objective
from solvers.search.references import OPTIMISERS, reference
from solvers.search.thermal import metropolis, simulated_annealing
from solvers.search.walkers import annealed_diffusion, diffusion_monte_carlo

Search = Callable[[Ledger, np.random.Generator], None]

SEARCHES: dict[str, Search] = {
    "random": random_search,
    "gradient-descent": gradient_descent,
    "metropolis": metropolis,
    "simulated-annealing": simulated_annealing,
    "diffusion-monte-carlo": diffusion_monte_carlo,
    "annealed-diffusion": annealed_diffusion,
    "mqhoa": mqhoa,
    **{name: reference(name) for name in OPTIMISERS},
}
WITHOUT_CHANCE = ("shgo",)  # every seed gives the same run
MOST_EVALUATIONS = 600_000  # of one method: budget times seeds
BATCH = 10  # seeds run side by side; progress is told after each
MARKS = 100  # numbers of evaluations at which the runs are compared
LEVEL = 0.95


@dataclass(frozen=True)
class Race:
    """Which searches run on which objective.

    Attributes:
        objective: Name of the objective, or ``formula``.
        methods: Names of the searches, keys of `SEARCHES`.
        budget: Evaluations of ζ each run may spend.
        seeds: Runs of each search.
        seed: First seed.
        formula: ζ where the objective is a formula.
        lo: Lower edge of its box.
        hi: Upper edge.

    Raises:
        Refusal: ``scene.…``, ``formula.…`` or ``race.…`` for what is not allowed.
    """

    objective: str = one_of(*objectives(), OWN)
    methods: tuple[str, ...] = ("random", "mqhoa")
    budget: int = number(50, 10_000, integer=True, default=3000)
    seeds: int = number(10, 400, integer=True, default=50)
    seed: int = number(0, 999_999, integer=True, default=1)
    formula: str = text(LONGEST)
    lo: float = number(-1e3, 1e3, default=-5.0)
    hi: float = number(-1e3, 1e3, default=5.0)

    def __post_init__(self) -> None:
        check(self)
        for name in self.methods:
            if name not in SEARCHES:
                raise Refusal("race.unknown-method", name=name, allowed=", ".join(SEARCHES))
        if self.budget * self.seeds > MOST_EVALUATIONS:
            raise Refusal("race.too-much", limit=MOST_EVALUATIONS)
        _ = self.searched  # a formula that cannot be searched is refused here, not later

    @property
    def searched(self) -> SearchObjective:
        """The objective itself."""
        if self.objective == OWN:
            return own_objective(self.formula, self.lo, self.hi)
        return objective(self.objective)

    @property
    def marks(self) -> np.ndarray:
        """Numbers of evaluations at which runs are compared, shape (nm,)."""
        return np.unique(np.linspace(1, self.budget, MARKS).astype(int))


@dataclass(frozen=True, eq=False)
class Tally:
    """What the runs of one search add up to, so far.

    Attributes:
        runs: Runs counted.
        success: Share that has reached the tolerance after each mark, shape (nm,).
        low: Lower end of its 95 % Wilson interval, shape (nm,).
        high: Upper end.
        quartiles: 25, 50 and 75 % of the best ζ so far above the minimum, shape (3, nm).
        spent: Median of the evaluations spent.
    """

    runs: int
    success: Real
    low: Real
    high: Real
    quartiles: Real
    spent: float


@dataclass(frozen=True, eq=False)
class Part:
    """News of a race.

    Attributes:
        method: Whose runs ended.
        tally: All its runs so far.
        film: Its first run, with the first part only.
        done: Share of the whole race that is done.
    """

    method: str
    tally: Tally
    film: Film | None
    done: float


@dataclass(frozen=True, eq=False)
class Batch:
    """Runs of one search, done side by side.

    Attributes:
        excess: Best ζ so far above the minimum after each mark, shape (runs, nm).
        spent: Evaluations spent, shape (runs,).
        film: The first of them; None where it was not kept.
    """

    excess: Real
    spent: Real
    film: Film | None


RunBatch = Callable[[Race, str, int], Batch]


def wilson(successes: Real, runs: int) -> tuple[Real, Real]:
    """95 % confidence interval of a success rate, both ends of the shape of `successes`.

    References:
        Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
    """
    z = float(ndtri((1 + LEVEL) / 2))
    share = np.asarray(successes) / runs
    centre = (share + z**2 / (2 * runs)) / (1 + z**2 / runs)
    root = np.sqrt(share * (1 - share) / runs + z**2 / (4 * runs**2))
    half = z / (1 + z**2 / runs) * root
    # The share lies inside, which rounding may forget at 0 and at 1.
    return np.clip(centre - half, 0.0, share), np.clip(centre + half, share, 1.0)


def ledger_of(race: Race, method: str, number: int, *, wraps: bool = False) -> Ledger:
    """What one batch of at most `BATCH` runs spent; the same numbers give the same runs.

    Args:
        race: The race.
        method: Whose runs.
        number: Which batch, from 0.
        wraps: Whether the box is periodic for walkers.
    """
    runs = 1 if method in WITHOUT_CHANCE else min(BATCH, race.seeds - number * BATCH)
    ledger = Ledger(race.searched, runs, race.budget, wraps=wraps)
    rng = np.random.default_rng([race.seed, number, zlib.crc32(method.encode())])
    SEARCHES[method](ledger, rng)
    return ledger


def run_batch(race: Race, method: str, number: int) -> Batch:
    """One batch, at the race's marks."""
    ledger = ledger_of(race, method, number)
    excess = ledger.best[:, race.marks - 1] - race.searched.minimum
    return Batch(excess, ledger.count, ledger.film)


def run(race: Race, *, run_batch: RunBatch = run_batch) -> Iterator[Part]:
    """Run the race, all methods a batch at a time, and tell after each.

    Whoever stops asking stops the race; at most one batch is lost.

    Args:
        race: The race.
        run_batch: Replaced by a cached version where many people ask.
    """
    columns: dict[str, list[Batch]] = {method: [] for method in race.methods}
    batches = range(-(-race.seeds // BATCH))
    work = [(k, m) for k in batches for m in race.methods if k == 0 or m not in WITHOUT_CHANCE]
    for done, (turn, method) in enumerate(work, start=1):
        columns[method].append(run_batch(race, method, turn))
        film = columns[method][0].film if turn == 0 else None
        yield Part(method, _tally(columns[method], race.searched.tolerance), film, done / len(work))


def _tally(column: list[Batch], tolerance: float) -> Tally:
    excess = np.concatenate([batch.excess for batch in column])
    reached = (excess < tolerance).sum(axis=0)
    low, high = wilson(reached, len(excess))
    # ζ may lie a rounding below the tabulated minimum; before the first point it is unknown.
    quartiles = np.percentile(np.maximum(excess, 0.0), [25, 50, 75], axis=0, method="lower")
    spent = float(np.median(np.concatenate([batch.spent for batch in column])))
    return Tally(len(excess), reached / len(excess), low, high, quartiles, spent)
