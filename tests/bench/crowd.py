"""Many visitors at once: each looks, thinks, changes something, and looks again.

record = asyncio.run(Crowd(address, people=40, seconds=30).work())
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.visitor import FAULTS, Refused, Visitor

# A random generator and the visitor, who has widgets, give a widget's key and its new value.
Choose = Callable[[random.Random, Visitor], tuple[str, Any]]


def own_well(number: int) -> str:
    """The link of a formula that nobody else has, so nobody finds another's eigenstates kept."""
    return f"formula=x**4-3*x**2%2Ba*x&let=a:{0.2 + number / 1000}"


def turn_diffusivity(draw: random.Random, visitor: Visitor) -> tuple[str, Any]:
    """The change that costs most of those that a hand makes again and again."""
    return "lab.D", draw.choice(visitor.widgets["lab.D"].proto.options)


@dataclass
class Record:
    """What happened to a crowd.

    Attributes:
        changes: When (seconds since the start) and how long (seconds), for each change.
        arrivals: Seconds until the first run of each page had ended.
        errors: How many of each kind.
        received: Bytes.
    """

    changes: list[tuple[float, float]] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    received: int = 0

    def quantiles(self, after: float = 0.0) -> tuple[float, float, float]:
        """p50, p95, p99 of the seconds a change took, of those made `after` seconds or later."""
        taken = sorted(seconds for moment, seconds in self.changes if moment >= after)
        if not taken:
            return (float("nan"),) * 3
        return tuple(taken[min(len(taken) - 1, int(q * len(taken)))] for q in (0.5, 0.95, 0.99))  # type: ignore[return-value]


@dataclass
class Crowd:
    """People and what they do.

    Attributes:
        address: Of the server.
        people: How many.
        seconds: How long; the last change may end later.
        choose: What somebody changes next.
        think: Mean pause between two changes, seconds; each is half to one and a half of it.
        link: What the visitor of a number opens.
        ramp: Seconds over which they come.
        returning: Whether who loses the connection comes back (counted as "reconnected").
    """

    address: str
    people: int
    seconds: float
    choose: Choose = turn_diffusivity
    link: Callable[[int], str] = own_well
    think: float = 2.0
    ramp: float = 2.0
    returning: bool = False
    seed: int = 1

    async def work(self) -> Record:
        """Let all of them work; what happened."""
        record, start = Record(), time.monotonic()
        await asyncio.gather(*(self._one(number, record, start) for number in range(self.people)))
        return record

    async def _one(self, number: int, record: Record, start: float) -> None:
        draw = random.Random(self.seed * 10_007 + number)
        await asyncio.sleep(self.ramp * number / self.people)
        visitor = Visitor(self.address, self.link(number))
        end = start + self.seconds
        while time.monotonic() < end:
            try:
                if visitor.widgets:
                    await visitor.come_back()
                else:
                    await visitor.connect()
                    record.arrivals.append(await visitor.arrive())
                await self._changes(visitor, draw, record, start)
            except FAULTS as fault:
                record.errors["reconnected" if self.returning else type(fault).__name__] += 1
                await asyncio.sleep(0.5)
            except Refused as refused:
                record.errors[str(refused)[:120]] += 1
            finally:
                record.received += visitor.received
                visitor.received = 0
                await visitor.leave()

    async def _changes(
        self, visitor: Visitor, draw: random.Random, record: Record, start: float
    ) -> None:
        while True:
            pause = self.think * draw.uniform(0.5, 1.5)
            if time.monotonic() + pause > start + self.seconds:
                await asyncio.sleep(max(0.0, start + self.seconds - time.monotonic()))
                return
            await asyncio.sleep(pause)
            key, value = self.choose(draw, visitor)
            began = time.monotonic() - start
            record.changes.append((began, await visitor.change(key, value)))
