"""Where work that lasts may be interrupted: between two steps, by whoever asked for it.

Solvers with many steps call `interruptible` after each. Nothing happens there unless the
caller has said what should: a server looks whether anybody still waits, and lets others
have the processor for a while.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_look: ContextVar[Callable[[], None] | None] = ContextVar("look", default=None)


def interruptible() -> None:
    """A moment at which work may wait or end: whatever the caller's function raises ends it."""
    look = _look.get()
    if look is not None:
        look()


@contextmanager
def looking(look: Callable[[], None]) -> Iterator[None]:
    """Call a function between the steps of all work inside; it takes some microseconds."""
    before = _look.set(look)
    try:
        yield
    finally:
        _look.reset(before)
