"""Exact dynamics of a Hamiltonian that does not change: diagonalise once, then multiply.

H = -D ∂²/∂x² + ζ(x) is written in a plane-wave basis (solvers.basis) and diagonalised.
Any complex time is then a product, ψ(s) = Σ c_n e^{-κ(E_n-E_0)s} φ_n with
κ = i e^{-iθ}, so real time, imaginary time and everything between cost the same.

What the basis leaves out is measured, not assumed: the part of Hφ_n outside the basis
gives, by second-order perturbation theory, the error of every state and energy. What
the sampling of ζ misses at a kink is measured too, on a grid three times coarser.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solvers.arrays import Complex, Real
from solvers.basis import Basis, sampled_waves, upright
from solvers.foresight import WORTH, next_size
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian, SampledPotential, sampled
from solvers.packets import Packet, boxed
from solvers.refusal import Refusal

LADDER = (192, 256, 384, 512)  # the smallest suits nearly every scene, so clips are shared
ROUGHNESS = 1e-14  # of ζ: smaller differences between two grids are rounding
FEWEST_STATES = 160  # enough for any packet a hand would draw, so that it can be moved live
TOLERANCE = 1e-9
TAIL = 7.0  # widths of a packet at which its amplitude has fallen to 5e-6
LOOKS = np.array([0.0, 1 / 256, 1 / 16, 1.0])  # of the run: where the estimate is taken


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Eigenstates of a Hamiltonian in a plane-wave basis.

    Attributes:
        hamiltonian: What was diagonalised.
        basis: The plane waves.
        energies: E_n, ascending, shape (size,).
        vectors: Basis coefficients of φ_n in columns, shape (size, size).
        state_errors: Estimated norm of the part of φ_n outside the basis, shape (size,).
        energy_errors: Estimated δE_n > 0, shape (size,).
        unresolved: The part of them that no larger basis takes away, shape (size,).
    """

    hamiltonian: Hamiltonian
    basis: Basis
    energies: Real
    vectors: Real
    state_errors: Real
    energy_errors: Real
    unresolved: Real

    def eigenstates(self, grid: Grid, count: int) -> Real:
        """φ_0…φ_{count-1} on the nodes of `grid`, shape (grid.n, count)."""
        return np.asarray(sampled_waves(self.basis, grid) @ self.vectors[:, :count])

    def states(self, grid: Grid, coefficients: Complex) -> Complex:
        """Σ c_n φ_n on the nodes of `grid`.

        Args:
            grid: Where.
            coefficients: c_n of the lowest states, shape (…, count).

        Returns:
            Shape (…, grid.n).
        """
        lowest = self.vectors[:, : coefficients.shape[-1]].T
        waves = sampled_waves(self.basis, grid).T
        real, imaginary = coefficients.real @ lowest @ waves, coefficients.imag @ lowest @ waves
        return np.asarray(real + 1j * imaginary)


