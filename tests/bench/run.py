"""Measure Wicklab's budgets: `make bench`, or `run.py --only solve,slider --json FILE`.

How to read the table. Every row is one measurement; rows that end in "met" or "MISSED" are
budgets. Absolute times are this machine's and move with its load: only ratios within one run
mean something. Error is the largest relative L² error of |ψ|² over all frames.

solve   one double well, 512 points, 200 frames. "ratio" is the row's time over Wicklab's cold
        one. Two comparisons are judged: with the fastest peer that is as exact as Wicklab
        (1e-9), and with the fastest whose error no projector shows (3e-5).
plane   one evolution on 256² nodes in two dimensions: with QMsolve at equal error, and a step
        with the transforms in it.
scaling time against nodes, frames, walkers, particles and dimension, and the exponents.
slider  a key on a slider until the new picture is on the screen, against an empty Streamlit
        page in the same browser. Counted from the key, and from the message to the server.
frames  pictures drawn in a second while three curves move.
drag    from a pointer's move to the changed picture, while packet or expansion point is dragged.
visit   first visit, nothing cached, until something moves, against an empty page with a chart.
memory  heap, nodes and listeners of a page after ten minutes of pictures, against after one.
server  what one change costs in Python alone.
bytes   every kind of clip, and the same numbers in 32 bits each over it.
atlas   1,600 scenes as one map, as the page computes it; budget in seconds on two cores.
class   1, 10, 40 and 150 people at work on one server, each change new to its caches, and 150 on
        a server for each processor behind nginx, as the school node has them. They speak
        Streamlit's protocol and share the processors with the servers; what counts begins when
        all have come.
hostile 12 people at work beside one visitor who asks for the heaviest scenes without a pause, in
        pairs with and without him, in turns.

The exit status is 0 whether budgets are met or not; what crashed says so in the table.
`--docs` writes docs/performance.md, `--quick` measures some parts and compares their ratios with
the committed ones.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # for what the tests use too

import atlas_part
import bytes_part
import class_part
import drag_part
import frames_part
import hostile_part
import memory_part
import pictures
import plane_part
import scaling_part
import server_part
import slider_part
import solve_part
import visit_part
import web
import written
from playwright.sync_api import Error as BrowserError
from table import Row, plain, show

ALONE = {
    "solve": solve_part.measure,
    "plane": plane_part.measure,
    "scaling": scaling_part.measure,
    "server": server_part.measure,
    "bytes": bytes_part.measure,
    "atlas": atlas_part.measure,
    "class": class_part.measure,
    "hostile": hostile_part.measure,
}
IN_BROWSER = {
    "slider": slider_part.measure,
    "frames": frames_part.measure,
    "drag": drag_part.measure,
    "visit": visit_part.measure,
    "memory": memory_part.measure,
}
QUICK = ("solve", "plane", "visit")
FEW = 3  # rounds and visits where it has to be quick
PARTS = (
    "solve", "plane", "scaling", "slider", "frames", "drag", "visit", "server", "bytes", "atlas",
    "class", "hostile", "memory",
)  # fmt: skip


def wanted(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    return [name for name in PARTS if name in names]


def attempt(name: str, measure: Callable[[], list[Row]]) -> list[Row]:
    """The rows of a part, or one that says why there are none."""
    sys.stderr.write(f"measuring {name} …\n")
    start = time.monotonic()
    try:
        rows = measure()
    except (RuntimeError, OSError, ValueError, BrowserError) as trouble:
        first = (str(trouble).splitlines() or [repr(trouble)])[0]
        return [Row(name, verdict=f"CRASHED: {first}")]
    sys.stderr.write(f"  {time.monotonic() - start:.0f} s\n")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", type=wanted, default=list(PARTS), help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--docs", action="store_true", help="write docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="fail when a ratio has fallen")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.only = list(QUICK)
        ALONE["solve"] = solve_part.quick
        ALONE["plane"] = partial(plane_part.measure, FEW)
        IN_BROWSER["visit"] = partial(visit_part.measure, visits=FEW)
    parts = {name: attempt(name, ALONE[name]) for name in chosen.only if name in ALONE}
    browser = [name for name in chosen.only if name in IN_BROWSER]
    if browser:
        parts |= _in_browser(browser)
    parts = {name: parts[name] for name in chosen.only}
    show(parts)
    if chosen.json:
        chosen.json.write_text(json.dumps(plain(parts), indent=1, ensure_ascii=False) + "\n")
    if chosen.docs:
        _draw()
        written.write(parts)
    if chosen.quick and (fallen := written.fallen(parts)):
        sys.exit("fallen by more than a third:\n" + "\n".join(fallen))


def _draw() -> None:
    """The pictures of what was measured."""
    if solve_part.CURVES:
        pictures.error_against_time(solve_part.CURVES, written.picture_of("solve"))
    if scaling_part.CURVES:
        pictures.time_against_size(scaling_part.CURVES, written.picture_of("scaling"))


def _in_browser(names: list[str]) -> dict[str, list[Row]]:
    try:
        with web.opened() as site:
            return {name: attempt(name, lambda n=name: IN_BROWSER[n](site)) for name in names}
    except (RuntimeError, OSError, BrowserError) as trouble:
        first = (str(trouble).splitlines() or [repr(trouble)])[0]
        return {name: [Row(name, verdict=f"CRASHED: {first}")] for name in names}


if __name__ == "__main__":
    main()
