"""Two small learners as landscapes over their weights: a neuron and a logistic regression."""

from solvers.landscape import Landscape, mirrored


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


LEARNERS = (
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
        minima=mirrored((1,), (1,), 0.92703833, 1.42337367, 0.15306155)
        + mirrored((-1,), (-1,), 0.92703833, 1.42337367, 0.15306155),
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
