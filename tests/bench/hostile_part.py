"""Part "hostile": how much one visitor who asks for all he can get slows the others."""

import asyncio
import contextlib
import statistics

from table import Row, judged, ms

from tests.bench.crowd import Crowd, Record
from tests.bench.visitor import FAULTS, Refused, Visitor
from tests.serving import Server

PAIRS, SECONDS, WARM_UP = 5, 20.0, 4.0
PEOPLE = 12
BUDGET = 1.25  # p95 with him against p95 without


async def _attack(address: str) -> None:
    """The heaviest scenes, each given up for another as soon as it is under way."""
    turn = 0
    while True:
        turn += 1
        heavy = f"dim=2&landscape=rastrigin&n=256&schedule=linear&T={60 + turn % 40}"
        visitor = Visitor(address, heavy)
        with contextlib.suppress(*FAULTS, Refused):
            await visitor.connect()
            await asyncio.wait_for(visitor.arrive(), 4.0)
        await visitor.leave()


async def _work(address: str, *, attacked: bool, seed: int) -> Record:
    attack = asyncio.create_task(_attack(address)) if attacked else None
    record = await Crowd(address, PEOPLE, SECONDS, seed=seed).work()
    if attack:
        attack.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await attack
    return record


def measure() -> list[Row]:
    taken: dict[bool, list[float]] = {False: [], True: []}
    with Server() as server:
        asyncio.run(_work(server.address, attacked=False, seed=0))  # everything is imported now
        for pair in range(PAIRS):
            for attacked in (False, True) if pair % 2 else (True, False):
                record = asyncio.run(_work(server.address, attacked=attacked, seed=1 + pair))
                taken[attacked] += [seconds for at, seconds in record.changes if at >= WARM_UP]
    rows = []
    for attacked, who in ((False, "alone"), (True, "beside one hostile")):
        middle, worst = statistics.median(taken[attacked]), _p95(taken[attacked])
        what = f"{PEOPLE} at work {who}: a change, p50 / p95 of {len(taken[attacked])}"
        rows.append(Row(what, f"{ms(middle)} / {ms(worst)}"))
    ratio = _p95(taken[True]) / _p95(taken[False])
    return [*rows, judged("hostile against quiet, p95", ratio, BUDGET, unit=" ×")]


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
