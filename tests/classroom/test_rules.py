"""What browsers send, whatever it is: read into bounded plain values or refused with a sentence."""

import csv
import io
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.language import LANGUAGES, explain
from solvers.refusal import Refusal
from ui.classroom import rules
from ui.classroom.results import mean_density, results, table
from ui.pace import REMEMBERED, Pace

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=400),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([*rules.KINDS, "essay"]) | JSON,
        "text": JSON,
        "options": st.lists(st.text(max_size=90), max_size=8) | JSON,
        "lo": st.floats() | JSON,
        "hi": st.floats() | JSON,
        "ground": st.lists(st.integers(-1, 256), min_size=63, max_size=65) | JSON,
        "page": st.text(max_size=40) | JSON,
        "link": st.text(max_size=40) | JSON,
    },
)


def tried(read, *arguments):
    """What came of it: a value, or a refusal that both languages have a sentence for."""
    try:
        return read(*arguments)
    except Refusal as refusal:
        for code in LANGUAGES:
            explain(code, refusal)
        return None


@settings(max_examples=50, deadline=None)
@given(BODIES)
def test_any_message_is_a_bounded_question_or_refused(body):
    asked = tried(rules.question, body)
    if asked is not None:
        assert len(json.dumps(asked, allow_nan=False)) < 8192
        assert asked["text"].isprintable()
        if asked["kind"] != "choice":
            assert -rules.BIGGEST <= asked["lo"] < asked["hi"] <= rules.BIGGEST


@settings(max_examples=50, deadline=None)
@given(BODIES)
def test_any_message_is_a_scene_of_our_form_or_refused(body):
    found = tried(rules.scene, body)
    if found is not None:
        page, link = found
        assert page.replace("_", "").isalpha()
        assert link.isascii()
        assert len(link) <= rules.LONGEST_LINK


@given(JSON | st.integers(0, 3) | st.lists(st.integers(0, 255), min_size=64, max_size=64))
def test_any_value_is_an_answer_of_the_kind_asked_for_or_refused(value):
    choice = {"kind": "choice", "options": ["a", "b"]}
    assert tried(rules.answer, choice, value) in (None, 0, 1)
    number = tried(rules.answer, {"kind": "number", "lo": -1.0, "hi": 1.0}, value)
    assert number is None or -1 <= number <= 1
    sketch = tried(rules.answer, {"kind": "density", "lo": 0.0, "hi": 1.0}, value)
    assert sketch is None or (len(bytes(sketch)) == rules.SAMPLES and any(sketch))


@given(st.text(max_size=200) | JSON)
def test_any_nickname_is_one_short_printable_line_or_refused(text):
    name = tried(rules.nickname, text)
    if name is not None:
        assert name.isprintable()
        assert 0 < len(name) <= rules.LONGEST_NICKNAME
        assert name == name.strip()


@given(st.text(max_size=60))
def test_any_code_is_of_our_letters_or_refused(text):
    code = tried(rules.code_of, text)
    assert code is None or (len(code) == rules.CODE_LENGTH and set(code) <= set(rules.LETTERS))


def test_codes_are_read_as_people_type_them():
    code = rules.new_code()
    assert rules.code_of(f" {code[:2].lower()}-{code[2:]} ") == code
    assert len({rules.new_code() for _ in range(200)}) > 195


def test_the_mean_of_sketches_weighs_each_alike():
    asked = {"kind": "density", "lo": 0.0, "hi": 6.3}
    low, high = [10] * 32 + [0] * 32, [0] * 32 + [200] * 32
    mean = mean_density(asked, [low, high])
    assert mean == pytest.approx([1 / 6.4] * 64)  # one over the width that 64 samples stand for
    assert results(asked, [])["mean"] == []


def test_numbers_come_in_order_and_counts_by_option():
    assert results({"kind": "number"}, [3.0, -1.0])["numbers"] == [-1.0, 3.0]
    found = results({"kind": "choice", "options": ["a", "b", "c"]}, [2, 0, 2])
    assert found == {"count": 3, "counts": [1, 0, 2]}


@given(st.text(min_size=1, max_size=30))
def test_no_cell_of_the_table_is_a_formula(text):
    asked = {"kind": "choice", "text": text, "options": [text, "b"]}
    cells = next(iter(table_rows(table([(1, asked, text, 0, 0.0)]))))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def table_rows(text):
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))[1:]


def test_a_pace_admits_a_burst_and_then_its_rate():
    now = [0.0]
    pace = Pace(burst=3, rate=2, clock=lambda: now[0])
    assert [pace.admits("a") for _ in range(5)] == [True] * 3 + [False] * 2
    assert pace.admits("b")
    now[0] = 0.5
    assert [pace.admits("a") for _ in range(2)] == [True, False]
    for number in range(2 * REMEMBERED):
        pace.admits(number)
    assert len(pace._buckets) == REMEMBERED
    assert math.isfinite(pace._buckets[number][0])
