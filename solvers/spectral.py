"""Exact dynamics of a Hamiltonian that does not change: diagonalise once, then multiply.

H = -D ∂²/∂x² + ζ(x) is written in a plane-wave basis (solvers.basis) and diagonalised.
Any complex time is then a product, ψ(s) = Σ c_n e^{-κ(E_n-E_0)s} φ_n with
κ = i e^{-iθ}, so real time, imaginary time and everything between cost the same.

What the basis leaves out is measured, not assumed: the part of Hφ_n outside the basis
gives, by second-order perturbation theory, the error of every state and energy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solvers.arrays import Complex, Real
from solvers.basis import Basis, sampled_waves
from solvers.grid import Edges, Grid
from solvers.packets import Packet
from solvers.refusal import Refusal

LADDER = (128, 192, 256, 384, 512)
CEILING = 1e5  # ζ is cut this far above its minimum: eigenvalues are exact to 1e-16 of the range
FEWEST_STATES = 160  # enough for any packet a hand would draw, so that it can be moved live
TOLERANCE = 1e-9
GOOD_ENOUGH = 1e-7  # where a larger basis gains less than a digit, this is where to stop


class Potential(Protocol):
    """Anything with values on a line: a formula, a Taylor surrogate."""

    def values(self, x: Real) -> Real:
        """ζ at the nodes `x`, same shape."""
        ...


@dataclass(frozen=True)
class Hamiltonian:
    """H = -D ∂²/∂x² + ζ(x) on a box.

    Attributes:
        potential: ζ, hashable.
        diffusivity: D > 0.
        lo: Left edge of the box.
        hi: Right edge.
        edges: Hard walls or a periodic seam.
        floor: ζ is raised to this where it falls below (surrogates that are
            unbounded below need one), -inf for no floor.
    """

    potential: Potential
    diffusivity: float
    lo: float
    hi: float
    edges: Edges = "walls"
    floor: float = -np.inf

    def values(self, x: Real) -> Real:
        """ζ as solved: finite, cut at the floor and the ceiling, shape of `x`.

        Raises:
            Refusal: ``formula.not-finite`` where ζ is not a number.
        """
        raw = self.potential.values(x)
        bad = ~np.isfinite(raw)
        if bad.any():
            raise Refusal("formula.not-finite", x=round(float(x[bad][0]), 4))
        lifted = np.maximum(raw, self.floor)
        return np.asarray(np.minimum(lifted, lifted.min() + CEILING))


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Eigenstates of a Hamiltonian in a plane-wave basis.

    Attributes:
        hamiltonian: What was diagonalised.
        basis: The plane waves.
        energies: E_n, ascending, shape (size,).
        vectors: Basis coefficients of φ_n in columns, shape (size, size).
        state_errors: Estimated ‖δφ_n‖, shape (size,).
        energy_errors: Estimated δE_n ≥ 0, shape (size,).
    """

    hamiltonian: Hamiltonian
    basis: Basis
    energies: Real
    vectors: Real
    state_errors: Real
    energy_errors: Real

    def eigenstates(self, grid: Grid, count: int) -> Real:
        """φ_0…φ_{count-1} on the nodes of `grid`, shape (grid.n, count)."""
        states: Real = sampled_waves(self.basis, grid) @ self.vectors[:, :count]
        return states


