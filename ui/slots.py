"""How much is computed at once, by whatever page, and whose turn it is.

As many pieces of work run as there are processors: more at once would make every one of them
slower, the cheap ones of other visitors too. A free processor goes to the visitor who has
fewest pieces running, and of those to the one who has used least of late.
"""

import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from solvers.interruption import looking
from ui import journal
from ui.visitors import Visitor, visitor

WIDTH = os.cpu_count() or 1
HALF_LIFE = 10.0  # seconds after which half of what somebody used is forgotten
BURST = 3.0  # processor seconds that anybody may use of late without a pause
MOST_PAUSES = 3  # after each piece, pauses of its length: one for every other visitor up to these
TOLD_AFTER = 0.7  # seconds of waiting until the visitor is told the place in the queue
FEW = 3  # others at work of late, for whom a processor is free whenever they want one
REMEMBERED = 1000  # visitors, before those who left are forgotten
GRACE = 0.8  # seconds that a piece may go on for who is gone: what is finished can be kept
SHARE = 0.1  # seconds of work after which others may pass
LOOK = 0.2  # seconds between two looks whether somebody still waits

Item = TypeVar("Item")
_END: Any = object()


@dataclass(eq=False)
class _Piece:
    """A piece of work that waits, then runs."""

    owner: str
    arrival: int
    granted: bool = False


@dataclass
class _Account:
    """What somebody has used of late."""

    spent: float = 0.0
    when: float = -math.inf
    seen: float = -math.inf
    pause_until: float = -math.inf

    def at(self, now: float) -> float:
        """What is not forgotten yet, in processor seconds."""
        return self.spent * 0.5 ** ((now - self.when) / HALF_LIFE)


