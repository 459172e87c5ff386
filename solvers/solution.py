"""From a Problem to its Solution: the method is chosen here and nowhere else.

| problem | method |
|---|---|
| Taylor order 0–2, D constant | closed form on the infinite line (solvers.gaussian) |
| the same, from eigenstates of order 2 | as the next |
| ζ or order 3–8, D constant | eigenstates in a basis grown until clean (solvers.spectral) |
| D changes with time | split-operator steps of order 4 (solvers.split_operator) |
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solvers import gaussian, observables, split_operator
from solvers.arrays import Complex, Real
from solvers.expansion import Expansion, expand
from solvers.packets import boxed
from solvers.problem import Problem
from solvers.report import Report, report_closed_form, report_spectral, report_stepped
from solvers.spectral import Diagonalise, diagonalise
from solvers.split_operator import Saved
from solvers.superposition import expand_levels


@dataclass(frozen=True, eq=False)
class Fields:
    """Wavefunction and expectation values at some times.

    Attributes:
        t: Times s, shape (nt,).
        psi: ψ on the problem's grid, normalised in every frame, shape (nt, n).
        log_norm: ln ‖ψ(s)‖ of the unnormalised state, ‖ψ(0)‖ = 1, shape (nt,).
        energy: ⟨H⟩, shape (nt,).
        mean: ⟨x⟩ under |ψ|², shape (nt,).
        std: Standard deviation under |ψ|², shape (nt,).
        ground: |⟨φ_0|ψ⟩|², nan where there is no ground state, shape (nt,).
    """

    t: Real
    psi: Complex
    log_norm: Real
    energy: Real
    mean: Real
    std: Real
    ground: Real

    @property
    def density(self) -> Real:
        """Born density |ψ|², shape (nt, n)."""
        return observables.density(self.psi)


@dataclass(frozen=True, eq=False)
class Solution:
    """What a problem leads to.

    Attributes:
        problem: What was solved.
        fields: The evolution at the saved times.
        report: What is known about its errors.
        expansion: Eigenstates and coefficients, for the spectral method only.
    """

    problem: Problem
    fields: Fields
    report: Report
    expansion: Expansion | None = None

    @property
    def nbytes(self) -> int:
        """Bytes of ψ at all times and of the eigenstates, which others may share."""
        return self.fields.psi.nbytes + (self.expansion.spectrum.nbytes if self.expansion else 0)

    @property
    def zeta(self) -> Real:
        """ζ on the grid, shape (n,)."""
        return self.problem.objective.values(self.problem.grid.x)

    @property
    def surrogate(self) -> Real | None:
        """Taylor surrogate on the grid, shape (n,), None for ζ itself."""
        chosen = self.problem.surrogate
        return None if chosen is None else chosen.values(self.problem.grid.x)


def solve(
    problem: Problem, *, samples: int | None = None, diagonalise: Diagonalise = diagonalise
) -> Solution:
    """Solve a problem by the method that suits it.

    Args:
        problem: What to solve.
        samples: Number of times saved, both ends included; the problem's frames by
            default.
        diagonalise: Replaced by a cached version where many people ask.

    Raises:
        Refusal: ``formula.not-finite``, ``formula.not-smooth``, ``scene.packet-outside``
            or ``solver.too-many-steps``.
    """
    if problem.schedule != "constant":
        steps = list(stream(problem))
        return collect(problem, steps)
    times = np.linspace(0.0, 1.0, samples or problem.frames)
    if problem.is_closed_form:
        return _solve_closed_form(problem, times)
    return _solve_spectral(problem, times * problem.T, diagonalise)


def quadratic(problem: Problem) -> gaussian.Quadratic:
    """The surrogate of order 0–2 as value, slope and curvature."""
    assert problem.surrogate is not None
    value, slope, half = (*problem.surrogate.coefficients, 0.0, 0.0)[:3]
    return gaussian.Quadratic(value, slope, 2 * half, problem.surrogate.about)


def last_time(problem: Problem) -> float:
    """T, or earlier where the surrogate's packet can be followed only to a time before."""
    return min(problem.T, _ending(problem)[0])


