import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.language import LANGUAGES, explain
from solvers.diffusion.upload import MOST_BYTES, MOST_POINTS, read_table
from solvers.refusal import Refusal

GOOD = "0,0\n1,0\n0,2\n1,2\n"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "x,y\n" + GOOD,
        "\ufeffx,y\r\n" + GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        GOOD.replace(",", "   "),
        "\n\n" + GOOD + "\n\n",
        '"x","y"\n"0","0"\n"1","0"\n"0","2"\n"1","2"',
        "0e0, 0.0\n1e0, -0\n.0, 2.\n+1, 2\n",
    ],
)
def test_tables_are_read_as_people_write_them(text):
    data = read_table(text.encode())
    assert data.points * np.sqrt(0.625) == pytest.approx(
        np.array([[-0.5, -1], [0.5, -1], [-0.5, 1], [0.5, 1]])
    )
    assert data.classes == 1


def test_a_third_column_is_the_class():
    data = read_table(b"x,y,class\n0,0,3\n1,0,3\n0,2,8\n")
    assert data.labels.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("content", "code", "details"),
    [
        (b"", "short", {}),
        (b"  \n\n", "short", {}),
        (b"x,y\n1,2\n3,4\n", "short", {}),
        (b"1,2,3,4\n" * 5, "columns", {"line": 1, "count": 4}),
        (b"1\n2\n3\n", "columns", {"line": 1, "count": 1}),
        (b"1,2\n3,4\n5\n", "columns", {"line": 3, "count": 1}),
        (b"1,2\n3,4\n5,6,1\n", "uneven", {"line": 3}),
        (b"1,2\n3,abc\n5,6\n", "text", {"line": 2, "text": "abc"}),
        (b"a,b\nc,d\n" + GOOD.encode(), "text", {"line": 2, "text": "c"}),
        (b"1,\n2,3\n4,5\n", "text", {"line": 1, "text": ""}),
        (b"1,2\n3,1_0\n5,6\n", "text", {"line": 2, "text": "1_0"}),
        (b"1,2\nnan,4\n5,6\n", "not-finite", {"line": 2}),
        (b"1,2\n3,-inf\n5,6\n", "not-finite", {"line": 2}),
        (b"1,2\n3,1e400\n5,6\n", "not-finite", {"line": 2}),
        (b"1,2\n3,1e12\n5,6\n", "far", {"line": 2}),
        (b"1,2,0\n3,4,1.5\n5,6,0\n", "class", {"line": 2}),
        (b"1,2,0\n3,4,9\n5,6,0\n", "class", {"line": 2}),
        (b"\xff\xfe1\x00,\x002\x00", "not-text", {}),
        (b"1,2\n3,\x004\n", "not-text", {}),
        (b"1,2\n" * (MOST_POINTS + 1), "long", {"limit": MOST_POINTS}),
        (b"1,2\n" * MOST_BYTES, "large", {}),
    ],
)
def test_bad_tables_get_one_sentence(content, code, details):
    with pytest.raises(Refusal) as caught:
        read_table(content)
    refusal = caught.value
    assert refusal.code == f"diffusion.table-{code}"
    assert refusal.details.items() >= details.items()
    for language in LANGUAGES:
        sentence = explain(language, refusal)
        assert sentence.rstrip().endswith((".", "。"))
        assert "{" not in sentence
        assert "\n" not in sentence


def test_as_many_points_as_are_allowed_are_read():
    lines = "\n".join(f"{i % 71},{i % 53}" for i in range(MOST_POINTS))
    assert read_table(lines.encode()).points.shape == (MOST_POINTS, 2)


def test_equal_points_are_refused():
    with pytest.raises(Refusal, match="one-place"):
        read_table(b"4,2\n" * 9)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(content):
    try:
        data = read_table(content)
    except Refusal:
        return
    assert np.isfinite(data.points).all()


@given(st.text(alphabet='0123456789.,;-+eE \t\nnaif"', max_size=120))
def test_nearly_tables_raise_nothing_else(text):
    try:
        data = read_table(text.encode())
    except Refusal:
        return
    assert np.isfinite(data.points).all()
