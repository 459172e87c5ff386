"""The annealing page without a browser."""

import pytest

from charts.annealing import LAWS
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
