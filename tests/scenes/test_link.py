"""The scene string: what is written can be read, and nothing a stranger writes does harm."""

import math
import time
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenes.link import KEYS, LONGEST, Note, decode, encode, split, write
from scenes.scene import CURVES, DENSITIES, FASTEST, NORMS, PANELS, SLOWEST, Scene, View
from solvers.landscapes import CATALOGUE
from solvers.problem import RANGES, SCHEDULES, Problem
from solvers.refusal import Refusal

FORMULAS = ("x**2", "a*x**4-b*x", "softmin(x**2,(x-2)**2+0.1,0.05)", "x**2+1", "sin(3*x)/2+x**2/9")
LANDSCAPES = st.sampled_from(sorted(CATALOGUE))


def finite(low, high):
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


@st.composite
def control_points(draw):
    steps = draw(st.lists(finite(0.5, 5), min_size=3, max_size=24))
    start = draw(finite(-300, 300))
    return tuple((start + sum(steps[:i]), draw(finite(-1e4, 1e4))) for i in range(len(steps)))


superpositions = st.lists(
    st.tuples(st.integers(0, 63), finite(1e-3, 1e3), finite(-360, 360)),
    min_size=1, max_size=12, unique_by=lambda level: level[0],
).map(tuple)  # fmt: skip


@st.composite
def problems(draw):
    chosen = {"landscape": draw(LANDSCAPES), "schedule": draw(st.sampled_from(SCHEDULES))}
    for key in ("wick", "D", "D_end", "px", "T", "frames", "n", "order"):
        if draw(st.booleans()):
            allowed = RANGES[key]
            numbers = st.integers if allowed.integer else finite
            chosen[key] = draw(numbers(allowed.low, allowed.high))
    if draw(st.booleans()):
        chosen["lo"], chosen["hi"] = draw(finite(-1e3, -1)), draw(finite(1, 1e3))
        width = chosen["hi"] - chosen["lo"]
        inside = finite(chosen["lo"] + 0.011 * width, chosen["hi"] - 0.011 * width)
        chosen["x0"], chosen["about"] = draw(inside), draw(st.none() | inside)
        chosen["sigma"] = draw(finite(1e-3, min(width / 4.001, 100)))
    if draw(st.booleans()):
        chosen["formula"] = draw(st.sampled_from(FORMULAS))
        chosen["let"] = (("a", draw(finite(-1e6, 1e6))), ("b", draw(finite(-5, 5))))
    elif draw(st.booleans()):
        chosen["points"] = draw(control_points())
    if chosen.get("order") is None and draw(st.booleans()):
        chosen["levels"] = draw(superpositions)
    return Problem(**chosen)


views = st.builds(
    View,
    show=st.lists(st.sampled_from(CURVES), unique=True).map(tuple),
    density=st.sampled_from(DENSITIES),
    panel=st.sampled_from(PANELS),
    norm=st.sampled_from(NORMS),
    beside=st.sampled_from(["", "v=1", "v=1&landscape=morse&wick=90", "v=1&levels=0,3:0.5@90"]),
    speed=finite(SLOWEST, FASTEST),
    lang=st.sampled_from(["", "en", "zh"]),
)
scenes = st.builds(Scene, problems(), views)


@given(scenes)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(scene):
    again, notes = decode(write(scene))
    assert again == scene
    assert notes == []
    assert decode(encode(scene)) == (scene, [])
    assert write(again) == write(scene)


@given(scenes)
@settings(max_examples=60, deadline=None)
def test_only_differences_are_written(scene):
    pairs = encode(scene)
    if pairs:
        assert pairs.pop("v") == "1"
    assert set(pairs) <= set(KEYS)
    for key in pairs:  # each of them matters
        fewer = {name: value for name, value in pairs.items() if name != key}
        with suppress(Refusal):  # without it the rest may not go together
            assert decode(fewer)[0] != scene


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_landscape_by_itself_is_short(name):
    string = write(Scene(Problem(landscape=name)))
    assert string == ("" if name == Problem.landscape else f"v=1&landscape={name}")
    assert decode(string) == (Scene(Problem(landscape=name)), [])


