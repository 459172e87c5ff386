"""The page Dispersion without a browser: both languages, its link, its tasks."""

import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_in_both_languages(open_page, lang):
    page = open_page("dispersion", lang=lang)
    assert page.data["texts"]["panel-real"] == say(lang, "dispersion.stage.panel-real")
    head = next(part.proto.body for part in page.app.get("html") if "wl-title" in part.proto.body)
    assert say(lang, "dispersion.lead") in head
    assert say(lang, "page.reconstruction", figure=2) in head
    assert len(page.clips) == 1  # both times have the same eigenstates
    assert unpack(page.clips[0])[0]["clip"] == page.data["real"]["clip"]


def test_knobs_write_the_link_and_only_what_differs(open_page):
    page = open_page("dispersion")
    assert page.link == {}
    page.settle(D=0.7, sigma=1, px=0, density="walkers", waves=1)
    assert page.link == {"v": "1", "D": "0.7", "density": "walkers", "waves": "1"}
    assert page.data["real"]["D"] == 0.7


def test_what_is_not_free_is_refused_and_the_last_picture_stays(open_page):
    page = open_page("dispersion", px="0.5")
    page.settle(formula="x**2")
    assert page.warnings == [say("en", "scene.not-free")]
    assert page.data["real"]["packet"]["momentum"] == 0.5
    assert page.link == {"v": "1", "px": "0.5"}


@pytest.mark.parametrize("link", [{"D": "1e9"}, {"D": "x"}, {"v": "7"}, {"waves": "?"}])
def test_bad_links_are_answered_with_a_sentence(open_page, link):
    page = open_page("dispersion", **link)
    assert len(page.app.warning) == 1
    assert page.data["knobs"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tasks_praise_the_right_and_correct_the_wrong(open_page, lang):
    page = open_page("dispersion", lang=lang)
    page.set_up("kicked")
    assert page.link["px"] == "1"
    praise, correction = page.answer("kicked", "real")
    assert praise[0].startswith(say(lang, "page.right"))
    assert "6" in praise[0]
    assert correction == []
    praise, correction = page.answer("halved", "narrower")
    assert correction[0].startswith(say(lang, "page.wrong"))
    assert len(praise) == 1  # the first answer stands while its guess and scene do
