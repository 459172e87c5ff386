"""WCAG 2.2 AA by axe-core, and what helps those who use no mouse, see little, or are new."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

NAMES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))
WITHOUT_STAGE = ("lessons", "teachers")
PAGES = [name for name in NAMES if name not in WITHOUT_STAGE]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    # Of what is good practice beyond it.
    "rules": {"empty-heading": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
PICTURE = "document.querySelector('.wl-picture"
SCRIPT = Axe().axe_script
NAMELESS = """() => [...document.querySelectorAll('.wl-plot, .wl-picture')]
  .filter((chart) => chart.checkVisibility() && !chart.closest('[role=application][aria-label]'))
  .filter((chart) => chart.role !== 'img' || !chart.ariaLabel).map((chart) => chart.className)"""
BREAKS = """async (rules) => (await axe.run(document, rules)).violations.flatMap(
  ({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))"""


def breaks(page, theme, **rules):
    page.emulate_media(color_scheme=theme)
    shown = f"(document.querySelector('.wl-player')?.dataset.theme ?? '{theme}') === '{theme}'"
    page.wait_for_function(shown)
    page.wait_for_timeout(300)  # colours of Streamlit's own widgets fade
    return page.evaluate(BREAKS, RULES | rules)


@pytest.mark.parametrize("name", [*PAGES, "lab in two dimensions"])
def test_no_rule_of_wcag_is_broken(turn_to, name):
    page, query = {"lab": ("", ""), "lab in two dimensions": ("", "dim=2")}.get(name, (name, ""))
    visit = turn_to(page, query, reduced_motion="reduce", color_scheme="light")
    look_for_breaks(visit.page)


@pytest.mark.parametrize("query", ["teachers?page=all", "lessons", "lessons?lesson=wave-packet"])
def test_lessons_and_the_guide_break_none_either(window, server, query):
    page = window(reduced_motion="reduce", color_scheme="light")
    page.goto(f"{server}/{query}")
    page.wait_for_selector(".wl-title, .wl-player[data-ready]")
    page.wait_for_function("document.documentElement.lang === 'en'")
    look_for_breaks(page)


def look_for_breaks(page):
    """In both languages and themes; of what axe looks at, a theme changes colours only."""
    page.evaluate(SCRIPT)
    for language in ("en", "zh-Hans"):
        if language != "en":
            page.get_by_text("简体中文", exact=True).click()
            page.wait_for_function(f"document.documentElement.lang === '{language}'")
        assert breaks(page, "light") == [], (language, "light")
        assert breaks(page, "dark", **COLOURS) == [], (language, "dark")
    assert page.evaluate(NAMELESS) == []


def test_help_by_key_and_projector_for_the_back_row(visit):
    page = visit("landscape=double-well&wick=90").page
    page.keyboard.press("?")
    dialog = page.locator("dialog.wl-help")
    assert dialog.is_visible()
    playing = "document.querySelector('.wl-player').wicklab.clock.playing"
    before = page.evaluate(playing)
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Home")
    assert page.evaluate(playing) == before

    size = f"parseFloat(getComputedStyle({PICTURE} .xtick text')).fontSize)"
    small = page.evaluate(size)
    width = f"parseFloat(getComputedStyle({PICTURE} .js-line')).strokeWidth)"
    thin = page.evaluate(width)
    dialog.get_by_text("Projector:").click()
    page.wait_for_function(f"{size} > {1.2 * small}")
    assert page.evaluate(width) >= 1.5 * thin
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
    page.reload()
    page.wait_for_selector(".wl-player[data-ready]")
    assert page.evaluate(size) > 1.2 * small, "the browser keeps it"


TONES = """() => {
  const { whole, partials } = document.querySelector('.wl-player').wicklab.sound;
  return { loud: whole?.gain.value ?? 0, gains: partials?.map(({ gain }) => gain.gain.value) };
}"""


def heard(page):
    """How many partials are loud enough to be heard."""
    return sum(gain > 0.1 for gain in page.evaluate(TONES)["gains"])


def test_imaginary_time_lets_the_high_tones_die(visit):
    lab = visit("landscape=double-well&wick=90&T=8&speed=0.25&projector=1")
    page = lab.page
    assert page.evaluate("document.documentElement.dataset.projector") == "1"
    assert lab.link["projector"] == "1", "the page's own link keeps it"
    lab.seek(0)
    page.keyboard.press("?")
    page.get_by_text("Sound:").click()
    page.keyboard.press("Escape")
    lab.until(lambda lab: lab.page.evaluate(TONES)["loud"] > 0.05)
    early = heard(page)
    lab.seek(0.9)
    lab.until(lambda lab: heard(lab.page) < early)
    lab.pause()
    lab.until(lambda lab: lab.page.evaluate(TONES)["loud"] < 0.01)


def test_the_tour_asks_first_and_is_walked_by_keys(visit):
    page = visit("landscape=double-well", newcomer=True).page
    offer = page.locator(".wl-tour-offer")
    offer.get_by_role("button", name="Show me").click()
    bubble, seen = page.locator(".wl-tour-bubble"), []
    while bubble.count():
        seen.append(bubble.locator("p").inner_text())
        box = bubble.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1280
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
        page.keyboard.press("Enter")  # "Next" has the focus
        assert len(seen) < 20
    assert len(seen) == len(set(seen)) == 7
    page.reload()
    page.wait_for_selector(".wl-player[data-ready]")
    assert offer.count() == 0
    page.keyboard.press("?")
    page.get_by_role("button", name="Show me around").click()
    assert re.match("1 of", bubble.inner_text())
    page.keyboard.press("Escape")
    assert bubble.count() == 0
