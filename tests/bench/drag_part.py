"""Part "drag": from a pointer's move to the changed picture, while the packet is dragged."""

from table import Row, judged
from web import Site

SECONDS = 5
WAIT, RATE = 33, 58
READY = "() => document.querySelector('.wl-handle.wl-lab-centre')?.style.transform"
QUERY = "landscape=double-well&show=density,real,imaginary,levels,energy"
# Made-up pointers, one a frame, each 2 pixels on: where one moves by less, as at the ends of a
# swing, the rounded value stays, and rightly the picture too. The wait ends with the first frame
# that shows what was drawn.
MEASURE = """async ([selector, seconds, middle]) => {
  const chart = document.querySelector(".wl-picture"), mark = document.querySelector(selector);
  const line = chart.querySelector(`.trace${chart._fullData[7].uid} .js-line`);
  const box = mark.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  mark.setPointerCapture = () => {};
  const pointer = { bubbles: true, pointerId: 1, isPrimary: true, button: 0, buttons: 1 };
  const fire = (type, dx) =>
    mark.dispatchEvent(new PointerEvent(type, { ...pointer, clientX: x + dx, clientY: y }));
  fire("pointerdown", 0);
  const waits = [], work = [], start = performance.now();
  let changed = 0, moves = 0, last = line.getAttribute("d");
  await new Promise((done) => {
    const tick = (now) => {
      if (now - start > 1000 * seconds) return done();
      const sent = performance.now();
      fire("pointermove", middle + 60 - Math.abs(((2 * moves++) % 240) - 120));
      work.push(performance.now() - sent);
      const shape = line.getAttribute("d");
      if (shape !== last) changed += 1;
      last = shape;
      requestAnimationFrame((next) => { waits.push(next - sent); tick(next); });
    };
    requestAnimationFrame(tick);
  });
  mark.dispatchEvent(new PointerEvent("lostpointercapture", { pointerId: 1 }));
  delete mark.setPointerCapture;
  const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
  return { changed: changed / seconds, wait: median(waits), work: median(work) };
}"""
# Each mark, and by how many pixels the middle of its swing is off its place: a width has its least
# value on the way through the centre, where rightly the picture stays too.
MARKS = {
    "centre": (".wl-lab-centre", 0),
    "width": (".wl-lab-right", 60),
    "expansion point, order 2": (".wl-lab-about", 0),
}


def measure(site: Site) -> list[Row]:
    rows = []
    for name, (mark, middle) in MARKS.items():
        more = "&order=2" if mark == ".wl-lab-about" else ""
        with site.page(f"{site.app}/?{QUERY}{more}") as page:
            page.wait_for_function(READY)
            page.wait_for_timeout(2000)
            found = page.evaluate(MEASURE, [mark, SECONDS, middle])
        rows.append(Row(f"{name}: work of one move, median", f"{found['work']:.1f} ms"))
        rows.append(judged(f"{name}: move to picture, median", found["wait"], WAIT, unit=" ms"))
        rate = found["changed"]
        rows.append(judged(f"{name}: pictures while dragged", rate, RATE, unit=" /s", least=True))
    return rows
