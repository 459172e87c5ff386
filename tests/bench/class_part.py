"""Part "class": people at work, each change new to the caches of their server."""

import asyncio
import tempfile
import threading
from pathlib import Path

from table import Row, judged, ms

from tests.bench.crowd import Crowd, Record
from tests.school import NGINX, School
from tests.serving import Server
from ui.turns import WIDTH

SECONDS = 30.0  # of work that counts
SETTLED = 6.0  # seconds after the last has come from which on it does
COMING = 10.0  # people a second who open the page
BUDGETS = {1: None, 10: None, 40: 150.0, 150: 500.0}  # p95, milliseconds
BEHIND_NGINX = "with a server for each processor"


def work(place: Server | School, people: int) -> tuple[Record, float, float, float, float]:
    """A crowd at work.

    Returns:
        What happened, when it began to count, processor seconds of the servers for each change
        that counts, their resident MB when it began, and at the end.
    """
    ramp = max(2.0, people / COMING)
    begins = ramp + SETTLED
    crowd = Crowd(place.address, people, begins + SECONDS, ramp=ramp)
    seen: list[tuple[float, float]] = []
    watcher = threading.Timer(begins, lambda: seen.append(place.usage()))
    watcher.start()
    record = asyncio.run(crowd.work())
    watcher.join()
    used, memory = place.usage()
    changes = max(1, sum(moment >= begins for moment, _ in record.changes))
    return record, begins, (used - seen[0][0]) / changes, seen[0][1], memory


def measured(place: Server | School, people: int, where: str, budget: float | None) -> list[Row]:
    record, begins, cost, at_work, after = work(place, people)
    p50, p95, p99 = record.quantiles(begins)
    changes = sum(moment >= begins for moment, _ in record.changes)
    faults = ", ".join(f"{n} × {kind}" for kind, n in record.errors.items()) or "no error"
    rows = [
        Row(f"{people} at work{where}: a change, p50 / p95 / p99 of {changes}",
            f"{ms(p50)} / {ms(p95)} / {ms(p99)}"),
        Row(f"{people} at work{where}: processor time of a change, memory of the servers",
            f"{ms(cost)}, {at_work:.0f} to {after:.0f} MB", verdict=faults),
    ]  # fmt: skip
    if budget:
        rows.append(judged(f"{people} at work{where}, p95", 1e3 * p95, budget, unit=" ms"))
    return rows


def measure() -> list[Row]:
    rows = []
    for people, budget in BUDGETS.items():
        crowded = people == max(BUDGETS) and NGINX is not None
        with Server() as server:
            rows += measured(server, people, "", None if crowded else budget)
        if crowded:
            with tempfile.TemporaryDirectory() as folder, School(Path(folder), WIDTH) as school:
                rows += measured(school, people, f", {BEHIND_NGINX}", budget)
    return rows
