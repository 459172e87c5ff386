"""Part "slider": from a key pressed on a slider to the new picture, against the empty page.

Counted from the key, or from the press of the mouse, to the frame after the first that shows the
new scene. Wicklab's player answers sliders itself (assets/stages/lab/live.js), so it may be ahead
of the message the page sends, and it knows the stops that a key reaches from a slider in focus
(foresight.js). A stop elsewhere on the track, pressed without aiming first, has to be solved.
"""

import statistics
from collections.abc import Callable

from playwright.sync_api import Page
from table import Row, judged, ms
from web import Site

CHANGES = 18  # in each direction
PAGES = 3 * [*3 * ["PageUp"], "ArrowRight", *3 * ["PageDown"], "ArrowRight"]
TRACK = 9 * (0.55, 0.85)  # where on the track; each time a step further on
EMPTY_CHANGES = 20  # before and after the app's
PAUSE = 600  # milliseconds between a picture and the next key: people look
BUDGET = 1.3

# Times in the page: `key` down and picture `shown`.
SCRIPT = """
window.bench = {};
for (const event of ["keydown", "pointerdown"])
  addEventListener(event, () => { bench.key = performance.now(); }, true);
bench.player = () => document.querySelector(".wl-player")?.wicklab;
bench.text = () => document.querySelector("[data-testid=stText]")?.textContent;
bench.arm = (look) => {
  const before = look();
  bench.done = new Promise((done) => {
    const poll = () => {
      if (look() === before) return requestAnimationFrame(poll);
      requestAnimationFrame(() => done({ key: bench.key, shown: performance.now() }));
    };
    requestAnimationFrame(poll);
  });
};
bench.armText = () => bench.arm(bench.text);
bench.armScene = () => bench.arm(() => bench.player()?.drawnScene);
"""
READY = "() => window.bench.player()?.scene && document.querySelector('.wl-player').dataset.clip"
SHOWN = """() => {
  const player = window.bench.player(), host = document.querySelector(".wl-player");
  return player.drawnScene === player.scene && host.dataset.clip === player.scene.clip;
}"""
Lap = dict[str, float]


def _lap(page: Page, arm: str, press: Callable[[], None]) -> Lap:
    page.evaluate(f"() => window.bench.{arm}()")
    press()
    lap: Lap = page.evaluate("() => window.bench.done")
    page.wait_for_timeout(PAUSE)
    return lap


def _key(page: Page, slider: str, key: str) -> Callable[[], None]:
    return lambda: page.locator(f"{slider} input[type=range]").press(key)


def _mouse(page: Page, slider: str, share: float) -> Callable[[], None]:
    box = page.locator(f"{slider} [data-testid=stSliderTrack], {slider} [role=group]").first
    place = box.bounding_box()
    if place is None:
        raise RuntimeError("the slider has no track")
    x, y = place["x"] + share * place["width"], place["y"] + place["height"] / 2
    return lambda: page.mouse.click(x, y)


def _empty(site: Site) -> list[Lap]:
    with site.page(site.empty, SCRIPT) as page:
        page.wait_for_function("() => window.bench.text()")
        count = EMPTY_CHANGES + 2
        return [
            _lap(page, "armText", _key(page, ".st-key-value", "ArrowRight")) for _ in range(count)
        ][2:]


def _scene(site: Site, slider: str, presses: list[str] | list[float]) -> list[Lap]:
    """Keys, or places on the track."""
    with site.page(f"{site.app}/?landscape=double-well", SCRIPT) as page:
        page.wait_for_function(READY)
        page.wait_for_timeout(1000)
        laps = []
        for press in presses:
            hand = _key if isinstance(press, str) else _mouse
            laps.append(_lap(page, "armScene", hand(page, slider, press)))
            if not page.evaluate(SHOWN):
                raise RuntimeError("the picture does not show the scene that has arrived")
        return laps


def measure(site: Site) -> list[Row]:
    right, left = ["ArrowRight"] * CHANGES, ["ArrowLeft"] * CHANGES
    empty = _empty(site)
    beside = _scene(site, ".st-key-lab-D", [*right, *left])
    pages = _scene(site, ".st-key-lab-D", PAGES)
    page = [lap for key, lap in zip(PAGES, pages, strict=True) if key.startswith("Page")]
    far = _scene(site, ".st-key-lab-D", [at + 0.004 * i for i, at in enumerate(TRACK)])
    packet = _scene(site, ".st-key-lab-x0", [*left, *left])
    empty += _empty(site)
    cases = {
        "D, the stop beside": beside,
        "D, a Page key": page,
        "D, a far stop by the mouse": far,
        "packet's centre": packet,
    }
    rows = [_row("empty page", empty, empty)]
    rows += [_row(name, laps, empty) for name, laps in cases.items()]
    for name, laps in cases.items():
        rows.append(
            judged(f"{name}: p95, against empty", _p95(laps) / _p95(empty), BUDGET, unit=" ×")
        )
    return rows


def _p95(laps: list[Lap]) -> float:
    return statistics.quantiles([lap["shown"] - lap["key"] for lap in laps], n=20)[-1] / 1e3


def _row(name: str, laps: list[Lap], empty: list[Lap]) -> Row:
    middle = statistics.median(lap["shown"] - lap["key"] for lap in laps) / 1e3
    worst = _p95(laps)
    what = f"{name}: from the key to the picture, p50 / p95 of {len(laps)}"
    ratio = "" if laps is empty else f"{worst / _p95(empty):.2f} ×"
    return Row(what, f"{ms(middle)} / {ms(worst)}", ratio=ratio)
