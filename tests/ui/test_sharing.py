"""What the share sheet is told."""

import asyncio
import json

import pytest
from starlette.requests import Request

from charts.page_links import PAGE_LINKS
from scenes.language import LANGUAGES
from scenes.presets import PRESETS
from ui import sharing

PAGES = ("lab", *PAGE_LINKS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_known_by_its_name_and_by_its_numbers(name):
    assert sharing.preset_of(f"preset={name}&lang=zh") == name
    assert sharing.preset_of(PRESETS[name]) == name


@pytest.mark.parametrize("link", ["preset=tunnelling&D=0.21", "dim=2", "D=x", "preset=nothing"])
def test_other_scenes_have_no_name(link):
    assert sharing.preset_of(link) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_questions_without_marks(page, lang):
    asked = sharing.questions(page, lang)
    assert asked
    for item in asked:
        assert item["question"].strip()
        assert item["lines"] >= 2
        assert page == "lab" or len(item["options"]) >= 2
        for text in (item["question"], *item["options"]):
            assert "**" not in text
            assert "$" not in text


def answered(page, **headers):
    scope = {
        "type": "http",
        "method": "GET",
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        "query_string": b"preset=tunnelling",
        "path": f"{sharing.PATH}/{page}",
        "server": ("localhost", 80),
        "path_params": {"page": page},
    }
    return asyncio.run(sharing.routes[0].endpoint(Request(scope)))


def test_the_sheet_speaks_the_language_asked_for():
    for lang in LANGUAGES:
        sheet = json.loads(answered("lab", **{"x-language": lang}).body)
        assert sheet["lang"] == lang
        assert sheet["preset"]["name"] == "tunnelling"
        assert sheet["export"] == "/export"
    assert json.loads(answered("dispersion").body)["export"] is None


@pytest.mark.parametrize("page", ["nothing", "player", "..", ""])
def test_there_is_no_sheet_for_what_is_no_page(page):
    assert answered(page).status_code == 404
