"""The atlas without a browser."""

import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say
from ui import sweep_cache, sweeps


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(sweep_cache.SETTING, str(tmp_path))
    sweep_cache.folder.cache_clear()
    sweeps._runs.clear()
    yield
    sweep_cache.folder.cache_clear()
    sweeps._runs.clear()


def done(page):
    return max((unpack(blob)[0]["done"] for blob in page.clips), default=0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_fills_its_map_in_both_languages(open_page, lang):
    page = open_page("atlas", cells="4", lang=lang)
    assert page.data["texts"]["open"] == say(lang, "atlas.stage.open")
    assert done(page) == page.data["size"] == 16
    assert page.app.subheader[0].value == say(lang, "page.try")
    assert page.link["cells"] == "4"
    assert page.data["files"].endswith("/sweep")


def test_a_held_map_shows_what_is_known_and_computes_nothing(open_page):
    page = open_page("atlas", cells="8", hold="1")
    assert done(page) == 0
    assert page.data["hold"]
    page.settle(hold=0)
    assert done(page) == 64
    page.settle(hold=1)
    assert done(page) == 64


def test_what_cannot_be_swept_is_refused_and_the_last_map_stays(open_page):
    page = open_page("atlas", cells="4")
    before = page.data["clip"]
    page.settle(up="x0")
    assert page.warnings == [say("en", "atlas.same-axis", key="x0")]
    assert page.data["clip"] == before


WRONG_WELL = {"x0": "1.2"}
TUNNELLING = {"landscape": "double-well", "wick": "0", "D": "0.1", "x0": "-1", "T": "400"}


@pytest.mark.parametrize(
    ("task", "scene", "right", "wrong"),
    [
        ("diffusivity", WRONG_WELL, "between", "low"),
        ("tunnelling", TUNNELLING | {"across": "sigma"}, "steep", "twice"),
    ],
)
def test_predictions_are_compared_with_the_scenes(open_page, task, scene, right, wrong):
    page = open_page("atlas", cells="4", hold="1", **scene)
    praise, blame = page.answer(task, right)
    assert praise
    assert not blame
    praise, blame = page.answer(task, wrong)
    assert blame
    assert not praise
