"""Annealing in D on a square: ground states per scale, runs with D(t), settle and halve.

The equations are those of `solvers.annealing` and `solvers.two_loop`. Ground states and gaps
come from a contracted basis, runs from order-4 steps on as few nodes as their waves need.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.fft
from scipy.optimize import bisect

from solvers.arrays import Real
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain
from solvers.plane.spectrum import PlaneSpectrum, contracted_spectrum
from solvers.plane.split_operator import propagate
from solvers.refusal import Refusal
from solvers.schedules import Schedule
from solvers.split_operator import Saved
from solvers.two_loop import END, LONGEST, settle

NODES = 128  # per axis
TOLERANCE = 1e-3  # of ψ at the end of a run: what 8 bits can show
MAX_STEPS = 4000  # of a run that is shown: about 7 s on an idle processor
PATIENCE = 1500  # of a run of which only the end matters
WAVES = (400, 1000)  # products in which an inner loop settles; more where fewer lose too much
HELD, LEAST_HELD = 0.99, 0.5  # share of |ψ|² that a basis holds: wanted, and needed
EDGE = 0.9  # of the largest wavenumber
BLURRED = 1e-6  # share of a ground state beyond that: the nodes do not show it


@dataclass(frozen=True, eq=False)
class PlaneScale:
    """The ground state at one D.

    Attributes:
        D: Diffusivity.
        energies: E₀, E₁, E₂, shape (3,).
        ground: φ₀ ≥ 0 nearly everywhere, on the nodes, rows are y, shape (n, n).
        best: Its weight in the basin of the best minimum.
    """

    D: float
    energies: Real
    ground: Real
    best: float

    @property
    def gap(self) -> float:
        """E₁ - E₀."""
        return float(self.energies[1] - self.energies[0])


@dataclass(frozen=True, eq=False)
class PlaneSettled:
    """The end of one inner loop.

    Attributes:
        D: Diffusivity of this scale.
        tau: Imaginary time the inner loop took.
        overlap: |⟨φ₀|ψ⟩|² at its end.
        held: Share of |ψ|² that the basis of this scale holds of the state it begins with.
        way: ψ at evenly spaced times of the inner loop, both ends included, shape (m, n, n).
    """

    D: float
    tau: float
    overlap: float
    held: float
    way: Real


def square(problem: PlaneProblem) -> PlaneProblem:
    """The problem on the nodes of this module, ζ itself."""
    return problem.having(n=NODES, order=None, about=None, about_y=None)


def scale(terrain: Terrain, D: float) -> PlaneScale:
    """The ground state at one D.

    Raises:
        Refusal: ``annealing.too-sharp`` where the nodes do not resolve it.
    """
    grid = terrain.problem.grid
    found = contracted_spectrum(terrain.potential, D, grid, states=3, checked=0)
    ground = found.state(0)
    ground = ground * np.sign(ground.sum())
    if _share_of_short_waves(ground) > BLURRED:
        raise Refusal("annealing.too-sharp", D=D, n=grid.n)
    best = float((ground[terrain.basin] ** 2).sum()) * grid.dx**2
    return PlaneScale(D, found.energies, ground, best)


def _share_of_short_waves(state: Real) -> float:
    waves = scipy.fft.dstn(state, type=2, norm="ortho") ** 2
    first = int(EDGE * len(state))
    return float((waves.sum() - waves[:first, :first].sum()) / waves.sum())


def flip(terrain: Terrain, low: float, high: float, *, tolerance: float = 1e-7) -> float:
    """D at which the ground state changes sides: half its weight in the best basin.

    Args:
        terrain: The landscape.
        low: D with the ground state in the global minimum.
        high: D with the ground state elsewhere.
        tolerance: Of the result.

    Raises:
        ValueError: The ground state is on the same side at both ends.
    """
    return float(bisect(lambda D: scale(terrain, D).best - 0.5, low, high, xtol=tolerance))


def anneal(  # noqa: PLR0913 -- where it begins, how D falls, what is saved
    terrain: Terrain,
    ground: Real,
    schedule: Schedule,
    wick: float,
    *,
    frames: int = 2,
    max_steps: int = MAX_STEPS,
    tolerance: float = TOLERANCE,
) -> Iterator[Saved]:
    """Follow the ground state of D₀ while D(t) changes, with order-4 steps.

    Args:
        terrain: The landscape.
        ground: Ground state at the first D, shape (n, n).
        schedule: D(t).
        wick: θ in radians: 0 real time, π/2 imaginary time.
        frames: States saved, evenly, both ends included.
        max_steps: Steps after which the run is given up.
        tolerance: Error of ψ aimed at, at the end.

    Yields:
        The saved states, as soon as they are there.

    Raises:
        Refusal: ``solver.too-many-steps`` or ``solver.not-finite``.
    """
    yield from propagate(
        ground,
        terrain.problem.grid,
        terrain.potential,
        terrain.problem.steepness(terrain.zeta),
        schedule=schedule,
        wick=wick,
        t_save=np.linspace(0.0, schedule.duration, frames),
        tolerance=tolerance,
        max_steps=max_steps,
        sampled=terrain.sampled,
    )


def success(terrain: Terrain, ground: Real, schedule: Schedule, wick: float) -> float:
    """Weight of |ψ|² in the basin of the best minimum at the end of a run.

    NaN where the run would take too many steps.
    """
    try:
        *_, last = anneal(terrain, ground, schedule, wick, max_steps=PATIENCE)
    except Refusal:
        return math.nan
    density = np.abs(last.psi[terrain.basin]) ** 2
    return float(density.sum()) * terrain.problem.grid.dx**2


def two_loop(
    terrain: Terrain, D: float, *, end: float = END, moments: int = 2
) -> Iterator[PlaneSettled]:
    """Settle in imaginary time at fixed D, halve D, from the packet of the problem.

    At every scale ψ is written in the states of a contracted basis, so any time of the inner
    loop is a product; what the basis cannot hold is told.

    Args:
        terrain: The landscape and the packet.
        D: The first D.
        end: The outer loop ends before D falls below it.
        moments: States of each inner loop that are given, both ends included.

    Yields:
        What every inner loop ends with.

    Raises:
        Refusal: ``annealing.not-held`` for a packet that is too narrow for the basis.
    """
    root = math.sqrt(D)
    psi = terrain.start.real
    while end <= D:
        found, amplitudes, held = _expanded(terrain, D, psi)
        tau, settled = settle(amplitudes, found.energies, root, LONGEST)
        gaps = found.energies - found.energies[0]
        way = amplitudes * np.exp(-np.outer(np.linspace(0.0, tau, moments), gaps))
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        states = np.array([found.combined(row) for row in way])
        psi = states[-1]
        yield PlaneSettled(D, tau, float(settled[0] ** 2), held, states)
        D /= 2


def _expanded(terrain: Terrain, D: float, psi: Real) -> tuple[PlaneSpectrum, Real, float]:
    """Eigenstates, ψ in them (normalised), and the share of |ψ|² they hold."""
    grid = terrain.problem.grid
    for count in WAVES:
        found = contracted_spectrum(
            terrain.potential, D, grid, states=count, products=count, checked=0
        )
        amplitudes = found.amplitudes(psi)
        held = float(amplitudes @ amplitudes) / (float((psi**2).sum()) * grid.dx**2)
        if held >= HELD:
            break
    if held < LEAST_HELD:
        raise Refusal("annealing.not-held", D=D, share=100 * held)
    return found, amplitudes / np.linalg.norm(amplitudes), held
