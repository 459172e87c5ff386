"""One bound on what is computed at once, which nobody can lock up by asking twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.slots import WIDTH, in_turn, slot


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
