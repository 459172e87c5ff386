"""A choice between K candidates: Softmax and Sigmoid as evolution without a kinetic term.

i e^{iθ} ∂ψ_k/∂s = ζ_k ψ_k - J (ψ_{k-1} + ψ_{k+1}). With J = 0 every candidate decays by
itself and what is left of it is a Softmax with inverse temperature τ (walkers u = ψ/Σψ)
or 2τ (Born's |ψ|²). Hopping J mixes neighbours and is all that D does to a discrete choice.

References:
    Wang Peng & M. Maimaitiabudula, Acta Phys. Sin. 74, 060701 (2025), Fig. 4 (our
    reconstruction); replicator equation: Taylor & Jonker, Math. Biosci. 40, 145 (1978).
"""

import math
from dataclasses import dataclass

import numpy as np

from solvers.arrays import Complex, Real
from solvers.limits import check, number, numbers, one_of
from solvers.refusal import Refusal

FEWEST, MOST = 2, 8
HIGHEST_COST = 7.0
RIGHT_ANGLE = 90.0


@dataclass(frozen=True)
class Candidates:
    """K candidates, the first with index 0.

    Attributes:
        costs: ζ_k, K of them.
        priors: Weights at the start, in proportion; empty for equal ones.
        J: Hopping between neighbours in the row.
        wick: Wick angle in degrees: 0 real time, 90 imaginary time.
        reading: ``walkers`` for u = ψ/Σψ, ``born`` for |ψ|². Walkers need imaginary time;
            at any other angle the reading is Born's.

    Raises:
        Refusal: For a number outside its range, too many or too few of them, or another
            number of priors than of costs (``softmax.priors``).
    """

    costs: tuple[float, ...] = numbers(
        0.0, HIGHEST_COST, FEWEST, MOST, default=(0.8, 1.4, 2.4, 0.4, 1.0, 3.2)
    )
    priors: tuple[float, ...] = numbers(0.001, 1.0, 0, MOST, default=())
    J: float = number(0.0, 3.0, default=0.0)
    wick: float = number(0.0, RIGHT_ANGLE, default=RIGHT_ANGLE)
    reading: str = one_of("walkers", "born")

    def __post_init__(self) -> None:
        check(self)
        if self.priors and len(self.priors) != len(self.costs):
            raise Refusal("softmax.priors", costs=len(self.costs), priors=len(self.priors))

    @property
    def is_born(self) -> bool:
        """Whether probabilities are |ψ|²."""
        return self.reading == "born" or self.wick != RIGHT_ANGLE

    @property
    def prior(self) -> Real:
        """Probabilities at the start, shape (K,), sum 1."""
        weights = np.array(self.priors or (1.0,) * len(self.costs))
        return np.asarray(weights / weights.sum())

    @property
    def kappa(self) -> complex:
        """Speed along the complex time, i e^{-iθ}: ψ(s) = e^{-κ s H} ψ(0)."""
        angle = math.radians(self.wick)
        return complex(math.sin(angle), 0.0 if self.wick == RIGHT_ANGLE else math.cos(angle))

    @property
    def hamiltonian(self) -> Real:
        """ζ_k on the diagonal, -J beside it, shape (K, K)."""
        beside = np.full(len(self.costs) - 1, -self.J)
        return np.diag(np.array(self.costs)) + np.diag(beside, 1) + np.diag(beside, -1)


def amplitudes(choice: Candidates, s: Real) -> Complex:
    """ψ_k at times `s`, shape (nt, K); each row scaled to Σ|ψ_k|² = 1.

    The start is √p_k(0) for Born's reading and p_k(0) for walkers. Exponents are taken
    from their largest, so that no time is too long.
    """
    H, kappa, s = choice.hamiltonian, choice.kappa, np.atleast_1d(s)
    start = np.sqrt(choice.prior) if choice.is_born else choice.prior
    if choice.J == 0:
        exponents = -kappa * np.outer(s, choice.costs) + np.log(start)
        psi = np.exp(exponents - exponents.real.max(axis=1, keepdims=True))
    else:
        energies, states = np.linalg.eigh(H)
        decay = np.exp(-kappa * np.outer(s, energies - energies[0]))
        psi = (
            (decay * (states.T @ start))
            @ states.T
            * np.exp(-1j * kappa.imag * s * energies[0])[:, None]
        )
    return np.asarray(psi / np.linalg.norm(psi, axis=1, keepdims=True))


