"""Expectation values and probabilities of wavefunctions given on a grid.

All take ψ normalised on the grid, Σ|ψ|² dx = 1, with frames first, shape (nt, n), and
return one number a frame, shape (nt,). Two densities occur and are never mixed: the
Born density |ψ|² (any Wick angle) and the walkers' density u = ψ/∫ψ (imaginary time).
"""

import numpy as np
import scipy.fft

from solvers.arrays import Complex, Real
from solvers.grid import Grid

EDGE = 0.03  # share of the box, at each edge, that counts as the edge


def density(psi: Complex) -> Real:
    """Born density |ψ|², shape of `psi`."""
    return np.asarray(psi.real**2 + psi.imag**2)


def walkers_density(psi: Complex, grid: Grid) -> Real:
    """Concentration of walkers u = ψ/∫ψ dx, shape of `psi`.

    Only meaningful in imaginary time from a non-negative start, where ψ stays real and
    non-negative up to one phase; that phase is taken out here.
    """
    total = psi.sum(axis=-1, keepdims=True) * grid.dx
    return np.asarray((psi / total).real)


def norm(psi: Complex, grid: Grid) -> Real:
    """‖ψ‖."""
    return np.asarray(np.sqrt(density(psi).sum(axis=-1) * grid.dx))


def mean(psi: Complex, grid: Grid) -> Real:
    """⟨x⟩ under |ψ|²."""
    return np.asarray(density(psi) @ grid.x * grid.dx)


def std(psi: Complex, grid: Grid) -> Real:
    """Standard deviation of x under |ψ|²."""
    first, second = (density(psi) @ np.stack([grid.x, grid.x**2], axis=1) * grid.dx).T
    return np.asarray(np.sqrt(np.maximum(second - first**2, 0)))


def probability(psi: Complex, grid: Grid, where: np.ndarray) -> Real:
    """∫|ψ|² over the nodes marked in `where`, shape (n,) of bool."""
    return np.asarray(density(psi)[..., where].sum(axis=-1) * grid.dx)


def edge_probability(psi: Complex, grid: Grid) -> Real:
    """∫|ψ|² within 3 % of the box from either edge."""
    near = (np.arange(grid.n) + 0.5) / grid.n
    return probability(psi, grid, (near < EDGE) | (near > 1 - EDGE))


def momentum_density(psi: Complex, grid: Grid) -> Real:
    """Weight of every wave of the grid's transform, summing to 1, shape of `psi`."""
    if grid.edges == "periodic":
        return density(scipy.fft.fft(psi, norm="ortho")) * grid.dx
    re, im = (scipy.fft.dst(part, type=2, norm="ortho") for part in (psi.real, psi.imag))
    return np.asarray((re**2 + im**2) * grid.dx)


def energy(
    psi: Complex,
    grid: Grid,
    zeta: Real,
    diffusivity: float | Real,
    momentum: Real | None = None,
) -> Real:
    """⟨H⟩ = D ⟨k²⟩ + ⟨ζ⟩; `momentum` is the `momentum_density` of ψ, where it is known."""
    if momentum is None:
        momentum = momentum_density(psi, grid)
    return np.asarray(diffusivity * (momentum @ grid.k**2) + density(psi) @ zeta * grid.dx)


def tail_weight(momentum: Real, grid: Grid) -> Real:
    """Weight of a `momentum_density` beyond 0.9 of the largest wavenumber the grid holds."""
    beyond = np.abs(grid.k) > 0.9 * np.abs(grid.k).max()
    return np.asarray(momentum[..., beyond].sum(axis=-1))


def current(psi: Complex, grid: Grid, diffusivity: float) -> Real:
    """Probability current 2D Im(ψ* ∂ψ/∂x), shape of `psi`.

    The derivative is spectral: exact for every wave the grid holds.
    """
    return np.asarray(2 * diffusivity * (psi.conj() * derivative(psi, grid)).imag)


def derivative(psi: Complex, grid: Grid) -> Complex:
    """∂ψ/∂x on the nodes, shape of `psi`."""
    if grid.edges == "periodic":
        return np.asarray(scipy.fft.ifft(1j * grid.k * scipy.fft.fft(psi)))
    return _wall_derivative(psi.real, grid) + 1j * _wall_derivative(psi.imag, grid)


def _wall_derivative(values: Real, grid: Grid) -> Real:
    """Sines turn into cosines; the highest sine has no partner on the nodes."""
    sines = scipy.fft.dst(values, type=2, norm="ortho") * grid.k
    cosines = np.zeros_like(sines)
    cosines[..., 1:] = sines[..., :-1]
    return np.asarray(scipy.fft.idct(cosines, type=2, norm="ortho"))
