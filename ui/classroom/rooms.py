"""Who waits for news of a class: one reader of the data base for all of them.

A screen asks "anything newer than version v?" and the answer waits until there is. Each server
reads two counters per session and `TICK`, however many wait; what was written through this
server wakes it at once. So a quiet class costs a request every `HOLD` seconds per student.
"""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool

from solvers.refusal import Refusal
from ui.classroom import store

TICK = 0.5  # seconds between two looks at the data base
HOLD = 5.0  # seconds that a question waits; a stopping server waits for it too
NOTED = 4.0  # seconds between two notes of who is there
GATHER = 0.2  # seconds in which answers are told together
_rooms: dict[str, "Room"] = {}


class Room:
    """A session as this server knows it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.counters = (0, 0)
        self.ended: Refusal | None = None
        self.present: dict[int, bool] = {}  # students who asked lately, and whether they follow
        self.known: dict[str, int] = {}  # students by what is kept of their keys
        self._view: asyncio.Task[bytes] | None = None
        self._news = asyncio.Event()
        self._poked = asyncio.Event()
        self._asked = self._noted = time.monotonic()
        self._watch = asyncio.create_task(self._look_out())

    def poke(self) -> None:
        """Look now: something has been written."""
        self._poked.set()

    def version(self, teacher: bool) -> str:
        """What a screen has when it has everything."""
        return "{}.{}".format(*self.counters) if teacher else str(self.counters[0])

    async def news(self, held: str, *, teacher: bool) -> bool:
        """Wait until there is something newer than `held`; whether there is.

        Raises:
            Refusal: When the session is over.
        """
        end = time.monotonic() + HOLD
        while True:
            self._asked = time.monotonic()
            if self.ended:
                raise self.ended
            if self.counters[0] and held != self.version(teacher):
                return True
            news, left = self._news, end - time.monotonic()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(news.wait(), left)
            except TimeoutError:
                return False

    async def view(self, make: Callable[[], dict[str, Any]]) -> bytes:
        """What students see, as JSON: read once for all who ask."""
        task = self._view = self._view or asyncio.create_task(run_in_threadpool(written, make))
        try:
            return await asyncio.shield(task)
        except Refusal:
            self._view = None
            raise

    async def _look_out(self) -> None:
        while not self.ended and time.monotonic() - self._asked < 6 * HOLD:
            await self._look()
            try:
                await asyncio.wait_for(self._poked.wait(), TICK)
                self._poked.clear()
                await asyncio.sleep(GATHER)
            except TimeoutError:
                pass
        _rooms.pop(self.code, None)

    async def _look(self) -> None:
        try:
            if time.monotonic() - self._noted > NOTED:
                self._noted, present = time.monotonic(), self.present
                self.present = {}
                if present:
                    await run_in_threadpool(store.seen, self.code, present)
            counters = await run_in_threadpool(store.versions, self.code)
        except Refusal as refusal:
            if refusal.code != "classroom.unknown":
                return  # the data base is away: screens keep what they have
            self.ended = refusal
        else:
            if counters == self.counters:
                return
            self.counters = counters
        self._view = None
        self._news.set()
        self._news = asyncio.Event()


def written(make: Callable[[], dict[str, Any]]) -> bytes:
    """What `make` gives, as JSON."""
    return json.dumps(make(), ensure_ascii=False).encode()


def room(code: str) -> Room:
    """The room of a session; made when somebody asks for it."""
    if code not in _rooms:
        _rooms[code] = Room(code)
    return _rooms[code]


def poke(code: str) -> None:
    """Tell a session's room, if anybody is in it, to look at the data base."""
    if code in _rooms:
        _rooms[code].poke()


def known(code: str, mark: str) -> int | None:
    """Number of a student who has been in the room before, by what is kept of the key."""
    return _rooms[code].known.get(mark) if code in _rooms else None
