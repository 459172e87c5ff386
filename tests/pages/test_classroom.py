"""The page of the class and the bar under all pages, through Streamlit's own harness."""

import json

import pytest

from scenes.language import LANGUAGES, say, topic
from ui.classroom import bar, database


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv(database.FOLDER, str(tmp_path))
    monkeypatch.delenv(database.DATABASE, raising=False)
    yield
    if held := database._ready.pop(database.address(), None):
        held.dispose()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_gives_its_stage_all_words_and_addresses(open_page, lang):
    page = open_page("classroom", lang=lang)
    data = page.data
    stage = {key for key in topic(lang, "classroom") if key.startswith("stage.")}
    assert {f"stage.{key}" for key in data["texts"]} == stage
    assert data["titles"]["lab"] == say(lang, "lab.title")
    assert (data["address"], data["qr"], data["root"]) == ("/class", "/qr", "/")
    assert not page.app.error
    assert page.link == {"lang": lang}


def test_without_a_data_base_the_page_says_so_in_one_sentence(open_page, monkeypatch):
    monkeypatch.setenv(database.DATABASE, "postgresql+psycopg://nobody@127.0.0.1:9/none")
    page = open_page("classroom")
    assert [box.value for box in page.app.error] == [say("en", "classroom.unreachable")]


def test_the_bar_is_under_every_page_and_the_code_stays_in_the_address(open_page, with_bar):
    page = open_page("dispersion", **{"class": "BCDFG"})
    first = page.app.get("bidi_component")[0].proto
    assert first.component_name == "wicklab_class_bar"
    assert json.loads(first.json)["gone"] == ""
    assert page.link == {"class": "BCDFG"}
    assert page.warnings == []


def test_a_step_of_the_class_turns_the_page_and_keeps_the_language(open_page):
    page = open_page("classroom", lang="zh")
    link = "landscape=morse&formula=x%5E2+%2B+1"
    page.app.session_state[bar._STEP] = {"page": "lab", "link": link, "target": "this"}
    page.app.session_state["touched"] = True
    page.app.run()
    assert not page.app.exception
    assert page.app.session_state[bar._GONE] == "this"
    assert page.app.session_state["page"] == "lab"
    assert page.app.session_state["lab.formula"] == "x^2+1"
    assert page.link["lang"] == "zh"


@pytest.mark.parametrize(
    "step",
    [
        {"page": "../app", "link": ""},
        {"page": "nowhere", "link": ""},
        {"page": "classroom", "link": ""},
        {"page": "lab", "link": "a=" + "x" * 3000},
        {"page": "lab", "link": "noequals"},
        {"page": 1},
        "lab",
    ],
)
def test_a_step_that_is_none_of_ours_is_not_taken(open_page, step):
    page = open_page("softmax")
    page.app.session_state[bar._STEP] = step
    page.app.run()
    assert not page.app.exception
    assert page.app.session_state["page"] == "softmax"