@dataclass
class Queue:
    """Hands out processors fairly.

    One visitor's second piece waits while another's first does, and while anybody else has
    worked of late it leaves the last processor free. Who has used more than the burst rests
    between pieces, so that the others' pages, which need no processor of the queue, are not
    slowed by the interpreter's lock. A visitor alone on the server never waits.
    """

    width: int = WIDTH
    clock: Callable[[], float] = time.monotonic
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _waiting: list[_Piece] = field(default_factory=list)
    _running: Counter[str] = field(default_factory=Counter)
    _accounts: dict[str, _Account] = field(default_factory=dict)
    _arrivals: int = 0

    def enter(self, who: Visitor) -> float:
        """Wait for a processor; the seconds it took.

        Raises:
            BaseException: Whatever `who.check` raises when nobody waits any more.
        """
        start, told = self.clock(), 0
        with self._changed:
            self._arrivals += 1
            piece = _Piece(who.name, self._arrivals)
            self._waiting.append(piece)
            self._grant()
        try:
            while not piece.granted:
                with self._changed:
                    if not piece.granted:
                        self._changed.wait(self._until_it_may(piece.owner))
                        self._grant()
                    place = self._place(piece)
                who.check()
                if place and place != told and self.clock() - start > TOLD_AFTER:
                    who.tell(place)
                    told = place
            if told:
                who.tell(0)
        except BaseException:
            self._forget(piece)
            raise
        return self.clock() - start

    def leave(self, owner: str, used: float) -> None:
        """Give the processor back after so many processor seconds."""
        with self._changed:
            self._running[owner] -= 1
            now = self.clock()
            account = self._accounts.setdefault(owner, _Account())
            account.spent, account.when = account.at(now) + used, now
            account.seen = now
            if account.spent > BURST:
                account.pause_until = now + used * min(MOST_PAUSES, len(self._others(owner)))
            self._tidy()
            self._grant()

    def greet(self, owner: str) -> None:
        """Somebody is at work, whether or not it takes a processor of the queue."""
        with self._changed:
            self._accounts.setdefault(owner, _Account()).seen = self.clock()
            self._tidy()

    def is_idle_but_for(self, owner: str) -> bool:
        """Whether work that nobody has asked for yet would be in nobody's way."""
        with self._changed:
            return not self.running and not self._waiting and len(self._others(owner)) <= FEW

    @property
    def length(self) -> int:
        """How many pieces wait."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """How many pieces run."""
        return sum(self._running.values())

    def _forget(self, piece: _Piece) -> None:
        with self._changed:
            if piece.granted:
                self._running[piece.owner] -= 1
            else:
                self._waiting.remove(piece)
            self._grant()

    def _grant(self) -> None:
        granted = False
        while self._waiting and self.running < self.width:
            piece = min(self._waiting, key=self._rank)
            if not self._may(piece.owner):
                break
            self._waiting.remove(piece)
            self._running[piece.owner] += 1
            piece.granted = granted = True
        if granted:
            self._changed.notify_all()

    def _may(self, owner: str) -> bool:
        if not owner:  # nobody's: the server's own, or a program's
            return True
        if self._accounts.get(owner, _Account()).pause_until > self.clock():
            return False
        last = self.running == self.width - 1
        return not (last and self._running[owner] and self._others(owner))

    def _rank(self, piece: _Piece) -> tuple[bool, int, float, int]:
        owner, now = piece.owner, self.clock()
        account = self._accounts.get(owner, _Account())
        return not self._may(owner), self._running[owner], account.at(now), piece.arrival

    def _until_it_may(self, owner: str) -> float:
        rest = self._accounts.get(owner, _Account()).pause_until - self.clock()
        return min(rest, LOOK) if rest > 0 else LOOK

    def _place(self, piece: _Piece) -> int:
        """1 for the next; 0 when it is not waiting."""
        if piece.granted:
            return 0
        mine = self._rank(piece)
        return 1 + sum(self._rank(other) < mine for other in self._waiting)

    def _others(self, owner: str) -> list[str]:
        """Other visitors who have worked of late or want to."""
        now = self.clock()
        late = {name for name, account in self._accounts.items() if now - account.seen < HALF_LIFE}
        return list((late | {piece.owner for piece in self._waiting}) - {owner, ""})

    def _tidy(self) -> None:
        if len(self._accounts) < REMEMBERED:
            return
        long_ago = self.clock() - 10 * HALF_LIFE
        for name in [name for name, account in self._accounts.items() if account.seen < long_ago]:
            del self._accounts[name]
        self._running = +self._running


queue = Queue()
_here = threading.local()


@contextmanager
def slot() -> Iterator[None]:
    """Wait for a processor; inside another `slot` of the same thread let others pass first.

    A thread that held one processor and waited for a second would, with as many threads as
    processors doing so, wait for ever: inside, the one it has is given back and taken again.
    So it is between the steps of long work. Never held while a generator waits for its
    reader: a visitor who stops reading must not keep it. Who is gone gets no processor, so the
    work of a closed page ends here.
    """
    who = visitor()
    if getattr(_here, "held", False):
        _look(who)
        yield
        return
    who.check()
    _take(who)
    journal.note(pieces=1)
    _here.ending = None
    try:
        with looking(lambda: _look(who)):
            yield
    finally:
        if _here.held:
            _give_back(who)
    if _here.ending is not None:
        raise _here.ending


def _look(who: Visitor) -> None:
    """Between two steps: let others pass; who is gone has a moment to finish the piece."""
    now = time.monotonic()
    if _here.ending is not None:
        if now > _here.deadline:
            raise _here.ending
        return
    if now - _here.taken < SHARE:
        return
    try:
        who.check()
        _give_back(who)
        _take(who)
    except BaseException as ending:  # noqa: BLE001 - raised when the piece ends, or its time
        _here.ending, _here.deadline = ending, now + GRACE


def _take(who: Visitor) -> None:
    waited = queue.enter(who)
    _here.held, _here.taken, _here.since = True, time.monotonic(), time.thread_time()
    journal.note(waited=waited)


def _give_back(who: Visitor) -> None:
    used = time.thread_time() - _here.since
    _here.held = False
    queue.leave(who.name, used)
    journal.note(worked=used)


def in_turn(work: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made in a slot that is free again while the item travels."""
    while True:
        with slot():
            item = next(work, _END)
        if item is _END:
            return
        yield item


@contextmanager
def alone(lock: threading.Lock) -> Iterator[None]:
    """Hold a lock that others may hold for as long as a solve takes; who is gone stops waiting."""
    who = visitor()
    while not lock.acquire(timeout=LOOK):
        who.check()
    try:
        yield
    finally:
        lock.release()
