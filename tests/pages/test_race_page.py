"""The race without a browser."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from charts.clip import unpack
from charts.race import OWN
from scenes.language import LANGUAGES, say

SCRIPT = "ui/navigation.py"
QUICK = {"budget": "200", "seeds": "10"}


@pytest.fixture
def open_race(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)

    def go(**link):
        race = AppTest.from_file(str(request.config.rootpath / SCRIPT), default_timeout=60)
        race.switch_page("../pages/race.py")
        for key, value in (QUICK | link).items():
            race.query_params[key] = value
        return race.run()

    return go


def stage(race):
    return json.loads(race.get("bidi_component")[0].proto.json)


def clips(race):
    return [unpack(component.proto.bytes)[0] for component in race.get("bidi_component")[1:]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_runs_in_both_languages(open_race, lang):
    race = open_race(lang=lang)
    assert not race.exception
    assert stage(race)["texts"]["stage-success"] == say(lang, "race.stage-success")
    assert race.subheader[0].value == say(lang, "page.try")
    assert [link.proto.label for link in race.get("page_link")] == [say(lang, "page.open-in-lab")]


def test_every_search_arrives_with_its_runs(open_race):
    headers = clips(open_race())
    assert {h["method"] for h in headers if h["kind"] == "film"} == set(OWN.values())
    assert headers[-1]["done"] == 1


def test_the_link_is_written_and_clamped_values_are_said(open_race):
    race = open_race(budget="1", objective="ackley-2d")
    assert stage(race)["budget"] == 50
    assert len(race.warning) == 1
    assert "budget" in race.warning[0].value
    assert race.query_params["objective"] == "ackley-2d"


def test_too_much_work_is_refused_and_a_race_stays_on_the_screen(open_race):
    race = open_race(budget="10000", seeds="400", mqhoa="1")
    assert not race.exception
    assert any("600000" in warning.value for warning in race.warning)
    assert stage(race)["methods"]


@pytest.mark.parametrize(("guess", "right"), [("ten", True), ("twice", False)])
def test_predictions_are_compared_with_the_race(open_race, guess, right):
    race = open_race(budget="3000")
    race.radio[2].set_value(guess).run()
    race.button(key="race.task-blind.check").click().run()
    assert len(race.success) == right
    assert len(race.error) == (not right)


def test_a_task_sets_its_race_up(open_race):
    race = open_race()
    race.button(key="race.task-elsewhere.set-up").click().run()
    assert stage(race)["objective"]["hi"] == 500
    assert stage(race)["budget"] == 1000
