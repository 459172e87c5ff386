"""Annealing in D: ground states per scale, the gap, and runs with D(t).

At every D the ground state of H = -D ∂² + ζ is the best the equation can do; as D falls
it narrows onto a minimum. A run follows it if D changes slowly against the gap squared.

References:
    Born & Fock, Z. Phys. 51, 165 (1928): the adiabatic theorem.
    Finnila et al., Chem. Phys. Lett. 219, 343 (1994): quantum annealing in imaginary time.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import bisect

from solvers.arrays import Real
from solvers.formula import Formula
from solvers.grid import Edges, Grid
from solvers.hamiltonian import Hamiltonian
from solvers.refusal import Refusal
from solvers.schedules import Schedule
from solvers.spectral import LADDER, Spectrum, diagonalise
from solvers.spline import Spline
from solvers.split_operator import MAX_STEPS, Saved, propagate
from solvers.terrain import best_basin

CLEAN = 1e-7  # error of a ground state that is drawn
NODES = 384
TOLERANCE = 1e-5
PATIENCE = 15_000  # steps of a run of which only the end matters: about 3 s


class Boxed(Protocol):
    """An objective on a box: a `Landscape` of the catalogue, a `Problem`."""

    @property
    def objective(self) -> Formula | Spline:
        """ζ."""
        ...

    @property
    def lo(self) -> float:
        """Left edge."""
        ...

    @property
    def hi(self) -> float:
        """Right edge."""
        ...

    @property
    def edges(self) -> Edges:
        """What happens at the edges."""
        ...


Diagonalise = Callable[[Hamiltonian, int], Spectrum]


@dataclass(frozen=True, eq=False)
class Scale:
    """The ground state at one D.

    Attributes:
        D: Diffusivity.
        energies: E₀, E₁, E₂, shape (3,).
        density: |φ₀|² on the nodes asked for, shape (n,).
        best: Its weight in the basin of the global minimum.
    """

    D: float
    energies: Real
    density: Real
    best: float

    @property
    def gap(self) -> float:
        """E₁ - E₀."""
        return float(self.energies[1] - self.energies[0])


def hamiltonian(entry: Boxed, D: float) -> Hamiltonian:
    """H at this D on the landscape's box."""
    return Hamiltonian(entry.objective, D, entry.lo, entry.hi, entry.edges)


def scale(entry: Boxed, D: float, grid: Grid, *, diagonalise: Diagonalise = diagonalise) -> Scale:
    """The ground state at one D, in a basis grown until it is clean."""
    spectrum = clean_spectrum(hamiltonian(entry, D), diagonalise)
    ground = spectrum.eigenstates(grid, 1)[:, 0]
    density = ground**2 / (ground**2).sum() / grid.dx
    basin = best_basin(entry.objective.values(grid.x), periodic=entry.edges == "periodic")
    best = float(density[basin].sum() * grid.dx)
    return Scale(D, spectrum.energies[:3].copy(), density, best)


def clean_spectrum(h: Hamiltonian, diagonalise: Diagonalise = diagonalise) -> Spectrum:
    """Eigenstates in the smallest basis in which the ground state is clean."""
    for size in LADDER:
        spectrum = diagonalise(h, size)
        if spectrum.state_errors[0] < CLEAN:
            break
    return spectrum


def flip(entry: Boxed, low: float, high: float, *, tolerance: float = 1e-7) -> float:
    """D at which the ground state changes sides: half its weight in the best basin.

    Args:
        entry: The landscape.
        low: D with the ground state in the global minimum.
        high: D with the ground state elsewhere.
        tolerance: Of the result.

    Raises:
        ValueError: The ground state is on the same side at both ends.
    """
    grid = Grid(entry.lo, entry.hi, 2 * NODES, entry.edges)
    return float(bisect(lambda D: scale(entry, D, grid).best - 0.5, low, high, xtol=tolerance))


def harmonic_flip(dzeta: float, narrow: float, wide: float) -> float:
    """D_c = (2Δζ / (√(2k_narrow) - √(2k_wide)))², where zero-point energies cancel Δζ.

    Args:
        dzeta: How much higher the wide minimum lies.
        narrow: Curvature of the deep narrow minimum.
        wide: Curvature of the wide one.
    """
    return float((2 * dzeta / (math.sqrt(2 * narrow) - math.sqrt(2 * wide))) ** 2)


def excited_amplitude(spectrum: Spectrum, rate: float) -> float:
    """Amplitude that a change of D at this rate excites, to first order; ≪ 1 is adiabatic.

    (Σ_n |Ḋ ⟨n|p²|0⟩ / (E_n - E₀)²|²)^½ over the excited states n. For the harmonic well
    it is |Ḋ| ω/(2√2 D) / (2ω)².
    """
    moved = spectrum.vectors.T @ (spectrum.basis.k**2 * spectrum.vectors[:, 0])
    gaps = spectrum.energies[1:] - spectrum.energies[0]
    return float(abs(rate) * np.linalg.norm(moved[1:] / np.maximum(gaps, 1e-150) ** 2))


def anneal(
    entry: Boxed,
    schedule: Schedule,
    wick: float,
    grid: Grid,
    *,
    frames: int = 2,
    max_steps: int = MAX_STEPS,
) -> Iterator[Saved]:
    """Follow the ground state of D₀ while D(t) changes, with order-4 steps.

    Args:
        entry: The landscape.
        schedule: D(t).
        wick: θ in radians: 0 real time, π/2 imaginary time.
        grid: Nodes.
        frames: States saved, evenly, both ends included.
        max_steps: Steps after which the run is given up.

    Yields:
        The saved states, as soon as they are there.

    Raises:
        Refusal: ``solver.too-many-steps`` or ``solver.not-finite``.
    """
    spectrum = clean_spectrum(hamiltonian(entry, schedule.start))
    ground = spectrum.eigenstates(grid, 1)[:, 0].astype(complex)
    zeta = entry.objective.values(grid.x)
    slope = entry.objective.jet(grid.x, 1)[1]
    slope = np.where(np.isfinite(slope), slope, 0.0)  # a cone has no slope at its tip
    t = np.linspace(0.0, schedule.duration, frames)
    yield from propagate(
        ground,
        grid,
        zeta,
        slope,
        schedule=schedule,
        wick=wick,
        t_save=t,
        tolerance=TOLERANCE,
        max_steps=max_steps,
    )


def success(entry: Boxed, schedule: Schedule, wick: float) -> float:
    """Weight of |ψ|² in the basin of the global minimum at the end of a run.

    NaN where the run would take too many steps.
    """
    grid = Grid(entry.lo, entry.hi, NODES, entry.edges)
    try:
        *_, last = anneal(entry, schedule, wick, grid, max_steps=PATIENCE)
    except Refusal:
        return math.nan
    basin = best_basin(entry.objective.values(grid.x), periodic=entry.edges == "periodic")
    density = np.abs(last.psi) ** 2
    return float(density[basin].sum() * grid.dx)
