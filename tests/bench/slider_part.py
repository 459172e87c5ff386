"""Part "slider": from a key pressed on a slider to the new picture, against the empty page.

Counted from the key to the first frame that shows the new scene. Wicklab's player answers
sliders itself (assets/stages/lab/live.js), so it may be ahead of the message the page sends, and
it knows the stops a key away from a slider in focus (foresight.js). What a mouse asks for
elsewhere on the track has to be solved; that is not measured here.
"""

import statistics

from playwright.sync_api import Page
from table import Row, judged, ms
from web import Site

CHANGES = 18  # in each direction
PAGES = 3 * (("PageUp", 3), ("ArrowRight", 1), ("PageDown", 3), ("ArrowRight", 1))
EMPTY_CHANGES = 20  # before and after the app's
WARM_UP = 2 * ["ArrowRight"]  # on every page: code is compiled, and the slider gets the focus
PAUSE = 600  # milliseconds between a picture and the next key: people look
BUDGET = 1.3

# Times in the page: `key` down and picture `shown`.
SCRIPT = """
window.bench = {};
addEventListener("keydown", () => { bench.key = performance.now(); }, true);
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


def _press(page: Page, slider: str, key: str, arm: str) -> Lap:
    page.evaluate(f"() => window.bench.{arm}()")
    page.locator(f"{slider} input[type=range]").press(key)
    lap: Lap = page.evaluate("() => window.bench.done")
    page.wait_for_timeout(PAUSE)
    return lap


def _empty(site: Site) -> list[Lap]:
    with site.page(site.empty, SCRIPT) as page:
        page.wait_for_function("() => window.bench.text()")
        keys = [*WARM_UP, *EMPTY_CHANGES * ["ArrowRight"]]
        laps = [_press(page, ".st-key-value", key, "armText") for key in keys]
    return laps[len(WARM_UP) :]


def _scene(site: Site, slider: str, keys: list[str]) -> list[Lap]:
    with site.page(f"{site.app}/?landscape=double-well", SCRIPT) as page:
        page.wait_for_function(READY)
        page.wait_for_timeout(1000)
        laps = []
        for key in [*WARM_UP, *keys]:
            laps.append(_press(page, slider, key, "armScene"))
            if not page.evaluate(SHOWN):
                raise RuntimeError("the picture does not show the scene that has arrived")
    return laps[len(WARM_UP) :]


def measure(site: Site) -> list[Row]:
    right, left = ["ArrowRight"] * CHANGES, ["ArrowLeft"] * CHANGES
    empty = _empty(site)
    beside = _scene(site, ".st-key-lab-D", [*right, *left])
    keys = [key for key, times in PAGES for _ in range(times)]
    laps = zip(keys, _scene(site, ".st-key-lab-D", keys), strict=True)
    paged = [lap for key, lap in laps if key.startswith("Page")]
    packet = _scene(site, ".st-key-lab-x0", [*left, *left])
    empty += _empty(site)
    cases = {"D, the stop beside": beside, "D, a Page key": paged, "packet's centre": packet}
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
