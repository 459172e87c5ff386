"""Named scenes and links of earlier days: all can still be shown."""

from pathlib import Path

import pytest

from scenes.language import LANGUAGES, catalogue
from scenes.link import decode, encode
from scenes.presets import PRESETS
from solvers.plane.report import solved
from solvers.plane.solution import stream as plane_stream
from solvers.refusal import Refusal
from solvers.solution import collect, solve, stream

LINKS = [
    line
    for line in (Path(__file__).parents[1] / "links.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def opened(problem):
    """The solution, or the first frame of one that takes longer."""
    if problem.schedule != "constant":
        return collect(problem, [next(stream(problem))])
    return solve(problem, samples=9)


def started(problem):
    """The first frame of a run in two dimensions."""
    return solved(problem, [next(plane_stream(problem)).numbers])


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_says_what_it_means_and_can_be_trusted(name):
    scene, notes = decode(f"preset={name}")
    assert notes == []
    assert decode(PRESETS[name]) == (scene, [])
    assert decode(encode(scene))[0] == scene
    there = opened if scene.problem.dim == 1 else started
    cause = there(scene.problem).report.verdict
    assert cause.level == "green" or cause.cause == "physics"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_preset_has_a_title_and_none_is_left_over(code):
    titles = [key.removeprefix("presets.") for key in catalogue(code) if "presets." in key]
    assert titles == list(PRESETS)


def test_there_are_enough_for_a_term():
    assert len(PRESETS) >= 24
    assert sum(decode(text)[0].problem.dim == 2 for text in PRESETS.values()) >= 4
    assert len({decode(text)[0] for text in PRESETS.values()}) == len(PRESETS)


def test_further_keys_win():
    assert decode("preset=tunnelling&D=0.2")[0] == decode("landscape=double-well&D=0.2&T=85")[0]


def test_an_unknown_name_is_answered_with_those_there_are():
    with pytest.raises(Refusal) as refused:
        decode("preset=teleportation")
    assert refused.value.code == "scene.unknown-preset"
    assert "tunnelling" in refused.value.details["allowed"]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_of_earlier_days_still_opens(link):
    scene, notes = decode(link)
    assert notes == []
    assert opened(scene.problem).report.error < 1e-3
