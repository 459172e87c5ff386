"""Part "hostile": how much one visitor who asks for all he can get slows the others."""

import asyncio
import contextlib
import random
import statistics

from table import Row, judged, ms

from tests.bench.crowd import Crowd, Record
from tests.bench.visitor import FAULTS, Refused, Visitor
from tests.serving import Server

PAIRS, SECONDS, WARM_UP = 12, 20.0, 4.0
PEOPLE = 12
BUDGET = 1.25  # p95 with him against p95 without
DRAWS = 2000  # of as many pairs, to see how far chance moves the ratio


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
    pairs: list[dict[bool, list[float]]] = []
    with Server() as server:
        asyncio.run(_work(server.address, attacked=False, seed=0))  # everything is imported now
        for pair in range(PAIRS):
            taken = {}
            for attacked in (False, True) if pair % 2 else (True, False):
                record = asyncio.run(_work(server.address, attacked=attacked, seed=1 + pair))
                taken[attacked] = [seconds for at, seconds in record.changes if at >= WARM_UP]
            pairs.append(taken)
    rows = []
    for attacked, who in ((False, "alone"), (True, "beside one hostile")):
        seconds = _together(pairs, attacked)
        what = f"{PEOPLE} at work {who}: a change, p50 / p95 of {len(seconds)}"
        rows.append(Row(what, f"{ms(statistics.median(seconds))} / {ms(_p95(seconds))}"))
    rows.append(judged("hostile against quiet, p95", _ratio(pairs), BUDGET, unit=" ×"))
    draw = random.Random(1)
    drawn = sorted(_ratio(draw.choices(pairs, k=PAIRS)) for _ in range(DRAWS))
    low, high = drawn[DRAWS // 20], drawn[-DRAWS // 20]
    return [*rows, Row("the same of pairs drawn anew, 5 to 95 %", f"{low:.2f} to {high:.2f} ×")]


def _together(pairs: list[dict[bool, list[float]]], attacked: bool) -> list[float]:
    return [seconds for taken in pairs for seconds in taken[attacked]]


def _ratio(pairs: list[dict[bool, list[float]]]) -> float:
    return _p95(_together(pairs, True)) / _p95(_together(pairs, False))


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
