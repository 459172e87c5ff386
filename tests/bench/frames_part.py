"""Part "frames": pictures drawn in a second while three curves move."""

from table import Row, judged
from web import Site

SECONDS = 5
BUDGET = 58
CURVES = ("density", "real", "imaginary")
READY = "() => document.querySelector('.wl-player')?.dataset.clip"
# A picture counts when the player drew and the numbers in the chart differ from the last.
COUNT = """(seconds) => new Promise((done) => {
  const player = document.querySelector(".wl-player").wicklab;
  const chart = document.querySelector(".wl-picture");
  player.clock.seek(0);
  if (!player.clock.playing) player.clock.toggle();
  const sum = () => chart.data.slice(7, 10).map((trace) =>
    trace.y.reduce((total, y, i) => total + y * Math.sin(i), 0)).join();
  let calls = 0, drawn = 0, changed = 0, last = player.picture.drawn, shape = sum(), longest = 0;
  const start = performance.now();
  let before = start;
  const tick = (now) => {
    calls += 1;
    longest = Math.max(longest, now - before);
    before = now;
    if (player.picture.drawn !== last) { drawn += 1; last = player.picture.drawn; }
    const next = sum();
    if (next !== shape) { changed += 1; shape = next; }
    const gone = (now - start) / 1000;
    if (gone < seconds) return requestAnimationFrame(tick);
    done({ calls: calls / gone, drawn: drawn / gone, changed: changed / gone, longest });
  };
  requestAnimationFrame(tick);
})"""


def measure(site: Site) -> list[Row]:
    with site.page(f"{site.app}/?landscape=double-well") as page:
        page.wait_for_function(READY)
        for curve in CURVES:
            chip = page.locator(f".wl-chips button[data-curve={curve}]")
            if chip.get_attribute("aria-pressed") != "true":
                chip.click()
                page.wait_for_timeout(1500)
        found = page.evaluate(COUNT, SECONDS)
    rates = {
        "calls of the browser for a frame": found["calls"],
        "pictures drawn": found["drawn"],
        "pictures that differ from the one before": found["changed"],
    }
    rows = [Row(f"{name}, a second", f"{rate:.1f} /s") for name, rate in rates.items()]
    rows.append(Row("longest wait between two frames", f"{found['longest']:.0f} ms"))
    least = min(found["drawn"], found["changed"])
    rows.append(judged("frames a second, 3 curves × 512", least, BUDGET, unit=" /s", least=True))
    return rows
