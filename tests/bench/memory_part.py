"""Part "memory": what a page holds after ten minutes of play, against after one minute.

Minutes are counted in pictures, 60 a second. In each frame of the browser the player's clock
ticks ten times and each tick draws its picture, so ten minutes of play take about one and a
half: all that a picture does is done as often as in ten real minutes. What the browser itself
does to show a frame, and what happens by the clock on the wall, happens less often. The
garbage collector runs before each look.
"""

from playwright.sync_api import CDPSession, Page
from table import Row, judged
from web import Site

RATE = 60  # pictures that make a second
EARLY, LATE = 60 * RATE, 600 * RATE  # pictures
TOGETHER = 10  # pictures in one frame of the browser
LIMIT = 600_000  # milliseconds
BUDGET = 1.1  # after ten minutes over after one
READY = "() => document.querySelector('.wl-player')?.dataset.clip"
PLAY = """(together) => {
  const player = document.querySelector(".wl-player").wicklab, { clock } = player;
  if (!clock.playing) clock.toggle();
  const more = () => {
    for (let i = 1; i < together; i++) if (clock.tick(1 / 60, player.arrived)) player.paint(false);
    requestAnimationFrame(more);
  };
  requestAnimationFrame(more);
}"""
DRAWN = "(least) => document.querySelector('.wl-player').wicklab.drawn >= least"
SCENES = {
    "Lab, three curves": "landscape=double-well&show=density,real,imaginary,levels,energy",
    "Lab in two dimensions": "dim=2&landscape=himmelblau&n=128",
}


def measure(site: Site) -> list[Row]:
    rows = []
    for name, query in SCENES.items():
        with site.page(f"{site.app}/?{query}") as page:
            page.wait_for_function(READY)
            page.evaluate(PLAY, TOGETHER)
            devtools = page.context.new_cdp_session(page)
            before, after = (_held(page, devtools, least) for least in (EARLY, LATE))
        rows += _rows(name, before, after)
    return rows


def _held(page: Page, devtools: CDPSession, pictures: int) -> dict[str, float]:
    """Heap in MB, nodes and listeners once so many pictures have been drawn."""
    page.wait_for_function(DRAWN, arg=pictures, timeout=LIMIT, polling=500)
    for _ in range(2):  # what the first finds may free more
        devtools.send("HeapProfiler.collectGarbage")
    counted = devtools.send("Memory.getDOMCounters")
    return {
        "heap": devtools.send("Runtime.getHeapUsage")["usedSize"] / 1e6,
        "nodes": counted["nodes"],
        "listeners": counted["jsEventListeners"],
    }


def _rows(name: str, before: dict[str, float], after: dict[str, float]) -> list[Row]:
    texts = [
        f"{found['heap']:.1f} MB, {found['nodes']:,} nodes, {found['listeners']:,} listeners"
        for found in (before, after)
    ]
    rows = [
        Row(f"{name}: held after {pictures // RATE // 60} min of pictures", text)
        for pictures, text in zip((EARLY, LATE), texts, strict=True)
    ]
    return rows + [
        judged(f"{name}: {key}, ten minutes over one", after[key] / before[key], BUDGET, unit=" ×")
        for key in before
    ]
