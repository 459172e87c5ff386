"""The Lab's page without a browser: widgets, sentences, what is sent, what is kept."""

import json

import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say
from solvers.landscapes import CATALOGUE
from ui import solving


@pytest.fixture
def open_lab(address):
    return lambda **link: address("lab", **link).run()


def player(lab):
    """What the player was given."""
    first = lab.get("bidi_component")[0]
    return json.loads(first.proto.json)


def plain(message):
    """A sentence without the marks that keep a stranger's text from being Markdown."""
    return message.value.replace("\\", "")


def link(lab):
    return {
        key: value if isinstance(value, str) else value[0]
        for key, value in lab.query_params.items()
    }


def test_it_opens_with_a_picture_and_an_empty_link(open_lab):
    lab = open_lab()
    assert not lab.exception
    assert player(lab)["kind"] == "modes"
    assert player(lab)["report"]["level"] == "green"
    assert link(lab) == {}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_landscape_opens_from_its_link(open_lab, name):
    lab = open_lab(landscape=name)
    assert not lab.exception
    assert not lab.error
    assert player(lab)["grid"]["lo"] == CATALOGUE[name].lo


def test_the_clip_travels_in_a_component_of_its_own(open_lab):
    lab = open_lab()
    clip = lab.get("bidi_component")[1]
    header, arrays = unpack(clip.proto.bytes)
    assert header["clip"] == player(lab)["clip"]
    assert arrays["waves"].shape == (160, header["size"])
    assert header["grid"]["n"] == 512


def test_a_new_packet_sends_the_same_clip(open_lab):
    lab = open_lab()
    before = lab.get("bidi_component")[1].proto.bytes
    lab.slider(key="lab.x0").set_value(0.5).run()
    assert lab.get("bidi_component")[1].proto.bytes == before
    assert player(lab)["packet"]["centre"] == 0.5
    assert link(lab) == {"v": "1", "x0": "0.5"}


def test_a_change_of_view_does_not_solve_again(open_lab):
    lab = open_lab()
    made = solving._solutions.made
    lab.session_state["lab-player"] = {"view": {"show": ["density", "real"], "speed": 2}}
    lab.run()
    assert solving._solutions.made == made
    assert link(lab)["show"] == "density,real"
    assert link(lab)["speed"] == "2"


def test_a_landscape_brings_its_own_numbers(open_lab):
    lab = open_lab(wick="30", x0="0.2")
    lab.selectbox(key="lab.landscape").set_value("morse").run()
    assert link(lab) == {"v": "1", "landscape": "morse", "wick": "30"}
    assert player(lab)["packet"]["centre"] == CATALOGUE["morse"].x0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bad_formula_is_answered_under_the_field(open_lab, lang):
    lab = open_lab(lang=lang)
    before = player(lab)["clip"]
    lab.text_input(key="lab.formula").set_value("x**").run()
    assert [plain(lab.error[0])] == [say(lang, "formula.syntax", column=4)]
    assert player(lab)["clip"] == before
    assert "formula" not in link(lab)


def test_a_formula_with_a_pole_is_refused_with_the_place(open_lab):
    lab = open_lab()
    lab.text_input(key="lab.formula").set_value("log(x)").run()
    assert len(lab.error) == 1
    assert player(lab)["kind"] == "modes"


def test_a_corner_has_no_polynomial_and_the_picture_stays(open_lab):
    lab = open_lab(formula="abs(x)", lo="-4", hi="4")
    before = player(lab)["clip"]
    lab.select_slider(key="lab.order").set_value(2).run()
    assert not lab.error
    lab.checkbox(key="lab.at-packet").uncheck().run()
    lab.slider(key="lab.about").set_value(0.0).run()
    assert len(lab.error) == 1
    assert player(lab)["clip"] != before  # the last good one: order 2 at the packet


def test_an_empty_domain_is_refused_and_nothing_is_lost(open_lab):
    lab = open_lab(wick="90")
    lab.number_input(key="lab.lo").set_value(5.0).run()
    assert len(lab.error) == 1
    assert player(lab)["wick"] == 90
    assert link(lab) == {"v": "1", "wick": "90"}
    lab.number_input(key="lab.lo").set_value(-3.0).run()
    assert not lab.error
    assert link(lab)["lo"] == "-3"


