"""Exact dynamics of a Hamiltonian that does not change: a packet in its eigenstates.

Any complex time is a product, ψ(s) = Σ c_n e^{-κ(E_n-E_0)s} φ_n with κ = i e^{-iθ}, so real
time, imaginary time and everything between cost the same. The basis grows until the error
that is estimated for the run is clean.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from solvers.arrays import Complex, Real
from solvers.basis import Basis
from solvers.foresight import AIM, WORTH, Judge, next_size
from solvers.hamiltonian import Hamiltonian
from solvers.packets import Packet, boxed
from solvers.refusal import Refusal
from solvers.spectral import FEWEST_STATES, LADDER, Diagonalise, Spectrum, diagonalise

TOLERANCE = 1e-9  # of a packet: states that carry less are not kept
TAIL = 7.0  # widths of a packet at which its amplitude has fallen to 5e-6
BEYOND = 1.25  # of the fastest classical wave: what a state needs where it dies away
IN_STEP = 1.6  # times more than squares add up to: several states lack the same waves in step
LOOKS = np.array([0.0, 1 / 256, 1 / 16, 1.0])  # of the run: where the estimate is taken


@dataclass(frozen=True, eq=False)
class Expansion:
    """A packet in the eigenstates of a Hamiltonian.

    Attributes:
        spectrum: The eigenstates.
        coefficients: c_n at time zero, Σ|c_n|² = 1, shape (count,).
        missing: Norm of what the kept eigenstates leave out of the packet.
    """

    spectrum: Spectrum
    coefficients: Complex
    missing: float

    @property
    def count(self) -> int:
        """Number of eigenstates kept."""
        return len(self.coefficients)

    @property
    def lowest(self) -> float:
        """Energy of the lowest level that is occupied."""
        return float(self.spectrum.energies[np.flatnonzero(self.coefficients)[0]])

    @property
    def gaps(self) -> Real:
        """Energies above the lowest level occupied, 0 for those below, shape (count,)."""
        return np.asarray(np.maximum(self.spectrum.energies[: self.count] - self.lowest, 0.0))

    def at(self, t: Real, wick: float) -> tuple[Complex, Real]:
        """Coefficients of the normalised state and ln of the norm, at Wick-rotated times.

        Args:
            t: Times s, shape (nt,).
            wick: θ in radians, t = s e^{-iθ}.

        Returns:
            c_n(s) with Σ|c_n|² = 1, the phase of e^{-κ E_n s} kept, shape (nt, count);
            ln ‖ψ(s)‖ without any shift of energy, shape (nt,).
        """
        decay = -np.sin(wick) * np.outer(t, self.gaps)
        phase = -np.cos(wick) * np.outer(t, self.spectrum.energies[: self.count])
        amplitude = self.coefficients * np.exp(decay + 1j * phase)
        norm = np.sqrt((np.abs(amplitude) ** 2).sum(axis=1))
        log_norm = np.log(norm) - np.sin(wick) * t * self.lowest
        return amplitude / norm[:, None], np.asarray(log_norm)

    def error(self, t: Real, wick: float) -> Real:
        """Estimated relative L² error of ψ(s), shape (nt,).

        What the states lack outside the basis, their drift, their mixing and what is left
        out of the packet, over ‖ψ(s)‖: a nearly absent ground state magnifies any error.
        """
        spectrum, count = self.spectrum, self.count
        damping = np.exp(-np.sin(wick) * np.outer(t, self.gaps))
        weights = np.abs(self.coefficients) * damping
        lacking = (weights + self.missing * damping) * spectrum.state_errors[:count]
        # The packet itself lies inside the basis: what the states lack shows when they move.
        begun = np.minimum(t * np.ptp(spectrum.energies), 1.0)
        outside = 2 * IN_STEP * begun * np.linalg.norm(lacking, axis=1)
        shift = spectrum.energy_errors[:count].copy()
        shift[0] *= np.cos(wick)  # its decay sets the norm, which is divided out
        drift = np.linalg.norm(weights * np.minimum(np.outer(t, shift), 2.0), axis=1)
        mixed = mixing_of(self, float(np.max(t)))
        leaked = weights**2 @ mixed + damping**2 * (mixed @ np.abs(self.coefficients) ** 2)
        lost = self.missing * damping[:, -1] + 4 * np.finfo(float).eps
        mixing = 2 * begun * np.sqrt(leaked.sum(axis=1))
        return np.asarray((outside + drift + mixing + lost) / np.linalg.norm(weights, axis=1))

    def worst_error(self, t_end: float, wick: float) -> float:
        """The largest of a few such estimates up to a time."""
        return float(self.error(t_end * LOOKS, wick).max())


@lru_cache(maxsize=2)  # the report asks again at once; each has 0.1 MB
def mixing_of(expansion: Expansion, t: float) -> Real:
    """Largest |⟨φ_m|δφ_n⟩|² that errors of the energies allow, shape (count, count).

    Two states are coupled through the waves outside the basis, to second order, and by
    √(δE_n δE_m) at most through what the sampling misses. That mixes them by the
    coupling over their distance, or over 1/t while nobody could tell. In single precision,
    as the leaks are: it only estimates.
    """
    spectrum, count = expansion.spectrum, expansion.count
    leaks = spectrum.leaks[:, :count]
    energies = (spectrum.energies[:count] - spectrum.energies[0]).astype(leaks.dtype)
    root = np.sqrt(spectrum.unresolved[:count]).astype(leaks.dtype)
    distance = np.abs(energies[:, None] - energies)
    np.maximum(distance, 1 / max(t, 1e-30), out=distance)
    mixing = leaks.T @ leaks
    np.abs(mixing, out=mixing)
    mixing += root[:, None] * root
    mixing /= distance
    np.minimum(mixing, 1.0, out=mixing)
    np.fill_diagonal(mixing, 0.0)
    return np.square(mixing, out=mixing)


def expand(
    hamiltonian: Hamiltonian,
    packet: Packet,
    *,
    wick: float,
    t_end: float,
    diagonalise: Diagonalise = diagonalise,
) -> Expansion:
    """Expand a packet in a basis that is grown until its estimated error is clean.

    Args:
        hamiltonian: The generator.
        packet: Initial Gaussian.
        wick: θ in radians.
        t_end: Time up to which the estimate is asked to hold.
        diagonalise: Replaced by a cached version where many people ask.

    Returns:
        The expansion on the first rung of `LADDER` on which the error is below `AIM`. Rungs
        on the way are left out as far as their errors can be foreseen. Without such a rung it
        is the best one, and the report says what is left.
    """
    return climb(
        LADDER[_first_rung(hamiltonian, packet) :],
        lambda size: _project(diagonalise(hamiltonian, size), packet),
        lambda chosen: _promise(chosen, packet, t_end, wick),
        wick=wick,
        t_end=t_end,
    )


def climb(
    rungs: Sequence[int],
    expanded: Callable[[int], Expansion],
    promise: Callable[[Expansion], Judge],
    *,
    wick: float,
    t_end: float,
) -> Expansion:
    """The best expansion of a climb from the first rung.

    Args:
        rungs: Sizes of bases, ascending.
        expanded: The expansion in a basis of a size.
        promise: What judges larger bases from an expansion.
        wick: θ in radians.
        t_end: Time up to which the estimate is asked to hold.
    """
    tried: dict[float, Expansion] = {}
    size, expected = rungs[0], 0.0
    while True:
        chosen = expanded(size)
        error = chosen.worst_error(t_end, wick)
        tried[error] = chosen
        if error < AIM or expected / WORTH < error < WORTH * expected:
            break
        larger = next_size(
            chosen.spectrum,
            chosen.count,
            [rung for rung in rungs if rung > size],
            error=error,
            judge=promise(chosen),
        )
        if larger is None:
            break
        size, expected = larger
    return tried[min(tried)]


def _promise(expansion: Expansion, packet: Packet, t_end: float, wick: float) -> Judge:
    """Error to be expected of an expansion in a larger basis with errors that are foreseen."""
    waves = _waves(expansion.spectrum.basis, packet)

    def error(spectrum: Spectrum, size: int) -> float:
        missing = float(np.linalg.norm(waves[size:])) + TOLERANCE / 3
        return replace(expansion, spectrum=spectrum, missing=missing).worst_error(t_end, wick)

    return error


def _first_rung(hamiltonian: Hamiltonian, packet: Packet) -> int:
    """Rung below which classical mechanics already rules the basis out.

    A packet that falls to the lowest valley gains a wavenumber. What lies in its tail, where
    ζ may be far higher, gains more; that counts unless no rung has room for it.
    """
    length = hamiltonian.hi - hamiltonian.lo
    everywhere = np.linspace(hamiltonian.lo, hamiltonian.hi, 202)[1:-1]
    around = packet.centre + packet.width * np.outer((5.0, TAIL), np.linspace(-1, 1, 41)).ravel()
    reach = np.clip(around, hamiltonian.lo, hamiltonian.hi)
    zeta = hamiltonian.values(np.concatenate([everywhere, reach]))
    landscape, near, far = np.split(zeta, [len(everywhere), -len(reach) // 2])
    tail = abs(packet.momentum) + 4.5 / packet.width

    def rung(height: float, margin: float = 1.0) -> int:
        fall = max(height - float(landscape.min()), 0.0)
        need = margin * length / np.pi * math.sqrt(tail**2 + fall / hamiltonian.diffusivity)
        return int(np.searchsorted(LADDER, need))

    certain = min(rung(float(np.median(near))), len(LADDER) - 1)
    likely = rung(float(far.max()), BEYOND)
    return likely if certain < likely < len(LADDER) else certain


def _waves(basis: Basis, packet: Packet) -> Complex:
    """Coefficients of a packet, normalised, in twice as many waves as a basis has."""
    psi = boxed(packet, basis.quadrature)
    total = float((np.abs(psi) ** 2).sum() * basis.quadrature.dx)
    if not 0.5 <= total <= 2:
        raise Refusal("scene.packet-outside", lo=basis.box.lo, hi=basis.box.hi)
    return np.asarray(basis.project(psi, 2 * basis.size) / np.sqrt(total))


def _project(spectrum: Spectrum, packet: Packet) -> Expansion:
    basis = spectrum.basis
    waves = _waves(basis, packet)
    inside = waves[: basis.size]
    weights = spectrum.vectors.T @ inside.real + 1j * (spectrum.vectors.T @ inside.imag)
    # Sums of what is left out, as differences of what is kept would end at 1e-8.
    outside = float((np.abs(waves[basis.size :]) ** 2).sum())
    left = np.append(np.cumsum(np.abs(weights[::-1]) ** 2)[::-1], 0.0)
    # States that matter less than the error of the basis would only be sent about.
    cut = max(TOLERANCE / 3, 0.5 * float(np.abs(weights) @ spectrum.state_errors))
    enough = (n for n in (FEWEST_STATES, *LADDER) if n < basis.size and left[n] < cut**2)
    count = next(enough, basis.size)
    kept = weights[:count] / np.linalg.norm(weights[:count])
    return Expansion(spectrum, kept, math.sqrt(outside + left[count]))
