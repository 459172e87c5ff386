"""The catalogue of two-dimensional landscapes ζ(x, y), each with a good first picture.

The domain is a square. Packets are round and start at least five widths away from the
walls. Minima, barriers, ground energies and gaps are recomputed from the formulas in the
tests; what has dozens of minima lists the lowest ones.

References:
    Müller & Brown, Theor. Chim. Acta 53, 75 (1979).
"""

from solvers.landscape import Landscape, mirrored
from solvers.plane.learners import LEARNERS
from solvers.plane.searches import SEARCHES

_SURFACES = (
    # Two equal wells: the packet leaks through the saddle while it swings across.
    Landscape(
        name="double-well",
        formula="(x**2 - 1)**2 + 1.5*y**2",
        dim=2,
        lo=-3.2,
        hi=3.2,
        D=0.1,
        D_low=0.02,
        D_high=0.5,
        x0=-1.0,
        y0=0.6,
        sigma=0.3,
        T=20.0,
        minima=mirrored((1, -1), (1,), 1.0, 0.0, 0.0),
        energy=0.92048065,
        gap=0.07422341,
        barrier=1.0,
    ),
    # Four equal minima; at small D the ground state picks the flattest, (3, 2).
    Landscape(
        name="himmelblau",
        formula="((x**2 + y - 11)**2 + (x + y**2 - 7)**2)/50",
        dim=2,
        lo=-6.4,
        hi=6.4,
        D=0.2,
        D_low=0.02,
        D_high=1.0,
        x0=-2.2,
        y0=2.2,
        sigma=0.5,
        T=30.0,
        minima=(
            (3.0, 2.0, 0.0),
            (-2.80511809, 3.13131252, 0.0),
            (-3.77931025, -3.28318599, 0.0),
            (3.58442834, -1.84812653, 0.0),
        ),
        energy=0.58849128,
        gap=0.08085854,
        barrier=0.2662,
    ),
    # The usual factor 100 makes a valley too narrow to look at; 5 keeps its bend.
    Landscape(
        name="rosenbrock",
        formula="((1 - x)**2 + 5*(y - x**2)**2)/5",
        dim=2,
        lo=-3.2,
        hi=5.2,
        D=0.02,
        D_low=0.002,
        D_high=0.2,
        x0=-0.7,
        y0=0.6,
        sigma=0.22,
        T=14.0,
        minima=((1.0, 1.0, 0.0),),
        energy=0.30627751,
        gap=0.0930241,
    ),
    # The zero-point energies of two directions cancel the depth at the D of the line's
    # landscape of this name, 0.008324: below it the ground state sits in the narrow well.
    Landscape(
        name="narrow-wide",
        formula="softmin(20*((x + 1.2)**2 + y**2), 0.5 + 3*((x - 1.2)**2 + y**2), 0.05)",
        dim=2,
        lo=-3.2,
        hi=3.8,
        D=0.02,
        D_low=0.002,
        D_high=0.3,
        x0=1.5,
        y0=0.6,
        sigma=0.3,
        T=20.0,
        minima=((-1.2, 0.0, 0.0), (1.2, 0.0, 0.5)),
        energy=0.98989795,
        gap=0.27501307,
        barrier=9.31097,
    ),
    # Capped at 4, which no level worth seeing notices: the exponentials grow without limit.
    Landscape(
        name="muller-brown",
        formula=(
            "softmin((-200*exp(-(x - 1)**2 - 10*y**2) - 100*exp(-x**2 - 10*(y - 0.5)**2)"
            " - 170*exp(-6.5*(x + 0.5)**2 + 11*(x + 0.5)*(y - 1.5) - 6.5*(y - 1.5)**2)"
            " + 15*exp(0.7*(x + 1)**2 + 0.6*(x + 1)*(y - 1) + 0.7*(y - 1)**2))/40, 4, 0.2)"
        ),
        dim=2,
        lo=-2.4,
        hi=2.6,
        D=0.01,
        D_low=0.002,
        D_high=0.05,
        x0=0.55,
        y0=0.1,
        sigma=0.14,
        T=9.0,
        minima=(
            (-0.55822363, 1.44172584, -3.66748793),
            (0.62349940, 0.02803776, -2.70416810),
            (-0.05001082, 0.46669410, -2.01919545),
        ),
        energy=-2.785298,
        gap=0.419931,
        barrier=2.6508,
    ),
)

PLANE_CATALOGUE = {entry.name: entry for entry in (*_SURFACES, *SEARCHES, *LEARNERS)}
