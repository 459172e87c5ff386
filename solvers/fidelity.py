"""How far the evolution in a Taylor surrogate is from the evolution in ζ itself.

Fidelity F_n = |⟨ψ_n|ψ⟩|² forgets a common phase, the distance ‖ψ - ψ_n‖ does not. In real
time Duhamel's formula bounds the distance rigorously from the surrogate's side alone:

    ‖ψ - ψ_n‖(t) ≤ ∫₀ᵗ ‖(ζ - T_n) ψ_n‖ dt′.

At other Wick angles both states are normalised at every moment and no such bound is drawn.

References:
    Engel & Nagel, One-Parameter Semigroups (Springer, 2000), corollary III.1.7: Duhamel.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solvers.arrays import Complex, Real
from solvers.grid import Grid
from solvers.observables import density
from solvers.problem import Problem
from solvers.solution import Solution, solve

FAITHFUL = 0.99  # fidelity below which a surrogate counts as having lost the packet
ROUNDING = 1e-14  # of a norm
OUTSIDE = 1e-9  # of the probability beyond the box: ζ is not known there, so no bound


@dataclass(frozen=True, eq=False)
class Comparison:
    """One surrogate against the truth.

    Attributes:
        order: n.
        t: Times s, shape (nt,); they end where the surrogate's packet does.
        fidelity: |⟨ψ_n|ψ⟩|², shape (nt,).
        distance: ‖ψ - ψ_n‖ of the normalised states, shape (nt,).
        bound: Duhamel's, shape (nt,); nan outside real time, and once the surrogate's
            packet has left the box.
    """

    order: int
    t: Real
    fidelity: Real
    distance: Real
    bound: Real

    @property
    def lost_at(self) -> float:
        """When the fidelity falls under 99 %, inf if it never does."""
        return first_below(self.t, self.fidelity, FAITHFUL)


def overlap(psi: Complex, other: Complex, grid: Grid) -> Complex:
    """⟨other|ψ⟩ of states on a grid, shape (nt,)."""
    return np.asarray((other.conj() * psi).sum(axis=-1) * grid.dx)


def fidelity(psi: Complex, other: Complex, grid: Grid) -> Real:
    """|⟨other|ψ⟩|², shape (nt,)."""
    return np.asarray(np.abs(overlap(psi, other, grid)) ** 2)


def distance(psi: Complex, other: Complex, grid: Grid) -> Real:
    """‖ψ - other‖ of two normalised states, shape (nt,): 2 at most.

    What `other` has beyond the box, where ψ is 0, counts.
    """
    beyond = 1 - density(other).sum(axis=-1) * grid.dx
    beyond = np.where(beyond > ROUNDING, beyond, 0.0)
    return np.asarray(np.sqrt(density(psi - other).sum(axis=-1) * grid.dx + beyond))


def first_below(t: Real, values: Real, level: float) -> float:
    """First time at which a curve is below a level, between two samples; inf if never."""
    below = np.flatnonzero(values < level)
    if not below.size:
        return float("inf")
    j = int(below[0])
    if j == 0:
        return float(t[0])
    share = (values[j - 1] - level) / (values[j - 1] - values[j])
    return float(t[j - 1] + share * (t[j] - t[j - 1]))


def duhamel_bound(t: Real, remainder: Real, psi: Complex, grid: Grid) -> Real:
    """∫₀ᵗ ‖(ζ - T_n) ψ_n‖ dt′ by the trapezoidal rule, shape (nt,).

    Args:
        t: Times, shape (nt,).
        remainder: ζ - T_n on the grid, shape (n,).
        psi: ψ_n, normalised on the whole line, shape (nt, n).
        grid: The nodes.

    Returns:
        The bound; nan once more than 1e-9 of ψ_n is beyond the box.
    """
    size = np.sqrt(density(psi) @ remainder**2 * grid.dx)
    steps = np.diff(t) * (size[1:] + size[:-1]) / 2
    bound = np.concatenate([[0.0], np.cumsum(steps)])
    left = 1 - density(psi).sum(axis=-1) * grid.dx > OUTSIDE
    return np.where(np.maximum.accumulate(left), np.nan, bound)


def compare(
    problem: Problem,
    order: int,
    *,
    samples: int = 161,
    solution: Callable[..., Solution] = solve,
) -> Comparison:
    """Compare the surrogate of an order with ζ itself, from the same packet.

    Args:
        problem: Landscape, packet, D, Wick angle, expansion point.
        order: n of the surrogate.
        samples: Times looked at.
        solution: What solves.

    Raises:
        Refusal: See `solvers.solution.solve`.
    """
    model = problem.having(order=order, about=problem.expansion_point)
    there = solution(model, samples=samples).fields
    truth = problem.having(order=None, about=None, T=float(there.t[-1]))
    exact = solution(truth, samples=samples).fields.psi
    grid = problem.grid
    bound = np.full(samples, np.nan)
    if problem.wick == 0:
        taylor = _as_solved(model)
        remainder = problem.objective.values(grid.x) - taylor
        bound = duhamel_bound(there.t, remainder, there.psi, grid)
    return Comparison(
        order,
        there.t,
        fidelity(exact, there.psi, grid),
        distance(exact, there.psi, grid),
        bound,
    )


def _as_solved(model: Problem) -> Real:
    """T_n on the nodes; orders above 2 stand on a floor where they fall without bound."""
    assert model.surrogate is not None
    if model.is_closed_form:
        return model.surrogate.values(model.grid.x)
    return model.hamiltonian.values(model.grid.x)
