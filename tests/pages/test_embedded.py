"""How much of a page is embedded, without a browser: the mark, the link, the stage's part."""

import pytest

from ui.embedding import LEVELS


def marks(page):
    bodies = [part.proto.body for part in page.app.get("html")]
    return [level for level in LEVELS if any(f"wl-embedded-{level}'" in body for body in bodies)]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_leaves_its_mark_and_stays_in_the_address(open_page, level):
    page = open_page("dispersion", embedded=level, sigma="0.7")
    assert marks(page) == [level]
    page.settle(D=0.7)
    assert page.link == {"embedded": level, "v": "1", "sigma": "0.7", "D": "0.7"}
    assert page.warnings == []


@pytest.mark.parametrize("level", ["", "none", "picture'><b>"])
def test_an_unknown_level_is_the_page_itself(open_page, level):
    assert marks(open_page("dispersion", embedded=level)) == []


def test_the_stage_knows_who_may_embed_it_and_what_was_said(open_page, monkeypatch):
    monkeypatch.setenv("WICKLAB_EMBED_IN", "https://course.example javascript:alert(1)")
    page = open_page("dispersion", D="1e9")
    offer = page.data["sharing"]
    assert offer["embedders"] == ["https://course.example"]
    assert offer["said"] == page.warnings
    assert (offer["address"], offer["page"]) == ("/share/dispersion", "dispersion")
