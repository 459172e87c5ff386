"""The share sheet and every file it makes, opened again and compared with the solver."""

import csv
import re
import runpy
from base64 import b64encode
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from scenes.link import decode
from solvers.solution import solve
from tests.browser.lab import TRACES, solved_at
from ui.health import VERSION

SCENE = "preset=tunnelling"
SCALES = """() => {
  const { _fullData: full, _fullLayout: { yaxis } } = document.querySelector('.wl-picture');
  return { trace: `trace${full[7].uid}`, zero: yaxis.p2l(0), one: yaxis.p2l(1) };
}"""
ARRIVED = """() => {
  const { arrived, clock } = document.querySelector('.wl-player').wicklab;
  return arrived >= clock.duration;
}"""
PLAYED = """async (text) => {
  const video = Object.assign(document.createElement('video'), { muted: true });
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
  const ended = new Promise((done, failed) => Object.assign(video, {
    onended: done, onerror: () => failed(new Error(video.error.message)) }));
  await video.play();
  await ended;
  const { videoWidth: width, videoHeight: height, currentTime: seconds } = video;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  pen.drawImage(video, 0, 0);
  const { data } = pen.getImageData(0, 0, width, height), colours = new Set();
  for (let i = 0; i < data.length; i += 4 * 97) colours.add(`${data.slice(i, i + 3)}`);
  return { seconds, width, height, colours: colours.size };
}"""


def opened(visited, tab):
    """The sheet with one of its tabs."""
    visited.page.click("[data-act=share]")
    visited.page.click(f"#wl-tab-{tab}")
    return visited.page.locator(".wl-share")


def downloaded(page, kind):
    with page.expect_download() as waiting:
        page.click(f"[data-export={kind}]")
    return waiting.value


def size_of_picture(page):
    box = page.locator("[data-pictured]").bounding_box()
    return int(np.ceil(box["width"])), int(np.ceil(box["height"]))


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def tells_a_problem(page):
    """Whether the report of a problem holds link, version, browser and verdict."""
    page.click("#wl-tab-problem")
    said = page.input_value("#wl-pane-problem textarea")
    verdict = page.locator(".wl-verdict").first.inner_text().strip()
    return all(part in said for part in (page.url, f"Wicklab {VERSION}", "Chrome", verdict))


def test_the_sheet_by_keyboard_and_what_it_copies(visit):
    lab = visit(f"{SCENE}&show=density,real", permissions=["clipboard-read", "clipboard-write"])
    page = lab.page
    page.focus("[data-act=share]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=tab]")
    assert page.evaluate("document.activeElement.id") == "wl-tab-link"
    named, full = page.locator("#wl-pane-link input").all()
    assert named.input_value() == f"{lab.address}?preset=tunnelling"
    assert full.input_value() == page.url
    page.wait_for_function("document.querySelector('.wl-board img').naturalWidth > 0")
    source = page.get_attribute(".wl-board img", "src")
    assert source.startswith("/qr?text=")
    page.locator("#wl-pane-link button").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == named.input_value()
    page.focus("#wl-tab-link")
    before = lab.clock["playing"]
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "wl-tab-embed"
    assert lab.clock["playing"] == before  # the arrow was the sheet's, not the player's
    code = page.input_value("#wl-pane-embed textarea")
    assert "embedded=transport&amp;lang=en&amp;v=1" in code
    page.select_option("#wl-pane-embed select >> nth=0", "picture")
    page.select_option("#wl-pane-embed select >> nth=1", "640x360")
    code = page.input_value("#wl-pane-embed textarea")
    assert "embedded=picture" in code
    assert 'width="640" height="360"' in code
    page.click("#wl-tab-cite")
    assert "060701" in page.locator("#wl-pane-cite textarea").nth(1).input_value()
    assert tells_a_problem(page)
    page.click("#wl-tab-link")
    page.click(".wl-code button")
    page.wait_for_function("document.fullscreenElement?.matches('.wl-board')")
    page.evaluate("document.exitFullscreen()")
    page.keyboard.press("Escape")
    page.wait_for_selector(".wl-share", state="hidden")
    assert page.evaluate("document.activeElement.dataset.act") == "share"


