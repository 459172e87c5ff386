"""Landscapes that optimisers are tested on, scaled to be looked at.

A search has a box, outside of which nothing is proposed, so its walls belong to the
landscape. They are touched: narrow ripples of wavenumber k scatter a little of every
smooth packet up to the energy D k², which no bowl of the same height holds back.

References:
    Surjanovic & Bingham, Virtual Library of Simulation Experiments (2013).
"""

from solvers.landscape import Landscape, Minima


def _mirrored(*right: tuple[float, float]) -> Minima:
    """Minima of an even landscape, from those at x ≥ 0."""
    pairs = [[(x, v)] if x == 0 else [(-x, v), (x, v)] for x, v in right]
    return tuple(minimum for pair in pairs for minimum in pair)


def _sine_fit() -> str:
    """Mean squared error of fitting sin(w x) to sin(4 x) on 12 points, w written x.

    The points are linspace(-1.5, 1.5, 12) = ±3j/22, j = 1, 3 … 11; both signs
    give the same error, so six terms are the whole mean.
    """
    terms = (f"(sin({3 * j}*x/22) - sin({6 * j}/11))**2" for j in range(1, 12, 2))
    return f"({' + '.join(terms)})/6"


BENCHMARKS = (
    Landscape(
        name="rastrigin",
        formula="0.1*(x**2 + 10 - 10*cos(2*pi*x))",
        lo=-5.12,
        hi=5.12,
        D=0.3,
        D_low=0.002,
        D_high=2.0,
        x0=2.0,
        sigma=0.45,
        T=15.0,
        walls_belong=True,
        minima=_mirrored(
            (0.0, 0.0),
            (0.99495864, 0.09949591),
            (1.98991223, 0.39798312),
            (2.98485570, 0.89546012),
            (3.97978386, 1.59192438),
            (4.97469139, 2.48737229),
        ),
        energy=1.12981665,
        gap=0.34345273,
    ),
    # The global minimum is a cone: there is no Taylor series about it.
    Landscape(
        name="ackley",
        formula="(20 + e - 20*exp(-0.2*abs(x)) - exp(cos(2*pi*x)))/5",
        lo=-5.0,
        hi=5.0,
        D=0.02,
        D_low=0.002,
        D_high=0.3,
        x0=1.5,
        sigma=0.4,
        T=15.0,
        walls_belong=True,
        minima=_mirrored(
            (0.0, 0.0),
            (0.96847766, 0.71489038),
            (1.97445199, 1.31192908),
            (2.97922395, 1.80021870),
            (3.98306770, 2.19965242),
            (4.98618046, 2.52645380),
        ),
        energy=0.427213,
        gap=0.462038,
    ),
    Landscape(
        name="griewank",
        formula="1 + x**2/4000 - cos(x)",
        lo=-40.0,
        hi=40.0,
        D=5.0,
        D_low=0.5,
        D_high=50.0,
        x0=10.0,
        sigma=4.5,
        T=60.0,
        walls_belong=True,
        minima=_mirrored(
            (0.0, 0.0),
            (6.28004528, 0.00986467),
            (12.56009053, 0.03945869),
            (18.84013571, 0.08878205),
            (25.12018081, 0.15783475),
            (31.40022578, 0.24661680),
            (37.68027059, 0.35512819),
        ),
        energy=0.93565916,
        gap=0.06781691,
    ),
    # x is the usual coordinate over 100. The walls belong to the landscape:
    # deeper minima lie outside.
    Landscape(
        name="schwefel",
        formula="4.189829 - x*sin(sqrt(abs(100*x)))",
        lo=-5.0,
        hi=5.0,
        D=0.05,
        D_low=0.005,
        D_high=0.5,
        x0=0.0,
        sigma=0.6,
        T=12.0,
        walls_belong=True,
        minima=(
            (4.20968746, 0.00000013),
            (-3.02524936, 1.18438347),
            (2.03814253, 2.17139682),
            (-1.24829356, 2.96106726),
            (0.65547865, 3.55347918),
            (-0.25877417, 3.94899940),
            (0.05239199, 4.15037598),
        ),
        energy=0.77510996,
        gap=1.17740171,
    ),
    # Starts in the wrong well, like the tilted well, behind a higher barrier.
    Landscape(
        name="styblinski-tang",
        formula="0.05*(x**4 - 16*x**2 + 5*x)",
        lo=-5.8,
        hi=5.8,
        D=0.3,
        D_low=0.05,
        D_high=3.0,
        x0=2.4,
        sigma=0.4,
        T=14.0,
        minima=((-2.90353403, -3.91661657), (2.74680277, -2.50294467)),
        energy=-3.21409025,
        gap=1.32451724,
    ),
)

# Starts in the broad wrong basin; imaginary time leaves it in the second half.
SIN_REGRESSION = Landscape(
    name="sin-regression",
    formula=_sine_fit(),
    lo=-9.0,
    hi=9.0,
    D=0.05,
    D_low=0.005,
    D_high=0.5,
    x0=-0.3,
    sigma=0.6,
    T=25.0,
    walls_belong=True,
    minima=(
        (4.0, 0.0),
        (-0.27534114, 0.40997584),
        (-6.56310439, 0.82821134),
        (8.37642493, 0.90328732),
        (-7.77285134, 0.90965329),
    ),
    energy=0.14620857,
    gap=0.26563207,
)
