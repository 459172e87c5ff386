"""The page in a real browser: controls, link, languages, themes."""

import numpy as np
import pytest

from scenes.__main__ import main
from scenes.link import decode
from solvers.problem import Problem
from tests.browser.lab import solved_at

# A second apart or more, each with the time at which it was taken.
TWO_LOOKS = """async () => {
  const { wicklab } = document.querySelector(".wl-player");
  const look = () => ({ s: wicklab.clock.s, drawn: wicklab.picture.drawn, now: performance.now() });
  const before = look();
  await new Promise((done) => setTimeout(done, 1000));
  return [before, look()];
}"""


def test_keys_play_step_and_jump(visit):
    lab = visit()
    keyboard = lab.page.keyboard
    keyboard.press("Space")
    assert not lab.state["playing"]
    keyboard.press("Home")
    assert lab.state["s"] == 0
    frame = lab.state["duration"] / 239
    keyboard.press("ArrowRight")
    assert lab.state["s"] == pytest.approx(frame)
    keyboard.press("Shift+ArrowRight")
    assert lab.state["s"] == pytest.approx(11 * frame)
    keyboard.press("ArrowLeft")
    assert lab.state["s"] == pytest.approx(10 * frame)
    keyboard.press("End")
    assert lab.state["s"] == lab.state["duration"]


def test_keys_in_a_field_stay_in_the_field(visit):
    lab = visit()
    box = lab.page.locator(".st-key-lab-formula input")
    box.click()
    box.press("Space")
    assert lab.state["playing"]


def test_speed_and_loop(visit):
    lab = visit("landscape=quadratic")
    lab.page.select_option(".wl-speed select", "4")
    lab.until(lambda lab: lab.link.get("speed") == "4")
    lab.act("loop")
    assert not lab.state["loop"]
    lab.seek(0.97)
    lab.until(lambda lab: not lab.state["playing"])
    assert lab.state["s"] == lab.state["duration"]


def test_a_formula_typed_by_hand_becomes_the_picture(visit):
    lab = visit()
    before = lab.state["clip"]
    lab.type_formula("x^4 - 3x" + "²" + " + 0.3*sin(5*x)")
    lab.page.wait_for_selector(".st-key-lab-formula-place [data-testid=stAlert]")
    assert lab.state["clip"] == before  # 3x² lacks its sign; the picture stays
    lab.type_formula("x^4 - 3*x² + 0.3*sin(5*x)")
    lab.until(lambda lab: lab.state["clip"] != before)
    x, y = lab.curve("landscape")
    assert np.allclose(y, x**4 - 3 * x**2 + 0.3 * np.sin(5 * x), atol=1e-4)
    lab.until(lambda lab: "formula" in lab.link)


@pytest.mark.parametrize(("locale", "word"), [("en-US", "is not known"), ("zh-CN", "无法识别")])
def test_a_bad_formula_leaves_the_picture_and_says_why(visit, locale, word):
    lab = visit("wick=30", locale=locale)
    before = lab.state["clip"]
    lab.type_formula("x**2 + __import__('os')")
    alert = lab.page.wait_for_selector(".st-key-lab-formula-place [data-testid=stAlert]")
    assert alert.inner_text()
    lab.type_formula("x**2 + elephant(x)")
    lab.page.wait_for_timeout(600)
    assert lab.state["clip"] == before
    assert lab.state["wick"] == 30
    assert lab.link == {"v": "1", "wick": "30"}
    lab.changing(lab.density)  # it plays on
    lab.type_formula("")
    lab.page.wait_for_selector(".st-key-lab-formula-place [data-testid=stAlert]", state="detached")


def test_levels_too_near_each_other_share_a_label(visit):
    lab = visit("formula=x**4-3*x**2")
    labels = lab.page.locator(".wl-picture .annotation-text").all_text_contents()
    assert [label.replace("\u200b", "") for label in labels] == ["E0,1", "E2", "E3", "E4"]


def test_named_constants_become_sliders(visit):
    lab = visit("formula=x**4-a*x**2&let=a:3")
    x, y = lab.curve("landscape")
    assert np.allclose(y, x**4 - 3 * x**2, atol=1e-4)
    before = lab.state["clip"]
    lab.page.locator(".st-key-lab-let-a input[type=range]").press("ArrowRight")
    lab.until(lambda lab: lab.state["clip"] != before)
    assert lab.link["let"] == "a:3.01"


def test_a_link_opened_elsewhere_shows_the_same_scene(visit):
    lab = visit("landscape=morse")
    lab.slider("wick").press("End")
    lab.until(lambda lab: lab.link.get("wick") == "90")
    lab.slider("x0").press("ArrowRight")
    lab.until(lambda lab: "x0" in lab.link)
    lab.chip("real")
    lab.until(lambda lab: "show" in lab.link)
    other = visit(lab.page.url.split("?")[1])
    assert other.link == lab.link
    for key in ("clip", "packet", "wick", "show", "window"):
        assert other.state[key] == lab.state[key]


def test_going_back_shows_the_scene_before(visit):
    lab = visit("landscape=morse")
    lab.slider("wick").press("End")
    lab.until(lambda lab: lab.link.get("wick") == "90")
    lab.until(lambda lab: lab.state["wick"] == 90)
    lab.page.go_back()
    lab.until(lambda lab: lab.state["wick"] == 0)
    assert "wick" not in lab.link


