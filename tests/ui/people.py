"""Visitors of a queue, and time that passes when it is told to."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

from tests.serving import until
from ui.visitors import GoneError, Visitor


class Clock:
    """Time that passes when it is told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class People:
    """Visitors who ask, each in a thread of its own, and note who had a turn."""

    def __init__(self, queue):
        self.queue, self.turns, self.pool = queue, [], ThreadPoolExecutor(32)
        self.going = threading.Event()

    def ask(self, name, *, lasting=False):
        before = self.queue.length
        found = self.pool.submit(self._ask, name, lasting)
        until(lambda: self.queue.length > before or found.done())
        return found

    def _ask(self, name, lasting):
        with contextlib.suppress(GoneError):
            self.queue.enter(Visitor(name, self._check), lasting=lasting)
            self.turns.append(name)

    def _check(self):
        if self.going.is_set():
            raise GoneError

    def go(self):
        """Nobody waits any more: Python does not end while a thread does."""
        self.going.set()
        self.pool.shutdown()
