"""The page Softmax & Sigmoid without a browser: both languages, its link, its tasks."""

import pytest

from scenes.language import LANGUAGES, say


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_in_both_languages(open_page, lang):
    page = open_page("softmax", lang=lang)
    assert page.data["texts"]["panel-costs"] == say(lang, "softmax.stage.panel-costs")
    head = next(part.proto.body for part in page.app.get("html") if "wl-title" in part.proto.body)
    assert say(lang, "softmax.lead") in head
    assert say(lang, "page.reconstruction", figure=4) in head


def test_what_was_dragged_goes_into_the_link(open_page):
    page = open_page("softmax")
    assert page.link == {}
    page.settle(costs="1,0.5,2", priors="", J=0.25, wick=90, reading="walkers")
    assert page.link == {"v": "1", "costs": "1,0.5,2", "J": "0.25"}
    assert page.data["costs"] == [1, 0.5, 2]
    again = open_page("softmax", **page.link)
    assert again.data["costs"] == [1, 0.5, 2]
    assert again.link == page.link


@pytest.mark.parametrize(
    "link",
    [
        {"costs": "1"},
        {"costs": "1,x"},
        {"costs": ",".join(["1"] * 400)},
        {"costs": "1,99"},
        {"costs": "1,2", "priors": "0.2,0.3,0.5"},
        {"J": "1e9"},
        {"reading": "?"},
        {"wick": "nan"},
    ],
)
def test_bad_links_are_answered_with_a_sentence(open_page, link):
    page = open_page("softmax", **link)
    assert len(page.warnings) == 1
    assert page.data["knobs"]
    assert 2 <= len(page.data["costs"]) <= 8


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tasks_praise_the_right_and_correct_the_wrong(open_page, lang):
    page = open_page("softmax", lang=lang)
    praise, correction = page.answer("raised", "same")
    assert praise[0].startswith(say(lang, "page.right"))
    assert correction == []
    page.set_up("lasting")
    assert page.data["costs"] == [1, 2]
    praise, _ = page.answer("lasting", "most")
    assert "85.36" in praise[0]  # (1 + 1/√2)/2
    page.set_up("swinging")
    _, correction = page.answer("swinging", "grows")
    assert correction[0].startswith(say(lang, "page.wrong"))
    praise, _ = page.answer("swinging", "stays")
    assert praise