def test_what_a_link_cannot_have_is_said(open_lab):
    lab = open_lab(D="1e9", colour="red")
    assert len(lab.warning) == 2
    assert float(link(lab)["D"]) == 1000


@pytest.mark.parametrize("bad", ["landscape=atlantis", "D=abc", "v=7", "dim=3"])
def test_a_link_that_cannot_be_read_still_opens_the_lab(open_lab, bad):
    key, value = bad.split("=")
    lab = open_lab(**{key: value})
    assert not lab.exception
    assert len(lab.warning) == 1
    assert player(lab)["kind"] == "modes"


def test_a_bad_formula_in_a_link_stays_in_the_field_over_the_landscape(open_lab):
    lab = open_lab(formula="x**4 +", wick="90")
    assert lab.text_input(key="lab.formula").value == "x**4 +"
    assert len(lab.error) == 1
    assert player(lab)["wick"] == 90


def test_both_languages_say_everything(open_lab):
    for lang in LANGUAGES:
        lab = open_lab(lang=lang)
        assert lab.selectbox(key="lab.landscape").label == say(lang, "lab.landscape")
        assert player(lab)["texts"]["act-play"] == say(lang, "player.act-play")


def test_the_switch_changes_words_and_keeps_values(open_lab):
    lab = open_lab(x0="0.5")
    lab.segmented_control(key="lang").set_value("zh").run()
    assert lab.slider(key="lab.x0").value == 0.5
    assert link(lab)["lang"] == "zh"
    assert player(lab)["lang"] == "zh"


def test_tasks_set_their_scene_up(open_lab):
    lab = open_lab()
    lab.button(key="lab.load.newton").click().run()
    assert player(lab)["order"] == 2
    assert player(lab)["wick"] == 90


def test_a_run_with_annealing_is_sent_in_pieces(open_lab):
    lab = open_lab(schedule="linear", wick="90", T="5")
    pieces = [unpack(clip.proto.bytes)[0] for clip in lab.get("bidi_component")[1:]]
    assert [piece["first"] for piece in pieces] == list(range(0, 240, solving.CHUNK))
    assert "report" in pieces[-1]
    assert player(lab)["report"] is None


def test_markdown_in_a_refused_formula_stays_text(open_lab):
    lab = open_lab()
    lab.text_input(key="lab.formula").set_value("[x](http://a.b)").run()
    assert "](http" not in lab.error[0].value


def test_eigenstates_and_drawings_come_from_the_link_and_stay(open_lab):
    lab = open_lab(levels="0,2:0.5@45", points="-2:3,0:0,2:4")
    assert not lab.exception
    assert player(lab)["levels"] == [[0, 1.0, 0.0], [2, 0.5, 45.0]]
    lab.slider(key="lab.wick").set_value(90.0).run()
    assert link(lab) == {"v": "1", "wick": "90", "levels": "0,2:0.5@45", "points": "-2:3,0:0,2:4"}
    lab.slider(key="lab.x0").set_value(0.5).run()  # whoever moves the packet wants the packet
    assert "levels" not in link(lab)
    lab.text_input(key="lab.formula").set_value("x**2").run()
    assert "points" not in link(lab)


@pytest.mark.parametrize(
    "bad", [{"levels": "99"}, {"points": "1"}, {"levels": "0", "order": "1"}, {"points": "a:b"}]
)
def test_starts_and_drawings_that_cannot_be_are_said(open_lab, bad):
    lab = open_lab(**bad)
    assert not lab.exception
    assert len(lab.warning) + len(lab.error) >= 1
    assert player(lab)["clip"]


def test_a_ready_scene_sets_everything_up(open_lab):
    lab = open_lab(x0="0.5", wick="30")
    lab.selectbox(key="lab.preset").set_value("newton-step").run()
    assert not lab.exception
    assert player(lab)["order"] == 2
    assert link(lab) == {"v": "1", "order": "2", "wick": "90"}
    assert lab.selectbox(key="lab.preset").value is None