def test_the_default_scene_is_the_empty_string():
    assert write(Scene()) == ""
    assert decode("") == decode("?") == decode("v=1") == (Scene(), [])


def test_strings_are_safe_in_an_address():
    scene = Scene(Problem(formula="x**2+a", let=(("a", 1.5),)))
    assert write(scene) == "v=1&formula=x**2%2Ba&let=a:1.5"
    assert quote(write(scene), safe="*(),:/@&=%") == write(scene)


def test_a_leading_question_mark_and_empty_parts_are_forgiven():
    assert split("?a=1&&b=2&") == {"a": "1", "b": "2"}
    assert split("formula=x**2+1")["formula"] == "x**2+1"
    assert split("formula=x**2%2B1%26")["formula"] == "x**2+1&"
    assert split("a=b=c") == {"a": "b=c"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("x**2 1", "x**2+1"),  # what a browser makes of x**2+1
        ("x**2 + 1", "x**2+1"),
        ("x**2 - 1", "x**2-1"),
        ("min(x, 1)", "min(x,1)"),
        (" x**2 ", "x**2"),
    ],
)
def test_a_plus_typed_by_hand_is_healed(typed, meant):
    assert decode({"formula": typed})[0].problem.formula == meant
    assert decode(f"formula={quote(typed)}")[0].problem.formula == meant


@pytest.mark.parametrize("key", RANGES)
def test_numbers_outside_are_clamped_and_reported(key):
    pairs = {"schedule": "linear"}
    if key in ("x0", "about", "sigma"):
        pairs |= {"lo": "-900", "hi": "900"}
    low, high = RANGES[key].low, RANGES[key].high
    wrong = [(low - 1, low), (high + 1, high)]
    wrong = {"lo": wrong[:1], "hi": wrong[1:]}.get(key, wrong)  # an edge has only one far side
    for value, limit in wrong:
        scene, notes = decode({**pairs, key: str(value)})
        said = [note for note in notes if note.details["key"] == key]
        assert said[0] == Note(
            "scene.clamped", {"key": key, "value": value, "low": low, "high": high}
        )
        if key not in ("x0", "about"):
            assert getattr(scene.problem, key) == limit


def test_numbers_that_fit_but_not_together_are_moved_inside():
    scene, notes = decode("x0=9&sigma=4&about=-7&order=2")
    problem = scene.problem
    assert problem.lo < problem.about < problem.x0 < problem.hi
    assert problem.sigma == (problem.hi - problem.lo) / 4
    assert [note.details["key"] for note in notes] == ["x0", "about", "sigma"]


def test_whole_numbers_are_rounded_and_reported():
    scene, notes = decode("frames=99.6&order=2.2")
    assert (scene.problem.frames, scene.problem.order) == (100, 2)
    assert {note.details["key"] for note in notes} == {"frames", "order"}
    assert decode("order=exact")[0].problem.order is None


def test_the_scene_beside_is_a_scene_without_a_view():
    scene, notes = decode("beside=D%3D0.2%26speed%3D3%26beside%3Dwick%253D90&wick=30")
    assert (scene.view.beside, notes) == ("v=1&D=0.2", [])
    assert decode("beside=wick%3D0")[0].view.beside == "v=1"  # the default scene


def test_speed_is_clamped():
    scene, notes = decode("speed=99")
    assert scene.view.speed == FASTEST
    assert [note.code for note in notes] == ["scene.clamped"]
    with pytest.raises(Refusal):
        View(speed=math.nan)


def test_unknown_keys_are_reported_and_ignored():
    scene, notes = decode("wick=90&wikc=30&" + "k" * 99 + "=1")
    assert scene == Scene(Problem(wick=90))
    assert [note.code for note in notes] == ["scene.unknown-key"] * 2
    assert notes[0].details == {"key": "wikc"}
    assert len(notes[1].details["key"]) < 50


