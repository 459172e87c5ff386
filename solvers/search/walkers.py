"""Diffusion Monte Carlo: walkers that diffuse, die and multiply, and their limit.

The walkers' density u = ψ/∫ψ follows ∂u/∂τ = D∇²u - (ζ - E)u. One generation diffuses
every walker by √(2D dt) and copies it int(W + U) times, W = exp(-((ζ_old + ζ_new)/2 - E)dt)
with U uniform: the symmetric weight makes the bias of order dt².

References:
    Anderson, J. Chem. Phys. 63, 1499 (1975).
    Kosztin, Faber & Schulten, Am. J. Phys. 64, 633 (1996).
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solvers.arrays import Real
from solvers.search.ledger import Ledger

MOST_COPIES = 3
CROWD = 3  # times the population aimed at: never more walkers than that
POPULATION = 30
FIRST_STEP, LAST_STEP = 0.12, 0.002  # √(2D dt) over the box
SELECTION = 1.0  # dt · std(ζ)


class World(Protocol):
    """What walkers walk on: a `Ledger`, or an unbounded landscape that charges nothing."""

    def evaluate(self, points: Real, wanted: np.ndarray, /) -> Real:
        """ζ at the wanted points, +∞ elsewhere, shape (runs, places)."""
        ...

    def reflect(self, points: Real, /) -> Real:
        """Points brought back into the box, same shape."""
        ...


@dataclass(frozen=True, eq=False)
class Walkers:
    """Populations of several runs; a row holds the living ones first.

    Attributes:
        x: Places, shape (runs, places, d).
        zeta: ζ there, shape (runs, places).
        alive: Which places are taken, shape (runs, places) of bool.
    """

    x: Real
    zeta: Real
    alive: np.ndarray

    @property
    def number(self) -> Real:
        """Living walkers, shape (runs,)."""
        return np.asarray(self.alive.sum(axis=1), float)

    @property
    def energy(self) -> Real:
        """⟨ζ⟩ over the walkers, which tends to E₀, shape (runs,)."""
        return np.asarray(np.where(self.alive, self.zeta, 0.0).sum(axis=1) / self.number)


def generation(
    walkers: Walkers, world: World, rng: np.random.Generator, *, step: Real, dt: Real, growth: Real
) -> Walkers:
    """One generation: diffuse, weigh, give birth and die.

    Args:
        walkers: The population.
        world: What they walk on.
        rng: Source of randomness.
        step: √(2D dt), shape (runs,).
        dt: Imaginary time of the generation, shape (runs,).
        growth: Rate at which the population is to grow, shape (runs,).

    Returns:
        The next population. A run that would die out keeps its best walker.
    """
    noise = rng.standard_normal(walkers.x.shape)
    x = world.reflect(walkers.x + step[:, None, None] * noise)
    zeta = world.evaluate(x, walkers.alive)
    target = walkers.energy + growth
    mean = (walkers.zeta + zeta) / 2
    with np.errstate(invalid="ignore"):  # a run without budget has no ζ to weigh by
        exponent = (target[:, None] - mean) * dt[:, None]
    exponent = np.where(walkers.alive & np.isfinite(zeta), exponent, -np.inf)
    weight = np.exp(np.minimum(exponent, np.log(MOST_COPIES + 1)))
    copies = np.minimum(np.floor(weight + rng.random(weight.shape)), MOST_COPIES).astype(int)
    copies *= walkers.alive
    extinct = copies.sum(axis=1) == 0
    copies[extinct, np.where(walkers.alive, zeta, np.inf)[extinct].argmin(axis=1)] = 1
    return _offspring(x, zeta, copies)


def _offspring(x: Real, zeta: Real, copies: np.ndarray) -> Walkers:
    """Every walker as often as it was copied, as far as there are places."""
    runs, places = zeta.shape
    parents = np.zeros((runs, places), dtype=int)
    alive = np.zeros((runs, places), dtype=bool)
    for row, numbers in enumerate(copies):
        kept = np.repeat(np.arange(places), numbers)[:places]
        parents[row, : len(kept)], alive[row, : len(kept)] = kept, True
    x = np.take_along_axis(x, parents[:, :, None], axis=1)
    return Walkers(x, np.take_along_axis(zeta, parents, axis=1), alive)


def settle(x: Real, world: World, places: int) -> Walkers:
    """A first population, with room to grow.

    Args:
        x: Where it stands, shape (runs, number, d).
        world: What it walks on.
        places: Walkers there is room for.
    """
    runs, number, d = x.shape
    room = np.zeros((runs, places, d))
    room[:, :number] = x
    alive = np.broadcast_to(np.arange(places) < number, (runs, places)).copy()
    return Walkers(room, world.evaluate(room, alive), alive)


def diffusion_monte_carlo(
    ledger: Ledger, rng: np.random.Generator, spread: Real | None = None
) -> None:
    """Walkers at one D, that of half-way through `annealed_diffusion`.

    Args:
        ledger: Pays.
        rng: Source of randomness.
        spread: std(ζ), shape (runs,); None to estimate it, which is charged.
    """
    middle = float(np.sqrt(FIRST_STEP * LAST_STEP)) * ledger.objective.length
    _walk(ledger, rng, spread, middle, middle)


def annealed_diffusion(
    ledger: Ledger, rng: np.random.Generator, spread: Real | None = None
) -> None:
    """Walkers while √(2D dt) falls geometrically from 0.12 L to 0.002 L, dt = 1/std(ζ).

    Args:
        ledger: Pays.
        rng: Source of randomness.
        spread: std(ζ), shape (runs,); None to estimate it, which is charged.

    References:
        Finnila et al., Chem. Phys. Lett. 219, 343 (1994).
    """
    length = ledger.objective.length
    _walk(ledger, rng, spread, FIRST_STEP * length, LAST_STEP * length)


def _walk(
    ledger: Ledger, rng: np.random.Generator, spread: Real | None, first: float, last: float
) -> None:
    spread = ledger.spread(rng) if spread is None else spread
    dt = SELECTION / spread
    walkers = settle(ledger.uniform(rng, POPULATION), ledger, CROWD * POPULATION)
    begun = ledger.count.copy()
    ahead = np.maximum(ledger.budget - begun, 1)
    while ledger.is_open.any():
        ledger.record(walkers.x, walkers.alive)
        u = (ledger.count - begun) / ahead
        growth = (1 - walkers.number / POPULATION) / dt
        step = first * (last / first) ** u
        walkers = generation(walkers, ledger, rng, step=step, dt=dt, growth=growth)
