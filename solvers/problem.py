"""What is to be solved: frozen scalars and strings, checked once, hashable.

A Problem may come from a link that a stranger wrote, so every number has its range
here, and nothing else in the project checks it again.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np

from solvers.arrays import Real
from solvers.formula import Formula, parse
from solvers.grid import Edges, Grid
from solvers.hamiltonian import Hamiltonian
from solvers.landscapes import Landscape, landscape
from solvers.limits import check, number, ranges
from solvers.packets import Packet
from solvers.refusal import Refusal
from solvers.schedules import Schedule
from solvers.spline import Points, Spline
from solvers.superposition import Levels, Superposition
from solvers.taylor import HIGHEST_ORDER, Surrogate, surrogate

SCHEDULES = ("constant", "geometric", "linear", "exponential", "power-2", "logarithmic")
SHORTEST = 0.1  # domain
SMALLEST_D = 1e-5
CLOSED_FORM_ORDER = 2  # up to here a Gaussian stays a Gaussian


@dataclass(frozen=True)
class Problem:
    """One evolution: i ∂ψ/∂t = [-D ∂²/∂x² + ζ(x)] ψ along t = s e^{-iθ}.

    Numbers left at None take the value that suits the landscape.

    Attributes:
        landscape: Name in the catalogue.
        formula: The user's own ζ(x); wins over the landscape, which then gives the
            defaults only.
        let: Named constants of the formula.
        points: Control points of a landscape drawn by hand, instead of a formula.
        levels: (n, amplitude, phase in degrees) of the eigenstates to start from; empty
            for the packet.
        order: Taylor order 0…8 of the surrogate, None for ζ itself.
        about: Expansion point, None for the packet's centre.
        wick: Wick angle θ in degrees: 0 real time, 90 imaginary time.
        D: Diffusivity at the start.
        schedule: How D changes.
        D_end: Diffusivity at the end, D itself when constant.
        x0: Centre of the packet.
        sigma: Width (standard deviation) of |ψ|².
        px: Momentum of the packet.
        T: Duration in s.
        frames: Frames saved, both ends included.
        lo: Left edge of the box.
        hi: Right edge.
        n: Nodes shown.

    Raises:
        Refusal: For a name, formula or number that is not allowed.
    """

    dim: ClassVar[int] = 1

    landscape: str = "tilted-well"
    formula: str = ""
    let: tuple[tuple[str, float], ...] = ()
    points: Points = ()
    levels: Levels = ()
    order: int | None = number(0, HIGHEST_ORDER, integer=True)
    about: float | None = number(-1e3, 1e3)
    wick: float = number(0.0, 90.0, default=0.0)
    D: float = number(SMALLEST_D, 1e3)
    schedule: str = "constant"
    D_end: float = number(SMALLEST_D, 1e3)
    x0: float = number(-1e3, 1e3)
    sigma: float = number(1e-3, 100.0)
    px: float = number(-100.0, 100.0, default=None)
    T: float = number(1e-3, 5e3)
    frames: int = number(2, 2000, integer=True, default=240)
    lo: float = number(-1e3, 1e3)
    hi: float = number(-1e3, 1e3)
    n: int = number(32, 2048, integer=True, default=512)

    def __post_init__(self) -> None:
        """Fill in what suits the landscape, then check everything."""
        for key, value in suiting(self.landscape, self.dim).items():
            if getattr(self, key) is None:
                object.__setattr__(self, key, value)
        if self.D_end is None or self.schedule == "constant":
            object.__setattr__(self, "D_end", usual_end(self.D, self.schedule))
        check(self)
        self._check_together()

    def _check_together(self) -> None:
        _ = self.objective  # a formula that cannot be read is refused here, not later
        if self.levels:
            object.__setattr__(self, "levels", tuple(sorted(self.levels)))
            self._check_levels()
        if self.schedule not in SCHEDULES:
            raise Refusal(
                "scene.unknown-schedule", name=self.schedule, allowed=", ".join(SCHEDULES)
            )
        if self.hi - self.lo < SHORTEST:
            raise Refusal("scene.domain", lo=self.lo, hi=self.hi)
        if not self.lo < self.x0 < self.hi:
            raise Refusal("scene.packet-outside", lo=self.lo, hi=self.hi)
        if self.order is not None and not self.lo <= self.expansion_point <= self.hi:
            raise Refusal("scene.about-outside", lo=self.lo, hi=self.hi)

    def _check_levels(self) -> None:
        _ = self.superposition
        if self.order is None or self.order > CLOSED_FORM_ORDER:
            return
        assert self.surrogate is not None
        if self.order < CLOSED_FORM_ORDER or self.surrogate.coefficients[2] <= 0:
            raise Refusal("levels.none", order=self.order)

    @property
    def catalogue_entry(self) -> Landscape:
        """Landscape that gives the defaults."""
        return landscape(self.landscape, self.dim)

    @cached_property
    def objective(self) -> Formula | Spline:
        """ζ as the user sees it."""
        if self.points:
            if self.formula:
                raise Refusal("points.formula")
            return Spline(self.points)
        return parse(self.formula, self.let) if self.formula else self.catalogue_entry.objective

    @cached_property
    def surrogate(self) -> Surrogate | None:
        """Taylor polynomial of ζ, None for ζ itself."""
        if self.order is None:
            return None
        return surrogate(self.objective, self.expansion_point, self.order)

    @property
    def expansion_point(self) -> float:
        """Where ζ is expanded."""
        return self.x0 if self.about is None else self.about

    @property
    def edges(self) -> Edges:
        """What happens at the edges of the box."""
        return "walls" if self.formula or self.points else self.catalogue_entry.edges

    @property
    def walls_belong(self) -> bool:
        """Whether the walls are those of the landscape, not put there by a user."""
        entry = self.catalogue_entry
        own = not (self.formula or self.points) and (self.lo, self.hi) == (entry.lo, entry.hi)
        return own and entry.walls_belong

    @property
    def grid(self) -> Grid:
        """Nodes shown and saved."""
        return Grid(self.lo, self.hi, self.n, self.edges)

    @property
    def packet(self) -> Packet:
        """Initial Gaussian."""
        return Packet(self.x0, self.sigma, self.px)

    @property
    def superposition(self) -> Superposition | None:
        """Eigenstates to start from, None for the packet."""
        return Superposition(self.levels) if self.levels else None

    @property
    def theta(self) -> float:
        """Wick angle in radians."""
        return math.radians(self.wick)

    @property
    def times(self) -> Real:
        """Times saved, shape (frames,), from 0 to exactly T."""
        return np.linspace(0.0, self.T, self.frames)

    @property
    def diffusivity(self) -> Schedule:
        """D as a function of time."""
        return Schedule(self.schedule, self.D, self.D_end, self.T)

    @property
    def is_closed_form(self) -> bool:
        """Whether a Gaussian stays a Gaussian: Taylor orders 0–2 at fixed D."""
        return (
            not self.levels
            and self.order is not None
            and self.order <= CLOSED_FORM_ORDER
            and self.schedule == "constant"
        )

    @cached_property
    def hamiltonian(self) -> Hamiltonian:
        """H at the starting D, on the box."""
        floor = -np.inf
        if self.surrogate is not None and not self.surrogate.is_bounded_below:
            shown = self.objective.values(Grid(self.lo, self.hi, 1024).x)
            low, high = float(np.nanmin(shown)), float(np.nanmax(shown))
            floor = 2 * low - high if math.isfinite(high) else low
        return Hamiltonian(
            self.surrogate or self.objective, self.D, self.lo, self.hi, self.edges, floor
        )

    def having(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return replace(self, **changes)


def suiting(name: str, dim: int = 1) -> dict[str, float]:
    """Numbers that suit a landscape: what a link may leave out.

    Raises:
        Refusal: ``scene.unknown-landscape``.
    """
    entry = landscape(name, dim)
    plane = {"y0": entry.y0, "py": entry.p_y} if dim == 2 else {}
    return {
        "D": entry.D,
        "x0": entry.x0,
        "sigma": entry.sigma,
        "px": entry.p,
        "T": entry.T,
        "lo": entry.lo,
        "hi": entry.hi,
        **plane,
    }


def usual_end(start: float, schedule: str) -> float:
    """Diffusivity at the end of a schedule that is not given one."""
    return start if schedule == "constant" else max(start / 100, SMALLEST_D)


RANGES = ranges(Problem)
