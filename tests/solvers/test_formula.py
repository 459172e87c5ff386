"""Formulas: values, exact derivatives, typesetting, limits of the language."""

import math

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.formula import Formula, parse, unknown_names
from solvers.functions import FUNCTIONS, SYNONYMS
from solvers.refusal import Refusal

X = sympy.Symbol("x", real=True)
ORDER = 8
# Symbolic derivatives of these swell: a lower order keeps the suite quick.
SLOW_ORDERS = {"softmin": 4} | dict.fromkeys(
    ["softplus", "sigmoid", "erf", "atan", "asin", "acos", "min", "max"], 6
)


def softmin(a, b, width):
    return a - width * sympy.log(1 + sympy.exp((a - b) / width))


SYMPY = {name: getattr(sympy, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan")} | {
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "sech": lambda u: 1 / sympy.cosh(u),
    "exp": sympy.exp,
    "log": sympy.log,
    "log10": lambda u: sympy.log(u) / sympy.log(10),
    "sqrt": sympy.sqrt,
    "cbrt": sympy.cbrt,
    "abs": sympy.Abs,
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    "erf": sympy.erf,
    "step": sympy.Heaviside,
    "min": sympy.Min,
    "max": sympy.Max,
    "softmin": softmin,
}

# One smooth expression and one point for every function of the table.
EXPRESSIONS = {
    name: (f"{name}(0.3*x + x**2/7)", 0.8) for name in FUNCTIONS if FUNCTIONS[name].arity == 1
} | {
    "abs": ("abs(x**3 - 2)", 0.8),
    "step": ("x**2*step(x - 0.5)", 0.8),
    "cbrt": ("cbrt(0.3*x + x**2/7)", 0.8),
    "min": ("min(sin(x), x**2)", 0.8),
    "max": ("max(sin(x), x**2)", 0.8),
    "softmin": ("softmin(sin(x), x**2, 0.7)", 0.8),
}
MIXED = [
    ("x**4 - 3*x**2 + 0.3*sin(5*x)", 0.37),
    ("exp(-x**2)/(1 + x**2)", -0.6),
    ("2**x + x**x + x**(-3) + x**0.5", 1.3),
    ("(1 + x**2)**-1.5", 0.2),
    ("x**64", 0.9),
    ("softmin(20*(x + 1.2)**2, 0.25 + 3*(x - 1.2)**2, 0.05)", -0.5),
]


def exact_taylor(text: str, x0: float, order: int) -> np.ndarray:
    """Coefficients from SymPy's symbolic derivatives, in 40 digits."""
    expression = sympy.sympify(text, locals=SYMPY | {"x": X}, rational=True)
    point = sympy.Rational(str(x0))
    coefficients = []
    for k in range(order + 1):
        coefficients.append(float(sympy.N(expression.subs(X, point), 40)) / math.factorial(k))
        expression = sympy.diff(expression, X)
    return np.array(coefficients)


def test_every_function_of_the_table_has_a_reference():
    assert set(SYMPY) == set(FUNCTIONS) == set(EXPRESSIONS)


@pytest.mark.parametrize(("text", "x0"), [*EXPRESSIONS.values(), *MIXED])
def test_taylor_coefficients_equal_symbolic_derivatives(text, x0):
    order = SLOW_ORDERS.get(text.partition("(")[0], ORDER)
    exact = exact_taylor(text, x0, order)
    assert parse(text).taylor(x0, order) == pytest.approx(exact, rel=2e-12, abs=1e-13)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_first_and_second_derivatives_agree_with_finite_differences(name):
    text, x0 = EXPRESSIONS[name]
    formula, h = parse(text), 1e-3
    below, here, above = formula.values(np.array([x0 - h, x0, x0 + h]))
    taylor = formula.taylor(x0, 2)
    assert taylor[0] == pytest.approx(here, rel=1e-14)
    assert taylor[1] == pytest.approx((above - below) / (2 * h), rel=1e-5, abs=1e-5)
    assert 2 * taylor[2] == pytest.approx((above - 2 * here + below) / h**2, rel=1e-4, abs=1e-4)


def test_jet_at_many_points_equals_taylor_at_each():
    formula = parse("exp(sin(3*x))/(2 + tanh(x))")
    x = np.linspace(-2, 2, 7)
    jet = formula.jet(x, 6)
    assert jet.shape == (7, 7)
    for j, point in enumerate(x):
        assert jet[:, j] == pytest.approx(formula.taylor(point, 6), rel=1e-13, abs=1e-14)


def test_jet_of_a_constant_formula_has_the_shape_of_the_points():
    jet = parse("3 + abs(0)").jet(np.zeros(4), 2)
    assert jet.tolist() == [[3.0] * 4, [0.0] * 4, [0.0] * 4]


def test_integer_powers_are_exact_at_zero():
    assert parse("x**64").taylor(0.0, 3).tolist() == [0, 0, 0, 0]
    assert parse("(x - 1)**3").taylor(1.0, 3).tolist() == [0, 0, 0, 1]
    assert parse("x**0").taylor(0.0, 1).tolist() == [1, 0]


def test_saturated_functions_keep_their_tails():
    for text in ("sech(x)**2", "sigmoid(x)", "softplus(x)", "tanh(x)", "softmin(x**2, 1, 0.01)"):
        for point in (-800.0, 800.0):
            assert np.isfinite(parse(text).taylor(point, 4)).all()
    assert parse("sigmoid(x)").taylor(-40.0, 2) == pytest.approx(
        math.exp(-40) * np.array([1, 1, 0.5]), rel=1e-12
    )


def test_softmin_is_stable_where_the_exponential_is_not():
    values = parse("softmin(x, 1, 1e-9)").values(np.array([-1e6, 0.0, 1.0, 2.0, 1e6]))
    assert values == pytest.approx([-1e6, 0, 1 - 1e-9 * math.log(2), 1, 1], abs=1e-15)


@pytest.mark.parametrize(
    ("text", "x0"),
    [
        ("abs(x)", 0.0),
        ("sqrt(x)", 0.0),
        ("cbrt(x)", 0.0),
        ("1/x", 0.0),
        ("log(x)", 0.0),
        ("step(x)", 0.0),
        ("min(x, -x)", 0.0),
        ("max(x, 1)", 1.0),
        ("asin(x)", 1.0),
        ("x**1.5", 0.0),
        ("sqrt(x)", -1.0),
        ("max(log(x), 0)", -1.0),
    ],
)
def test_corners_jumps_and_poles_are_refused(text, x0):
    with pytest.raises(Refusal) as refusal:
        parse(text).taylor(x0, 3)
    assert refusal.value.code == "formula.not-smooth"
    assert refusal.value.details == {"x": x0}


def test_a_corner_elsewhere_or_in_a_constant_does_no_harm():
    assert parse("abs(x)").taylor(-2.0, 2).tolist() == [2, -1, 0]
    assert parse("abs(0)*x + sqrt(0)").taylor(0.0, 2).tolist() == [0, 0, 0]
    assert parse("min(x, x)").taylor(0.0, 2).tolist() == [0, 1, 0]


@pytest.mark.filterwarnings("error")
def test_values_may_be_infinite_without_a_warning():
    values = parse("1/x + 0*log(x) + 9**9**9*x").values(np.array([-1.0, 0.0, 1.0]))
    assert not np.isfinite(values).any()


def test_finite_values_name_the_first_point_lost():
    with pytest.raises(Refusal) as refusal:
        parse("1/(x - 2)").finite_values(np.array([1.0, 2.0, 3.0]))
    assert (refusal.value.code, refusal.value.details) == ("formula.not-finite", {"x": 2.0})
    assert parse("x").finite_values(np.array([1.0, 2.0])).tolist() == [1, 2]


def test_values_have_the_shape_of_the_points_and_may_be_written():
    for text in ("x", "2", "x + 1"):
        x = np.zeros((2, 3))
        values = parse(text).values(x)
        values += 1
        assert values.shape == (2, 3)
        assert not x.any()


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("x^2", "x**2"),
        ("x²−3·x³", "x**2 - 3*x**3"),
        ("x⁻¹²", "x**-12"),
        ("2×π÷x", "2*pi/x"),
        ("ｓｉｎ（ｘ）＋１", "sin(x)+1"),
        ("  x\n+ 1\t", "x+1"),
        ("ln(x) + arctan(x)", "log(x) + atan(x)"),
        ("+x", "x"),
        ("min(x,\u30001)", "min(x, 1)"),
    ],
)
def test_usual_spellings_mean_the_same(typed, plain):
    assert parse(typed) == parse(plain)
    assert hash(parse(typed)) == hash(parse(plain))


