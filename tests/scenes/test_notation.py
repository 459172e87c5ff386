"""Levels and control points as text: short, exact, and harmless whatever a stranger writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.link import decode, write
from scenes.notation import levels_of, points_of, written_levels, written_points
from scenes.scene import Scene
from solvers.problem import Problem
from solvers.refusal import Refusal


def test_superpositions_and_control_points_are_short():
    problem = Problem(levels=((3, 0.5, 90.0), (0, 1.0, 0.0)))
    assert write(Scene(problem)) == "v=1&levels=0,3:0.5@90"
    assert decode("levels=0:1@0,3:.5@90")[0].problem == problem
    assert decode("levels=2@−45")[0].problem.levels == ((2, 1.0, -45.0),)
    drawn = Problem(points=((-2.0, 1.5), (0.0, 0.0), (2.0, 1.0)))
    assert write(Scene(drawn)) == "v=1&points=-2:1.5,0:0,2:1"
    assert decode("points=-2:1.5, 0:0, 2:1")[0].problem == drawn


@pytest.mark.parametrize(
    ("string", "code"),
    [
        ("levels=-1", "levels.syntax"),
        ("levels=0:1:2", "levels.syntax"),
        ("levels=0:nan", "levels.syntax"),
        ("levels=0,", "levels.syntax"),
        ("levels=1e9", "levels.syntax"),
        ("levels=" + "0," * 90, "levels.syntax"),
        ("levels=64", "levels.number"),
        ("levels=999999", "levels.number"),
        ("levels=0:0", "levels.amplitude"),
        ("levels=0:-1", "levels.amplitude"),
        ("levels=0@361", "levels.phase"),
        ("levels=3,3", "levels.repeated"),
        ("levels=" + ",".join(map(str, range(13))), "levels.count"),
        ("levels=0&order=0", "levels.none"),
        ("levels=0&order=1", "levels.none"),
        ("levels=0&order=2&about=0", "levels.none"),
        ("points=1", "points.syntax"),
        ("points=1:2:3,2:1,3:1", "points.syntax"),
        ("points=0:inf,1:0,2:0", "points.syntax"),
        ("points=" + "0:0," * 90, "points.syntax"),
        ("points=0:0,1:1", "points.count"),
        ("points=" + ",".join(f"{i}:0" for i in range(25)), "points.count"),
        ("points=0:0,1:1,1:2", "points.order"),
        ("points=0:0,2:1,1:2", "points.order"),
        ("points=0:0,0.0001:1,1:2", "points.close"),
        ("points=0:0,1:1e5,2:0", "points.range"),
        ("points=-2000:0,1:1,2:0", "points.range"),
        ("points=-1:0,0:1,1:0&formula=x", "points.formula"),
    ],
)
def test_what_is_no_start_or_landscape_is_refused(string, code):
    with pytest.raises(Refusal) as refusal:
        decode(string)
    assert refusal.value.code == code
    assert all(len(str(value)) < 60 for value in refusal.value.details.values())


@pytest.mark.parametrize("reading", [levels_of, points_of])
@given(text=st.text(alphabet="0123456789.:@,-e−∞ nax", max_size=80))
def test_any_text_is_read_or_refused(reading, text):
    try:
        found = reading(text)
    except Refusal:
        return
    written = {levels_of: written_levels, points_of: written_points}[reading](found)
    assert reading(written) == found
