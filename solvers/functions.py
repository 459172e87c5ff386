"""The one table of functions a formula may call: values, exact jets, typesetting."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from solvers import jets
from solvers.arrays import Real
from solvers.jets import Jet


@dataclass(frozen=True)
class Function:
    r"""A function of the formula language.

    Attributes:
        values: NumPy evaluation, arrays of one shape to an array of that shape.
        jet: The same on jets, shape (order + 1, nx).
        latex: An operator such as ``\sin``, or a template with #1 for the argument.
        arity: Number of arguments.
    """

    values: Callable[..., Real]
    jet: Callable[..., Jet]
    latex: str
    arity: int = 1


def _softmin_values(a: Real, b: Real, width: Real) -> Real:
    """Smooth minimum a - w·softplus((a - b)/w), written so that nothing overflows."""
    sharp = np.where(width > 0, np.minimum(a, b), np.maximum(a, b))
    return np.asarray(sharp - width * np.log1p(np.exp(-np.abs((a - b) / width))))


def _softmin_jet(a: Jet, b: Jet, width: Jet) -> Jet:
    jet = a - jets.product(width, _softplus_jet(jets.quotient(a - b, width)))
    # Where a is far above b the difference cancels; the value need not.
    jet[0] = _softmin_values(a[0], b[0], width[0])
    return jet


def _softplus_jet(u: Jet) -> Jet:
    return jets.integral(u, _sigmoid_jet(u), np.logaddexp(0.0, u[0]))


def _sigmoid_jet(u: Jet) -> Jet:
    jet = jets.tanh_sech(u / 2)[0] / 2
    jet[0] = special.expit(u[0])
    return jet


def _erf_jet(u: Jet) -> Jet:
    slope = 2 / np.sqrt(np.pi) * jets.exp(-jets.product(u, u))
    return jets.integral(u, slope, special.erf(u[0]))


def _asin_jet(u: Jet) -> Jet:
    slope = jets.power(jets.constant(1.0, u) - jets.product(u, u), -0.5)
    return jets.integral(u, slope, np.arcsin(u[0]))


def _acos_jet(u: Jet) -> Jet:
    jet = -_asin_jet(u)
    jet[0] = np.arccos(u[0])
    return jet


def _atan_jet(u: Jet) -> Jet:
    one = jets.constant(1.0, u)
    return jets.integral(u, jets.quotient(one, one + jets.product(u, u)), np.arctan(u[0]))


def _smaller_jet(a: Jet, b: Jet) -> Jet:
    return -jets.larger(-a, -b)


FUNCTIONS: dict[str, Function] = {
    "sin": Function(np.sin, lambda u: jets.sin_cos(u)[0], r"\sin"),
    "cos": Function(np.cos, lambda u: jets.sin_cos(u)[1], r"\cos"),
    "tan": Function(np.tan, lambda u: jets.quotient(*jets.sin_cos(u)), r"\tan"),
    "asin": Function(np.arcsin, _asin_jet, r"\arcsin"),
    "acos": Function(np.arccos, _acos_jet, r"\arccos"),
    "atan": Function(np.arctan, _atan_jet, r"\arctan"),
    "sinh": Function(np.sinh, lambda u: jets.sinh_cosh(u)[0], r"\sinh"),
    "cosh": Function(np.cosh, lambda u: jets.sinh_cosh(u)[1], r"\cosh"),
    "tanh": Function(np.tanh, lambda u: jets.tanh_sech(u)[0], r"\tanh"),
    "sech": Function(jets.sech_values, lambda u: jets.tanh_sech(u)[1], r"\operatorname{sech}"),
    "exp": Function(np.exp, jets.exp, r"\mathrm{e}^{#1}"),
    "log": Function(np.log, jets.log, r"\ln"),
    "log10": Function(np.log10, lambda u: jets.log(u) / np.log(10), r"\log_{10}"),
    "sqrt": Function(np.sqrt, lambda u: jets.power(u, 0.5), r"\sqrt{#1}"),
    "cbrt": Function(
        np.cbrt, lambda u: jets.fractional_power(u, 1 / 3, np.cbrt(u[0])), r"\sqrt[3]{#1}"
    ),
    "abs": Function(np.abs, lambda u: jets.larger(u, -u), r"\left|#1\right|"),
    "sigmoid": Function(special.expit, _sigmoid_jet, r"\operatorname{sigmoid}"),
    "softplus": Function(lambda u: np.logaddexp(0.0, u), _softplus_jet, r"\operatorname{softplus}"),
    "erf": Function(special.erf, _erf_jet, r"\operatorname{erf}"),
    "step": Function(lambda u: np.heaviside(u, 0.5), jets.step, r"\Theta"),
    "min": Function(np.minimum, _smaller_jet, r"\min", 2),
    "max": Function(np.maximum, jets.larger, r"\max", 2),
    "softmin": Function(_softmin_values, _softmin_jet, r"\operatorname{softmin}", 3),
}

# Other habits of writing the same functions.
SYNONYMS = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan"}
