"""How a packet settles in the lowest level it overlaps.

With F = |⟨φ_g|ψ⟩|², g the lowest level occupied and gap the distance to the next one that
is, dropping all but the slowest exponential gives for every s and Wick angle θ

    1 - F(s) ≤ (1/F(0) - 1) e^{-2 gap s sin θ}.

From the wrong well F stays near 0 until the ground state, nearly absent, has outgrown the
level that holds the packet: a metastable plateau of length ln|c_m/c_g| / (E_m - E_g).

References:
    Wang & Maimaitiabudula, Acta Phys. Sin. 74, 060701 (2025): convergence to the ground state.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from solvers.arrays import Complex, Real
from solvers.expansion import Expansion
from solvers.grid import Grid
from solvers.observables import density, walkers_density

ABSENT = 1e-13  # amplitudes below are rounding: the level is not there
HALF = 0.5  # of the probability: where a packet counts as arrived
HOLDS = 0.9  # of the probability: a level that has more is where the run stands still
LOOKS = 2001


@dataclass(frozen=True)
class Plateau:
    """Stretch of a run in which one excited level holds the packet.

    Attributes:
        level: n.
        start: First time s.
        end: Last time s.
    """

    level: int
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Convergence:
    """The levels that a packet occupies, from the lowest on.

    Attributes:
        levels: Their numbers n, shape (m,).
        gaps: E_n - E_g above the lowest of them, ascending, shape (m,).
        weights: |c_n|² at s = 0, shape (m,).
        wick: θ in radians.
    """

    levels: np.ndarray
    gaps: Real
    weights: Real
    wick: float

    @property
    def goal(self) -> int:
        """The level converged to."""
        return int(self.levels[0])

    @property
    def gap(self) -> float:
        """Distance to the next level occupied, inf for a pure eigenstate."""
        return float(self.gaps[1]) if len(self.gaps) > 1 else math.inf

    @property
    def overlap(self) -> float:
        """F(0)."""
        return float(self.weights[0])

    @property
    def rate(self) -> float:
        """2 gap sin θ, the slope that -ln(1 - F) ends with."""
        return 2 * self.gap * math.sin(self.wick) if self.wick else 0.0

    def shares(self, t: Real) -> Real:
        """Weights of the normalised state at times s, shape (nt, m)."""
        left = self.weights * np.exp(-2 * math.sin(self.wick) * np.outer(t, self.gaps))
        return np.asarray(left / left.sum(axis=1, keepdims=True))

    def infidelity(self, t: Real) -> Real:
        """1 - F, as the sum of what is left above the goal, shape (nt,)."""
        return np.asarray(self.shares(t)[:, 1:].sum(axis=1))

    def bound(self, t: Real) -> Real:
        """(1/F(0) - 1) e^{-2 gap s sin θ}, shape (nt,)."""
        above = self.weights[1:].sum() / self.overlap
        return np.asarray(above * np.exp(-self.rate * np.asarray(t))) if above else 0 * t

    def slope(self, t: Real) -> Real:
        """-d ln(1 - F)/ds = 2 sin θ F ⟨E - E_g⟩, the mean over the levels above, shape (nt,)."""
        left = self.weights[1:] * np.exp(
            -2 * math.sin(self.wick) * np.outer(t, self.gaps[1:] - self.gaps[1])
        )
        mean = left @ self.gaps[1:] / left.sum(axis=1)
        return np.asarray(2 * math.sin(self.wick) * (1 - self.infidelity(t)) * mean)

    def time_to(self, accuracy: float) -> float:
        """Time after which the bound promises 1 - F ≤ accuracy; inf in real time."""
        above = self.weights[1:].sum() / self.overlap
        if above <= accuracy:
            return 0.0
        return math.log(above / accuracy) / self.rate if self.rate else math.inf

    @property
    def leaving(self) -> float:
        """Time at which F passes 1/2, ln|c_m/c_g| / (E_m - E_g) for two levels; inf if never."""
        if self.overlap >= HALF:
            return 0.0
        if not self.rate:
            return math.inf
        late = self.time_to(HALF / 2)
        return float(brentq(lambda s: float(self.infidelity(np.array([s]))[0]) - HALF, 0.0, late))

    @property
    def plateau(self) -> Plateau | None:
        """Where one level above the goal holds more than 90 % of the probability."""
        if not 0 < self.leaving < math.inf:
            return None
        t = np.linspace(0.0, self.leaving, LOOKS)
        shares = self.shares(t)[:, 1:]
        holder = int(np.argmax(shares.max(axis=0)))
        inside = t[shares[:, holder] > HOLDS]
        if not len(inside):
            return None
        return Plateau(int(self.levels[holder + 1]), float(inside[0]), float(inside[-1]))


def converge(expansion: Expansion, wick: float) -> Convergence:
    """The convergence of a packet in the eigenstates of a Hamiltonian.

    Levels that the packet does not overlap play no part: from a symmetric start in a
    symmetric landscape every second one is absent.

    Args:
        expansion: The packet at s = 0.
        wick: θ in radians.
    """
    weights = np.abs(expansion.coefficients) ** 2
    levels = np.flatnonzero(weights > ABSENT**2)
    energies = expansion.spectrum.energies[levels]
    kept = weights[levels] / weights[levels].sum()
    return Convergence(levels, energies - energies[0], kept, wick)


def mean_objective(psi: Complex, zeta: Real, grid: Grid) -> tuple[Real, Real]:
    """⟨ζ⟩ under |ψ|² and under the walkers' density u, shape (nt,) each.

    The second has a meaning in imaginary time from a non-negative start only. Neither
    need fall on the way; ⟨H⟩ does.
    """
    born = density(psi) @ zeta * grid.dx
    return np.asarray(born), np.asarray(walkers_density(psi, grid) @ zeta * grid.dx)


def walkers_in(psi: Complex, grid: Grid, where: np.ndarray, count: float) -> Real:
    """How many of `count` walkers are expected on the nodes marked, shape (nt,).

    Below one, selection has nobody to select: the exact equation goes on with a tail that
    no population of that size has.
    """
    share = walkers_density(psi, grid)[:, where].sum(axis=-1) * grid.dx
    return np.asarray(count * share)
