"""The race in Chromium: it moves, its numbers are the solver's, it can be stopped."""

import time

import numpy as np
import pytest

from charts.race import RaceSettings
from solvers.search.race import ledger_of, run
from tests.serving import until

_ROWS = """() => Object.fromEntries([...document.querySelector('.wl-player').wicklab.curves.rows]
  .map(([key, row]) => [key, { success: row.success, middle: row.middle, runs: row.runs }]))"""
_FILM = """(key) => {
  const { film, best } = document.querySelector('.wl-player').wicklab.arenas.get(key);
  return { points: [...film.points], found: [...film.found], best: [...best] };
}"""
_PICTURE = (
    """(key) => document.querySelector(`.wl-race-arena[data-method="${key}"] canvas`).toDataURL()"""
)
_RUNS = """() => {
  const { curves } = document.querySelector('.wl-player').wicklab;
  return Math.max(0, ...[...curves.rows.values()].map((row) => row.runs));
}"""
_NEVER_GIVES_UP = """() => {
  const { setTimeout: real } = window; // knobs believe the server after four seconds
  window.setTimeout = (done, ms, ...more) => (ms === 4000 ? 0 : real(done, ms, ...more));
}"""
_DRAWN = """() => [...document.querySelector('.wl-race-success').data].map((trace) => trace.y)"""


@pytest.fixture
def race(visit, server):
    def go(query="", *, done=True, **options):
        page = visit(query, wait=False, address=f"{server}/race", **options).page
        page.wait_for_selector('.wl-player[data-ready="1"]')
        if done:
            page.wait_for_selector('.wl-player[data-done="true"]')
        return page

    return go


def address(page):
    return page.evaluate("() => location.href")


def spent(page):
    return page.evaluate("() => document.querySelector('.wl-player').wicklab.clock.s")


def test_particles_move_on_one_clock(race):
    page = race("budget=500&seeds=10")
    before = spent(page)
    pictures = {key: page.evaluate(_PICTURE, key) for key in ("random", "mqhoa")}
    until(lambda: spent(page) != before)
    for key, picture in pictures.items():
        until(lambda key=key, picture=picture: page.evaluate(_PICTURE, key) != picture)
    page.focus(".wl-player")
    page.keyboard.press("Home")
    wide = page.evaluate(_PICTURE, "wave")
    page.keyboard.press("End")
    assert page.evaluate(_PICTURE, "wave") != wide


def test_numbers_are_the_solvers(race):
    page = race("budget=400&seeds=20")
    exact = {part.method: part.tally for part in run(RaceSettings(budget=400, seeds=20).race)}
    rows = page.evaluate(_ROWS)
    assert set(rows) == set(exact)
    for method, tally in exact.items():
        assert rows[method]["runs"] == 20
        assert rows[method]["success"] == pytest.approx(tally.success, abs=1e-6)
        assert rows[method]["middle"] == pytest.approx(tally.quartiles[1], rel=1e-5)
    drawn = page.evaluate(_DRAWN)
    assert np.array(drawn[-1]) == pytest.approx(exact["mqhoa"].success, abs=1e-6)
    film = page.evaluate(_FILM, "mqhoa")
    ledger = ledger_of(RaceSettings(budget=400, seeds=20).race, "mqhoa", 0)
    assert np.reshape(film["points"], (-1, 2)) == pytest.approx(ledger.film.points, abs=1e-5)
    assert film["best"][-1] == int(np.argmin(ledger.film.zeta))


def test_a_long_race_shows_its_progress_and_can_be_stopped(race):
    page = race("budget=3000&seeds=200&seed=7", done=False)
    until(lambda: page.evaluate(_RUNS) >= 20, 60)
    assert "seeds=200" in address(page)  # while it runs
    assert page.get_by_role("button", name="Check").count() == 3
    assert 0 < page.evaluate("() => document.querySelector('progress').value") < 1
    page.click(".wl-race-progress button")
    until(lambda: page.get_attribute(".wl-player", "data-done") == "true")
    kept = page.evaluate(_RUNS)
    assert 10 <= kept < 200
    until(lambda: f"seeds={kept}" in address(page))
    assert page.locator(".wl-race-progress button").is_hidden()


