"""One bound on what is computed at once, which nobody can lock up by asking twice."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from solvers.interruption import interruptible
from ui import journal, slots
from ui.slots import in_turn, slot
from ui.turns import WIDTH, Queue
from ui.visitors import GoneError, Visitor, asking


def test_as_many_at_once_as_processors_and_no_more():
    inside, most, lock = 0, 0, threading.Lock()
    full = threading.Barrier(WIDTH)

    def work(number):
        nonlocal inside, most
        with slot():
            with lock:
                inside += 1
                most = max(most, inside)
            if number < WIDTH:
                full.wait(10)  # all slots are taken at one moment
            with lock:
                inside -= 1

    with ThreadPoolExecutor(4 * WIDTH) as pool:
        list(pool.map(work, range(WIDTH)))
        list(pool.map(work, range(WIDTH, 40)))
    assert most == WIDTH


def test_threads_that_hold_every_slot_may_ask_for_another():
    full = threading.Barrier(WIDTH)

    def nested(number):
        with slot():
            full.wait(10)
            with slot():
                return number

    with ThreadPoolExecutor(WIDTH) as pool:
        assert list(pool.map(nested, range(WIDTH), timeout=10)) == list(range(WIDTH))


def test_a_slot_is_free_again_after_an_error():
    for _ in range(2 * WIDTH):
        with pytest.raises(ZeroDivisionError), slot():
            _ = 1 / 0


def test_no_slot_is_kept_while_an_item_travels():
    readers = [in_turn(iter("ab")) for _ in range(2 * WIDTH)]
    assert [next(reader) for reader in readers] == ["a"] * len(readers)
    with slot():
        assert [list(reader) for reader in readers] == [["b"]] * len(readers)


def test_work_that_lasts_goes_last_and_what_is_short_does_not(monkeypatch):
    """By the kernel's own word: the nice value of the thread that works."""
    monkeypatch.setattr(slots, "get_script_run_ctx", lambda **_: True)

    def work(seconds):
        with journal.request("lab", ""):
            for _ in range(2):
                with slot():
                    end = time.thread_time() + seconds
                    while time.thread_time() < end:
                        pass
            return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    usual = os.getpriority(os.PRIO_PROCESS, 0)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work, 0.01).result() == usual
        assert pool.submit(work, slots.LASTING + 0.01).result() == max(usual, slots.BEHIND)


def test_who_is_gone_lets_others_pass_while_the_piece_is_finished(monkeypatch):
    for name, value in (("SHARE", 0.0), ("GRACE", 60.0), ("queue", Queue(width=1))):
        monkeypatch.setattr(slots, name, value)
    is_gone, has_passed = threading.Event(), threading.Event()

    def check():
        if is_gone.is_set():
            raise GoneError

    def finish():
        with asking(Visitor("gone", check)), slot():
            is_gone.set()
            while not has_passed.wait(0.01):
                interruptible()

    def brief():
        is_gone.wait(5)
        with asking(Visitor("other")), slot():
            has_passed.set()

    with ThreadPoolExecutor(2) as pool:
        finishing, passing = pool.submit(finish), pool.submit(brief)
        passing.result(10)
        with pytest.raises(GoneError):
            finishing.result(10)
    assert slots.queue.running == 0
