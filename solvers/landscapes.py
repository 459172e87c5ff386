"""The catalogue of one-dimensional landscapes ζ(x), each with a good first picture.

Durations T are one compromise for both readings of time: a few local periods
2π/√(2Dζ″) in real time, several 1/gap (at most 60) in imaginary time.
Packets start at least 6.5 widths away from the walls. Minima, ground energies and
gaps are recomputed from the formulas in the tests.
"""

from solvers.benchmarks import BENCHMARKS, SIN_REGRESSION
from solvers.landscape import Landscape
from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.refusal import Refusal

__all__ = ["CATALOGUE", "CATALOGUES", "Landscape", "landscape"]


def landscape(name: str, dim: int = 1) -> Landscape:
    """Look up a landscape of the catalogue of one or two dimensions.

    Raises:
        Refusal: ``scene.unknown-landscape``.
    """
    catalogue = CATALOGUES[dim]
    if name not in catalogue:
        raise Refusal("scene.unknown-landscape", name=name, allowed=", ".join(catalogue))
    return catalogue[name]


_WELLS = (
    # Off centre and narrower than the ground state: it swings and it breathes.
    Landscape(
        name="quadratic",
        formula="x**2/2",
        lo=-6.5,
        hi=6.5,
        D=0.5,
        D_low=0.05,
        D_high=2.0,
        x0=-2.5,
        sigma=0.5,
        T=12.6,
        minima=((0.0, 0.0),),
        energy=0.5,
        gap=1.0,
    ),
    # A full swap takes π/gap = 251; here the leak through the barrier begins.
    Landscape(
        name="double-well",
        formula="(x**2 - 1)**2",
        lo=-2.6,
        hi=2.6,
        D=0.05,
        D_low=0.01,
        D_high=0.5,
        x0=-1.1,
        sigma=0.22,
        T=40.0,
        minima=((-1.0, 0.0), (1.0, 0.0)),
        energy=0.41136047,
        gap=0.012512169,
    ),
    # Starts in the wrong well; in imaginary time it changes sides half-way.
    Landscape(
        name="tilted-well",
        formula="(x**2 - 1)**2 + 0.15*x",
        lo=-2.6,
        hi=2.6,
        D=0.1,
        D_low=0.01,
        D_high=0.5,
        x0=1.1,
        sigma=0.22,
        T=20.0,
        minima=((-1.0182475, -0.15138083), (0.98069455, 0.14856634)),
        energy=0.43757384,
        gap=0.25876576,
    ),
    # The right edge lies further out than the wells need (3.6 would do for the
    # spectrum): a packet released on the ridge runs up the flat right side. The ridge
    # is rounded over 0.02, which a few hundred sines resolve and both wells ignore.
    # Starts by the ridge: imaginary time falls into the narrow well, then leaves it.
    Landscape(
        name="narrow-wide",
        formula="softmin(20*(x + 1.2)**2, 0.25 + 3*(x - 1.2)**2, 0.8)",
        lo=-2.8,
        hi=4.4,
        D=0.02,
        D_low=0.002,
        D_high=0.3,
        x0=-0.25,
        sigma=0.35,
        T=30.0,
        minima=((-1.2, 0.0), (1.2, 0.25)),
        energy=0.49494897,
        gap=0.13750632,
    ),
)

_TEXTBOOK = (
    # To and fro, once. A little of the packet lies above the dissociation energy
    # and leaves: the right edge is where its front arrives at T.
    Landscape(
        name="morse",
        formula="4*(1 - exp(-x))**2",
        lo=-1.8,
        hi=13.0,
        D=0.25,
        D_low=0.05,
        D_high=1.0,
        x0=1.2,
        sigma=0.42,
        T=4.0,
        minima=((0.0, 0.0),),
        energy=0.9375,
        gap=1.5,
    ),
    # -D l(l+1) sech² with D = 1, l = 3: no wave is reflected, at any energy. The
    # depth stays 12 when D changes: l is whole again at D = 6, 2, 0.6.
    Landscape(
        name="poschl-teller",
        formula="-12*sech(x)**2",
        lo=-25.0,
        hi=25.0,
        D=1.0,
        D_low=0.5,
        D_high=6.0,
        x0=-11.0,
        sigma=2.0,
        T=5.25,
        p=1.5,
        minima=((0.0, -12.0),),
        energy=-9.0,
        gap=5.0,
    ),
    # Four cells of a ring. The gap is to the next level of the same band on this
    # ring; the band gap is 0.49213966.
    Landscape(
        name="cosine-lattice",
        formula="(1 - cos(pi*x))/2",
        lo=-4.0,
        hi=4.0,
        D=0.1,
        D_low=0.02,
        D_high=0.5,
        x0=0.0,
        sigma=0.25,
        T=40.0,
        edges="periodic",
        minima=((0.0, 0.0), (-2.0, 0.0), (2.0, 0.0), (4.0, 0.0)),
        energy=0.38496118,
        gap=0.03607071,
    ),
    # Height 1 and area 1, like a top-hat of width 1, with sides that sines resolve.
    # At T both halves are still clear of the walls.
    Landscape(
        name="barrier",
        formula="exp(-(1.8*x)**4)",
        lo=-29.0,
        hi=29.0,
        D=0.5,
        D_low=0.05,
        D_high=2.0,
        x0=-9.5,
        sigma=2.2,
        T=15.0,
        p=1.0,
    ),
    # Energy D p² = 1.5: half as much again as the step.
    Landscape(
        name="step",
        formula="1/(1 + exp(-x/0.3))",
        lo=-30.0,
        hi=30.0,
        D=0.5,
        D_low=0.05,
        D_high=2.0,
        x0=-10.0,
        sigma=2.0,
        T=12.0,
        p=1.7320508,
    ),
)

CATALOGUE = {entry.name: entry for entry in (*_WELLS, *BENCHMARKS, *_TEXTBOOK, SIN_REGRESSION)}
CATALOGUES = {1: CATALOGUE, 2: PLANE_CATALOGUE}
