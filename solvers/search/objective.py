"""What is searched: an objective on a box, with the minimum it is judged by."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from solvers.arrays import Real
from solvers.formula import Formula, parse
from solvers.landscape import Landscape
from solvers.landscapes import CATALOGUE
from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.terrain import relief

SAME_DEPTH = 1e-6  # minima closer than this count as one depth, over the relief in the plane
SHARE_OF_BOWL = 1e-3  # tolerance where all minima are equally deep, over the range or the relief


@dataclass(frozen=True)
class SearchObjective:
    """An objective ζ on the box [lo, hi]ᵈ, d the number of its variables.

    Attributes:
        name: Name in links.
        formula: ζ.
        lo: Lower edge of the box, the same along every axis.
        hi: Upper edge.
        minima: Coordinates of the global minima.
        minimum: ζ there.
        tolerance: A search has succeeded once its best ζ is below `minimum` + this.
    """

    name: str
    formula: Formula
    lo: float
    hi: float
    minima: tuple[tuple[float, ...], ...]
    minimum: float
    tolerance: float

    @property
    def dimension(self) -> int:
        """Number of coordinates d."""
        return len(self.formula.variables)

    @property
    def length(self) -> float:
        """Edge L of the box."""
        return self.hi - self.lo

    def values(self, points: Real) -> Real:
        """ζ at `points`, shape (..., d); +∞ where it is not a number, shape (...)."""
        zeta = self.formula.values(*np.moveaxis(np.asarray(points), -1, 0))
        return np.asarray(np.where(np.isnan(zeta), np.inf, zeta))


def _textbook(
    name: str, formula: str, edge: float, minimum: tuple[float, float], tolerance: float
) -> SearchObjective:
    parsed = parse(formula, variables=("x", "y"))
    depth = float(parsed.values(*np.array(minimum)))
    return SearchObjective(name, parsed, -edge, edge, (minimum,), depth, tolerance)


# Unscaled, as the literature has them (Surjanovic & Bingham, Virtual Library of
# Simulation Experiments, 2013), so that success rates can be compared with it.
TEXTBOOK = (
    _textbook(
        "rastrigin-2d",
        "20 + x**2 + y**2 - 10*cos(2*pi*x) - 10*cos(2*pi*y)",
        5.12,
        (0.0, 0.0),
        0.5,
    ),
    _textbook(
        "ackley-2d",
        "20 + e - 20*exp(-0.2*sqrt((x**2 + y**2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2)",
        5.0,
        (0.0, 0.0),
        0.5,
    ),
    _textbook(
        "schwefel-2d",
        "837.9657745 - x*sin(sqrt(abs(x))) - y*sin(sqrt(abs(y)))",
        500.0,
        (420.968746, 420.968746),
        10.0,
    ),
    _textbook(
        "griewank-2d",
        "1 + (x**2 + y**2)/4000 - cos(x)*cos(y/sqrt(2))",
        30.0,
        (0.0, 0.0),
        0.02,
    ),
)


def _on_a_line(entry: Landscape) -> SearchObjective:
    """A landscape of the catalogue; success is a depth only the global minimum has.

    The tolerance is half the way up to the next minimum.
    """
    depths = sorted(depth for _, depth in entry.minima)
    lowest = depths[0]
    higher = [depth for depth in depths if depth > lowest + SAME_DEPTH]
    if higher:
        tolerance = (higher[0] - lowest) / 2
    else:
        sampled = entry.objective.values(np.linspace(entry.lo, entry.hi, 1001))
        tolerance = SHARE_OF_BOWL * float(np.ptp(sampled))
    places = tuple((x,) for x, depth in entry.minima if depth <= lowest + SAME_DEPTH)
    return SearchObjective(
        entry.name, entry.objective, entry.lo, entry.hi, places, lowest, tolerance
    )


def tolerance_above(depths: Iterable[float], relief: float) -> float:
    """Half the way from the best minimum up to the next one, or a share of the relief.

    Args:
        depths: ζ of local minima; those within 1e-6 of the relief count as one depth.
        relief: Typical height of ζ above its minimum (`solvers.terrain.relief`).
    """
    lowest, *others = sorted(depths)
    higher = [depth for depth in others if depth > lowest + SAME_DEPTH * relief]
    return (higher[0] - lowest) / 2 if higher else SHARE_OF_BOWL * relief


def _in_the_plane(entry: Landscape) -> SearchObjective:
    """A landscape over a square, as the Lab shows it."""
    nodes = np.linspace(entry.lo, entry.hi, 401)
    tall = relief(entry.objective.values(*np.meshgrid(nodes, nodes)))
    depths = [minimum[-1] for minimum in entry.minima]
    places = tuple(m[:2] for m in entry.minima if m[2] <= depths[0] + SAME_DEPTH * tall)
    tolerance = tolerance_above(depths, tall)
    return SearchObjective(
        f"{entry.name}-2d", entry.objective, entry.lo, entry.hi, places, depths[0], tolerance
    )


@cache
def objectives() -> dict[str, SearchObjective]:
    """Every objective by name: those of two variables, textbook functions first, then the others.

    What the catalogue of the plane has scaled and the textbooks have not is there once.
    """
    plain = {objective.name for objective in TEXTBOOK}
    planes = [
        _in_the_plane(entry)
        for entry in PLANE_CATALOGUE.values()
        if f"{entry.name}-2d" not in plain
    ]
    boxes = [entry for entry in CATALOGUE.values() if entry.minima and entry.edges == "walls"]
    lines = [_on_a_line(entry) for entry in boxes]
    return {objective.name: objective for objective in (*TEXTBOOK, *planes, *lines)}


def objective(name: str) -> SearchObjective:
    """Look up an objective.

    Raises:
        KeyError: There is none of this name.
    """
    return objectives()[name]
