import base64
from dataclasses import replace

import numpy as np
import pytest

from charts.clip import unpack
from charts.race import PLAYERS, RaceSettings, clip_name, race_data, race_parts
from charts.race_tasks import RIVALS, blind_search, leader, share_of_box, still_leads
from scenes.language import LANGUAGES
from scenes.page_link import PageLink
from solvers.refusal import Refusal
from solvers.search.limit import infinite_population
from solvers.search.objective import objective, objectives
from solvers.search.race import run

SMALL = RaceSettings(budget=200, seeds=30)
LINK = PageLink("wick=90", RaceSettings)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_stage_gets_words_knobs_and_the_landscape(lang):
    data = race_data(SMALL, lang)
    assert [method["key"] for method in data["methods"]] == list(PLAYERS.values())
    assert {knob["key"] for knob in data["knobs"]} == set(RaceSettings.__dataclass_fields__) - {
        "formula",
        "lo",
        "hi",
    }
    assert data["marks"][-1] == data["budget"] == 200
    raster = np.frombuffer(base64.b64decode(data["objective"]["values"]), np.uint8)
    assert raster.size == 96**2
    assert raster.min() == 0
    assert raster.max() == 255


FORMULA = {"objective": "formula", "formula": "(x**2-1)**2+0.3*x+y**2", "lo": -2, "hi": 2}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [*objectives(), "formula"])
def test_every_landscape_is_named_and_says_what_counts(name, lang):
    data = race_data(replace(SMALL, objective=name), lang)
    named = {option["value"]: option["label"] for option in data["knobs"][0]["options"]}
    assert named[name]
    assert f"{data['objective']['tolerance']:.2g}" in data["note"]
    keys = {knob["key"] for knob in data["knobs"]}
    assert ({"formula", "lo", "hi"} <= keys) == (name == "formula")


def test_a_formula_is_raced_and_its_minimum_is_said_to_be_a_reference():
    settings = replace(SMALL, **FORMULA)
    note = race_data(settings, "en")["note"]
    searched = settings.race.searched
    assert f"{searched.minimum:.5g} at ({searched.minima[0][0]:.4g}" in note
    assert "24 descents from the lowest of 25921 sampled points" in note
    parts = [unpack(blob)[0] for blob in race_parts(settings.race, run)]
    assert {h["method"] for h in parts if h["kind"] == "film"} == set(PLAYERS.values())
    again = LINK.decode(LINK.encode(LINK.decode({})[0], settings))[1]
    assert again == settings
    assert 0 < share_of_box(searched) < 0.1
    assert blind_search(settings)[1]["needed"] > 0


def test_walls_that_tower_leave_colours_for_the_wells():
    data = race_data(replace(SMALL, objective="rosenbrock-2d"), "en")["objective"]
    raster = np.frombuffer(base64.b64decode(data["values"]), np.uint8)
    assert 0.25 < (raster < 64).mean() < 0.75


def test_the_raster_has_y_upwards_in_rows():
    data = race_data(replace(SMALL, objective="schwefel-2d"), "en")["objective"]
    raster = np.frombuffer(base64.b64decode(data["values"]), np.uint8).reshape(96, 96)
    row, column = np.unravel_index(raster.argmin(), raster.shape)
    place = data["lo"] + (np.array([column, row]) + 0.5) * (data["hi"] - data["lo"]) / 96
    assert place == pytest.approx([420.97, 420.97], abs=8)


def test_parts_come_wave_first_and_end_with_every_tally():
    parts = [unpack(blob) for blob in race_parts(SMALL.race, run)]
    kinds = [header["kind"] for header, _ in parts]
    assert kinds[0] == "wave"
    assert kinds.count("film") == len(PLAYERS)
    assert [header["first"] for header, _ in parts] == list(range(len(parts)))
    assert {header["clip"] for header, _ in parts} == {clip_name(SMALL.race)}
    final = {}
    for header, arrays in parts:
        if header["kind"] == "tallies":
            told = zip(header["runs"], arrays["tallies"], strict=True)
            final |= dict(zip(header["methods"], told, strict=True))
    exact = {part.method: part.tally for part in run(SMALL.race)}
    for method, tally in exact.items():
        runs, rows = final[method]
        assert runs == tally.runs == 30
        assert rows[0] == pytest.approx(tally.success)
        assert rows[3:] == pytest.approx(tally.quartiles, rel=1e-6)
    assert parts[-1][0]["done"] == 1