def diagonalise(hamiltonian: Hamiltonian, size: int) -> Spectrum:
    """Diagonalise H in `size` plane waves.

    With O the matrix elements between the basis and the waves q just outside it,
    δE_n = Σ_q |Oφ_n|²_q / (H_qq - E_n) and ‖δφ_n‖² = Σ_q |Oφ_n|²_q / (H_qq - E_n)².
    The sampling of ζ and the rounding of H add to δE_n.

    Raises:
        Refusal: ``formula.not-finite`` where ζ is not a number on the box.
    """
    basis = Basis(Grid(hamiltonian.lo, hamiltonian.hi, size, hamiltonian.edges), size)
    potential = sampled(hamiltonian)
    matrix = basis.elements(potential.harmonics)
    matrix[np.diag_indices(size)] += hamiltonian.diffusivity * basis.k**2
    energies, vectors = np.linalg.eigh(matrix)  # numpy's releases the GIL, scipy's does not
    vectors = upright(basis, vectors)
    outside = Basis(basis.box, size + size // 2)
    leak = (basis.elements(potential.harmonics, slice(size, outside.size)) @ vectors) ** 2
    level = hamiltonian.diffusivity * outside.k[size:] ** 2 + potential.mean
    distance = np.maximum(level[:, None] - energies, 1e-3 * level[-1])
    state_errors = np.sqrt((leak / distance**2).sum(axis=0))
    unresolved = _sampling_errors(basis, potential, vectors)
    unresolved += np.finfo(float).eps * np.ptp(energies)
    energy_errors = (leak / distance).sum(axis=0) + unresolved
    for array in (energies, vectors, state_errors, energy_errors, unresolved):
        array.flags.writeable = False
    return Spectrum(hamiltonian, basis, energies, vectors, state_errors, energy_errors, unresolved)


def _sampling_errors(basis: Basis, potential: SampledPotential, vectors: Real) -> Real:
    """What δE_n a kink or a jump between the nodes makes, shape (size,).

    At a kink a grid three times coarser errs nine times more, at a jump three times.
    """
    difference = basis.elements(potential.refined)
    if np.abs(difference).max() < ROUGHNESS * (1 + potential.span):
        return np.zeros(basis.size)
    low = vectors[:, :FEWEST_STATES]
    errors = np.abs((low * (difference @ low)).sum(axis=0)) / (1 if potential.jumps else 4)
    # Higher states are spread out, each like the last ones looked at.
    rest = np.full(basis.size - len(errors), errors[-FEWEST_STATES // 5 :].max())
    return np.concatenate([errors, rest])


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
        outside = 2 * begun * np.linalg.norm(lacking, axis=1)
        shift = spectrum.energy_errors[:count].copy()
        shift[0] *= np.cos(wick)  # its decay sets the norm, which is divided out
        drift = np.linalg.norm(weights * np.minimum(np.outer(t, shift), 2.0), axis=1)
        mixing = self._mixing(float(np.max(t)))
        leaked = weights**2 @ mixing**2 + damping**2 * (mixing**2 @ np.abs(self.coefficients) ** 2)
        lost = self.missing * damping[:, -1] + 4 * np.finfo(float).eps
        mixed = 2 * begun * np.sqrt(leaked.sum(axis=1))
        return np.asarray((outside + drift + mixed + lost) / np.linalg.norm(weights, axis=1))

    def worst_error(self, t_end: float, wick: float) -> float:
        """The largest of a few such estimates up to a time."""
        return float(self.error(t_end * LOOKS, wick).max())

    def _mixing(self, t: float) -> Real:
        """Largest |⟨φ_m|δφ_n⟩| that errors of the energies allow, shape (count, count).

        What shifts two levels by δE_n and δE_m couples them by √(δE_n δE_m) at most; it
        mixes them by that over their distance, or over 1/t while nobody could tell.
        """
        root = np.sqrt(self.spectrum.energy_errors[: self.count])
        energies = self.spectrum.energies[: self.count]
        distance = np.maximum(np.abs(energies[:, None] - energies), 1 / max(t, 1e-300))
        np.fill_diagonal(distance, np.inf)
        return np.asarray(np.minimum(root[:, None] * root / distance, 1.0))


Diagonalise = Callable[[Hamiltonian, int], Spectrum]


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
        The expansion on the rung of `LADDER` at which a climb would end: where the error is
        below `TOLERANCE`, or below `GOOD_ENOUGH` and the next rung gains less than a digit.
        Rungs on the way are left out as far as their errors can be foreseen. Without such a
        rung it is the best one, and the report says what is left.
    """
    rungs = LADDER[_first_rung(hamiltonian, packet) :]
    tried: dict[float, Expansion] = {}
    size, expected = rungs[0], 0.0
    while True:
        expansion = _project(diagonalise(hamiltonian, size), packet)
        error = expansion.worst_error(t_end, wick)
        tried[error] = expansion
        if error < TOLERANCE or expected / WORTH < error < WORTH * expected:
            break
        larger = next_size(
            expansion.spectrum,
            expansion.count,
            [rung for rung in rungs if rung > size],
            error=error,
            judge=_promise(expansion, packet, t_end, wick),
            aim=TOLERANCE,
        )
        if larger is None:
            break
        size, expected = larger
    return tried[min(tried)]


def _promise(
    expansion: Expansion, packet: Packet, t_end: float, wick: float
) -> Callable[[Spectrum, int], float]:
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
    landscape = hamiltonian.values(np.linspace(hamiltonian.lo, hamiltonian.hi, 202)[1:-1])
    tail = abs(packet.momentum) + 4.5 / packet.width

    def rung(widths: float, height: Callable[[Real], float]) -> int:
        reach = packet.centre + widths * packet.width * np.linspace(-1, 1, 41)
        reach = np.clip(reach, hamiltonian.lo, hamiltonian.hi)
        fall = max(height(hamiltonian.values(reach)) - float(landscape.min()), 0.0)
        need = length / np.pi * math.sqrt(tail**2 + fall / hamiltonian.diffusivity)
        return int(np.searchsorted(LADDER, need))

    certain = min(rung(5.0, lambda zeta: float(np.median(zeta))), len(LADDER) - 1)
    likely = rung(TAIL, lambda zeta: float(zeta.max()))
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
    weights = spectrum.vectors.T @ waves[: basis.size]
    # Sums of what is left out, as differences of what is kept would end at 1e-8.
    outside = float((np.abs(waves[basis.size :]) ** 2).sum())
    left = np.append(np.cumsum(np.abs(weights[::-1]) ** 2)[::-1], 0.0)
    # States that matter less than the error of the basis would only be sent about.
    cut = max(TOLERANCE / 3, 0.2 * float(np.abs(weights) @ spectrum.state_errors))
    enough = (n for n in (FEWEST_STATES, *LADDER) if n < basis.size and left[n] < cut**2)
    count = next(enough, basis.size)
    kept = weights[:count] / np.linalg.norm(weights[:count])
    return Expansion(spectrum, kept, math.sqrt(outside + left[count]))
