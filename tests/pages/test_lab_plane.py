"""The Lab in two dimensions without a browser: widgets, what is sent, what is kept."""

import json
import tracemalloc

import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say
from solvers.landscapes import CATALOGUES
from solvers.plane.problem import PlaneProblem
from solvers.refusal import Refusal
from ui import planes

SMALL = {"dim": "2", "n": "64", "frames": "30", "T": "2"}


@pytest.fixture
def open_lab(address):
    return lambda **link: address("lab", **link).run()


def player(lab):
    return json.loads(lab.get("bidi_component")[0].proto.json)


def link(lab):
    pairs = dict(lab.query_params)
    return {key: value[0] if isinstance(value, list) else value for key, value in pairs.items()}


def clips(lab):
    return [unpack(element.proto.bytes)[0] for element in lab.get("bidi_component")[1:]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opens_the_plane_in_both_languages(open_lab, lang):
    lab = open_lab(**SMALL, lang=lang)
    assert not lab.exception
    data = player(lab)
    assert data["kind"] == "plane"
    assert data["packet"]["centre"] == [-2.2, 2.2]
    assert data["texts"]["axis-y"] == say(lang, "player.axis-y")
    assert lab.selectbox(key="lab.landscape").options == [
        say(lang, f"planes.{name}.title") for name in CATALOGUES[2]
    ]


def test_the_last_part_carries_the_report(open_lab):
    parts = clips(open_lab(**SMALL))
    assert [part["first"] for part in parts] == [0, 4, 24]
    assert parts[-1]["report"]["level"] == "green"


def test_the_switch_goes_there_and_back(open_lab):
    lab = open_lab(wick="90")
    lab.segmented_control(key="lab.dim").set_value("2").run()
    assert not lab.exception
    assert player(lab)["kind"] == "plane"
    assert link(lab)["dim"] == "2"
    assert link(lab)["wick"] == "90"
    lab.segmented_control(key="lab.dim").set_value("1").run()
    assert player(lab)["kind"] == "modes"
    assert "dim" not in lab.query_params


def test_a_second_coordinate_and_an_expansion_point_reach_the_link(open_lab):
    lab = open_lab(**SMALL, order="2")
    lab.slider(key="lab.y0").set_value(1.5).run()
    lab.checkbox(key="lab.at-packet").uncheck().run()
    lab.slider(key="lab.about_y").set_value(1.0).run()
    assert link(lab)["y0"] == "1.5"
    assert link(lab)["about"] == "-2.2,1"
    assert player(lab)["about"] == [-2.2, 1.0]


def test_the_link_is_written_before_the_run_is_over(open_lab, monkeypatch):
    def halting(problem, lang):
        raise Refusal("solver.too-many-steps", steps=6000)
        yield b""

    lab = open_lab(**SMALL)
    monkeypatch.setattr(planes, "run", halting)
    lab.slider(key="lab.y0").set_value(1.5).run()
    assert not lab.exception
    assert link(lab)["y0"] == "1.5"
    assert [error.value for error in lab.error] == [say("en", "solver.too-many-steps", steps=6000)]


def test_a_second_scene_stays_behind_in_one_dimension(open_lab):
    lab = open_lab(beside="v=1&wick=90")
    lab.segmented_control(key="lab.dim").set_value("2").run()
    assert not lab.exception
    assert "beside" not in lab.query_params


def test_a_refused_formula_leaves_the_last_picture(open_lab):
    lab = open_lab(**SMALL)
    before = player(lab)["clip"]
    lab.text_input(key="lab.formula").set_value("x**2 + z(y)").run()
    assert not lab.exception
    assert lab.error
    assert player(lab)["clip"] == before


def test_a_run_that_nobody_waits_for_stops_and_goes_on_where_it_was():
    problem = PlaneProblem(n=64, frames=60, T=2.0)
    watching = planes.run(problem, "en")
    next(watching)
    watching.close()
    going = planes._unfinished[(problem, "en")]
    assert len(going.film.numbers) == 4
    assert len(list(planes.run(problem, "en"))) == 4
    assert (problem, "en") not in planes._unfinished
    assert len(list(planes.run(problem, "en"))) == 4  # kept


def test_a_run_is_bounded_however_many_frames_it_has():
    """Clips are kept, wavefunctions are not: 240 frames on 128² nodes would be 63 MB of them."""
    problem = PlaneProblem(n=128, frames=240, T=4.0)
    assert planes.terrain(problem).spectrum
    tracemalloc.start()
    clips = sum(len(clip) for clip in planes.run(problem, "en"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < clips + 100 * 16 * 128**2  # 24 frames wait for their clip, the solver has 30


def test_unfinished_runs_are_few():
    for x0 in range(8):
        next(planes.run(PlaneProblem(n=32, frames=60, T=2.0, x0=0.1 * x0), "en"))
    assert len(planes._unfinished) <= planes.UNFINISHED
