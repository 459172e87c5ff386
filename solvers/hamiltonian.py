"""What is solved: a potential, a diffusivity and a box."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np

from solvers.arrays import Real
from solvers.basis import Basis
from solvers.grid import Edges, Grid
from solvers.refusal import Refusal

CEILING = 1e5  # ζ is cut this far above its minimum: eigenvalues are exact to 1e-16 of the range


class Potential(Protocol):
    """Anything with values on a line: a formula, a Taylor surrogate."""

    def values(self, x: Real) -> Real:
        """ζ at the nodes `x`, same shape."""
        ...


@dataclass(frozen=True)
class Hamiltonian:
    """H = -D ∂²/∂x² + ζ(x) on a box.

    Attributes:
        potential: ζ, hashable.
        diffusivity: D > 0.
        lo: Left edge of the box.
        hi: Right edge.
        edges: Hard walls or a periodic seam.
        floor: ζ is raised to this where it falls below (surrogates that are
            unbounded below need one), -inf for no floor.
    """

    potential: Potential
    diffusivity: float
    lo: float
    hi: float
    edges: Edges = "walls"
    floor: float = -np.inf

    def values(self, x: Real) -> Real:
        """ζ as solved: finite, cut at the floor and the ceiling, shape of `x`.

        Raises:
            Refusal: ``formula.not-finite`` where ζ is not a number.
        """
        raw = self.potential.values(x)
        bad = ~np.isfinite(raw)
        if bad.any():
            raise Refusal("formula.not-finite", x=round(float(x[bad][0]), 4))
        lifted = np.maximum(raw, self.floor)
        return np.asarray(np.minimum(lifted, lifted.min() + CEILING))


@dataclass(frozen=True, eq=False)
class SampledPotential:
    """What a potential on its grid is to any basis of the box, whatever D.

    Attributes:
        harmonics: See `Basis.harmonics_of`.
        refined: What they gained from a grid three times coarser.
        mean: Of ζ.
        span: ζ's highest value above its lowest.
        jumps: Whether ζ seems to have a jump.
    """

    harmonics: Real
    refined: Real
    mean: float
    span: float
    jumps: bool


def sampled(hamiltonian: Hamiltonian) -> SampledPotential:
    """The potential of a Hamiltonian, sampled once for all D.

    Raises:
        Refusal: ``formula.not-finite`` where ζ is not a number on the box.
    """
    return _sampled(replace(hamiltonian, diffusivity=1.0))


@lru_cache(maxsize=64)  # 35 kB each
def _sampled(hamiltonian: Hamiltonian) -> SampledPotential:
    # Neither its nodes nor its size plays a role here.
    basis = Basis(Grid(hamiltonian.lo, hamiltonian.hi, 4, hamiltonian.edges), 1)
    potential = hamiltonian.values(basis.potential_grid.x)
    coarser = potential[1::3]
    harmonics = basis.harmonics_of(potential)
    jumps = np.abs(np.diff(potential)).max() > np.abs(np.diff(coarser)).max() / 2
    return SampledPotential(
        harmonics,
        harmonics - basis.harmonics_of(coarser),
        float(potential.mean()),
        float(np.ptp(potential)),
        bool(jumps),
    )