def _ending(problem: Problem) -> tuple[float, str]:
    return gaussian.ending(quadratic(problem), problem.D, problem.packet, problem.theta)


def _solve_closed_form(problem: Problem, fraction: Real) -> Solution:
    surface, (end, code) = quadratic(problem), _ending(problem)
    t = fraction * min(problem.T, end)
    kappa = np.sin(problem.theta) + 1j * np.cos(problem.theta)
    state = gaussian.evolve(surface, problem.D, problem.packet, kappa * t)
    ground = np.full(len(t), np.nan)
    if surface.curvature > 0:
        ground = gaussian.oscillator_weights(state, problem.D, surface.curvature, 1)[:, 0]
    psi = state.psi(problem.grid.x)
    fields = Fields(t, psi, state.log_norm, state.energy, state.mean, state.std, ground)
    return Solution(problem, fields, report_closed_form(problem, fields, code))


def _solve_spectral(problem: Problem, t: Real, diagonalise: Diagonalise) -> Solution:
    expansion = _expansion(problem, diagonalise)
    coefficients, log_norm = expansion.at(t, problem.theta)
    psi = expansion.spectrum.states(problem.grid, coefficients)
    weights = np.abs(coefficients) ** 2
    fields = Fields(
        t,
        psi,
        log_norm,
        weights @ expansion.spectrum.energies[: expansion.count],
        observables.mean(psi, problem.grid),
        observables.std(psi, problem.grid),
        weights[:, 0],
    )
    return Solution(problem, fields, report_spectral(problem, fields, expansion), expansion)


def _expansion(problem: Problem, diagonalise: Diagonalise) -> Expansion:
    """The initial state in eigenstates of H at the starting D."""
    start = problem.superposition
    span = {"wick": problem.theta, "t_end": problem.T}
    H, packet = problem.hamiltonian, problem.packet
    if start is None:
        return expand(H, packet, **span, diagonalise=diagonalise)
    return expand_levels(H, start, packet, **span, diagonalise=diagonalise)


def _first(problem: Problem) -> Complex:
    """ψ at the start on the problem's grid, shape (n,)."""
    if problem.superposition is None:
        return boxed(problem.packet, problem.grid)
    expansion = _expansion(problem, diagonalise)
    return expansion.spectrum.states(problem.grid, expansion.coefficients)


def stream(problem: Problem) -> Iterator[Saved]:
    """Steps of a problem whose D changes, one saved state after the other.

    Raises:
        Refusal: ``formula.not-finite``, ``formula.not-smooth`` or ``solver.too-many-steps``.
    """
    grid, hamiltonian = problem.grid, problem.hamiltonian
    zeta = hamiltonian.values(grid.x)
    surrogate = problem.surrogate
    slope = surrogate.slope(grid.x) if surrogate else problem.objective.jet(grid.x, 1)[1]
    gradient = np.where(zeta == hamiltonian.potential.values(grid.x), slope, 0.0)
    yield from split_operator.propagate(
        _first(problem),
        grid,
        zeta,
        gradient,
        schedule=problem.diffusivity,
        wick=problem.theta,
        t_save=problem.times,
    )


def collect(problem: Problem, steps: list[Saved]) -> Solution:
    """The Solution of a problem whose steps have all arrived (or as many as have)."""
    grid, zeta = problem.grid, problem.hamiltonian.values(problem.grid.x)
    t = np.array([step.t for step in steps])
    psi = np.array([step.psi for step in steps])
    fields = Fields(
        t,
        psi,
        np.array([step.log_norm for step in steps]),
        observables.energy(psi, grid, zeta, problem.diffusivity.at(t)),
        observables.mean(psi, grid),
        observables.std(psi, grid),
        np.full(len(t), np.nan),
    )
    error = max(step.error for step in steps)
    return Solution(problem, fields, report_stepped(problem, fields, error))