def test_a_long_race_sends_no_more_than_a_short_one():
    settings = RaceSettings(budget=50, seeds=400)
    tallies = [h for h, _ in map(unpack, race_parts(settings.race, run)) if h["kind"] == "tallies"]
    assert len(tallies) <= len(PLAYERS) + 24
    assert tallies[-1]["runs"] == [400] * len(PLAYERS)


@pytest.mark.parametrize("name", ["tilted-well", "schwefel-2d"])
def test_the_wave_is_the_limit(name):
    race = RaceSettings(objective=name).race
    header, arrays = unpack(next(race_parts(race, run)))
    limit = infinite_population(race.searched, race.budget)
    assert arrays["at"] == pytest.approx(limit.at)
    shown = arrays["density"][-1].astype(float)
    expected = limit.density[-1] / limit.density[-1].max()
    assert shown / 255 == pytest.approx(expected.T if expected.ndim == 2 else expected, abs=0.01)
    assert arrays["density"][0].max() <= 64  # uniform, so pale
    assert header["n"] == len(limit.x)


def test_links_hold_the_settings_and_clamp_what_is_out_of_range():
    pairs = {"objective": "ackley-2d", "budget": "1000000", "seeds": "50", "scipy": "1"}
    _, settings, notes = LINK.decode(pairs)
    assert settings == RaceSettings(objective="ackley-2d", budget=10_000, scipy=True)
    assert [note.code for note in notes] == ["scene.clamped"]
    again = LINK.decode(LINK.encode(LINK.decode({})[0], settings))[1]
    assert again == settings


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ({"objective": "<script>"}, "scene.not-one-of"),
        ({"budget": "lots"}, "scene.not-a-number"),
        ({"seeds": "nan"}, "scene.not-a-number"),
        ({"mqhoa": "yes"}, "scene.not-a-number"),
        ({"objective": "formula", "formula": "__import__('os')"}, "formula"),
        ({"objective": "formula", "formula": "x" * 201}, "scene.text-too-long"),
        ({"objective": "formula", "formula": "x*y*z"}, "formula.unknown-name"),
        ({"objective": "formula", "formula": "1/x"}, "formula.not-finite|race.no-bottom"),
        ({"objective": "formula", "formula": "x", "lo": "2", "hi": "2"}, "scene.domain"),
    ],
)
def test_hostile_links_are_refused(pairs, code):
    with pytest.raises(Refusal, match=code):
        _ = LINK.decode(pairs)[1].race


def test_work_is_bounded():
    with pytest.raises(Refusal, match="too-much"):
        _ = RaceSettings(budget=10_000, seeds=400).race


def test_a_race_of_nobody_is_just_the_wave():
    nobody = RaceSettings(**dict.fromkeys(PLAYERS, False))
    assert [unpack(blob)[0]["kind"] for blob in race_parts(nobody.race, run)] == ["wave"]


def test_the_leader_is_who_succeeds_most():
    settings = RaceSettings(budget=1000, seeds=30)
    answer, figures = leader(settings, run)
    assert answer in RIVALS
    assert figures[answer.replace("-", "_")] == max(figures.values())
    assert answer == "mqhoa"


def test_on_schwefel_it_is_another_one():
    settings = RaceSettings(objective="schwefel-2d", budget=1000, seeds=50)
    answer, figures = still_leads(settings, run)
    assert answer == "no"
    assert figures["mqhoa"] < figures["best"]


def test_blind_search_needs_what_the_closed_form_says():
    answer, figures = blind_search(RaceSettings())
    share = share_of_box(objective("rastrigin-2d"))
    assert share == pytest.approx(7.6e-5, rel=0.02)  # π r² / L², 197 r² = ½
    assert 1 - (1 - share) ** figures["needed"] == pytest.approx(0.95, abs=1e-4)
    assert answer == "ten"


@pytest.mark.parametrize("name", objectives())
def test_every_landscape_has_a_share_that_counts(name):
    if objective(name).dimension == 1:
        assert 0 < share_of_box(objective(name)) < 0.5
