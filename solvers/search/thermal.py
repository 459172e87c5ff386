"""One thermal walker: Metropolis sampling and simulated annealing."""

from collections.abc import Callable

import numpy as np

from solvers.arrays import Real
from solvers.search.ledger import Ledger

METROPOLIS_T, METROPOLIS_STEP = 0.06, 0.15  # over std(ζ), over the box
ANNEALING_T, COOLING, NARROWING = 0.3, 1e-3, 0.02  # over std(ζ); final over first

Law = Callable[[Real], Real]


def metropolis(ledger: Ledger, rng: np.random.Generator, spread: Real | None = None) -> None:
    """Sample exp(-ζ/T) at one temperature, T = 0.06 std(ζ), steps of 0.15 L.

    Args:
        ledger: Pays.
        rng: Source of randomness.
        spread: std(ζ), shape (runs,); None to estimate it, which is charged.

    References:
        Metropolis et al., J. Chem. Phys. 21, 1087 (1953).
    """
    spread = ledger.spread(rng) if spread is None else spread
    temperature = METROPOLIS_T * spread
    step = METROPOLIS_STEP * ledger.objective.length
    chain(ledger, rng, lambda u: temperature + 0 * u, lambda u: step + 0 * u)


def simulated_annealing(
    ledger: Ledger, rng: np.random.Generator, spread: Real | None = None
) -> None:
    """Metropolis steps while T falls geometrically to 10⁻³ and the step to 0.02 of the first.

    Args:
        ledger: Pays.
        rng: Source of randomness.
        spread: std(ζ), shape (runs,); None to estimate it, which is charged.

    References:
        Kirkpatrick, Gelatt & Vecchi, Science 220, 671 (1983).
    """
    spread = ledger.spread(rng) if spread is None else spread
    hot = ANNEALING_T * spread
    step = METROPOLIS_STEP * ledger.objective.length
    chain(ledger, rng, lambda u: hot * COOLING**u, lambda u: step * NARROWING**u)


def chain(ledger: Ledger, rng: np.random.Generator, temperature: Law, step: Law) -> None:
    """Walk by Metropolis' rule until the budget is spent.

    Args:
        ledger: Pays.
        rng: Source of randomness.
        temperature: T of the share u of the budget left that is spent, shape (runs,).
        step: Standard deviation of a proposal, likewise.
    """
    x = ledger.uniform(rng, 1)
    zeta = ledger.evaluate(x)
    begun = ledger.count.copy()
    ahead = np.maximum(ledger.budget - begun, 1)
    while ledger.is_open.any():
        u = (ledger.count - begun) / ahead
        move = step(u)[:, None, None] * rng.standard_normal(x.shape)
        proposal = ledger.reflect(x + move)
        proposed = ledger.evaluate(proposal)
        rise = np.maximum(proposed - zeta, 0.0)
        taken = rng.random(zeta.shape) < np.exp(-rise / temperature(u)[:, None])
        x = np.where(taken[:, :, None], proposal, x)
        zeta = np.where(taken, proposed, zeta)
        ledger.record(x)