def test_knobs_choose_landscape_and_searches(race):
    page = race("budget=200&seeds=10")
    page.uncheck("#wl-knob-metropolis")
    page.select_option("#wl-knob-objective", "tilted-well")
    until(lambda: "objective=tilted-well" in address(page) and "metropolis=0" in address(page))
    until(lambda: page.locator('[data-method="metropolis"]').count() == 0)
    state = "() => document.querySelector('.wl-player').wicklab.data.objective.dimension"
    assert page.evaluate(state) == 1


def test_a_formula_of_the_users_own_is_raced(race):
    page = race("budget=200&seeds=10")
    page.evaluate(_NEVER_GIVES_UP)
    page.select_option("#wl-knob-objective", "formula")
    page.locator("#wl-knob-formula").wait_for()
    page.fill("#wl-knob-formula", "(x**2-1)**2 + 0.3*x")
    page.press("#wl-knob-formula", "Enter")
    dimension = "() => document.querySelector('.wl-player').wicklab.data.objective.dimension"
    until(lambda: page.evaluate(dimension) == 1)
    until(lambda: "formula=%28x**2-1%29**2%2B0.3*x" in address(page).replace("%2A", "*"))
    # The link's formula has no blanks, and is what was typed.
    taken = "() => document.querySelector('.wl-player').wicklab.knobs.changed.size === 0"
    until(lambda: page.evaluate(taken))
    note = page.locator(".wl-column .wl-note")
    until(lambda: "descents from the lowest of 4001 sampled points" in note.inner_text())
    page.fill("#wl-knob-formula", "1/(x-0.1234)")
    page.press("#wl-knob-formula", "Enter")
    page.get_by_text("falls without bound").wait_for()
    assert page.evaluate(dimension) == 1  # the last race stays


@pytest.mark.parametrize("name", ["race?seeds=400&budget=1500&seed=991", "annealing?T=80"])
def test_work_ends_with_the_page_that_asked_for_it(window, serving, name):
    page = window()
    page.goto(f"{serving.address}/{name}")
    page.wait_for_selector('.wl-player[data-ready="1"]')
    page.wait_for_timeout(500)
    assert page.get_attribute(".wl-player", "data-done") == "false"
    page.close()
    time.sleep(3.5)  # what is under way may end: at most a batch, or a run
    before = serving.usage()[0]
    time.sleep(0.5)
    assert serving.usage()[0] - before < 0.1


def test_keys_play_and_step(race):
    page = race("budget=300&seeds=10")
    page.focus(".wl-player")
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    at = spent(page)
    page.wait_for_timeout(400)
    assert spent(page) == at
    page.keyboard.press("ArrowRight")
    assert spent(page) > at
    page.focus('.wl-race-arena[data-method="random"]')
    page.keyboard.press("Enter")
    pressed = '.wl-race-arena[data-method="random"][aria-pressed="true"]'
    until(lambda: page.locator(pressed).count() == 1)


def test_a_wrong_prediction_is_refused_and_a_right_one_accepted(race):
    page = race("seeds=10")
    check = page.get_by_role("button", name="Check").nth(2)
    page.get_by_text("about twice").click()
    check.click()
    page.get_by_text("Not so.").wait_for()
    page.get_by_text("about ten times").click()
    check.click()
    page.get_by_text("Right.").wait_for()


def test_it_stands_still_for_those_who_ask_for_less_motion(race):
    page = race("budget=200&seeds=10", reduced_motion="reduce")
    assert spent(page) == 0


def test_nothing_is_cut_off_on_a_phone(race):
    page = race("budget=200&seeds=10", viewport={"width": 390, "height": 844})
    width = "() => document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 390
    for box in page.locator(".wl-race-arena, .wl-chart").all():
        size = box.bounding_box()
        assert size["width"] > 100
        assert size["height"] > 100
        assert size["x"] + size["width"] <= 391
