"""What a landscape of the catalogue consists of."""

from dataclasses import dataclass
from functools import cached_property

from solvers.formula import Formula, parse
from solvers.grid import Edges

LONGEST_FORMULA = 400

Minima = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Landscape:
    """An objective ζ(x) on a box, with the packet and the times that suit it.

    Attributes:
        name: Name in links.
        formula: ζ(x) in the formula language.
        lo: Left edge of the box.
        hi: Right edge.
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
        minima: (x, ζ(x)) of the local minima, global first.
        energy: Ground energy at the default D, None for scattering.
        gap: First excitation energy at the default D, None for scattering.
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

    @cached_property
    def objective(self) -> Formula:
        """ζ, parsed."""
        return parse(self.formula, longest=LONGEST_FORMULA)
