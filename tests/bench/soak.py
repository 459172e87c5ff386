"""People at work for a long time, and what goes wrong meanwhile: `make soak MINUTES=2`.

First they only work: each changes scenes every two seconds or so. Memory may grow by 10 % after
the first minute, p95 of the last quarter may be a quarter above that of the second, and nobody
may meet an error. Then, still at work, their connections are cut, and their server is killed and
started again: everybody is back with the scene they had. The exit status is 1 when anything
fails.
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.crowd import Crowd, Record
from tests.bench.visitor import FAULTS, Visitor
from tests.faults.conftest import Served

PEOPLE = 40
MOST_GROWTH, MOST_SLOWER = 1.10, 1.25
BACK = 10.0  # seconds
WIDGETS = ("lab.D", "lab.x0", "lab.sigma", "lab.wick", "lab.landscape")


def link(number: int) -> str:
    return f"V=x**4-3*x**2%2Ba*x&let=a:{0.2 + number / 1000}"


def choose(draw: random.Random, visitor: Visitor) -> tuple[str, Any]:
    """Some control of the Lab, and a value that is allowed."""
    key = draw.choice([name for name in WIDGETS if name in visitor.widgets])
    proto = visitor.widgets[key].proto
    if hasattr(proto, "options") and proto.options:
        return key, draw.choice(proto.options)
    steps = round((proto.max - proto.min) / proto.step)
    return key, proto.min + proto.step * draw.randint(0, steps)


def memory(process: int) -> float:
    """Resident MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def at_work(served: Served, seconds: float) -> tuple[Record, list[float]]:
    """A crowd at work; what happened, and the server's memory each second."""
    seen: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(1.0):
            seen.append(memory(served.process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        record = asyncio.run(Crowd(served.address, PEOPLE, seconds, choose, link).work())
    finally:
        done.set()
        watcher.join()
    return record, seen


def judge(name: str, text: str, *, holds: bool) -> bool:
    sys.stdout.write(f"{'ok    ' if holds else 'FAILED'}  {name}: {text}\n")
    sys.stdout.flush()
    return holds


def steady(served: Served, seconds: float) -> bool:
    """The long part."""
    record, seen = at_work(served, seconds)
    settled = int(min(60, seconds / 3))
    before = statistics.median(seen[settled : settled + 5])
    after = statistics.median(seen[-5:])
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


async def _through(served: Served, fault: Any) -> tuple[float, int]:
    """Arrive, suffer, go on: the longest way back, and how many lost their scene."""
    people = [Visitor(served.address, f"landscape=double-well&x0={-1 + n / 100:g}")
              for n in range(PEOPLE)]  # fmt: skip
    for visitor in people:
        await visitor.connect()
        await visitor.arrive()
    await fault(people)
    start = time.monotonic()
    await asyncio.gather(*(_back(visitor) for visitor in people))
    lost = [n for n, visitor in enumerate(people) if f"x0={-1 + n / 100:g}" not in visitor.link]
    for visitor in people:
        await visitor.leave()
    return time.monotonic() - start, len(lost)


async def _back(visitor: Visitor) -> None:
    while True:
        try:
            await visitor.change("lab.D", "0.0631")
        except FAULTS:
            try:
                await visitor.come_back()
            except FAULTS:
                await asyncio.sleep(0.2)
        else:
            return


def faults(served: Served) -> bool:
    """Connections cut, then the server killed."""

    async def cut(people: list[Visitor]) -> None:
        for visitor in people:
            visitor._socket.transport.abort()

    async def kill(_: list[Visitor]) -> None:
        await asyncio.to_thread(served.kill)
        await asyncio.to_thread(served.start)

    def freeze() -> None:
        served.process.send_signal(signal.SIGSTOP)
        time.sleep(3)
        served.process.send_signal(signal.SIGCONT)

    async def stopped(_: list[Visitor]) -> None:
        await asyncio.to_thread(freeze)

    every = {"connections cut": cut, "server stopped for 3 s": stopped, "server killed": kill}
    held = []
    for name, fault in every.items():
        longest, lost = asyncio.run(_through(served, fault))
        text = f"all back after {longest:.1f} s, {lost} without their scene"
        held.append(judge(name, text, holds=longest < BACK and not lost))
    return all(held)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    chosen = parser.parse_args()
    log = Path(os.environ.get("WICKLAB_SOAK_LOG", os.devnull))
    served = Served(log, {"WICKLAB_LOG": "off"})
    served.start()
    try:
        sound = [steady(served, 60 * chosen.minutes), faults(served)]
    finally:
        served.process.terminate()
        try:
            served.process.wait(10)
        except subprocess.TimeoutExpired:
            served.process.kill()
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
