"""The page Framework in a real browser."""

from urllib.parse import parse_qs, urljoin, urlsplit

import numpy as np
import pytest

from charts.clip import unpack
from charts.framework import BOXES, INNER, clip

_PICTURES = """[...document.querySelectorAll('.wl-framework-stop canvas')].map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, value, i) => (sum * 31 + value * (i % 97 + 1)) % 1000003, 7);
})"""


def lit(page):
    return page.page.eval_on_selector_all(
        ".wl-framework-lit", "(all) => all.map((one) => [one.tagName, one.dataset.terms])"
    )


def agrees(page, start, scale, progress):
    """The numbers shown at a saved moment are those of the solver's run."""
    header, arrays = unpack(clip(start))
    row = scale * header["moments"] + round(progress * (header["moments"] - 1))
    page.page.evaluate(
        "([s]) => document.querySelector('.wl-player').wicklab.act('seek', s)",
        [scale + progress * INNER],
    )
    for name in ("tau", "spread", "mean", "width", "near"):
        assert page.stage(f"now.{name}") == pytest.approx(arrays[name][row], rel=1e-9, abs=1e-12)
    assert page.stage("now.D") == arrays["D"][scale]
    told = page.readouts
    assert told["P(|x| < ½)"] == f"{100 * arrays['near'][row]:.1f} %"
    assert float(told["τ"]) == pytest.approx(arrays["tau"][row], rel=1e-3)
    assert float(told["√Var(H)"]) == pytest.approx(arrays["spread"][row], rel=1e-2)
    assert float(told["D"].replace("·10⁻⁴", "e-4")) == pytest.approx(arrays["D"][scale], rel=1e-2)


def test_it_plays_lights_terms_and_leads_on(turn_to):
    page = turn_to("framework", color_scheme="dark")
    assert page.theme == "dark"
    before = page.page.evaluate(_PICTURES)
    page.until(lambda page: all(np.array(page.page.evaluate(_PICTURES)) != before))
    page.pause()
    agrees(page, "2", 0, 0)
    agrees(page, "2", 11, 1)
    assert page.readouts["P(|x| < ½)"] == "95.9 %"
    page.page.evaluate("document.querySelector('.wl-player').wicklab.act('seek', 3.9)")
    assert page.stage("now.halving") == pytest.approx(0.5)
    assert page.page.locator("[data-loop=outer].wl-framework-acting").count() == 1
    assert page.page.locator("[data-loop=inner].wl-framework-acting").count() == 0
    for name in BOXES:
        page.page.focus(f"a[data-terms={name}]")
        tags = [tag for tag, terms in lit(page) if name in terms.split()]
        assert {"A", "BUTTON"} <= set(tags)
        assert len(tags) == len(lit(page))
    page.page.hover("button[data-terms=taylor]")
    assert ["A", "taylor"] in lit(page)
    links = page.page.eval_on_selector_all(
        ".wl-framework-stop", "(all) => all.map((one) => one.href)"
    )
    here = page.page.url
    assert len(links) == len(BOXES)
    assert {urlsplit(link).path for link in links} <= {f"/{name}" for name, _ in BOXES.values()}
    page.page.click("a[data-terms=schrodinger]")
    page.page.wait_for_selector("[data-panel=width]")
    assert urlsplit(page.page.url).path == "/dispersion"
    page.page.goto(here)
    page.page.wait_for_selector(page.ready)
    page.page.focus("a[data-terms=objective]")
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".wl-picture")
    assert parse_qs(urlsplit(page.page.url).query)["landscape"] == ["rastrigin"]
    assert urljoin(here, "/") == page.page.url.partition("?")[0]


def test_the_other_start_and_tasks_in_chinese(turn_to):
    page = turn_to("framework", color_scheme="light", locale="zh-CN")
    assert page.theme == "light"
    page.pause()
    page.choose("start", "0.02")
    page.until(lambda page: page.clock["duration"] == pytest.approx(4.8))
    page.until(lambda page: page.link.get("start") == "0.02")
    agrees(page, "0.02", 4, 1)
    assert page.readouts["⟨x⟩"] == "1.99"
    sentence, praised = page.answer(0, 1)
    assert praised
    assert "正确" in sentence
    sentence, praised = page.answer(1, 0)
    assert not praised
    assert "不对" in sentence


def test_it_stands_still_for_those_who_ask_and_fits_a_phone(turn_to):
    page = turn_to("framework", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    assert not page.clock["playing"]
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    lefts = page.page.eval_on_selector_all(
        ".wl-framework-stop", "(all) => all.map((one) => one.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
    page.page.focus(".wl-player")
    page.page.keyboard.press("End")
    assert "Scale 12 of 12" in page.page.inner_text(".wl-caption")
