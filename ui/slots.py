"""How much is computed at once, by whatever page: as many pieces of work as processors.

More at once would make every one of them slower, the cheap ones of other visitors too.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

WIDTH = os.cpu_count() or 1

Item = TypeVar("Item")

_END: Any = object()
_free = threading.BoundedSemaphore(WIDTH)
_here = threading.local()


@contextmanager
def slot() -> Iterator[None]:
    """Wait for a processor; inside another `slot` of the same thread there is nothing to wait for.

    A thread that held one slot and waited for a second would, with as many threads as slots
    doing so, wait for ever. Never held while a generator waits for its reader: a visitor who
    stops reading must not keep it. Work for a page begins only if it is still wanted.
    """
    if getattr(_here, "held", False):
        yield
        return
    _stop_if_unwanted()
    with _free:
        _stop_if_unwanted()
        _here.held = True
        try:
            yield
        finally:
            _here.held = False


def _stop_if_unwanted() -> None:
    """End the script here when its page was changed or closed.

    Streamlit does that at its own calls, and long work has none; looking into the session
    is one that sends nothing.
    """
    if get_script_run_ctx(suppress_warning=True):
        _ = "page" in st.session_state


def in_turn(work: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made in a slot that is free again while the item travels."""
    while True:
        with slot():
            item = next(work, _END)
        if item is _END:
            return
        yield item
