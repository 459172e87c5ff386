"""The annealing page without a browser."""

import pytest

from charts.annealing_controls import LAWS
from charts.clip import unpack
from scenes.language import LANGUAGES, say

QUICK = {"T": "2", "D_end": "0.05"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_in_both_languages(open_page, lang):
    page = open_page("annealing", lang=lang, **QUICK)
    assert page.data["texts"]["stage-real"] == say(lang, "annealing.stage-real")
    headers = [unpack(blob)[0] for blob in page.clips]
    assert {h["which"] for h in headers if h["kind"] == "run"} == {"real", "imaginary"}
    assert next(h["law"] for h in headers if h["kind"] == "success") == "exponential"
    assert {h["law"] for h in headers if h["kind"] == "success"} == set(LAWS)


def test_knobs_write_the_link_and_only_what_differs(open_page):
    page = open_page("annealing", **QUICK)
    assert page.link == {"v": "1", "T": "2", "D_end": "0.05"}
    page.settle(schedule="linear", T=20)
    assert page.link == {"v": "1", "D_end": "0.05", "schedule": "linear"}


PLANE = {"dim": "2", "landscape": "narrow-wide", "D": "0.05", "D_end": "0.02", "T": "0.5"}


def test_two_parameters_in_pictures(open_page):
    page = open_page("annealing", lang="zh", **PLANE)
    assert page.data["dim"] == 2
    assert page.link["landscape"] == "narrow-wide"
    headers = [unpack(blob)[0] for blob in page.clips]
    assert [h["kind"] for h in headers].count("scale") == len(page.data["scales"]["D"])
    assert {h["which"] for h in headers if h["kind"] == "run"} == {"real", "imaginary"}
    assert {h["law"] for h in headers if h["kind"] == "success"} == set(LAWS)
    assert {h["clip"] for h in headers} == {page.data["clip"]}


def test_a_link_that_says_only_the_landscape_is_shown(open_page):
    page = open_page("annealing", dim="2", landscape="styblinski-tang", T="0.5")
    assert not page.app.warning
    assert page.link["D_end"] == "0.05"


def test_a_last_d_that_the_nodes_cannot_show_is_answered_with_a_sentence(open_page):
    page = open_page("annealing", dim="2", landscape="muller-brown", D="0.05", D_end="0.0001")
    assert len(page.app.warning) == 1
    assert "128 nodes" in page.app.warning[0].value
    assert page.data["knobs"]


@pytest.mark.parametrize(
    ("dim", "formula", "wrong"),
    [("1", "(x**2-1)**2+0.2*x", "x +"), ("2", "x**2+y**2*(1+x)**2", "x + z")],
)
def test_a_formula_is_annealed_and_a_bad_one_leaves_the_picture(open_page, dim, formula, wrong):
    page = open_page("annealing", dim=dim, formula=formula, D="0.5", D_end="0.1", T="0.5")
    assert not page.app.warning
    assert page.link["formula"] == formula
    knobs = {knob["key"]: knob for knob in page.data["knobs"]}
    assert knobs["formula"]["value"] == formula
    own = knobs["landscape"]["options"][-1]
    assert own["value"] == knobs["landscape"]["value"] == ""
    assert own["label"].endswith("y)") == (dim == "2")
    before = page.data["clip"]
    page.settle(formula=wrong)
    assert len(page.app.warning) == 1
    assert page.data["clip"] == before
    assert page.link["formula"] == formula


@pytest.mark.parametrize(
    "link", [{"T": "1000"}, {"D": "300"}, {"D": "x"}, {"inner": "magic"}, {"landscape": "<b>"}]
)
def test_bad_links_are_answered_with_a_sentence(open_page, link):
    page = open_page("annealing", **(QUICK | link))
    assert len(page.app.warning) == 1
    assert page.data["knobs"]


def test_two_loops_are_set_up_and_judged(open_page):
    page = open_page("annealing", **QUICK)
    page.set_up("loops")
    assert page.data["inner"] == "two-loop"
    assert {unpack(blob)[0]["kind"] for blob in page.clips} == {"settled"}
    praise, correction = page.answer("loops", "finds")
    assert not praise
    assert correction[0].startswith(say("en", "page.wrong"))
    praise, correction = page.answer("loops", "sticks")
    assert not correction
    assert praise[0].startswith(say("en", "page.right"))
