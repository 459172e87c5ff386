"""Part "visit": from an address typed to the first moving picture, with nothing cached."""

import statistics

from table import Row, judged, ms
from web import Site

VISITS = 7
BUDGET = 1.5
# Waits in the page, at every frame; times count from the start of the navigation.
SCRIPT = """
const moving = () => {
  const player = document.querySelector(".wl-player")?.wicklab;
  return player?.picture.drawn >= 2 && player.clock.s > 0;
};
const chart = () => document.querySelector(".js-plotly-plot .scatterlayer path.js-line");
const watch = () => {
  if (document.querySelector(".wl-player") ? moving() : chart()) window.seen = performance.now();
  else requestAnimationFrame(watch);
};
requestAnimationFrame(watch);
"""


def _visit(site: Site, address: str) -> float:
    with site.page(address, SCRIPT) as page:
        page.wait_for_function("() => window.seen")
        return float(page.evaluate("() => window.seen")) / 1e3


def measure(site: Site, visits: int = VISITS) -> list[Row]:
    pages = {"Wicklab": f"{site.app}/", "empty page with one chart": f"{site.empty}/?chart=1"}
    seen: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(visits + 1):
        for name, address in pages.items():
            taken = _visit(site, address)
            if turn:  # the very first visit warms the server
                seen[name].append(taken)
    rows = []
    for name, times in seen.items():
        text = f"{ms(statistics.median(times))} / {ms(max(times))}"
        rows.append(Row(f"{name}: first visit, median / worst of {visits}", text))
    ours, empty = (statistics.median(times) for times in seen.values())
    return [*rows, judged("first visit against the empty page", ours / empty, BUDGET, unit=" ×")]