def test_a_bad_link_is_explained_and_the_rest_is_shown(visit):
    lab = visit("landscape=morse&D=1e9&nonsense=1")
    text = lab.page.locator("[data-testid=stAlert]").all_inner_texts()
    assert any("nonsense" in line for line in text)
    assert any("D = 1.0·10⁹" in line for line in text)
    assert lab.link["landscape"] == "morse"
    refused = visit("landscape=atlantis")
    assert "atlantis" in refused.page.locator("[data-testid=stAlert]").inner_text()
    assert refused.state["kind"] == "modes"


def test_a_change_never_blanks_the_picture(visit):
    lab = visit(fast=True)
    lab.page.evaluate("""() => {
      window.blank = 0; window.looks = 0;
      const look = () => {
        const gd = document.querySelector('.wl-picture');
        const line = gd?.data && gd.querySelector(`.trace${gd._fullData[7].uid} .js-line`);
        window.looks += 1;
        if (!line || (line.getAttribute('d') ?? '').length < 1000) window.blank += 1;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }""")
    for _ in range(3):
        before = lab.state["clip"]
        lab.slider("D").press("ArrowRight")
        lab.until(lambda lab, before=before: lab.state["clip"] != before)
    looks, blank = lab.page.evaluate("[window.looks, window.blank]")
    assert looks > 20
    assert blank == 0


def test_the_clock_keeps_its_rate_after_many_changes_and_a_new_theme(visit):
    lab = visit(color_scheme="dark")
    for _ in range(4):
        before = lab.state["clip"]
        lab.slider("D").press("ArrowRight")
        lab.until(lambda lab, before=before: lab.state["clip"] != before)
    lab.page.emulate_media(color_scheme="light")
    lab.until(lambda lab: lab.page.get_attribute(".wl-player", "data-theme") == "light")
    before, after = lab.page.evaluate(TWO_LOOKS)
    seconds = (after["now"] - before["now"]) / 1000
    moved = (after["s"] - before["s"]) % lab.state["duration"]
    assert moved == pytest.approx(seconds * lab.state["duration"] / 12, rel=0.2)  # one clock only
    assert after["drawn"] - before["drawn"] <= 75 * seconds


def test_both_densities_are_named(visit):
    lab = visit("wick=90&landscape=quadratic")
    assert lab.page.locator(".wl-chips [data-curve=density]").inner_text() == "|ψ|²"
    lab.page.click(".wl-chips [data-density]")
    lab.pause()
    lab.seek(0.5)
    assert lab.page.locator(".wl-chips [data-curve=density]").inner_text() == "u"
    query = "wick=90&landscape=quadratic"
    psi, _ = solved_at(query, 0.5)
    dx = decode(query)[0].problem.grid.dx
    assert np.abs(lab.density() - psi.real / (psi.real.sum() * dx)).max() < 1e-4
    lab.until(lambda lab: lab.link.get("density") == "walkers")


def test_languages(visit):
    lab = visit(locale="zh-CN")
    assert lab.state["lang"] == "zh"
    assert lab.page.inner_text("h1") == "实验台"
    lab.page.click(".st-key-lang button:has-text('English')")
    lab.until(lambda lab: lab.state["lang"] == "en")
    assert lab.link["lang"] == "en"
    forced = visit("lang=zh", locale="en-US")
    assert forced.state["lang"] == "zh"


@pytest.mark.parametrize("width_height", [(1280, 720), (1920, 1080), (390, 844)])
def test_nothing_is_clipped(visit, width_height):
    width, height = width_height
    lab = visit("order=2", viewport={"width": width, "height": height})
    wide, bottom = lab.page.evaluate("""() => {
      const box = document.querySelector('.wl-transport').getBoundingClientRect();
      return [document.documentElement.scrollWidth, box.bottom];
    }""")
    assert wide <= width
    if width > 760:
        assert bottom <= height
    spill = lab.page.evaluate("""() => [...document.querySelectorAll('.wl-player *')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1
        && getComputedStyle(element).overflowX === 'hidden' && element.clientWidth
        && !element.closest('.wl-caption, svg, .js-plotly-plot'))
      .map((element) => element.className)""")
    assert spill == []


def test_people_who_want_less_motion_start_with_a_still_picture(visit):
    lab = visit(reduced_motion="reduce")
    assert not lab.state["playing"]
    assert lab.state["s"] == 0


def test_the_picture_is_described_in_words(visit):
    lab = visit()
    lab.pause()
    lab.seek(0)
    label = lab.page.get_attribute(".wl-picture", "aria-label")
    assert "one peak" in label
    assert f"mean {Problem().x0:.3g}"[:8] in label


def test_a_page_written_by_the_command_line_plays_offline(visit, tmp_path):
    for query in ("wick=20", "order=2&wick=90", "schedule=linear&D=0.4&wick=90&T=5"):
        file = tmp_path / "run.html"
        assert main([query, "--html", str(file)]) == 0
        lab = visit(address=file.as_uri(), offline=True)
        lab.changing(lambda lab=lab: lab.curve("density")[1])
