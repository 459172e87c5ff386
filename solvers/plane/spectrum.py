"""Low levels on a square, in a contracted basis.

H = -D ∇² + ζ(x, y) is written in products of the lowest eigenfunctions of two
one-dimensional problems and diagonalised. Their potentials are the free energy of the other
coordinate, -T ln ∫exp(-ζ/T), with the zero-point energy as T: a minimum that stays smooth
(the minimum itself has kinks, and the levels converge only algebraically), and the exact
answer where ζ is a sum. What the products leave out of a state is measured by a residual.

References:
    Bowman, J. Chem. Phys. 68, 608 (1978), for bases of one-dimensional functions made for
    the problem.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.fft
import scipy.linalg
from scipy import special

from solvers.arrays import Complex, Real
from solvers.grid import Grid

FUNCTIONS = 40  # per axis
PRODUCTS = 800  # of them, those of lowest energy: 0.07 s
STATES = 12


@dataclass(frozen=True, eq=False)
class PlaneSpectrum:
    """Lowest eigenstates on a square.

    Attributes:
        grid: Nodes of either axis on which the states are sampled.
        energies: E_n, ascending, shape (count,).
        along_x: Basis functions along x, normalised on the nodes, shape (n, m).
        along_y: Those along y.
        vectors: Coefficients of φ_k in all products, shape (count, m, m), rows are y.
        residuals: ‖(H - E_n) φ_n‖ on the grid, shape (count,), fewer where it was asked for.
    """

    grid: Grid
    energies: Real
    along_x: Real
    along_y: Real
    vectors: Real
    residuals: Real

    @property
    def gap(self) -> float:
        """E₁ - E₀."""
        return float(self.energies[1] - self.energies[0])

    def state(self, k: int) -> Real:
        """φ_k on the nodes, Σφ² dx² = 1, rows are y, shape (n, n)."""
        return np.asarray(self.along_y @ self.vectors[k] @ self.along_x.T / self.grid.dx)

    def on(self, grid: Grid) -> "PlaneSpectrum":
        """The same states on other nodes of the same square, by their sine series."""
        along = [_resampled(functions, grid) for functions in (self.along_x, self.along_y)]
        return replace(self, grid=grid, along_x=along[0], along_y=along[1])

    def weights(self, psi: Complex) -> Real:
        """|⟨φ_k|ψ⟩|² of a normalised ψ on the nodes of `grid`, shape (count,)."""
        return np.asarray(np.abs(self.amplitudes(psi)) ** 2)

    def amplitudes(self, psi: Complex | Real) -> Any:
        """⟨φ_k|ψ⟩ of a ψ on the nodes of `grid`, real for a real one, shape (count,)."""
        projected = self.along_y.T @ psi @ self.along_x * self.grid.dx
        return np.tensordot(self.vectors, projected)

    def combined(self, amplitudes: Real) -> Real:
        """Σ a_k φ_k on the nodes, rows are y, shape (n, n)."""
        vector = np.tensordot(amplitudes, self.vectors, axes=1)
        return np.asarray(self.along_y @ vector @ self.along_x.T / self.grid.dx)


def contracted_spectrum(  # noqa: PLR0913 -- H, and how many of what it is written in
    zeta: Real,
    diffusivity: float,
    grid: Grid,
    *,
    states: int = STATES,
    functions: int = FUNCTIONS,
    products: int = PRODUCTS,
    checked: int | None = None,
) -> PlaneSpectrum:
    """Lowest levels between hard walls, from above (a variational basis).

    Args:
        zeta: ζ at the nodes, rows are y, shape (n, n).
        diffusivity: D > 0.
        grid: Nodes of either axis.
        states: Number of levels wanted.
        functions: Functions per axis, at most n.
        products: Products of them kept.
        checked: Levels whose residual is measured, from the lowest; None for all.

    Returns:
        The levels; E_n lies at most residual²/(distance to the next level) too high.
    """
    m = min(functions, grid.n)
    floor = float(zeta.min())
    zero_point = float(_lowest(zeta.min(axis=0) - floor, diffusivity, grid, 1)[0][0])
    free = [
        -zero_point * special.logsumexp((floor - zeta) / zero_point, axis=axis) for axis in (0, 1)
    ]
    levels_x, kinetic_x, along_x = _lowest(free[0], diffusivity, grid, m)
    levels_y, kinetic_y, along_y = _lowest(free[1], diffusivity, grid, m)
    order = np.argsort(np.add.outer(levels_y, levels_x), axis=None, kind="stable")
    j, i = np.divmod(np.sort(order[:products]), m)
    pairs_x = (along_x[:, :, None] * along_x[:, None, :]).reshape(grid.n, m * m)
    pairs_y = (along_y[:, :, None] * along_y[:, None, :]).reshape(grid.n, m * m)
    elements = pairs_y.T @ (zeta @ pairs_x)
    matrix = elements[j[:, None] * m + j, i[:, None] * m + i]
    matrix += np.where(j[:, None] == j, kinetic_x[i[:, None], i], 0.0)
    matrix += np.where(i[:, None] == i, kinetic_y[j[:, None], j], 0.0)
    count = min(states, len(i))
    energies, columns = scipy.linalg.eigh(
        matrix, subset_by_index=(0, count - 1), overwrite_a=True, check_finite=False
    )
    vectors = np.zeros((count, m, m))
    vectors[:, j, i] = columns.T
    found = PlaneSpectrum(grid, energies, along_x, along_y, vectors, np.zeros(count))
    measured = count if checked is None else min(checked, count)
    misses = [_residual(found, k, zeta, diffusivity) for k in range(measured)]
    return replace(found, residuals=np.array(misses))


def _lowest(potential: Real, diffusivity: float, grid: Grid, count: int) -> tuple[Real, Real, Real]:
    """Levels of one axis, kinetic energy in its eigenfunctions, and those, shape (n, m)."""
    waves = scipy.fft.idst(np.eye(grid.n), type=2, norm="ortho", axis=0)
    kinetic = (waves * (diffusivity * grid.k**2)) @ waves.T
    levels, functions = scipy.linalg.eigh(
        kinetic + np.diag(potential), subset_by_index=(0, count - 1), check_finite=False
    )
    return levels, functions.T @ kinetic @ functions, functions


def _resampled(functions: Real, grid: Grid) -> Real:
    """Functions in columns, orthonormal on the nodes of one grid, on those of another."""
    series = scipy.fft.dst(functions, type=2, norm="ortho", axis=0)
    kept = np.zeros((grid.n, functions.shape[1]))
    both = min(grid.n, len(series))
    kept[:both] = series[:both]
    return np.asarray(scipy.fft.idst(kept, type=2, norm="ortho", axis=0))


def _residual(found: PlaneSpectrum, k: int, zeta: Real, diffusivity: float) -> float:
    state = found.state(k)
    waves = scipy.fft.dstn(state, type=2, norm="ortho")
    squares = found.grid.k**2
    waves *= diffusivity * (squares[:, None] + squares)
    bent = scipy.fft.idstn(waves, type=2, norm="ortho") + (zeta - found.energies[k]) * state
    return float(np.linalg.norm(bent)) * found.grid.dx
