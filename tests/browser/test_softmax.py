"""The page Softmax & Sigmoid in a real browser."""

import numpy as np
import pytest

from charts import softmax
from scenes.page_link import PageLink
from solvers import candidates

LINK = PageLink(softmax.BASE, candidates.Candidates)
TINY = 1e-12
SIGMOID = 7  # its trace; before it the step, five ghosts and the tangent


def agrees(page, s, **pairs):
    """What is drawn at time s is what the solver says of this link."""
    choice = LINK.decode(pairs)[1]
    time = np.array([s])
    p = candidates.probabilities(choice, time)[0]
    assert page.stage("state.p") == pytest.approx(p, abs=TINY)
    assert page.stage("state.rates") == pytest.approx(candidates.rates(choice, time)[0], abs=1e-11)
    assert page.lines("shares")[0][1][1::4] == pytest.approx(p, abs=TINY)
    x, y = page.lines("sigmoid")[SIGMOID]
    assert y == pytest.approx(candidates.pair_share(choice, x, s), abs=TINY)
    (mean,), (left,) = (page.lines("flow")[trace][1] for trace in (2, 3))
    assert mean == pytest.approx(p @ choice.costs, abs=TINY)
    assert left == pytest.approx(np.exp(candidates.entropy(p)), abs=1e-11)
    return choice


def drag(page):
    """A cost by mouse and key, a difference of costs and a prior by key."""
    mark = page.page.locator("[data-panel=costs] .wl-handle").nth(3)
    box = mark.bounding_box()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 60, steps=4)
    page.page.mouse.up()
    mark.press("ArrowUp")
    page.until(lambda page: page.link.get("costs") == page.stage("knobs.values.costs"))
    costs = [float(cost) for cost in page.link["costs"].split(",")]
    assert costs[3] > 1.5
    assert costs[:3] + costs[4:] == [0.8, 1.4, 2.4, 1.0, 3.2]
    pair = page.page.locator("[data-panel=sigmoid] .wl-handle")
    pair.press("Shift+ArrowRight")
    page.until(lambda page: page.link["costs"].startswith("0.8,2.4,"))
    page.page.locator("[data-panel=shares] .wl-handle").first.press("Shift+ArrowUp")
    page.until(lambda page: "priors" in page.link)


def test_it_plays_is_dragged_and_keeps_its_link(turn_to):
    page = turn_to("softmax", color_scheme="dark")
    assert page.theme == "dark"
    page.moves("shares")
    page.moves("sigmoid", SIGMOID)
    page.pause()
    page.seek(0.2)
    agrees(page, 2.0)
    assert page.readouts["temperature T = 1/β"] == "0.500"
    assert page.readouts["10–90 % width"] == "2.20"
    tangent = page.lines("sigmoid")[6]
    assert np.ptp(tangent[1]) / np.ptp(tangent[0]) == pytest.approx(2 / 4)
    ghosts = [page.lines("sigmoid")[1 + i] for i in range(5)]
    for tau, (x, y) in zip(softmax.GHOSTS, ghosts, strict=True):
        reached = 1 / (1 + np.exp(-tau * x)) if tau <= 2 else np.full(x.size, -9)
        assert y == pytest.approx(reached, abs=TINY)
    turned = page.turn("J", 0.5, "sigmoid")
    assert np.abs(turned["after"][SIGMOID] - turned["before"][SIGMOID]).max() > 0.01
    agrees(page, 2.0, J="0.5")

    drag(page)
    link = page.link
    assert LINK.decode(link)[1].prior[0] == pytest.approx(1 / 6 + 0.2, abs=0.002)
    assert not page.clock["playing"]
    agrees(page, 2.0, **link)
    page.page.reload()
    page.page.wait_for_selector(page.ready)
    page.pause()
    page.seek(0.2)
    agrees(page, 2.0, **link)
    assert page.link == link


def test_other_times_other_readings_and_tasks_in_chinese(turn_to):
    link = "reading=born&priors=0.5,0.1,0.1,0.1,0.1,0.1"
    page = turn_to("softmax", link, color_scheme="light", locale="zh-CN")
    assert page.theme == "light"
    page.pause()
    page.seek(0.3)
    pairs = {"reading": "born", "priors": "0.5,0.1,0.1,0.1,0.1,0.1"}
    agrees(page, 3.0, **pairs)
    for wick, J in (("40", "0.7"), ("0", "0.7"), ("0", "0"), ("25", "0")):
        page.turn("wick", wick, "shares")
        page.turn("J", J, "shares")
        agrees(page, 3.0, **pairs, wick=wick, J=J)
    page.choose("K", 3)
    page.until(lambda page: page.link.get("costs") == "0.8,1.4,2.4")
    assert page.page.locator("[data-panel=costs] .wl-handle").count() == 3
    page.turn("wick", 90, "shares")
    page.seek(1)
    agrees(page, 10.0, reading="born", costs="0.8,1.4,2.4", priors=page.link["priors"])
    sentence, praised = page.answer(0, 1)
    assert praised
    assert "正确" in sentence
    sentence, praised = page.answer(1, 2)
    assert not praised
    assert "不对" in sentence


def test_it_stands_still_for_those_who_ask_and_fits_a_phone(turn_to):
    page = turn_to("softmax", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    assert not page.clock["playing"]
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    page.page.focus(".wl-player")
    page.page.keyboard.press("End")
    assert page.clock["s"] == page.clock["duration"]
    assert "candidate 4 leads with 98 %" in page.page.inner_text(".wl-caption")
