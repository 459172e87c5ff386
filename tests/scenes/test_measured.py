"""Expressions of measures: read, computed, refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.measured import LONGEST, Measure, measured
from solvers.refusal import Refusal

KNOWN = ("width", "gap", "weight0", "decided.share", "E0")
FIGURES = {"width": 3.0, "gap": 0.5, "weight0": 0.25, "decided.share": 80.0, "E0": 1.0}


def value(text):
    return measured(text, KNOWN).value(lambda measure: FIGURES[measure.name])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gap", 0.5),
        ("width@end/width@start", 1.0),
        ("2*width**2 - gap", 17.5),
        ("100*(1-weight0@2.5)", 75.0),
        ("decided.share", 80.0),
        ("sqrt(E0 + width) - ln(e)", 1.0),
        ("3 + 1e1", 13.0),
        ("gap[D=0.05&T=3]", 0.5),
    ],
)
def test_expressions_are_computed(text, expected):
    assert value(text) == pytest.approx(expected, abs=1e-12)


def test_the_same_measure_is_asked_once():
    read = measured("width@end + width@end - width@end[D=1]", KNOWN)
    assert read.measures == (Measure("width", "end"), Measure("width", "end", "D=1"))


def test_no_value_stays_no_value():
    assert str(measured("1/gap", KNOWN).value(lambda _: float("nan"))) == "nan"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "colour",
        "x",
        "width@never",
        "width@-1",
        "width.real",
        "gap gap",
        "width(3)",
        "__import__('os')",
        "gap[[D=1]]",
        "lambda: gap",
        "gap if gap else gap",
        "width@1+width@2+width@3+width@4+width@5+width@6+width@7",
        "+" * (LONGEST + 1),
    ],
)
def test_anything_else_is_refused(bad):
    with pytest.raises(Refusal):
        value(bad)


def test_what_overflows_has_no_value():
    assert str(value("9**9**9**9")) == "nan"


@given(st.text(max_size=80))
def test_no_text_raises_anything_else(text):
    try:
        read = measured(text, KNOWN)
    except Refusal:
        return
    assert isinstance(read.value(lambda _: 1.0), float)
