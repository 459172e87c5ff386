"""A problem in two dimensions: what a Problem has, and a second coordinate."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from solvers.arrays import Complex, Real
from solvers.formula import Formula, parse
from solvers.landscape import COORDINATES
from solvers.limits import number
from solvers.packets import Packet, boxed
from solvers.plane.surrogate import PlaneSurrogate, plane_surrogate
from solvers.plane.terrain import floor_below
from solvers.problem import CLOSED_FORM_ORDER, Problem
from solvers.refusal import Refusal

CEILING = 1e4  # ζ is cut this far above its minimum: no wave that is shown gets there


@dataclass(frozen=True)
class PlaneProblem(Problem):
    """One evolution: i ∂ψ/∂t = [-D ∇² + ζ(x, y)] ψ along t = s e^{-iθ}, on a square.

    The attributes are those of a Problem; both axes share `lo`, `hi` and `n`, and the
    packet is round.

    Attributes:
        about_y: Second coordinate of the expansion point, None for the packet's centre.
        y0: Second coordinate of the packet's centre.
        py: Second component of its momentum.
        frames: Fewer than in one dimension: each is a picture.
        n: Nodes per axis.

    Raises:
        Refusal: For a name, formula or number that is not allowed.
    """

    dim: ClassVar[int] = 2

    landscape: str = "himmelblau"
    about_y: float | None = number(-1e3, 1e3)
    y0: float = number(-1e3, 1e3)
    py: float = number(-100.0, 100.0)
    frames: int = number(2, 600, integer=True, default=240)
    n: int = number(32, 512, integer=True, default=256)

    def _check_together(self) -> None:
        for key in ("points", "levels"):
            if getattr(self, key):
                raise Refusal("scene.one-dimension-only", key=key)
        if (self.about is None) != (self.about_y is None):
            raise Refusal("scene.about-pair")
        super()._check_together()
        if not self.lo < self.y0 < self.hi:
            raise Refusal("scene.packet-outside", lo=self.lo, hi=self.hi)
        inside = all(self.lo <= place <= self.hi for place in self.about_point)
        if self.order is not None and not inside:
            raise Refusal("scene.about-outside", lo=self.lo, hi=self.hi)

    @cached_property
    def objective(self) -> Formula:
        """ζ as the user sees it."""
        if self.formula:
            return parse(self.formula, self.let, variables=COORDINATES[2])
        return self.catalogue_entry.objective

    @property
    def about_point(self) -> tuple[float, float]:
        """Where ζ is expanded."""
        if self.about is None or self.about_y is None:
            return self.x0, self.y0
        return self.about, self.about_y

    @cached_property
    def polynomial(self) -> PlaneSurrogate | None:
        """Taylor polynomial of ζ, None for ζ itself."""
        if self.order is None:
            return None
        return plane_surrogate(self.objective, self.about_point, self.order)

    @property
    def is_closed_form(self) -> bool:
        """Whether a Gaussian stays a Gaussian: Taylor orders 0–2 at fixed D."""
        low = self.order is not None and self.order <= CLOSED_FORM_ORDER
        return low and self.schedule == "constant"

    @property
    def zeta(self) -> Real:
        """ζ at the nodes, rows are y, shape (n, n).

        Raises:
            Refusal: ``formula.not-finite`` where it has no value.
        """
        x = self.grid.x
        values = self.objective.values(*np.meshgrid(x, x))
        bad = np.argwhere(~np.isfinite(values))
        if len(bad):
            row, column = bad[0]
            raise Refusal("formula.not-finite", x=f"{x[column]:.4g}, y = {x[row]:.4g}")
        return values

    def potential(self, zeta: Real) -> Real:
        """What is solved: ζ or its surrogate, cut far up and, where it must be, far down.

        Args:
            zeta: ζ at the nodes, shape (n, n).

        Returns:
            V at the nodes, shape (n, n).
        """
        raw = self._uncut(zeta)
        if self.polynomial is not None:
            raw = np.maximum(raw, floor_below(zeta, self.polynomial))
        return np.asarray(np.minimum(raw, raw.min() + CEILING))

    def steepness(self, zeta: Real) -> Real:
        """|∇V| at the nodes, exact, 0 where V is cut or has a corner, shape (n, n)."""
        x = self.grid.x
        if self.polynomial is not None:
            along = self.polynomial.slopes(x[None, :], x[:, None])
        else:
            points = tuple(axis.ravel() for axis in np.meshgrid(x, x))
            jets = [self.objective.jet_along(points, u, 1)[1] for u in ((1.0, 0.0), (0.0, 1.0))]
            along = (jets[0].reshape(self.n, self.n), jets[1].reshape(self.n, self.n))
        steep = np.hypot(*along)
        steep[(self.potential(zeta) != self._uncut(zeta)) | ~np.isfinite(steep)] = 0.0
        return np.asarray(steep)

    def _uncut(self, zeta: Real) -> Real:
        x = self.grid.x
        if self.polynomial is None:
            return zeta
        return self.polynomial.values(x[None, :], x[:, None])

    @property
    def start(self) -> Complex:
        """The packet between the walls at the nodes, shape (n, n), real without momentum."""
        along_x = boxed(Packet(self.x0, self.sigma, self.px), self.grid)
        along_y = boxed(Packet(self.y0, self.sigma, self.py), self.grid)
        psi = np.outer(along_y, along_x)
        total = float((np.abs(psi) ** 2).sum()) * self.grid.dx**2
        if not 0.25 <= total <= 4:
            raise Refusal("scene.packet-outside", lo=self.lo, hi=self.hi)
        still = self.px == 0 and self.py == 0
        return np.asarray((psi.real if still else psi) / np.sqrt(total))
