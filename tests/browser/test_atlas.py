"""The atlas in Chromium: the map is the solver's, cells open their scenes, work can be stopped."""

import csv
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from charts.atlas import sweep_of
from charts.page_links import PAGE_LINKS
from scenes.link import decode
from solvers.sweep.sweep import solve_batch
from tests.browser.page import numbers

_CELLS = """() => {
  const { cells, map } = document.querySelector('.wl-player').wicklab;
  return { values: [...cells.values], done: cells.done, drawn: map.element.data[1].z.flat(),
    marks: map.element.data.slice(2).map((trace) => trace.x.length) };
}"""
_CENTRE = """([row, column]) => {
  const { map } = document.querySelector('.wl-player').wicklab;
  const { xaxis, yaxis } = map.element._fullLayout, box = map.element.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.l2p(map.xs[column]),
    box.top + yaxis._offset + yaxis.l2p(map.ys[row])];
}"""
BUSY = ".wl-atlas-progress button:not([hidden])"
FULL = ".wl-atlas-progress button[hidden]"


def filled(page, seconds=60):
    page.wait_for_selector(FULL, state="attached", timeout=1000 * seconds)
    page.wait_for_timeout(200)  # the last cells are drawn a moment after they came
    return page.evaluate(_CELLS)


def readout(page):
    texts = page.locator(".wl-atlas-readout dd").all_inner_texts()
    return [float(text.replace("−", "-")) for text in texts[:3]]


def swept(query):
    pairs = {key: values[0] for key, values in parse_qs(query).items()}
    scene, settings, _ = PAGE_LINKS["atlas"].decode(pairs)
    return sweep_of(scene.problem, settings)


def test_the_map_is_the_solvers_and_every_cell_leads_to_its_scene(turn_to):
    query = "cells=6&across_hi=3"  # the last columns start behind the wall
    visit = turn_to("atlas", query, reduced_motion="reduce")
    page, sweep = visit.page, swept(query)
    found = filled(page)
    places = tuple(np.ndindex(6, 6))
    expected = [cell.value for cell in solve_batch(sweep, places)]
    for values in (found["values"], found["drawn"]):
        assert numbers(values) == pytest.approx(expected, abs=1e-12, nan_ok=True)
    refused = int(np.isnan(expected).sum())
    assert refused
    assert found["marks"][-1] == refused
    assert f": {refused}" in page.locator(".wl-atlas-marks [data-state=refused]").inner_text()

    page.mouse.move(*page.evaluate(_CENTRE, [4, 1]))
    across, up, value = readout(page)
    assert across == pytest.approx(sweep.across.values[1], rel=1e-3)
    assert up == pytest.approx(sweep.up.values[4], rel=1e-3)
    assert value == pytest.approx(expected[25], rel=1e-3)
    line = visit.lines("section")[0][1]
    assert line == pytest.approx(expected[24:30], nan_ok=True)

    page.mouse.click(*page.evaluate(_CENTRE, [2, 3]))
    page.mouse.move(5, 5)
    assert readout(page)[0] == pytest.approx(sweep.across.values[3], rel=1e-3)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert readout(page)[1] == pytest.approx(sweep.up.values[3], rel=1e-3)
    assert f"{sweep.up.values[3]:.3g}"[:4] in page.locator(".wl-caption").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector(".wl-picture")
    scene, notes = decode(urlsplit(page.url).query)
    assert notes == []
    assert scene.problem.having(frames=sweep.problem.frames) == sweep.problem_at((3, 2))


def test_a_long_sweep_can_be_stopped_resumed_and_saved(turn_to):
    visit = turn_to("atlas", "cells=48&across=wick&T=8")
    page = visit.page
    page.wait_for_function("document.querySelector('.wl-player').wicklab.cells.done > 0")
    page.click(BUSY)
    page.wait_for_function("document.querySelector('.wl-player').wicklab.data.hold")
    visit.until(lambda v: v.link.get("hold") == "1")
    page.wait_for_timeout(1500)  # what was on its way may still come
    said = page.locator(".wl-atlas-progress span")
    visit.until(lambda _: f"{page.evaluate(_CELLS)['done']} of 2304" in said.inner_text())
    known = page.evaluate(_CELLS)["done"]
    assert 0 < known < 2304
    with page.expect_download() as started:
        page.click("[data-file=csv]")
    with open(started.value.path(), encoding="utf-8") as file:  # noqa: PTH123
        rows = list(csv.DictReader(file))
    assert known <= len(rows) < 2304
    assert {row["verdict"] for row in rows} <= {"green", "amber", "red"}

    page.click(BUSY)
    page.wait_for_function(f"document.querySelector('.wl-player').wicklab.cells.done > {known}")
    visit.changing(lambda: visit.clock["s"])


def test_axes_figure_and_landscape_are_chosen_on_the_page(turn_to):
    visit = turn_to("atlas", "cells=4&D=0.2&x0=0.5&up_lo=0.05", reduced_motion="reduce")
    page = visit.page
    filled(page)
    page.select_option("#wl-knob-across", "wick")
    visit.until(lambda v: v.link.get("across") == "wick")
    page.wait_for_function(
        "document.querySelector('.wl-player').wicklab.data.across.values.at(-1) === 90"
    )
    assert "across_lo" not in visit.link
    assert visit.link["up_lo"] == "0.05"
    page.select_option("#wl-knob-figure", "gap")
    visit.until(lambda v: v.link.get("figure") == "gap")
    page.select_option("#wl-knob-landscape", "morse")
    visit.until(lambda v: v.link.get("landscape") == "morse")
    assert not {"D", "x0", "up_lo"} & visit.link.keys()
    filled(page)
    assert page.locator("[data-testid=stAlert]").count() == 0, "nothing of the old scene is left"


def test_a_phone_shows_the_whole_width(turn_to):
    page = turn_to("atlas", "cells=4", viewport={"width": 390, "height": 844}).page
    filled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for box in page.locator(".wl-chart").all():
        size = box.bounding_box()
        assert size["width"] > 250
        assert size["height"] > 150