def test_precedence_is_that_of_mathematics():
    values = {text: float(parse(text).values(np.array(3.0))) for text in ("-x²", "2^x^2", "1-2-x")}
    assert values == {"-x²": -9.0, "2^x^2": 512.0, "1-2-x": -4.0}


def test_named_constants_enter_the_tree():
    formula = parse("a*x + b_2", {"a": 2, "b_2": 0.5})
    assert formula.values(np.array([1.0])).tolist() == [2.5]
    assert formula == parse("a*x + b_2", [("a", 2.0), ("b_2", 0.5)])
    assert formula != parse("a*x + b_2", {"a": 2, "b_2": 0.6})


@pytest.mark.parametrize(
    ("constants", "code"),
    [
        ({"x": 1.0}, "formula.constant-name"),
        ({"pi": 1.0}, "formula.constant-name"),
        ({"sin": 1.0}, "formula.constant-name"),
        ({"ln": 1.0}, "formula.constant-name"),
        ({"1a": 1.0}, "formula.constant-name"),
        ({"a" * 13: 1.0}, "formula.constant-name"),
        ({"a\n": 1.0}, "formula.constant-name"),
        ({"a": math.nan}, "formula.constant-value"),
        ({"a": -1e13}, "formula.constant-value"),
        ({f"a{i}": 1.0 for i in range(7)}, "formula.too-many-constants"),
    ],
)
def test_constants_are_checked(constants, code):
    with pytest.raises(Refusal) as refusal:
        parse("x", constants)
    assert refusal.value.code == code


