"""Whose turn it is to compute.

A free processor goes to the visitor who has fewest pieces running, and of those to the one who
has used least of late; whose changes are the usual ones come in the order in which they asked.
Lasting work, which has already taken a while, leaves one processor to those who want something
short, and uses only a part of the others.
"""

import math
import os
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ui.visitors import Visitor

QUOTA = Path("/sys/fs/cgroup/cpu.max")  # microseconds of all processors in a period, and that


def processors(quota: Path = QUOTA) -> int:
    """How many this process may use: in a container those it was given, not the machine's."""
    mine = getattr(os, "sched_getaffinity", None)
    usable = len(mine(0)) if mine else os.cpu_count() or 1
    try:
        allowed, period = quota.read_text().split()
        return usable if allowed == "max" else min(usable, max(1, int(allowed) // int(period)))
    except (OSError, ValueError):  # not Linux, or no container
        return usable


WIDTH = processors()
HALF_LIFE = 10.0  # seconds after which half of what somebody used is forgotten
USUAL = 0.25  # processor seconds of late within which nobody has used more than another
BURST = 3.0  # processor seconds that anybody may use of late without a pause
MOST_PAUSES = 3  # after each piece, pauses of its length: one for every other visitor up to these
LASTING_SHARE = 1 / (1 + MOST_PAUSES)  # of a processor, for each at lasting work beside others
TOLD_AFTER = 0.7  # seconds of waiting until the visitor is told the place in the queue
TOLD_AGAIN = 1.0  # seconds until the visitor is told another place: telling costs as a widget does
FEW = 3  # others at work of late, for whom a processor is free whenever they want one
REMEMBERED = 1000  # visitors, before those who left are forgotten
LOOK = 0.2  # seconds between two looks whether somebody still waits


@dataclass(eq=False)
class _Piece:
    """A piece of work that waits, then runs."""

    owner: str
    arrival: int
    lasting: bool
    granted: threading.Event = field(default_factory=threading.Event)


@dataclass
class _Account:
    """What somebody has used of late."""

    spent: float = 0.0
    when: float = -math.inf
    seen: float = -math.inf
    pause_until: float = -math.inf
    lasting: bool = False

    def at(self, now: float) -> float:
        """What is not forgotten yet, in processor seconds."""
        return self.spent * 0.5 ** ((now - self.when) / HALF_LIFE)

    def level(self, now: float) -> int:
        """0 for what a visitor usually uses, 1 more for every doubling of it.

        Were every millisecond weighed, whoever has worked a little more than the rest of a class
        would wait until all of them had done as much.
        """
        return max(0, math.ceil(math.log2(max(self.at(now), 1e-9) / USUAL)))


@dataclass
class Queue:
    """Hands out processors fairly.

    One visitor's second piece waits while another's first does, and while anybody else has
    worked of late it leaves the last processor free. So do the lasting pieces of all together,
    while anybody is at work on something short: a visitor who comes back as another one all the
    time has little on each account. And they rest between pieces, all together, so that a share
    of a processor is used for each who does lasting work: the others' pages, which need no
    processor of the queue, would be slowed by the interpreter's lock and by what processors have
    in common. For the same reason who has used more than the burst rests. A visitor alone on the
    server never waits.
    """

    width: int = WIDTH
    clock: Callable[[], float] = time.monotonic
    is_there: Callable[[str], bool] = lambda _: True  # whether somebody's page is still open
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _waiting: list[_Piece] = field(default_factory=list)
    _running: Counter[str] = field(default_factory=Counter)
    _lasting: Counter[str] = field(default_factory=Counter)  # of the pieces that run
    _lasting_rest_until: float = -math.inf
    _accounts: dict[str, _Account] = field(default_factory=dict)
    _late: OrderedDict[str, float] = field(default_factory=OrderedDict)  # who was seen when
    _arrivals: int = 0

    def enter(self, who: Visitor, *, lasting: bool = False) -> float:
        """Wait for a processor; the seconds it took.

        Args:
            who: Whose piece it is.
            lasting: Whether it goes on with work that has taken a while.

        Raises:
            BaseException: Whatever `who.check` raises when nobody waits any more.
        """
        start, told, next_word = self.clock(), 0, TOLD_AFTER
        with self._lock:
            self._arrivals += 1
            piece = _Piece(who.name, self._arrivals, lasting)
            self._see(who.name).lasting = lasting
            self._waiting.append(piece)
            self._grant()
        try:
            while not piece.granted.wait(self._until_it_may(piece)):
                waited = self.clock() - start
                with self._lock:
                    self._see(who.name)
                    self._grant()
                    place = self.place_of(who.name) if waited > next_word else told
                who.check()
                if place != told:
                    who.tell(place)
                    told, next_word = place, waited + TOLD_AGAIN
            who.check()
            if told:
                who.tell(0)
        except BaseException:
            self._forget(piece)
            raise
        return self.clock() - start

    def leave(self, owner: str, used: float, *, lasting: bool = False) -> None:
        """Give the processor back after so many processor seconds."""
        with self._lock:
            self._running[owner] -= 1
            now, account = self.clock(), self._see(owner)
            account.spent, account.when = account.at(now) + used, now
            if lasting:
                self._lasting_rest_until = now + used * self._pauses_of_lasting_work()
                self._lasting[owner] -= 1
            for piece in self._waiting:
                if piece.owner == owner:  # whose next comes after what others have asked for
                    piece.arrival = self._arrivals = self._arrivals + 1
            if account.spent > BURST:
                account.pause_until = now + used * min(MOST_PAUSES, self._others(owner))
            self._tidy()
            self._grant()

    def _pauses_of_lasting_work(self) -> float:
        """After a piece, in lengths of it: fewer, the more visitors wait for such work."""
        owners = {one.owner for one in self._waiting if one.lasting} | set(+self._lasting)
        short = sum(1 for name in self._recent() if self._wants_short(name))
        return max(0.0, min(1 / (LASTING_SHARE * len(owners)) - 1, short))

    def greet(self, owner: str) -> None:
        """Somebody is at work, whether or not it takes a processor of the queue."""
        with self._lock:
            self._see(owner).lasting = False
            self._tidy()

    def is_idle_but_for(self, owner: str) -> bool:
        """Whether work that nobody has asked for yet would be in nobody's way."""
        with self._lock:
            return not self.running and not self._waiting and self._others(owner) <= FEW

    def place_of(self, owner: str) -> int:
        """Place of the first piece of somebody that waits, 1 for the next; 0 for none.

        What a visitor is told: that a scene they have moved on from waits too is their business
        only.
        """
        with self._lock:
            return min((self._place(o) for o in self._waiting if o.owner == owner), default=0)

    @property
    def length(self) -> int:
        """How many pieces wait."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """How many pieces run."""
        return sum(self._running.values())

    def _forget(self, piece: _Piece) -> None:
        with self._lock:
            if piece.granted.is_set():
                self._running[piece.owner] -= 1
                self._lasting[piece.owner] -= piece.lasting
            else:
                self._waiting.remove(piece)
            self._grant()

    def _grant(self) -> None:
        while self._waiting and self.running < self.width:
            now = self.clock()  # one for all: an account fades from one look to the next
            piece = min(self._waiting, key=lambda one: self._rank(one, now))
            if not self._may(piece):
                break
            self._waiting.remove(piece)
            self._running[piece.owner] += 1
            self._lasting[piece.owner] += piece.lasting
            piece.granted.set()

    def _may(self, piece: _Piece) -> bool:
        owner = piece.owner
        if not owner:  # nobody's: the server's own, or a program's
            return True
        others = self._others(owner)
        if others and self._accounts.get(owner, _Account()).pause_until > self.clock():
            return False
        taken = self._lasting.total() >= max(1, self.width - 1)
        if piece.lasting and (taken or self._lasting_rest_until > self.clock()):
            return not any(name != owner and self._wants_short(name) for name in self._late)
        return not (others and self._running[owner] and self.running == self.width - 1)

    def _wants_short(self, name: str) -> bool:
        return not self._accounts[name].lasting and self.is_there(name)

    def _rank(self, piece: _Piece, now: float) -> tuple[bool, int, int, int]:
        owner = piece.owner
        account = self._accounts.get(owner, _Account())
        return not self._may(piece), self._running[owner], account.level(now), piece.arrival

    def _until_it_may(self, piece: _Piece) -> float:
        until = self._accounts.get(piece.owner, _Account()).pause_until
        if piece.lasting:
            until = max(until, self._lasting_rest_until)
        rest = until - self.clock()
        return min(rest, LOOK) if rest > 0 else LOOK

    def _place(self, piece: _Piece) -> int:
        """1 for the next; 0 when it is not waiting."""
        if piece.granted.is_set():
            return 0
        now = self.clock()
        mine = self._rank(piece, now)
        return 1 + sum(self._rank(o, now) < mine for o in self._waiting if o is not piece)

    def _see(self, owner: str) -> _Account:
        """Somebody is at work or wants to be, now; their account."""
        account = self._accounts.setdefault(owner, _Account())
        if owner:
            account.seen = self._late[owner] = self.clock()
            self._late.move_to_end(owner)
        return account

    def _others(self, owner: str) -> int:
        """How many other visitors have worked of late or want to."""
        recent = self._recent()
        return len(recent) - (owner in recent)

    def _recent(self) -> OrderedDict[str, float]:
        """Who has worked of late or wants to."""
        long_ago = self.clock() - HALF_LIFE
        while self._late and next(iter(self._late.values())) <= long_ago:
            self._late.popitem(last=False)
        return self._late

    def _tidy(self) -> None:
        if len(self._accounts) < REMEMBERED:
            return
        long_ago = self.clock() - 10 * HALF_LIFE
        for name in [name for name, account in self._accounts.items() if account.seen < long_ago]:
            del self._accounts[name]
        self._running, self._lasting = +self._running, +self._lasting
