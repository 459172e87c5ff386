"""What a landscape of the catalogue consists of."""

from dataclasses import dataclass
from functools import cached_property

from solvers.formula import Formula, parse
from solvers.grid import Edges

LONGEST_FORMULA = 400

COORDINATES = {1: ("x",), 2: ("x", "y")}

Minima = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Landscape:
    """An objective ζ(x) or ζ(x, y) on a box, with the packet and the times that suit it.

    Attributes:
        name: Name in links.
        formula: ζ in the formula language.
        lo: Left edge of the box, in two dimensions also the lower edge.
        hi: Right edge, in two dimensions also the upper edge.
        D: Default diffusivity ħ²/2m.
        D_low: Smallest diffusivity worth offering.
        D_high: Largest one.
        x0: Centre of the default packet.
        sigma: Its width (standard deviation) of |ψ|².
        T: Default duration.
        p: Momentum of the default packet; its velocity is 2Dp.
        edges: What happens at the edges of the box.
        walls_belong: Whether the walls are part of the landscape, as those of a search
            box are, rather than put where the packet should never come.
        minima: (x, ζ(x)) or (x, y, ζ(x, y)) of the local minima, global first.
        energy: Ground energy at the default D, None for scattering.
        gap: First excitation energy at the default D, None for scattering.
        dim: Number of parameters, 1 or 2.
        y0: Second coordinate of the packet's centre.
        p_y: Second component of its momentum.
        barrier: Lowest pass from the best minimum to another, counted from the best
            minimum; None where there is one minimum only, or nobody asks.
    """

    name: str
    formula: str
    lo: float
    hi: float
    D: float
    D_low: float
    D_high: float
    x0: float
    sigma: float
    T: float
    p: float = 0.0
    edges: Edges = "walls"
    walls_belong: bool = False
    minima: Minima = ()
    energy: float | None = None
    gap: float | None = None
    dim: int = 1
    y0: float = 0.0
    p_y: float = 0.0
    barrier: float | None = None

    @cached_property
    def objective(self) -> Formula:
        """ζ, parsed."""
        return parse(self.formula, variables=COORDINATES[self.dim], longest=LONGEST_FORMULA)


def mirrored(signs_x: tuple[int, ...], signs_y: tuple[int, ...], *at: float) -> Minima:
    """A minimum (x, y, ζ) of a landscape and its mirror images, one for each pair of signs."""
    x, y, value = at
    return tuple((i * x, j * y, value) for i in signs_x for j in signs_y)
