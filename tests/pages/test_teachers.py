"""The teacher's guide: every page has one, in both languages, and its links open."""

import re

import pytest

from charts.lesson_answers import RULES
from scenes.language import LANGUAGES, say
from scenes.lesson_marks import targets
from scenes.link import split
from ui.guide import HEADINGS
from ui.lesson_shelf import lessons


def pages(page):
    return [name for name in page.app.session_state["pages"] if name != "teachers"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_has_its_guide_under_four_headings(open_page, lang):
    page = open_page("teachers", lang=lang, page="all")
    shown = "\n".join(part.value for part in page.app.markdown)
    for name in pages(page):
        for heading in HEADINGS:
            text = say(lang, f"guide.{name}.{heading}").strip()
            assert text in shown
            assert 2 <= len(re.findall("(?m)^- ", text)) <= 5
    assert shown.count(say(lang, "guide.thinking")) == len(pages(page))
    assert page.link == {"page": "all", "lang": lang}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_of_the_plan_opens(lang):
    found = targets(say(lang, "guide.plan"))
    assert len(found) == 5
    for target in found:
        name, _, query = target.partition("?")
        if name == "lessons":
            pairs = split(query)
            assert int(pairs["step"]) <= len(lessons()[pairs["lesson"]].steps)
        else:
            RULES.check(name, split(query))


def test_a_page_is_chosen_by_link_and_an_unknown_one_is_the_first(open_page):
    page = open_page("teachers", page="taylor")
    assert page.app.selectbox(key="teachers.page").value == "taylor"
    page = open_page("teachers", page="nowhere")
    assert page.app.selectbox(key="teachers.page").value == "lab"
    assert page.link == {}


@pytest.mark.parametrize("name", ["lab", "softmax", "lessons"])
def test_the_guide_is_reachable_from_the_page_itself(open_page, name):
    page = open_page(name)
    assert say("en", f"guide.{name}.suggestions").strip() in "\n".join(
        part.value for part in page.app.markdown
    )
