"""The page Transition without a browser: both languages, its link, its tasks."""

import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_in_both_languages(open_page, lang):
    page = open_page("transition", lang=lang)
    assert page.data["texts"]["panel-paths"] == say(lang, "transition.stage.panel-paths")
    head = next(part.proto.body for part in page.app.get("html") if "wl-title" in part.proto.body)
    assert say(lang, "page.reconstruction", figure=3) in head
    assert unpack(page.clips[0])[0]["clip"] == page.data["noise"]
    said = " ".join(part.value for part in page.app.markdown)
    assert {"en": "Not claimed", "zh": "不作断言"}[lang] in said


def test_knobs_write_the_link_and_only_what_differs(open_page):
    page = open_page("transition")
    before = page.clips
    page.settle(mechanism="flights", memory=2, interval=1, lam=1, seed=1, wick=5)
    assert page.link == {"v": "1", "mechanism": "flights", "memory": "2"}
    assert page.clips == before  # the same random numbers
    page.settle(seed=4)
    assert page.link["seed"] == "4"
    assert page.clips != before


def test_too_long_a_run_is_refused_and_the_last_picture_stays(open_page):
    page = open_page("transition", wick="30")
    page.settle(T=1000)
    assert len(page.warnings) == 1
    assert "30" in page.warnings[0]
    assert page.data["wick"] == 30
    assert page.link == {"v": "1", "wick": "30"}


@pytest.mark.parametrize(
    "link", [{"mechanism": "magic"}, {"memory": "x"}, {"lam": "7"}, {"seed": "-1"}, {"px": "2"}]
)
def test_bad_links_are_answered_with_a_sentence(open_page, link):
    page = open_page("transition", **link)
    assert len(page.app.warning) == 1
    assert page.data["knobs"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tasks_praise_the_right_and_correct_the_wrong(open_page, lang):
    page = open_page("transition", lang=lang)
    page.set_up("nelson")
    assert page.link["mechanism"] == "trajectories"
    praise, _ = page.answer("nelson", "same")
    assert praise[0].startswith(say(lang, "page.right"))
    praise, correction = page.answer("exponent", "square")
    assert correction[0].startswith(say(lang, "page.wrong"))
    assert len(praise) == 1  # the first answer stands while its guess and scene do
    praise, _ = page.answer("memory", "wider")
    assert praise[0].startswith(say(lang, "page.right"))
