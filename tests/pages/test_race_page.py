"""The race without a browser."""

import json

import pytest

from charts.clip import unpack
from charts.race import PLAYERS
from scenes.language import LANGUAGES, say

QUICK = {"budget": "200", "seeds": "10"}


@pytest.fixture
def open_race(address):
    return lambda **link: address("race", **QUICK | link).run()


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
    labels = [link.proto.label for link in race.get("page_link")]
    assert labels == [say(lang, "guide.plan-title"), say(lang, "page.open-in-lab")]


def test_every_search_arrives_with_its_runs(open_race):
    headers = clips(open_race())
    assert {h["method"] for h in headers if h["kind"] == "film"} == set(PLAYERS.values())
    assert headers[-1]["done"] == 1


def test_the_link_is_written_and_clamped_values_are_said(open_race):
    race = open_race(budget="1", objective="ackley-2d")
    assert stage(race)["budget"] == 50
    assert len(race.warning) == 1
    assert "budget" in race.warning[0].value
    assert race.query_params["objective"] == "ackley-2d"


@pytest.mark.parametrize(
    ("formula", "hint"),
    [("x*(", "column"), ("1/(x-0.1234)", "without bound"), ("7", "spread"), ("log(x)", "finite")],
)
def test_a_formula_that_cannot_be_searched_leaves_the_last_race(open_race, formula, hint):
    race = open_race(objective="formula", formula=formula, lo="-1", hi="1")
    assert not race.exception
    assert hint in race.warning[0].value
    assert stage(race)["methods"]


def test_a_formula_goes_on_to_the_lab(open_race):
    race = open_race(objective="formula", formula="x**2+y**4", lo="-2", hi="2.5")
    assert stage(race)["objective"]["dimension"] == 2
    assert not race.warning
    link = race.get("page_link")[-1].proto.query_string
    assert "dim=2" in link
    assert "formula=x**2%2By**4" in link.replace("%2A", "*")
    assert "hi=2.5" in link


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
