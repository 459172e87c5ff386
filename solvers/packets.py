"""Gaussian wave packets, the initial states of every scene."""

from dataclasses import dataclass

import numpy as np

from solvers.arrays import Complex, Real
from solvers.grid import Grid
from solvers.refusal import Refusal


@dataclass(frozen=True)
class Packet:
    """Gaussian packet ψ ∝ exp(-(x - centre)²/4σ² + i p (x - centre)) with ∫|ψ|² = 1.

    Attributes:
        centre: Mean position of |ψ|².
        width: Standard deviation σ of |ψ|², > 0 (not of ψ, which is √2 wider).
        momentum: Wavenumber p; the packet starts with velocity 2Dp.

    Raises:
        Refusal: ``solver.packet-width`` unless the width is positive and finite,
            ``solver.packet-place`` unless centre and momentum are finite.
    """

    centre: float
    width: float
    momentum: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.width < np.inf:
            raise Refusal("solver.packet-width", width=self.width)
        if not np.isfinite([self.centre, self.momentum]).all():
            raise Refusal("solver.packet-place")

    def psi(self, x: Real) -> Complex:
        """Wavefunction at the points `x`, shape of `x`, normalised on the whole line."""
        y = x - self.centre
        height = (2 * np.pi * self.width**2) ** -0.25
        envelope = height * np.exp(-((y / (2 * self.width)) ** 2))
        return np.asarray(envelope * np.exp(1j * self.momentum * y))


def boxed(packet: Packet, grid: Grid) -> Complex:
    """The packet as it fits between the edges, on the nodes of `grid`, shape (grid.n,).

    Walls: minus its mirror images, so ψ vanishes at both; periodic: plus its copies.
    Away from the edges this is the packet itself; near them it has no jump, which a
    finite basis could not follow.
    """
    x, lo, hi = grid.x, grid.lo, grid.hi
    if grid.edges == "periodic":
        return packet.psi(x) + packet.psi(x - grid.length) + packet.psi(x + grid.length)
    return packet.psi(x) - packet.psi(2 * lo - x) - packet.psi(2 * hi - x)
