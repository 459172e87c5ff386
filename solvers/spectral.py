"""Eigenstates of a Hamiltonian, and how far they can be trusted.

H = -D ∂²/∂x² + ζ(x) is written in a plane-wave basis (solvers.basis) and diagonalised.
What the basis leaves out is measured, not assumed: the part of Hφ_n outside the basis
gives, by second-order perturbation theory, the error of every state and energy. What
the sampling of ζ misses at a kink is measured too, on a grid three times coarser.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solvers.arrays import Complex, Real
from solvers.basis import Basis, sampled_waves, upright
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian, SampledPotential, sampled

LADDER = (192, 256, 320, 384, 512)  # the smallest suits nearly every scene, so clips are shared
ROUGHNESS = 1e-14  # of ζ: smaller differences between two grids are rounding
FEWEST_STATES = 160  # enough for any packet a hand would draw, so that it can be moved live


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
        leaks: What couples φ_n to the waves outside, ⟨q|H|φ_n⟩ / √(H_qq - E_n); the product
            of two columns is the coupling of two states through them, shape (waves, size).
    """

    hamiltonian: Hamiltonian
    basis: Basis
    energies: Real
    vectors: Real
    state_errors: Real
    energy_errors: Real
    unresolved: Real
    leaks: Real

    @property
    def nbytes(self) -> int:
        """Bytes of its two matrices, next to which the rest is nothing."""
        return self.vectors.nbytes + self.leaks.nbytes

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
        psi = np.empty((*coefficients.shape[:-1], grid.n), complex)
        psi.real, psi.imag = np.stack([coefficients.real, coefficients.imag]) @ lowest @ waves
        return psi


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
    upright(basis, vectors)
    outside = Basis(basis.box, size + size // 2)
    leaks = basis.elements(potential.harmonics, slice(size, outside.size)) @ vectors
    level = hamiltonian.diffusivity * outside.k[size:] ** 2 + potential.mean
    distance = np.maximum(level[:, None] - energies, 1e-3 * level[-1])
    leaks /= np.sqrt(distance)
    state_errors = np.sqrt((leaks**2 / distance).sum(axis=0))
    unresolved = _sampling_errors(basis, potential, vectors)
    unresolved += np.finfo(float).eps * np.ptp(energies)
    energy_errors = (leaks**2).sum(axis=0) + unresolved
    found = energies, vectors, state_errors, energy_errors, unresolved, leaks.astype(np.float32)
    for array in found:
        array.flags.writeable = False
    return Spectrum(hamiltonian, basis, *found)


def _sampling_errors(basis: Basis, potential: SampledPotential, vectors: Real) -> Real:
    """What δE_n a kink or a jump between the nodes makes, shape (size,).

    At a kink a grid three times coarser errs nine times more, at a jump three times.
    """
    if np.abs(potential.refined).max() < ROUGHNESS * (1 + potential.span):
        return np.zeros(basis.size)
    # An estimate of errors needs no more than seven digits.
    difference = basis.elements(potential.refined.astype(np.float32))
    low = vectors[:, :FEWEST_STATES].astype(np.float32)
    errors = np.abs((low * (difference @ low)).sum(axis=0, dtype=float))
    errors /= 1 if potential.jumps else 4
    # Higher states are spread out, each like the last ones looked at.
    rest = np.full(basis.size - len(errors), errors[-FEWEST_STATES // 5 :].max())
    return np.concatenate([errors, rest])


Diagonalise = Callable[[Hamiltonian, int], Spectrum]