def diagonalise(hamiltonian: Hamiltonian, size: int) -> Spectrum:
    """Diagonalise H in `size` plane waves.

    With O the matrix elements between the basis and the waves q just outside it,
    δE_n = Σ_q |Oφ_n|²_q / (H_qq - E_n) and ‖δφ_n‖² = Σ_q |Oφ_n|²_q / (H_qq - E_n)².

    Raises:
        Refusal: ``formula.not-finite`` where ζ is not a number on the box.
    """
    basis = Basis(Grid(hamiltonian.lo, hamiltonian.hi, size, hamiltonian.edges), size)
    potential = hamiltonian.values(basis.quadrature.x)
    matrix = basis.potential_matrix(potential)
    matrix[np.diag_indices(size)] += hamiltonian.diffusivity * basis.k**2
    energies, vectors = np.linalg.eigh(matrix)  # numpy's releases the GIL, scipy's does not
    outside = Basis(basis.box, size + size // 2)
    leak = (basis.potential_matrix(potential, slice(size, outside.size)) @ vectors) ** 2
    level = hamiltonian.diffusivity * outside.k[size:] ** 2 + potential.mean()
    distance = np.maximum(level[:, None] - energies, 1e-3 * level[-1])
    state_errors = np.sqrt((leak / distance**2).sum(axis=0))
    energy_errors = (leak / distance).sum(axis=0)
    for array in (energies, vectors, state_errors, energy_errors):
        array.flags.writeable = False
    return Spectrum(hamiltonian, basis, energies, vectors, state_errors, energy_errors)


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
    def gaps(self) -> Real:
        """E_n - E_0, shape (count,)."""
        return np.asarray(self.spectrum.energies[: self.count] - self.spectrum.energies[0])

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
        log_norm = np.log(norm) - np.sin(wick) * t * self.spectrum.energies[0]
        return amplitude / norm[:, None], np.asarray(log_norm)

    def error(self, t: Real, wick: float) -> Real:
        """Estimated relative L² error of ψ(s), shape (nt,).

        Adds up what the states, the phases and decays of every c_n, the part of the
        packet left out, and rounding contribute, and divides by ‖ψ(s)‖: a ground state
        that is nearly absent at first magnifies whatever error there is.
        """
        spectrum, count = self.spectrum, self.count
        weights = np.abs(self.coefficients) * np.exp(-np.sin(wick) * np.outer(t, self.gaps))
        per_state = 2 * spectrum.state_errors[:count] + np.outer(t, spectrum.energy_errors[:count])
        rounding = np.finfo(float).eps * (4 + 8 * t * np.ptp(spectrum.energies))
        absolute = self.missing + (weights * per_state).sum(axis=1) + rounding
        return np.asarray(absolute / np.sqrt((weights**2).sum(axis=1)))


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
        The expansion on the first rung of `LADDER` whose error stays below
        `TOLERANCE`, or on the last rung: the report then says what is left.
    """
    start, error = _first_rung(hamiltonian, packet), np.inf
    for size in LADDER[start:]:
        expansion = _project(diagonalise(hamiltonian, size), packet)
        error, before = float(expansion.error(np.array([0.0, t_end]), wick).max()), error
        if error < TOLERANCE or (error < GOOD_ENOUGH and error > before / 10):
            break
    return expansion


def _first_rung(hamiltonian: Hamiltonian, packet: Packet) -> int:
    """Rung below which classical mechanics already rules the basis out."""
    length = hamiltonian.hi - hamiltonian.lo
    reach = np.clip(
        packet.centre + 5 * packet.width * np.linspace(-1, 1, 41), hamiltonian.lo, hamiltonian.hi
    )
    landscape = hamiltonian.values(np.linspace(hamiltonian.lo, hamiltonian.hi, 202)[1:-1])
    tail = abs(packet.momentum) + 4.5 / packet.width
    fall = max(float(np.median(hamiltonian.values(reach))) - float(landscape.min()), 0.0)
    need = length / np.pi * np.sqrt(tail**2 + fall / hamiltonian.diffusivity)
    return min(int(np.searchsorted(LADDER, need)), len(LADDER) - 1)


def boxed(packet: Packet, grid: Grid) -> Complex:
    """The packet as it fits between the edges, on the nodes of `grid`, shape (grid.n,).

    Walls: minus its mirror images, so ψ vanishes at both; periodic: plus its copies.
    Away from the edges this is the packet itself; near them it has no jump, which a
    finite basis could not follow.
    """
    x, lo, hi = grid.x, grid.lo, grid.hi
    if grid.edges == "periodic":
        return packet.psi(x) + packet.psi(x - grid.length) + packet.psi(x + grid.length)
    return packet.psi(x) - packet.psi(2 * lo - x) - packet.psi(2 * hi - x)


def _project(spectrum: Spectrum, packet: Packet) -> Expansion:
    basis, hamiltonian = spectrum.basis, spectrum.hamiltonian
    psi = boxed(packet, basis.quadrature)
    total = float((np.abs(psi) ** 2).sum() * basis.quadrature.dx)
    if not 0.5 <= total <= 2:
        raise Refusal("scene.packet-outside", lo=hamiltonian.lo, hi=hamiltonian.hi)
    weights = spectrum.vectors.T @ basis.project(psi) / np.sqrt(total)
    kept = np.cumsum(np.abs(weights) ** 2)
    rungs = [count for count in (FEWEST_STATES, *LADDER) if count < basis.size]
    enough = [count for count in rungs if kept[-1] - kept[count - 1] < (TOLERANCE / 10) ** 2]
    count = enough[0] if enough else basis.size
    missing = np.sqrt(max(1 - kept[count - 1] - 1e-15, 0.0))  # the sums round to 1e-15
    return Expansion(spectrum, weights[:count] / np.sqrt(kept[count - 1]), float(missing))
