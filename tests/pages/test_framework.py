"""The page Framework without a browser: both languages, its link, its tasks."""

import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_in_both_languages(open_page, lang):
    page = open_page("framework", lang=lang)
    assert page.data["texts"]["box-ground"] == say(lang, "framework.stage.box-ground")
    head = next(part.proto.body for part in page.app.get("html") if "wl-title" in part.proto.body)
    assert say(lang, "page.reconstruction", figure=1) in head
    names = [unpack(blob)[0]["clip"] for blob in page.clips]
    assert names == [page.data["clip"], page.data["well"]["clip"]]


def test_boxes_lead_to_what_is_in_the_navigation(open_page):
    page = open_page("framework")
    pages = page.app.session_state["pages"]
    assert {"lab", "framework", "dispersion"} <= set(pages)
    names = {href.partition("?")[0] for href in page.data["links"].values()}
    assert names <= {"./", *pages}
    assert page.data["links"]["schrodinger"] == "dispersion"


def test_where_it_begins_goes_into_the_link(open_page):
    page = open_page("framework")
    first = page.data["clip"]
    assert page.link == {}
    page.settle(start="0.02")
    assert page.link == {"v": "1", "start": "0.02"}
    assert page.data["clip"] != first
    assert page.data["duration"] == pytest.approx(4.8)


@pytest.mark.parametrize("link", [{"start": "5"}, {"start": ""}, {"start": "nan"}, {"D": "x"}])
def test_bad_links_are_answered_with_a_sentence(open_page, link):
    page = open_page("framework", **link)
    assert len(page.warnings) == 1
    assert page.data["duration"] == pytest.approx(11.8)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tasks_praise_the_right_and_correct_the_wrong(open_page, lang):
    page = open_page("framework", lang=lang)
    page.set_up("found")
    assert page.link["start"] == "0.02"
    praise, correction = page.answer("found", "near")
    assert praise[0].startswith(say(lang, "page.right"))
    assert "1.989" in praise[0]
    assert correction == []
    _, correction = page.answer("narrowed", "half")
    assert correction[0].startswith(say(lang, "page.wrong"))
