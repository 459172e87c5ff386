"""Part "hostile": how much one visitor who asks for all he can get slows the others."""

import asyncio
import contextlib
import random
import statistics
from typing import Any

from table import Row, judged, ms
from web import ROOT, served

from tests.bench.crowd import Crowd, Record
from tests.bench.visitor import FAULTS, Refused, Visitor

PAIRS, SECONDS, WARM_UP = 5, 16.0, 4.0
PEOPLE = 12
BUDGET = 1.25  # p95 with him against p95 without


def link(number: int) -> str:
    return f"V=x**4-3*x**2%2Ba*x&let=a:{0.2 + number / 1000}"


def choose(draw: random.Random, visitor: Visitor) -> tuple[str, Any]:
    return "lab.D", draw.choice(visitor.widgets["lab.D"].proto.options)


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
    record = await Crowd(address, PEOPLE, SECONDS, choose, link, seed=seed).work()
    if attack:
        attack.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await attack
    return record


def measure() -> list[Row]:
    ratios, rows = [], []
    with served(ROOT / "app.py") as (address, _):
        asyncio.run(_work(address, attacked=False, seed=0))  # everything is imported now
        for pair in range(PAIRS):
            found = {}
            for attacked in (False, True) if pair % 2 else (True, False):
                seed = 1 + 2 * pair + attacked
                record = asyncio.run(_work(address, attacked=attacked, seed=seed))
                found[attacked] = record.quantiles(WARM_UP)[1]
            ratios.append(found[True] / found[False])
            text = f"{ms(found[False])}, {ms(found[True])}"
            rows.append(Row(f"pair {pair + 1}: p95 of {PEOPLE} alone, with one hostile", text))
    return [*rows, judged("hostile against quiet, median of the pairs", statistics.median(ratios),
                          BUDGET, unit=" ×")]  # fmt: skip
