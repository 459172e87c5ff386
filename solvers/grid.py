"""The one owner of spacing, nodes and wavenumbers in one dimension."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from solvers.arrays import Real

Edges = Literal["walls", "periodic"]


@dataclass(frozen=True)
class Grid:
    """Cell-centred nodes on [lo, hi], with hard walls or a periodic seam at the edges.

    Node j sits at ``lo + (j + 1/2) dx``: both edges are half a cell away, so a
    symmetric landscape stays symmetric on the grid (theory: a grid that starts
    on the edge fakes a bias in symmetric wells).

    Attributes:
        lo: Left edge.
        hi: Right edge, > lo.
        n: Number of nodes.
        edges: ``walls`` (ψ = 0 at both edges) or ``periodic``.
    """

    lo: float
    hi: float
    n: int
    edges: Edges = "walls"

    @property
    def length(self) -> float:
        """Distance between the edges."""
        return self.hi - self.lo

    @property
    def dx(self) -> float:
        """Spacing of the nodes."""
        return self.length / self.n

    @cached_property
    def x(self) -> Real:
        """Nodes, shape (n,)."""
        return self.lo + (np.arange(self.n) + 0.5) * self.dx

    @cached_property
    def k(self) -> Real:
        """Wavenumbers in transform order, shape (n,), 2π included.

        Walls: π(j+1)/L of the sine transform (DST-II). Periodic: FFT order.
        """
        if self.edges == "periodic":
            return 2 * np.pi * np.fft.fftfreq(self.n, self.dx)
        return np.pi * np.arange(1, self.n + 1) / self.length
