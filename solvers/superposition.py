"""Eigenstates and superpositions of them as initial states."""

import math
from dataclasses import dataclass, replace

import numpy as np

from solvers.arrays import Real
from solvers.expansion import Expansion, climb, expand, mixing_of
from solvers.hamiltonian import Hamiltonian
from solvers.packets import Packet
from solvers.refusal import Refusal
from solvers.spectral import LADDER, Diagonalise, Spectrum, diagonalise

HIGHEST_LEVEL = 63
MOST_LEVELS = 12
LARGEST_AMPLITUDE = 1e3
FULL_TURN = 360.0

Levels = tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class Superposition:
    """ψ ∝ Σ aₙ e^{iαₙ} φₙ over a few levels n.

    The sign of φₙ is that of `solvers.basis.upright`: its left-most lobe is positive.

    Attributes:
        levels: (n, aₙ, αₙ in degrees), n ascending; amplitudes need not be normalised.

    Raises:
        Refusal: ``levels.count``, ``levels.number``, ``levels.repeated``,
            ``levels.amplitude`` or ``levels.phase``.
    """

    levels: Levels

    def __post_init__(self) -> None:
        if not 1 <= len(self.levels) <= MOST_LEVELS:
            raise Refusal("levels.count", count=len(self.levels), limit=MOST_LEVELS)
        for n, amplitude, phase in self.levels:
            if not 0 <= n <= HIGHEST_LEVEL or n != int(n):
                raise Refusal("levels.number", n=n, limit=HIGHEST_LEVEL)
            # Written so that a NaN is refused.
            if not 1 / LARGEST_AMPLITUDE <= amplitude <= LARGEST_AMPLITUDE:
                raise Refusal(
                    "levels.amplitude", n=n, low=1 / LARGEST_AMPLITUDE, high=LARGEST_AMPLITUDE
                )
            if not abs(phase) <= FULL_TURN:
                raise Refusal("levels.phase", n=n, limit=FULL_TURN)
        numbers = [n for n, _, _ in self.levels]
        if len(set(numbers)) != len(numbers):
            raise Refusal("levels.repeated")

    def within(self, spectrum: Spectrum, count: int) -> Expansion:
        """The state in the first `count` eigenstates of a spectrum, normalised."""
        coefficients = np.zeros(count, dtype=complex)
        for n, amplitude, phase in self.levels:
            angle = math.radians(phase)
            coefficients[int(n)] = amplitude * complex(math.cos(angle), math.sin(angle))
        return Superposed(spectrum, coefficients / np.linalg.norm(coefficients), 0.0)


class Superposed(Expansion):
    """An expansion that is exact by definition: its coefficients are given."""

    def error(self, t: Real, wick: float) -> Real:
        """Estimated relative L² error of ψ(s), shape (nt,): of states and energies alone.

        No level is occupied but by intention, so imaginary time magnifies nothing.
        """
        count = self.count
        weights = np.abs(self.coefficients) * np.exp(-np.sin(wick) * np.outer(t, self.gaps))
        mixing = mixing_of(self, float(np.max(t))).sum(axis=1)
        shape = weights**2 @ (self.spectrum.state_errors[:count] ** 2 + mixing)
        shift = np.minimum(np.outer(t, self.spectrum.energy_errors[:count]), 2.0)
        drift = np.linalg.norm(weights * shift, axis=1)
        return np.asarray((np.sqrt(shape) + drift) / np.linalg.norm(weights, axis=1))


def expand_levels(
    hamiltonian: Hamiltonian,
    superposition: Superposition,
    packet: Packet,
    *,
    wick: float,
    t_end: float,
    diagonalise: Diagonalise = diagonalise,
) -> Expansion:
    """A superposition in the basis that suits the scene's packet, grown where it must be.

    The packet does not move; its basis is taken so that a player that has shown the
    packet has the eigenstates already.

    Args:
        hamiltonian: The generator.
        superposition: The initial state.
        packet: The packet that stood there before.
        wick: θ in radians.
        t_end: Time up to which the estimate is asked to hold.
        diagonalise: Replaced by a cached version where many people ask.
    """
    shared = expand(hamiltonian, packet, wick=wick, t_end=t_end, diagonalise=diagonalise)
    return climb(
        [rung for rung in LADDER if rung >= shared.spectrum.basis.size],
        lambda size: superposition.within(diagonalise(hamiltonian, size), shared.count),
        lambda chosen: lambda s, _: replace(chosen, spectrum=s).worst_error(t_end, wick),
        wick=wick,
        t_end=t_end,
    )
