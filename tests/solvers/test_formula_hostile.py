"""Hostile and malformed formulas: a Refusal or a value, quickly, and nothing else."""

import time
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.formula import LONGEST, parse, unknown_names
from solvers.refusal import Refusal

LIMIT = 0.05  # seconds
TEXTS = Path(__file__).parents[2] / "scenes" / "texts"
SENTENCES = [
    tomllib.loads((TEXTS / language / "formula.toml").read_text(encoding="utf-8"))
    for language in ("en", "zh")
]

REFUSED = [
    ("", "formula.empty", None),
    ("  \n\t ", "formula.empty", None),
    ("x" * 201, "formula.too-long", None),
    ("(" * 1000 + "x" + ")" * 1000, "formula.too-long", None),
    ("-" * 100 + "x", "formula.too-deep", None),
    ("sin(" * 45 + "x" + ")" * 15, "formula.syntax", None),
    ("x" + "+x" * 60, "formula.too-deep", None),
    ("(" + "x+" * 40 + "x)*(" + "x+" * 40 + "x)", "formula.too-many-terms", None),
    ("x +", "formula.syntax", 4),
    ("  x + * 2 /", "formula.syntax", 7),
    ("(x", "formula.syntax", 1),
    ("x)", "formula.syntax", 2),
    ("x ** ** 2", "formula.syntax", 6),
    ("()", "formula.not-allowed", 1),
    ("1.2.3", "formula.syntax", 4),
    ("1 2", "formula.syntax", 3),
    ("007", "formula.syntax", 1),
    ("²", "formula.syntax", 1),
    ("*x", "formula.syntax", 1),
    ("2x", "formula.missing-sign", 2),
    ("x(x+1)", "formula.missing-sign", 2),
    ("2 (x)", "formula.missing-sign", 3),
    ("(x)(x)", "formula.missing-sign", 4),
    ("x²x", "formula.missing-sign", 3),
    ("1j", "formula.missing-sign", 2),
    ("0x10", "formula.missing-sign", 2),
    ("1if x else 2", "formula.not-allowed", 2),
    ("sin x", "formula.needs-parentheses", 1),
    ("x + sin", "formula.needs-parentheses", 5),
    ("y", "formula.unknown-name", 1),
    ("1 + foo", "formula.unknown-name", 5),
    ("foo(x)", "formula.unknown-function", 1),
    ("eval(x)", "formula.unknown-function", 1),
    ("open(x)", "formula.unknown-function", 1),
    ("sin()", "formula.arguments", 1),
    ("sin(x, x)", "formula.arguments", 1),
    ("min(x)", "formula.arguments", 1),
    ("sin(*x)", "formula.not-allowed", 5),
    ("min(*x, *x)", "formula.not-allowed", 5),
    ("sin(**x)", "formula.arguments", 1),
    ("sin(x=1)", "formula.not-allowed", 6),
    ("__import__('os').getpid()", "formula.not-allowed", 1),
    ("x.__class__", "formula.not-allowed", 2),
    ("x.tofile", "formula.not-allowed", 2),
    ("x[0]", "formula.not-allowed", 2),
    ("'x'", "formula.not-allowed", 1),
    ('"x"', "formula.not-allowed", 1),
    ("b'x'", "formula.not-allowed", 2),
    ("f'{x}'", "formula.not-allowed", 2),
    ("x < 1", "formula.not-allowed", 3),
    ("x == 1", "formula.not-allowed", 3),
    ("lambda: x", "formula.not-allowed", 1),
    ("[x for x in x]", "formula.not-allowed", 1),
    ("{x: 1}", "formula.not-allowed", 1),
    ("(x := 1)", "formula.not-allowed", 4),
    ("x if x else x", "formula.not-allowed", 3),
    ("x and x", "formula.not-allowed", 3),
    ("not x", "formula.not-allowed", 1),
    ("await x", "formula.not-allowed", 1),
    ("True", "formula.not-allowed", 1),
    ("None", "formula.not-allowed", 1),
    ("...", "formula.not-allowed", 1),
    ("x, 1", "formula.not-allowed", 1),
    ("x // 2", "formula.not-allowed", 3),
    ("x % 2", "formula.not-allowed", 3),
    ("x @ x", "formula.not-allowed", 3),
    ("~x", "formula.not-allowed", 1),
    ("x; x", "formula.not-allowed", 2),
    ("x # comment", "formula.not-allowed", 3),
    ("x\\", "formula.not-allowed", 2),
    ("x\x00", "formula.not-allowed", 2),
    ("\ufeffx", "formula.not-allowed", 1),
    ("ｘ＿１", "formula.unknown-name", 1),
    ("х", "formula.not-allowed", 1),  # Cyrillic
    ("∞", "formula.not-allowed", 1),
    ("1_000", "formula.not-allowed", 2),
    ("\ud800", "formula.not-allowed", 1),
    ("1e13", "formula.number-too-large", 1),
    ("1e999", "formula.number-too-large", 1),
    ("x + " + "9" * 190, "formula.number-too-large", 5),
    ("inf", "formula.unknown-name", 1),
    ("nan*x", "formula.unknown-name", 1),
]

