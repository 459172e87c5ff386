import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.diffusion.datasets import (
    DIGITS,
    LONGEST_DRAWING,
    SHAPES,
    drawn,
    letters,
    standardised,
    strokes,
)
from solvers.diffusion.glyphs import GLYPHS, dots
from solvers.diffusion.problem import USUAL_DRAWING
from solvers.refusal import Refusal


def rng(seed=0):
    return np.random.default_rng(seed)


def everything():
    yield from ((name, lambda n, r, make=make: make(n, r)) for name, make in SHAPES.items())
    yield "letters", lambda n, r: letters("QDE", n, r)
    yield "drawing", lambda n, r: drawn(USUAL_DRAWING, n, r)


@pytest.mark.parametrize(("name", "make"), list(everything()))
@pytest.mark.parametrize("count", [10, 400, 5000])
def test_sets_are_standardised_labelled_and_seeded(name, make, count):
    data = make(count, rng())
    assert data.points.shape == (count, 2)
    assert data.labels.shape == (count,)
    assert data.points.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert data.points.var(axis=0).mean() == pytest.approx(1)
    assert set(data.labels) == set(range(data.classes))
    assert data.classes > 1
    assert (make(count, rng()).points == data.points).all()
    assert (make(count, rng(1)).points != data.points).any()


def test_moons_are_two_half_circles():
    data = SHAPES["two-moons"](4000, rng())
    upper, lower = (data.points[data.labels == label] for label in (0, 1))
    assert upper[:, 1].mean() > 0.2
    assert lower[:, 1].mean() < -0.2
    assert lower[:, 0].mean() > upper[:, 0].mean()


def test_the_spiral_keeps_its_law():
    data = SHAPES["spiral"](4000, rng())
    assert np.hypot(*data.points[data.labels == 1].T).min() > 0.6


def test_every_dot_of_a_word_gets_points_of_its_letter():
    centres, index = dots("QD")
    data = letters("qd", 3 * len(centres), rng())
    assert data.classes == 2
    assert data.points[data.labels == 0, 0].max() < data.points[data.labels == 1, 0].min()
    assert np.bincount(data.labels).tolist() == (3 * np.bincount(index)).tolist()


def test_every_glyph_is_a_different_shape_of_five_by_seven():
    assert len(set(GLYPHS.values())) == len(GLYPHS)
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") < set(GLYPHS)
    assert all(len(rows) == 7 and all(0 <= row < 32 for row in rows) for rows in GLYPHS.values())


@pytest.mark.parametrize("word", ["", "TOOLONG", "é", "A B", "a\n"])
def test_words_that_cannot_be_set_are_refused(word):
    with pytest.raises(Refusal, match=r"diffusion\.word"):
        letters(word, 100, rng())


@pytest.mark.parametrize(
    "text", ["", "a", "ab.", ".ab", "ab!c", "ab cd", "a" * (LONGEST_DRAWING + 2), "ab." * 12 + "ab"]
)
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(Refusal, match=r"diffusion\.drawing"):
        drawn(text, 100, rng())


def test_a_line_gets_points_all_along():
    data = drawn("00--", 1000, rng())
    along = (data.points @ [1, 1]) / np.sqrt(2)
    assert np.diff(np.sort(along)).max() < 0.1
    assert np.abs(data.points @ [1, -1]).max() < 0.2


@given(st.text(alphabet=DIGITS + ".", max_size=80))
def test_any_text_of_digits_is_a_drawing_or_refused(text):
    try:
        lines = strokes(text)
    except Refusal:
        return
    data = drawn(text, 50, rng())
    assert all(((line >= 0) & (line <= 1)).all() for line in lines)
    assert np.isfinite(data.points).all()


def test_points_at_one_place_have_no_shape():
    with pytest.raises(Refusal, match="one-place"):
        standardised(np.full((9, 2), 3.7), np.zeros(9, int))
