"""What is read off one wavefunction on a square.

ψ has rows y, columns x, shape (n, n), Σ|ψ|² dx² = 1; both axes share one grid.
"""

from dataclasses import dataclass

import numpy as np
import scipy.fft

from solvers.arrays import Real
from solvers.grid import Grid
from solvers.observables import EDGE
from solvers.plane.chin import Field


@dataclass(frozen=True, eq=False)
class Observed:
    """Expectation values and probabilities of one state.

    Attributes:
        norm: ‖ψ‖.
        energy: ⟨H⟩.
        mean: ⟨x⟩ and ⟨y⟩ under |ψ|².
        std: Standard deviations of x and y.
        along_x: Marginal ∫|ψ|² dy at the nodes, shape (n,).
        along_y: Marginal ∫|ψ|² dx, shape (n,).
        edge: Probability within 3 % of the box from a wall.
        tail: Weight beyond 0.9 of the largest wavenumber of either axis.
    """

    norm: float
    energy: float
    mean: tuple[float, float]
    std: tuple[float, float]
    along_x: Real
    along_y: Real
    edge: float
    tail: float


def density(psi: Field) -> Real:
    """Born density |ψ|², shape of `psi`."""
    if psi.dtype.kind == "f":
        return np.asarray(psi * psi)
    return np.asarray(psi.real**2 + psi.imag**2)


def observe(psi: Field, grid: Grid, zeta: Real, diffusivity: float) -> Observed:
    """Everything that is read off one state.

    Args:
        psi: ψ, real or complex, shape (n, n).
        grid: Nodes of either axis.
        zeta: ζ at the nodes, shape (n, n).
        diffusivity: D at this time.
    """
    rho = density(psi)
    along_x, along_y = rho.sum(axis=0) * grid.dx, rho.sum(axis=1) * grid.dx
    total = float(along_x.sum() * grid.dx)
    means, widths = [], []
    for marginal in (along_x, along_y):
        mean = float(marginal @ grid.x) * grid.dx / total
        means.append(mean)
        widths.append(float(np.sqrt(marginal @ (grid.x - mean) ** 2 * grid.dx / total)))
    waves = _waves(psi)
    by_x, by_y = waves.sum(axis=0), waves.sum(axis=1)
    share = 1 / max(float(by_x.sum(dtype=float)), 1e-300)
    kinetic = float((by_x + by_y) @ grid.k**2) * share
    beyond = int(np.searchsorted(grid.k, 0.9 * grid.k[-1]))
    tail = float(by_x[beyond:].sum() + by_y[beyond:].sum()) * share
    near = max(1, round(EDGE * grid.n))
    inner = rho[near:-near, near:-near].sum() * grid.dx**2
    return Observed(
        norm=float(np.sqrt(total)),
        energy=diffusivity * kinetic + float(np.vdot(rho, zeta)) * grid.dx**2 / total,
        mean=(means[0], means[1]),
        std=(widths[0], widths[1]),
        along_x=along_x,
        along_y=along_y,
        edge=max(float(total - inner), 0.0),
        tail=tail,
    )


def _waves(psi: Field) -> Real:
    """|sine transform|², unnormalised; single precision resolves 1e-14 of the weight."""
    parts = [psi] if psi.dtype.kind == "f" else [psi.real, psi.imag]
    stacked = np.array(parts, np.float32)
    waves = scipy.fft.dstn(stacked, type=2, axes=(1, 2), norm="ortho", overwrite_x=True, workers=1)
    waves *= waves
    return np.asarray(waves.sum(axis=0))
