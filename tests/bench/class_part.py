"""Part "class": people at work on one server, each change new to the server's caches."""

import asyncio
import os
import random
import threading
from pathlib import Path
from typing import Any

from table import Row, judged, ms
from web import ROOT, served

from tests.bench.crowd import Crowd, Record
from tests.bench.visitor import Visitor

SECONDS, WARM_UP = 30.0, 8.0
BUDGETS = {1: None, 10: None, 40: 150.0, 150: 500.0}  # p95, milliseconds
TICK = os.sysconf("SC_CLK_TCK")


def link(number: int) -> str:
    """Everybody has a formula of their own, so nobody finds another's eigenstates kept."""
    return f"V=x**4-3*x**2%2Ba*x&let=a:{0.2 + number / 1000}"


def choose(draw: random.Random, visitor: Visitor) -> tuple[str, Any]:
    """The change that costs most of those that a hand makes again and again."""
    return "lab.D", draw.choice(visitor.widgets["lab.D"].proto.options)


def usage(process: int) -> tuple[float, float]:
    """Processor seconds and resident MB of a process."""
    numbers = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    memory = int(numbers[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return (int(numbers[11]) + int(numbers[12])) / TICK, memory


def work(address: str, people: int, process: int) -> tuple[Record, float, float, float]:
    """A crowd at work.

    Returns:
        What happened, processor seconds of the server for each run, its resident MB when all
        had arrived and the crowd was at work, and at the end.
    """
    crowd = Crowd(address, people, SECONDS, choose, link)
    seen: list[float] = []

    def watch() -> None:
        while not done.wait(1.0):
            seen.append(usage(process)[1])

    done = threading.Event()
    before = usage(process)[0]
    watcher = threading.Thread(target=watch)
    watcher.start()
    record = asyncio.run(crowd.work())
    done.set()
    watcher.join()
    runs = max(1, len(record.changes) + len(record.arrivals))
    return record, (usage(process)[0] - before) / runs, seen[int(WARM_UP)], seen[-1]


def measure() -> list[Row]:
    rows = []
    for people, budget in BUDGETS.items():
        with served(ROOT / "app.py") as (address, server):
            record, cost, at_work, after = work(address, people, server.pid)
        p50, p95, p99 = record.quantiles(WARM_UP)
        text = f"{ms(p50)} / {ms(p95)} / {ms(p99)}"
        faults = ", ".join(f"{n} × {kind}" for kind, n in record.errors.items()) or "no error"
        rows += [
            Row(f"{people} at work: a change, p50 / p95 / p99 of {len(record.changes)}", text),
            Row(f"{people} at work: the server's work for each, its memory",
                f"{ms(cost)}, {at_work:.0f} to {after:.0f} MB", verdict=faults),
        ]  # fmt: skip
        if budget:
            rows.append(judged(f"{people} at work, p95", 1e3 * p95, budget, unit=" ms"))
    return rows