@pytest.mark.parametrize(
    ("string", "code"),
    [
        ("wick=nan", "scene.not-a-number"),
        ("T=inf", "scene.not-a-number"),
        ("D=-1e999", "scene.not-a-number"),
        ("x0=left", "scene.not-a-number"),
        ("sigma=", "scene.not-a-number"),
        ("speed=fast", "scene.not-a-number"),
        ("order=two", "scene.not-a-number"),
        ("let=a:b", "scene.not-a-number"),
        ("let=a", "scene.constants"),
        ("let=a:1,a:2", "scene.repeated"),
        ("wick=1&wick=2", "scene.repeated"),
        ("%77ick=1&wick=2", "scene.repeated"),
        ("wick=1&%77ick=2", "scene.repeated"),
        ("wick", "scene.malformed"),
        ("v=2", "scene.version"),
        ("dim=3", "scene.dimension"),
        ("landscape=atlantis", "scene.unknown-landscape"),
        ("schedule=sudden", "scene.unknown-schedule"),
        ("show=ghosts", "scene.not-one-of"),
        ("density=both", "scene.not-one-of"),
        ("panel=door", "scene.not-one-of"),
        ("norm=two", "scene.not-one-of"),
        ("beside=wick%3Dx", "scene.not-a-number"),
        ("beside=" + "x" * 601, "scene.too-long"),
        ("beside=dim%3D2", "scene.beside"),
        ("beside=wick%3D90%26schedule%3Dlinear", "scene.beside"),
        ("lang=tlh", "scene.not-one-of"),
        ("lo=3&hi=2", "scene.domain"),
        ("formula=" + "x" * LONGEST, "scene.too-long"),
    ],
)
def test_what_cannot_be_read_is_refused(string, code):
    with pytest.raises(Refusal) as refusal:
        decode(string)
    assert refusal.value.code == code
    assert all(len(str(value)) < 400 for value in refusal.value.details.values())


@pytest.mark.parametrize("key", ["landscape", "schedule", "density", "lang", "show"])
def test_long_names_are_not_repeated_in_full(key):
    with pytest.raises(Refusal) as refusal:
        decode({key: "z" * 1000})
    assert all(len(str(value)) < 400 for value in refusal.value.details.values())


def test_too_long_is_too_long_however_it_arrives():
    with pytest.raises(Refusal) as refusal:
        decode({"formula": "x" * (LONGEST + 1)})
    assert refusal.value.code == "scene.too-long"


def test_real_minus_signs_are_numbers():
    assert decode("x0=−1.5")[0].problem.x0 == -1.5


pieces = st.lists(
    st.tuples(st.sampled_from([*KEYS, "v", "dim"]), st.text(max_size=30)), max_size=6
).map(lambda pairs: "&".join(f"{key}={value}" for key, value in pairs))


@given(st.text(max_size=300) | pieces)
@settings(max_examples=200, deadline=None)
@example("formula=" + "(" * 300)
@example("let=" + ",".join(f"a{i}:1" for i in range(200)))
@example("%" * 500)
@example("lo=1e308&hi=-1e308")
@example("formula= " + "- " * 150)
def test_any_text_is_a_scene_or_a_refusal(text):
    start = time.perf_counter()
    try:
        scene, notes = decode(text)
    except Refusal:
        pass
    else:
        assert isinstance(scene, Scene)
        assert all(note.code.startswith("scene.") for note in notes)
        assert decode(write(scene))[0] == scene
    assert time.perf_counter() - start < 1


@given(st.dictionaries(st.sampled_from([*KEYS, "v", "dim"]), st.text(max_size=40), max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_query_is_a_scene_or_a_refusal(pairs):
    try:
        scene, _ = decode(pairs)
    except Refusal:
        return
    assert decode(encode(scene))[0] == scene
