"""The catalogue of two-dimensional landscapes ζ(x, y), each with a good first picture.

The domain is a square. Packets are round and start at least five widths away from the
walls. Minima, barriers, ground energies and gaps are recomputed from the formulas in the
tests; what has dozens of minima lists the lowest ones.

References:
    Surjanovic & Bingham, Virtual Library of Simulation Experiments (2013);
    Müller & Brown, Theor. Chim. Acta 53, 75 (1979).
"""

from solvers.landscape import Landscape, Minima


def _everywhere(sign_x: tuple[int, ...], sign_y: tuple[int, ...], *at: float) -> Minima:
    """A minimum (x, y, ζ) and its mirror images."""
    x, y, value = at
    return tuple((i * x, j * y, value) for i in sign_x for j in sign_y)


def _neuron() -> str:
    """Mean squared error of v tanh(w x) against 1.5 tanh x on ±1/2 … ±2, with weight decay.

    The weights (w, v) are written (x, y); tanh is odd, so four terms are the whole mean.
    """
    terms = (f"(y*tanh({p}*x) - 1.5*tanh({p}))**2" for p in ("0.5", "1", "1.5", "2"))
    return f"({' + '.join(terms)})/4 + 0.05*(x**2 + y**2)"


# x₁, x₂ and the class of ten examples.
EXAMPLES = (
    (-1.2, 0.3, -1),
    (-0.8, -0.9, -1),
    (-0.4, 0.8, 1),
    (0.1, -0.6, -1),
    (0.5, 0.4, 1),
    (0.9, -0.2, 1),
    (1.3, 0.9, 1),
    (-1.0, -0.1, -1),
    (0.3, 1.1, 1),
    (-0.2, -1.2, -1),
)


def _logistic() -> str:
    """Mean logistic loss of the weights (x, y) on `EXAMPLES`, with weight decay."""
    terms = []
    for first, second, label in EXAMPLES:
        a, b = -label * first, -label * second
        terms.append(f"softplus({a:g}*x {'-' if b < 0 else '+'} {abs(b):g}*y)")
    return f"({' + '.join(terms)})/10 + 0.01*(x**2 + y**2)"


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
        minima=_everywhere((1, -1), (1,), 1.0, 0.0, 0.0),
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
        T=16.0,
        minima=((1.0, 1.0, 0.0),),
        energy=0.30627751,
        gap=0.0930241,
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
        energy=-2.78529716,
        gap=0.41994099,
        barrier=2.6508,
    ),
)

_SEARCHES = (
    Landscape(
        name="rastrigin",
        formula="0.1*(x**2 + y**2 + 20 - 10*cos(2*pi*x) - 10*cos(2*pi*y))",
        dim=2,
        lo=-5.12,
        hi=5.12,
        D=0.1,
        D_low=0.02,
        D_high=2.0,
        x0=2.0,
        y0=1.0,
        sigma=0.45,
        T=12.0,
        walls_belong=True,
        minima=(
            (0.0, 0.0, 0.0),
            *_everywhere((1, -1), (1,), 0.99495864, 0.0, 0.09949591),
            *_everywhere((1,), (1, -1), 0.0, 0.99495864, 0.09949591),
            *_everywhere((1, -1), (1, -1), 0.99495864, 0.99495864, 0.19899181),
        ),
        energy=1.93995457,
        gap=0.18468352,
        barrier=2.0249,
    ),
    # The global minimum is a cone: there is no Taylor series about it.
    Landscape(
        name="ackley",
        formula=(
            "(20 + e - 20*exp(-0.2*sqrt((x**2 + y**2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2))/5"
        ),
        dim=2,
        lo=-3.0,
        hi=3.0,
        D=0.05,
        D_low=0.005,
        D_high=0.3,
        x0=1.2,
        y0=-0.9,
        sigma=0.3,
        T=20.0,
        walls_belong=True,
        minima=(
            (0.0, 0.0, 0.0),
            *_everywhere((1, -1), (1,), 0.95216655, 0.0, 0.51598551),
            *_everywhere((1,), (1, -1), 0.0, 0.95216655, 0.51598551),
        ),
        energy=0.722155,
        gap=0.287831,
        barrier=0.6504,
    ),
    Landscape(
        name="griewank",
        formula="1 + (x**2 + y**2)/4000 - cos(x)*cos(y/sqrt(2))",
        dim=2,
        lo=-14.0,
        hi=14.0,
        D=0.5,
        D_low=0.1,
        D_high=2.0,
        x0=3.14,
        y0=4.44,
        sigma=1.2,
        T=40.0,
        walls_belong=True,
        minima=(
            (0.0, 0.0, 0.0),
            *_everywhere((1, -1), (1, -1), 3.14002263, 4.43844448, 0.00739604),
        ),
        energy=0.725612,
        gap=0.013319,
        barrier=1.0016,
    ),
    # Coordinates are the usual ones over 100; deeper minima lie outside the walls.
    Landscape(
        name="schwefel",
        formula="8.379658 - x*sin(sqrt(abs(100*x))) - y*sin(sqrt(abs(100*y)))",
        dim=2,
        lo=-5.0,
        hi=5.0,
        D=0.1,
        D_low=0.01,
        D_high=0.5,
        x0=0.0,
        y0=0.0,
        sigma=0.6,
        T=5.0,
        walls_belong=True,
        minima=(
            (4.20968746, 4.20968746, 0.00000025),
            (-3.02524936, 4.20968746, 1.18438360),
            (4.20968746, -3.02524936, 1.18438360),
        ),
        energy=2.176511,
        gap=1.165097,
        barrier=7.195,
    ),
    Landscape(
        name="styblinski-tang",
        formula="0.05*(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)",
        dim=2,
        lo=-5.8,
        hi=5.8,
        D=0.3,
        D_low=0.05,
        D_high=3.0,
        x0=2.4,
        y0=2.4,
        sigma=0.4,
        T=8.0,
        minima=(
            (-2.90353403, -2.90353403, -7.83323314),
            (-2.90353403, 2.74680277, -6.41956124),
            (2.74680277, -2.90353403, -6.41956124),
            (2.74680277, 2.74680277, -5.00588933),
        ),
        energy=-6.42818049,
        gap=1.32451724,
        barrier=3.9362,
    ),
)

_LEARNERS = (
    # (w, v) and (-w, -v) are the same network: a double well by symmetry. The start is that
    # of training: weights near zero.
    Landscape(
        name="one-neuron",
        formula=_neuron(),
        dim=2,
        lo=-6.0,
        hi=6.0,
        D=0.1,
        D_low=0.03,
        D_high=0.3,
        x0=-0.25,
        y0=-0.3,
        sigma=0.5,
        T=15.0,
        walls_belong=True,
        minima=_everywhere((1,), (1,), 0.92703833, 1.42337367, 0.15306155)
        + _everywhere((-1,), (-1,), 0.92703833, 1.42337367, 0.15306155),
        energy=0.599969,
        gap=0.0004024,
        barrier=1.2769,
    ),
    # Convex, and far from quadratic: the wave settles without ever meeting a barrier.
    Landscape(
        name="logistic",
        formula=_logistic(),
        dim=2,
        lo=-5.0,
        hi=11.0,
        D=0.05,
        D_low=0.01,
        D_high=0.3,
        x0=5.0,
        y0=3.5,
        sigma=0.7,
        T=40.0,
        minima=((2.08041833, 2.28987649, 0.22538912),),
        energy=0.30355134,
        gap=0.07220824,
    ),
)

PLANE_CATALOGUE = {entry.name: entry for entry in (*_SURFACES, *_SEARCHES, *_LEARNERS)}