EVALUATED = [
    "9**9**9",
    "-9**9**9*x",
    "2**1e12",
    "x**1e12",
    "x**1024",
    "x**-1e12",
    "1/0",
    "0/0 + x",
    "log(-1)",
    "exp(exp(exp(exp(x + 9))))",
    "(" * 90 + "x" + ")" * 90,
    "((((((x**64)**64)**64)**64)**64)**64)**64",
    "sin(1e12*x)",
    "min(x, 1/x)",
    "-" * 50 + "x",
    "x" + "+x" * 55,
    "softmin(x, 1, 0)",
    "softmin(x, -x, -1)",
]


def refused_or_parsed(text, longest=LONGEST):
    try:
        return parse(text, longest=longest)
    except Refusal as refusal:
        return refusal


def quickest(call):
    """Best of three, since the machine may be busy with something else."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize(("text", "code", "column"), REFUSED, ids=lambda value: repr(value)[:30])
def test_refused_with_a_code_and_a_column_in_time(text, code, column):
    refusal = refused_or_parsed(text)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    if column is not None:
        assert refusal.details["column"] == column
    for sentences in SENTENCES:
        assert sentences[code.removeprefix("formula.")].format(**refusal.details)
    assert quickest(lambda: refused_or_parsed(text)) < LIMIT


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", EVALUATED, ids=lambda text: text[:30])
def test_evaluated_in_time_without_a_warning(text):
    x = np.linspace(-2, 2, 512)
    formula = parse(text)
    assert formula.values(x).shape == (512,)
    assert formula.jet(x, 8).shape == (9, 512)
    assert formula.latex
    assert hash(formula) == hash(parse(text))
    assert quickest(lambda: (parse(text).values(x), formula.jet(x, 8))) < LIMIT


def test_a_longer_limit_meets_the_other_limits():
    for text in ("(" * 500 + "x" + ")" * 500, "-" * 500 + "x", "x" + "+x" * 500):
        with pytest.raises(Refusal):
            parse(text, longest=2000)
        assert quickest(lambda text=text: refused_or_parsed(text, 2000)) < LIMIT


def test_deep_callers_get_a_refusal_too():
    def call(depth: int) -> None:
        if depth:
            call(depth - 1)
        else:
            parse("-" * 100 + "x")

    with pytest.raises(Refusal):
        call(500)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=LONGEST),
        st.text("x1.e+-*/^(),² sinabmaxπ_=[]'\"", max_size=40),
        st.lists(
            st.sampled_from(["x", "2", "sin", "min", "(", ")", ",", "**", "-", "/", " ", "1e9"]),
            max_size=30,
        ).map("".join),
    )
)
@pytest.mark.filterwarnings("error")
def test_any_text_is_refused_or_evaluated(text):
    outcome = refused_or_parsed(text)
    if isinstance(outcome, Refusal):
        column = outcome.details.get("column", 1)
        assert outcome.code.startswith("formula.")
        assert isinstance(column, int)
        assert 1 <= column <= len(text) + 1
    else:
        assert outcome.values(np.zeros(3)).shape == (3,)
        assert outcome.jet(np.zeros(3), 3).shape == (4, 3)
        assert isinstance(outcome.latex, str)
    try:
        names = unknown_names(text)
    except Refusal:
        return
    assert "x" not in names