def probabilities(choice: Candidates, s: Real) -> Real:
    """p_k at times `s` in the reading of the choice, shape (nt, K).

    For J = 0 this is softmax(ln p_k(0) - β ζ_k) with β of `inverse_temperature`.
    """
    psi = amplitudes(choice, s)
    weight = np.abs(psi) ** 2 if choice.is_born else np.maximum(psi.real, 0.0)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def rates(choice: Candidates, s: Real) -> Real:
    """dp_k/ds at times `s`, shape (nt, K).

    For J = 0 and imaginary time the replicator flow p_k (⟨ζ⟩ - ζ_k), twice that for |ψ|².
    """
    psi, H = amplitudes(choice, s), choice.hamiltonian
    change = -choice.kappa * (psi @ H)
    if choice.is_born:
        flow = 2 * (psi.conj() * change).real
        return np.asarray(flow - np.abs(psi) ** 2 * flow.sum(axis=1, keepdims=True))
    total = psi.real.sum(axis=1, keepdims=True)
    p, flow = psi.real / total, change.real / total
    return np.asarray(flow - p * flow.sum(axis=1, keepdims=True))


def entropy(p: Real) -> Real:
    """-Σ p ln p over the last axis, in nats."""
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, p * np.log(p), 0.0)
    return np.asarray(-terms.sum(axis=-1))


def inverse_temperature(choice: Candidates, s: float) -> float:
    """β = 1/T of isolated candidates: τ for walkers, 2 s sin θ for |ψ|²."""
    return 2 * s * choice.kappa.real if choice.is_born else s


def pair_share(choice: Candidates, difference: Real, s: float) -> Real:
    """p₁ of the first two candidates alone, with ζ₂ - ζ₁ = `difference`, shape of that.

    For J = 0 the sigmoid 1/(1 + e^{-β(ζ₂-ζ₁)} p₂/p₁). In general the closed form of two
    levels, e^{-κsH} ∝ cosh(κ s Δ/2) - (2/Δ) sinh(κ s Δ/2)(H - ⟨ζ⟩), Δ² = (ζ₂-ζ₁)² + 4J².
    """
    prior = choice.prior[:2] / choice.prior[:2].sum()
    first, second = np.sqrt(prior) if choice.is_born else prior
    gap = np.maximum(np.hypot(difference, 2 * choice.J), 1e-12)
    half = choice.kappa * s * gap / 2
    fall = np.exp(-2 * half)  # of cosh and sinh over e^{half}
    cosh, sinh = (1 + fall) / 2, (1 - fall) / gap
    upper = cosh * first + sinh * (difference / 2 * first + choice.J * second)
    lower = cosh * second + sinh * (choice.J * first - difference / 2 * second)
    if choice.is_born:
        upper, lower = np.abs(upper) ** 2, np.abs(lower) ** 2
    return np.asarray((upper / (upper + lower)).real)


def last_share(choice: Candidates) -> float:
    """Share of the winner when τ → ∞: 1 for isolated candidates, less with hopping.

    For two candidates and |ψ|² it is (1 + |ζ₂-ζ₁|/Δ)/2.
    """
    if choice.J == 0:
        cheapest = np.array(choice.costs) == min(choice.costs)
        return float(choice.prior[cheapest].max() / choice.prior[cheapest].sum())
    ground = np.abs(np.linalg.eigh(choice.hamiltonian)[1][:, 0])
    weight = ground**2 if choice.is_born else ground
    return float(weight.max() / weight.sum())


def rabi_share(difference: float, J: float, t: float) -> float:
    """|ψ₂|² in real time after a start in the first of two candidates.

    At most 4J²/Δ² with Δ² = difference² + 4J² (Rabi).
    """
    gap = math.hypot(difference, 2 * J)
    return (2 * J / gap * math.sin(gap * t / 2)) ** 2


def slope(beta: float) -> float:
    """Slope of the sigmoid 1/(1 + e^{-βx}) at its middle."""
    return beta / 4


def width(beta: float) -> float:
    """Distance from 10 to 90 % of the sigmoid, 2 ln 9/β."""
    return 2 * math.log(9) / beta


def distance_to_step(beta: float) -> float:
    """∫|sigmoid - step| dx = 2 ln 2/β: with growing β the sigmoid becomes the step."""
    return 2 * math.log(2) / beta
