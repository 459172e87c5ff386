"""How much is computed at once, by whatever page.

As many pieces of work run as there are processors: more at once would make every one of them
slower, the cheap ones of other visitors too. Whose turn it is: `ui.turns`.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from streamlit.runtime.scriptrunner import get_script_run_ctx

from solvers.interruption import looking
from ui import journal
from ui.turns import LOOK, TOLD_AFTER, Queue
from ui.visitors import Visitor, has_page, visitor

GRACE = 0.8  # seconds that a piece may go on for who is gone: what is finished can be kept
SHARE = 0.1  # seconds of work after which others may pass
LASTING = 0.1  # processor seconds of a request; what goes on is not urgent to anybody
BEHIND = 10  # nice value: a tenth of a processor that others want

Item = TypeVar("Item")
_END: Any = object()


queue = Queue(is_there=has_page)
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
    if _here.ending is not None and now > _here.deadline:
        raise _here.ending
    if now - _here.taken < SHARE:
        return
    _give_back(who)
    if _here.ending is None:
        try:
            who.check()
            _take(who)
        except BaseException as ending:  # noqa: BLE001 - raised when the piece ends, or its time
            _here.ending, _here.deadline = ending, now + GRACE
        else:
            return
    _take(Visitor(who.name, _look_at_the_deadline))


def _look_at_the_deadline() -> None:
    if time.monotonic() > _here.deadline:
        raise _here.ending


def _take(who: Visitor) -> None:
    lasting = journal.worked() > LASTING
    waited = queue.enter(who, lasting=lasting)
    _here.held, _here.lasting = True, lasting
    _here.taken, _here.since = time.monotonic(), time.thread_time()
    journal.note(waited=waited)
    if lasting and get_script_run_ctx(suppress_warning=True):
        step_back()


def _give_back(who: Visitor) -> None:
    used = time.thread_time() - _here.since
    _here.held = False
    queue.leave(who.name, used, lasting=_here.lasting)
    journal.note(worked=used)


def step_back() -> None:
    """Let every other thread go before this one, for as long as this one lives.

    Only root could take it back, so threads that serve one request after the other must not. A
    script's thread ends with its run, or goes on with what the same visitor asked for meanwhile.
    """
    if sys.platform == "linux" and not getattr(_here, "last", False):
        thread = os.PRIO_PROCESS, threading.get_native_id()
        os.setpriority(*thread, max(BEHIND, os.getpriority(*thread)))
        _here.last = True


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
    """Hold a lock that others may hold for as long as a solve takes; who is gone stops waiting.

    What holds it may be the visitor's own, as when a player has asked before its page does, and
    may wait for a processor: then the page says so.
    """
    who, start, told = visitor(), time.monotonic(), 0
    while not lock.acquire(timeout=LOOK):
        who.check()
        if time.monotonic() - start > TOLD_AFTER:
            told = _tell_again(who, told)
    try:
        if told:
            who.tell(0)
        yield
    finally:
        lock.release()


def _tell_again(who: Visitor, told: int) -> int:
    place = queue.place_of(who.name)
    if place != told:
        who.tell(place)
    return place
