"""Sliders that answer at once: in the browser, or by one small question to the solver."""

import json
import urllib.error
import urllib.request

import numpy as np
import pytest

from charts.clip import unpack
from scenes.link import decode
from tests.browser.lab import solved_at
from ui.turns import HALF_LIFE


def density_at(query, fraction):
    return np.abs(solved_at(query, fraction)[0]) ** 2


@pytest.mark.parametrize(
    ("slider", "key", "query"),
    [
        ("wick", "End", "landscape=morse&wick=90"),
        ("x0", "ArrowRight", None),
        ("sigma", "ArrowRight", None),
        ("px", "ArrowRight", None),
    ],
)
def test_packet_and_angle_need_no_server(visit, slider, key, query):
    lab = visit("landscape=morse")
    lab.pause()
    lab.page.route("**/solve**", lambda _: None)  # no answer, ever
    lab.slider(slider).press(key)
    lab.until(lambda lab: lab.link.get({"wick": "wick"}.get(slider, slider)))
    packet, wick = lab.state["packet"], lab.state["wick"]
    shown = f"landscape=morse&wick={wick}&x0={packet['centre']}&sigma={packet['width']}"
    shown += f"&px={packet['momentum']}"
    lab.seek(0.5)
    exact = density_at(query or shown, 0.5)
    assert np.abs(lab.density() - exact).max() < 1e-4 * exact.max()


def test_a_slider_moved_fast_ends_where_the_link_is(visit):
    lab = visit()
    lab.pause()
    for slider, key, times in (("D", "ArrowRight", 6), ("x0", "ArrowLeft", 12), ("wick", "End", 1)):
        for _ in range(times):
            lab.slider(slider).press(key)
    lab.until(lambda lab: lab.link.get("wick") == "90" and "x0" in lab.link and "D" in lab.link)
    query = lab.page.url.split("?")[1]
    problem = decode(lab.link)[0].problem
    lab.until(lambda lab: lab.state["packet"]["centre"] == problem.x0 and lab.state["wick"] == 90)
    lab.seek(0.25)
    exact = density_at(query.replace("%2C", ","), 0.25)
    lab.until(lambda lab: np.abs(lab.density() - exact).max() < 1e-4 * exact.max())


def test_an_order_is_asked_from_the_solver(visit):
    lab = visit()
    lab.slider("order").press("Home")
    lab.until(lambda lab: lab.state["kind"] == "gaussian" and lab.link.get("order") == "0")
    lab.slider("order").press("ArrowRight")
    lab.until(lambda lab: lab.link.get("order") == "1")
    _, surrogate = lab.curve("surrogate")
    assert np.ptp(np.diff(surrogate)) < 1e-4  # a straight line


def ask(server, query, **headers):
    request = urllib.request.Request(f"{server}/solve?{query}", headers=headers)
    return urllib.request.urlopen(request, timeout=10).read()


def test_the_solver_answers_with_scene_and_clip(server):
    blob = ask(server, "D=0.2&wick=30")
    header, arrays = unpack(blob)
    clip, modes = unpack(arrays["clip"].tobytes())
    assert header["scene"]["wick"] == 30
    assert clip["clip"] == header["scene"]["clip"]
    assert modes["waves"].shape[1] == clip["size"]
    again, nothing = unpack(ask(server, "D=0.2&wick=60", **{"X-Clip": clip["clip"]}))
    assert again["scene"]["clip"] == clip["clip"]
    assert nothing == {}


@pytest.mark.parametrize(
    "query", ["D=x", "landscape=atlantis", "formula=(", "schedule=linear", "a=" + "b" * 5000, "v=9"]
)
def test_the_solver_refuses_in_one_sentence(server, query):
    for lang in ("en", "zh-CN"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            ask(server, query, **{"X-Language": lang})
        assert refused.value.code == 422
        assert json.loads(refused.value.read())["sentence"]


def guessed(lab, D):
    """The answer to what the page asks ahead once the slider of D is in focus."""
    with lab.page.expect_response(lambda answer: f"&D={D}" in answer.url) as asked:
        lab.slider("D").focus()
    return asked.value


@pytest.mark.parametrize(("key", "place"), [("ArrowRight", 1), ("PageUp", 3)])
def test_the_stops_a_key_away_are_at_hand(visit, key, place):
    lab = visit("landscape=double-well")
    stops = json.loads(lab.page.locator(".wl-lab-scene").get_attribute("data-next"))["D"]
    lab.pause()
    while guessed(lab, stops[place]).status == 204:  # the pages of other tests are still counted
        lab.page.wait_for_timeout(1000 * HALF_LIFE)
        lab.open("landscape=double-well")
        lab.pause()
    lab.page.route("**/solve**", lambda _: None)  # no answer any more
    lab.slider("D").press(key)
    lab.until(lambda lab: lab.state["D"] == stops[place])
    lab.seek(0.5)
    exact = density_at(f"landscape=double-well&D={lab.state['D']}", 0.5)
    assert np.abs(lab.density() - exact).max() < 1e-4 * exact.max()
