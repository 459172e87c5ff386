"""Fewer nodes for a state whose waves are long: how many will do, and what is lost by it.

A state that fits on m² nodes is stepped there and shown on n² by its sine series, which adds
nothing and loses nothing. Kinetic energy is exact on both; what differs is the product Vψ.
So the defect δ = ‖(Vψ on n² nodes) - (Vψ on m² nodes, as a sine series)‖ is all that the
coarser equation does wrong per unit of time: waves that are too short for it, folded back,
and features of V between its nodes. In real time the error is at most ∫δ ds.
"""

from collections.abc import Callable

import numpy as np
import scipy.fft

from solvers.arrays import Real
from solvers.grid import Grid
from solvers.plane.chin import Field

Sampled = Callable[[Grid], tuple[Real, Real]]
SIDES = (32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384)  # short transforms
WORTHWHILE = 0.8  # of the side: less is hardly cheaper


def coarser(grid: Grid) -> list[Grid]:
    """Grids of the same square with fewer nodes, coarsest first, and the grid itself."""
    sides = [side for side in SIDES if side <= WORTHWHILE * grid.n]
    return [*(Grid(grid.lo, grid.hi, side) for side in sides), grid]


def resampled(psi: Field, n: int) -> Field:
    """A state of sum 1 on n² nodes by its sine series, of sum 1 where nothing is cut off.

    Args:
        psi: State, shape (m, m), real or complex.
        n: Nodes per axis wanted; fewer than m cut the shortest waves off.

    Returns:
        The state, shape (n, n), in the number type of `psi`.
    """
    return psi if len(psi) == n else from_sine_series(sine_series(psi), n, psi.dtype)


def defect(psi: Field, fine: Field, coarse_potential: Real, potential: Real) -> float:
    """‖Vψ‖ that the coarser nodes get wrong, for a state of sum 1.

    Args:
        psi: State on the coarser nodes, shape (m, m).
        fine: The same state on the finer ones, shape (n, n).
        coarse_potential: V at the coarser nodes, shape (m, m).
        potential: V at the finer nodes, shape (n, n).
    """
    m = len(psi)
    right, found = sine_series(potential * fine), sine_series(coarse_potential * psi)
    right[..., :m, :m] -= found
    return float(np.linalg.norm(right))


def sine_series(psi: Field) -> Real:
    """Coefficients of the sine series, real and imaginary part apart, shape (1 or 2, m, m)."""
    parts = [psi] if psi.dtype.kind == "f" else [psi.real, psi.imag]
    return np.asarray(
        scipy.fft.dstn(np.array(parts), type=2, axes=(1, 2), norm="ortho", overwrite_x=True)
    )


def from_sine_series(series: Real, n: int, dtype: "np.dtype[np.generic]") -> Field:
    """The state on n² nodes with these coefficients."""
    kept = min(series.shape[-1], n)
    parts = np.zeros((len(series), n, n), series.dtype)
    parts[:, :kept, :kept] = series[:, :kept, :kept]
    # Rows beyond the series are empty: the first pass has only `kept` of them to do.
    parts[:, :kept] = scipy.fft.idst(parts[:, :kept], type=2, axis=2, norm="ortho")
    parts = scipy.fft.idst(parts, type=2, axis=1, norm="ortho", overwrite_x=True)
    if len(parts) == 1:
        return np.asarray(parts[0])
    psi: Field = np.empty((n, n), dtype)
    psi.real, psi.imag = parts
    return psi