def test_pictures_show_what_the_solver_says(visit):
    lab = visit(SCENE)
    lab.pause()
    lab.seek(0.37)
    opened(lab, "export")
    scales, (wide, high) = lab.page.evaluate(SCALES), size_of_picture(lab.page)
    root = ElementTree.parse(downloaded(lab.page, "svg").path()).getroot()
    assert int(root.get("width")) == wide
    words = "".join(root.itertext())
    for said in ("Tunnelling through a barrier and back", "?preset=tunnelling", "060701"):
        assert said in words
    group = next(g for g in root.iter() if scales["trace"] in (g.get("class") or "").split())
    path = next(p for p in group.iter() if "js-line" in (p.get("class") or "")).get("d")
    points = np.array([pair.split(",") for pair in path[1:].split("L")], dtype=float)
    psi, _ = solved_at(SCENE, 0.37)
    window = lab.state["window"]
    heights = scales["zero"] + (scales["one"] - scales["zero"]) * points[:, 1]
    base = lab.curve("base")[1][0]
    peak = (np.abs(psi) ** 2).max()
    assert len(points) == len(psi)
    assert np.abs((heights - base) / window["density_scale"] - np.abs(psi) ** 2).max() < 0.01 * peak
    assert TRACES[7] == "density"
    lab.page.check(".wl-check input")
    picture = Image.open(downloaded(lab.page, "png").path())
    assert picture.width == 2 * wide
    assert picture.height > 2 * high
    assert picture.convert("RGB").getpixel((4, picture.height - 4)) == (255, 255, 255)
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 100


def test_numbers_pages_and_programs_are_the_solver_s(visit, window, tmp_path, monkeypatch):
    lab = visit(f"{SCENE}&frames=30", permissions=["clipboard-read", "clipboard-write"])
    fields = solve(decode(f"{SCENE}&frames=30")[0].problem).fields
    opened(lab, "export")
    arrays = np.load(downloaded(lab.page, "npz").path())
    assert np.abs(arrays["psi"] - fields.psi).max() < 1e-12
    rows = list(csv.DictReader(downloaded(lab.page, "csv").path().open(encoding="utf-8")))
    assert [float(row["energy"]) for row in rows] == pytest.approx(fields.energy, abs=1e-12)
    lab.page.click("[data-export=python]")
    lab.page.wait_for_function("document.querySelector('.wl-status').textContent === 'Copied'")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scene.py").write_text(lab.page.evaluate("navigator.clipboard.readText()"))
    runpy.run_path("scene.py")
    assert np.array_equal(np.load("run.npz")["psi"], fields.psi)
    downloaded(lab.page, "html").save_as(tmp_path / "run.html")
    alone = window(offline=True)
    alone.goto(f"file://{tmp_path}/run.html")
    alone.wait_for_selector(".wl-player[data-clip]")
    clock = "document.querySelector('.wl-player').wicklab.clock.s"
    before = alone.evaluate(clock)
    alone.wait_for_function(f"{clock} !== {before}")
    assert alone.locator("[data-act=share]").count() == 0


@pytest.mark.parametrize("query", [f"{SCENE}&speed=8", "dim=2&n=64&frames=24&speed=8"])
def test_a_film_can_be_played(visit, query):
    lab = visit(query)
    lab.page.wait_for_function(ARRIVED)
    place = lab.clock["playing"]
    opened(lab, "export")
    film = downloaded(lab.page, "webm").path().read_bytes()
    played = lab.page.evaluate(PLAYED, b64encode(film).decode())
    assert 1.2 < played["seconds"] < 6
    assert abs(played["width"] - lab.page.locator(".wl-stage").first.bounding_box()["width"]) < 4
    assert played["colours"] > 20
    assert lab.clock["playing"] == place


def test_a_film_can_be_cancelled_and_a_worksheet_be_printed(visit):
    lab = visit(SCENE)
    sheet = opened(lab, "export")
    lab.page.click("[data-export=webm]")
    lab.page.wait_for_function("document.querySelector('.wl-export progress').value > 0")
    lab.page.click("[data-export=cancel]")
    sheet.locator("[data-export=cancel]").wait_for(state="hidden")
    with lab.page.context.expect_page() as opening:
        lab.page.click("[data-export=worksheet]")
    paper = opening.value
    paper.wait_for_selector("ol > li")
    assert paper.locator("figure img").count() == 4
    paper.wait_for_function("[...document.images].every((image) => image.naturalWidth > 0)")
    assert paper.locator("header svg").count() == 1
    assert paper.locator("ol > li").count() == 6
    assert "?preset=tunnelling" in paper.inner_text(".link")
    assert pages_of(paper.pdf(prefer_css_page_size=True)) == 2


def test_another_page_has_pictures_and_its_own_questions(turn_to):
    page = turn_to("transition", "lang=zh", color_scheme="dark")
    opened(page, "export")
    assert page.page.locator("[data-export]:visible").count() == 4
    picture = Image.open(BytesIO(downloaded(page.page, "png").path().read_bytes()))
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 100
    with page.page.context.expect_page() as opening:
        page.page.click("[data-export=worksheet]")
    paper = opening.value
    paper.wait_for_selector("ol > li")
    assert paper.locator(".options").count() >= 2
    assert paper.get_attribute("html", "lang") == "zh"
    assert 1 <= pages_of(paper.pdf(prefer_css_page_size=True)) <= 2
