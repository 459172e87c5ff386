"""From a PlaneProblem to its frames, one after the other, and to its Solution.

| problem | method |
|---|---|
| Taylor order 0–2, D constant | closed form on the infinite plane (solvers.plane.gaussian) |
| everything else | split-operator steps of order 4 (solvers.plane.split_operator) |

A frame with its wavefunction leaves as soon as it is there and is not kept: 240 frames of
256² complex numbers would be 250 MB. What a Solution keeps of them is numbers.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solvers import gaussian as line_gaussian
from solvers.arrays import Real
from solvers.grid import Grid
from solvers.plane import gaussian, split_operator
from solvers.plane.chin import Field
from solvers.plane.observables import Observed, density, observe
from solvers.plane.problem import PlaneProblem
from solvers.plane.spectrum import PlaneSpectrum, contracted_spectrum
from solvers.plane.terrain import Mask, best_basin, trusted
from solvers.report import TRUST_SHARE, Report
from solvers.split_operator import Saved

SPECTRUM_NODES = 128  # per axis: the basis functions of low levels are smooth


@dataclass(frozen=True, eq=False)
class Numbers:
    """What is kept of one frame.

    Attributes:
        t: Time s.
        log_norm: ln ‖ψ(s)‖ of the unnormalised state, ‖ψ(0)‖ = 1.
        error: Estimate of the L2 error of ψ.
        seen: What was read off it, the marginals included.
        weights: |⟨φ_n|ψ⟩|² of the lowest levels, empty where there are none.
        basin: Probability in the basin of the best minimum.
        astray: Probability where the surrogate is not trusted, 0 without one.
        objective: ⟨ζ⟩ over the square, also where a surrogate is solved.
    """

    t: float
    log_norm: float
    error: float
    seen: Observed
    weights: Real
    basin: float
    astray: float
    objective: float


@dataclass(frozen=True, eq=False)
class Frame:
    """One saved state: ψ with its phase, rows are y, and what was read off it."""

    psi: Field
    numbers: Numbers


@dataclass(frozen=True, eq=False)
class PlaneFields:
    """Expectation values at the saved times, as in `solvers.solution.Fields`.

    Attributes:
        t: Times s, shape (nt,).
        log_norm: Shape (nt,).
        energy: ⟨H⟩, shape (nt,).
        mean: ⟨x⟩ and ⟨y⟩, shape (nt, 2).
        std: Shape (nt, 2).
        ground: |⟨φ_0|ψ⟩|², nan where there is no ground state, shape (nt,).
        basin: Probability in the best basin, shape (nt,).
    """

    t: Real
    log_norm: Real
    energy: Real
    mean: Real
    std: Real
    ground: Real
    basin: Real


@dataclass(frozen=True, eq=False)
class PlaneSolution:
    """What a problem leads to.

    Attributes:
        problem: What was solved.
        fields: The evolution in numbers.
        report: What is known about its errors.
    """

    problem: PlaneProblem
    fields: PlaneFields
    report: Report


class Terrain:
    """What stays the same in a run: ζ, what is solved on, levels, regions.

    Args:
        problem: What to solve.

    Raises:
        Refusal: ``formula.not-finite``, ``formula.not-smooth`` or ``scene.packet-outside``.
    """

    def __init__(self, problem: PlaneProblem) -> None:
        self.problem = problem
        self.zeta = problem.zeta
        self.potential = problem.potential(self.zeta)
        self.start = problem.start

    @cached_property
    def surrogate(self) -> Real | None:
        """Taylor polynomial at the nodes, None for ζ itself."""
        polynomial, x = self.problem.polynomial, self.problem.grid.x
        return None if polynomial is None else polynomial.values(x[None, :], x[:, None])

    @cached_property
    def basin(self) -> Mask:
        """Basin of the best minimum of ζ."""
        return best_basin(self.zeta)

    @cached_property
    def trusted(self) -> Mask | None:
        """Where the surrogate is trusted, None without one."""
        if self.surrogate is None:
            return None
        grid, (x, y) = self.problem.grid, self.problem.about_point
        column, row = (min(int((place - grid.lo) / grid.dx), grid.n - 1) for place in (x, y))
        return trusted(self.zeta, self.surrogate, (row, column), TRUST_SHARE)

    @cached_property
    def spectrum(self) -> PlaneSpectrum | None:
        """Lowest levels of what is solved; None for closed forms and where D changes."""
        problem = self.problem
        if problem.is_closed_form or problem.schedule != "constant":
            return None
        coarse = Grid(problem.lo, problem.hi, min(problem.n, SPECTRUM_NODES))
        sampled = self.potential
        if coarse.n < problem.n:
            smaller = problem.having(n=coarse.n)
            sampled = smaller.potential(smaller.zeta)
        return contracted_spectrum(sampled, problem.D, coarse).on(problem.grid)

    @property
    def is_cut_below(self) -> bool:
        """Whether a surrogate falls so far that a floor, which depends on the nodes, holds it."""
        polynomial = self.problem.polynomial
        return polynomial is not None and not polynomial.is_bounded_below

    def sampled(self, grid: Grid) -> tuple[Real, Real]:
        """V and |∇V| at the nodes of a coarser grid of the square, each (m, m)."""
        problem = self.problem.having(n=grid.n)
        zeta = problem.zeta
        return problem.potential(zeta), problem.steepness(zeta)

    def frame(self, saved: Saved, weights: Real) -> Frame:
        """A saved state with what is read off it."""
        problem = self.problem
        D = problem.diffusivity.value(saved.t)
        seen = observe(saved.psi, problem.grid, self.potential, D)
        rho, cell = density(saved.psi), problem.grid.dx**2
        astray = 0.0 if self.trusted is None else float(rho[~self.trusted].sum()) * cell
        basin = float(rho[self.basin].sum()) * cell
        objective = float(np.vdot(rho, self.zeta)) / max(float(rho.sum()), 1e-300)
        numbers = Numbers(
            saved.t, saved.log_norm, saved.error, seen, weights, basin, astray, objective
        )
        return Frame(saved.psi, numbers)


def stream(problem: PlaneProblem, terrain: Terrain | None = None) -> Iterator[Frame]:
    """Frames of a run, each as soon as it is solved; closing the iterator ends the work.

    Args:
        problem: What to solve.
        terrain: Its terrain, where the caller has it already.

    Raises:
        Refusal: ``formula.not-finite``, ``formula.not-smooth``, ``scene.packet-outside`` or
            ``solver.too-many-steps``.
    """
    terrain = terrain or Terrain(problem)
    if problem.is_closed_form:
        yield from _closed_form(problem, terrain)
        return
    spectrum = terrain.spectrum
    for saved in split_operator.propagate(
        terrain.start,
        problem.grid,
        terrain.potential,
        problem.steepness(terrain.zeta),
        schedule=problem.diffusivity,
        wick=math.pi / 2 if problem.wick == 90 else problem.theta,
        t_save=problem.times,
        sampled=None if terrain.is_cut_below else terrain.sampled,
    ):
        yield terrain.frame(saved, np.empty(0) if spectrum is None else spectrum.weights(saved.psi))


def _closed_form(problem: PlaneProblem, terrain: Terrain) -> Iterator[Frame]:
    assert problem.polynomial is not None
    last, _ = gaussian.ending(problem.polynomial, problem.D, problem.sigma, problem.theta)
    t = np.linspace(0.0, min(problem.T, last), problem.frames)
    kappa = complex(math.sin(problem.theta), math.cos(problem.theta))
    states = gaussian.evolve(
        problem.polynomial,
        problem.D,
        (problem.x0, problem.y0),
        problem.sigma,
        (problem.px, problem.py),
        kappa * t,
    )
    ground = _oscillator_ground(problem, states)
    x, covariance = problem.grid.x, states.covariance
    for j in range(len(t)):
        psi = states.psi(x[None, :], x[:, None], j)
        saved = Saved(float(t[j]), psi, float(states.log_norm[j]), rounding(problem), 0)
        found = terrain.frame(saved, ground[j])
        # On the infinite plane: what has left the picture counts.
        exact = replace(
            found.numbers.seen,
            energy=float(states.energy[j]),
            mean=(float(states.mean[j, 0]), float(states.mean[j, 1])),
            std=(float(covariance[j, 0, 0] ** 0.5), float(covariance[j, 1, 1] ** 0.5)),
        )
        yield Frame(psi, replace(found.numbers, seen=exact))


def _oscillator_ground(problem: PlaneProblem, states: gaussian.PlaneGaussian) -> Real:
    """Weight of the ground state of an upright paraboloid, shape (nt, 1), or (nt, 0)."""
    curvatures = [state.surrogate.curvature for state in states.along]
    if min(curvatures) <= 0:
        return np.empty((len(states.log_norm), 0))
    parts = [
        line_gaussian.oscillator_weights(state, problem.D, k, 1)
        for state, k in zip(states.along, curvatures, strict=True)
    ]
    return np.asarray(parts[0] * parts[1])


def rounding(problem: PlaneProblem) -> float:
    """Relative error of a closed form."""
    momentum = problem.px**2 + problem.py**2
    return 1e-15 * (1 + abs(problem.D * problem.T) * (momentum + 1 / problem.sigma**2))


def collect(frames: list[Numbers]) -> PlaneFields:
    """The numbers of a run whose frames have all arrived (or as many as have)."""
    return PlaneFields(
        np.array([frame.t for frame in frames]),
        np.array([frame.log_norm for frame in frames]),
        np.array([frame.seen.energy for frame in frames]),
        np.array([frame.seen.mean for frame in frames]),
        np.array([frame.seen.std for frame in frames]),
        np.array([frame.weights[0] if len(frame.weights) else np.nan for frame in frames]),
        np.array([frame.basin for frame in frames]),
    )