def test_unknown_names_become_constants():
    text = "b*x + a*sin(c*x) + a + pi - e + foo(x)"
    assert unknown_names(text) == ("b", "a", "c")
    assert unknown_names("x*y") == ("y",)
    assert unknown_names("x*y", variables=("x", "y")) == ()
    with pytest.raises(Refusal):
        unknown_names("a +")


def test_a_second_variable_costs_nothing():
    formula = parse("x*y", variables=("x", "y"))
    assert formula.values(np.array([2.0]), np.array([3.0])).tolist() == [6.0]


def test_synonyms_name_functions_of_the_table():
    assert set(SYNONYMS.values()) <= set(FUNCTIONS)
    assert not set(SYNONYMS) & set(FUNCTIONS)


SAFE = st.recursive(
    st.sampled_from(["x", "0.5", "2", "1.25", "pi"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("({}/(2 + {}**2))".format, inner, inner),
        st.builds("({})**{}".format, inner, st.sampled_from(["2", "3"])),
        st.builds(
            "{}({})".format, st.sampled_from(["sin", "cos", "tanh", "atan", "erf", "sech"]), inner
        ),
        st.builds("(-{})".format, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(text=SAFE, x0=st.sampled_from([-1.1, -0.3, 0.0, 0.4, 1.7]))
def test_random_formulas_agree_with_sympy(text, x0):
    expression = sympy.sympify(text, locals=SYMPY | {"x": X}, rational=True)
    formula = parse(text)
    exact = float(expression.subs(X, sympy.Rational(str(x0))))
    assert float(formula.values(np.array(x0))) == pytest.approx(exact, rel=1e-11, abs=1e-11)
    slope = float(sympy.diff(expression, X).subs(X, sympy.Rational(str(x0))))
    assert formula.taylor(x0, 1)[1] == pytest.approx(slope, rel=1e-10, abs=1e-10)


@settings(max_examples=60, deadline=None)
@given(text=SAFE, x0=st.floats(-1.5, 1.5))
def test_random_taylor_polynomials_shift_onto_each_other(text, x0):
    """f(x0 + h) from the series at x0 equals f there, up to the first term left out."""
    formula, h = parse(text), 1e-3
    taylor = formula.taylor(x0, 5)
    shifted = sum(c * h**k for k, c in enumerate(taylor[:5]))
    scale = 1 + np.abs(taylor).max()
    assert float(formula.values(np.array(x0 + h))) == pytest.approx(shifted, abs=1e-11 * scale)


def test_formula_is_frozen_and_hashable():
    formula = parse("x")
    assert isinstance(formula, Formula)
    assert {formula: 1}[parse(" x ")] == 1
    with pytest.raises(AttributeError):
        formula.text = "y"
