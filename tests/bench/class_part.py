"""Part "class": people at work on one server, each change new to the server's caches."""

import asyncio
import threading

from table import Row, judged, ms

from tests.bench.crowd import Crowd, Record
from tests.serving import Server

SECONDS, WARM_UP = 30.0, 8.0
BUDGETS = {1: None, 10: None, 40: 150.0, 150: 500.0}  # p95, milliseconds


def work(server: Server, people: int) -> tuple[Record, float, float, float]:
    """A crowd at work.

    Returns:
        What happened, processor seconds of the server for each run, its resident MB when all
        had arrived and the crowd was at work, and at the end.
    """
    crowd = Crowd(server.address, people, SECONDS)
    seen: list[float] = []

    def watch() -> None:
        while not done.wait(1.0):
            seen.append(server.usage()[1])

    done = threading.Event()
    before = server.usage()[0]
    watcher = threading.Thread(target=watch)
    watcher.start()
    record = asyncio.run(crowd.work())
    done.set()
    watcher.join()
    runs = max(1, len(record.changes) + len(record.arrivals))
    return record, (server.usage()[0] - before) / runs, seen[int(WARM_UP)], seen[-1]


def measure() -> list[Row]:
    rows = []
    for people, budget in BUDGETS.items():
        with Server() as server:
            record, cost, at_work, after = work(server, people)
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
