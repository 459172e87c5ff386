"""People at work for a long time, and what goes wrong meanwhile: `make soak MINUTES=2`.

First they only work: each changes scenes every two seconds or so. Memory may grow by 10 % after
the first minute, p95 of the last quarter may be a quarter above that of the second, and nobody
may meet an error. Then their connections are cut, their server stands still, is killed and started
again, its clock is set: everybody is back with the scene they had. Last a class, whose disk is
full, whose data base goes away, whose clock is set: who cannot answer is told why, and what was
confirmed is there in the end. The exit status is 1 when anything fails.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench import soak_faults
from tests.bench.crowd import Crowd, Record
from tests.bench.soak_faults import CLOCK, PEOPLE, judge
from tests.bench.visitor import Visitor
from tests.serving import Server

MOST_GROWTH, MOST_SLOWER = 1.10, 1.25
WIDGETS = ("lab.D", "lab.x0", "lab.sigma", "lab.wick", "lab.landscape")


def choose(draw: random.Random, visitor: Visitor) -> tuple[str, Any]:
    """Some control of the Lab, and a value that is allowed."""
    key = draw.choice([name for name in WIDGETS if name in visitor.widgets])
    proto = visitor.widgets[key].proto
    if hasattr(proto, "options") and proto.options:
        return key, draw.choice(proto.options)
    steps = round((proto.max - proto.min) / proto.step)
    return key, proto.min + proto.step * draw.randint(0, steps)


def watched(server: Server, seconds: float) -> tuple[Record, list[float]]:
    """A crowd at work; what happened, and the server's memory each second."""
    seen: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(1.0):
            seen.append(server.usage()[1])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        record = asyncio.run(Crowd(server.address, PEOPLE, seconds, choose).work())
    finally:
        done.set()
        watcher.join()
    return record, seen


def steady(server: Server, seconds: float) -> bool:
    """The long part."""
    record, seen = watched(server, seconds)
    settled = int(min(60, seconds / 3))  # and as long each look, as memory breathes by a tenth
    before = statistics.median(seen[settled : 2 * settled])
    after = statistics.median(seen[-settled:])
    quarters = [_p95(record, seconds * part / 4, seconds * (part + 1) / 4) for part in (1, 3)]
    times = f"{1e3 * quarters[0]:.0f} ms, then {1e3 * quarters[1]:.0f} ms"
    slower = max(quarters[1], 0.05) / max(quarters[0], 0.05)
    faults = ", ".join(f"{count} × {kind}" for kind, count in record.errors.items()) or "none"
    changes = f"{before:.0f} MB after {settled} s, {after:.0f} MB at the end"
    return all([
        judge(f"errors in {len(record.changes)} changes", faults, holds=not record.errors),
        judge("memory", changes, holds=after <= MOST_GROWTH * before),
        judge("p95 of a change", times, holds=slower <= MOST_SLOWER),
    ])  # fmt: skip


def _p95(record: Record, start: float, end: float) -> float:
    taken = sorted(seconds for moment, seconds in record.changes if start <= moment < end)
    return taken[int(0.95 * len(taken))] if taken else float("nan")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    chosen = parser.parse_args()
    log = Path(os.environ.get("WICKLAB_SOAK_LOG", os.devnull))
    with Server(log, {"WICKLAB_LOG": "off"}, command=CLOCK) as server:
        sound = [steady(server, 60 * chosen.minutes), *soak_faults.at_work(server)]
    sound += soak_faults.in_class()
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
