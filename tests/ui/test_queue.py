"""Whose turn it is: fair shares, places in the queue, work that nobody waits for any more."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.serving import until
from tests.ui.people import Clock
from ui.turns import BURST, FEW, HALF_LIFE, Queue, processors
from ui.visitors import GoneError, Visitor


def test_everybodys_first_comes_before_anybodys_second(people):
    queue = people.queue
    for _ in range(4):
        people.ask("greedy")
    people.ask("one")
    people.ask("two")
    until(lambda: len(people.turns) == 2)
    for leaving, count in (("greedy", 3), ("greedy", 4), ("one", 5), ("two", 6)):
        queue.leave(leaving, 0.1)
        queue.clock.now += 2 * HALF_LIFE if count > 4 else 0
        until(lambda n=count: len(people.turns) == n)
    assert people.turns == ["greedy", "greedy", "one", "two", "greedy", "greedy"]


@pytest.mark.parametrize(
    ("used", "first"),
    [((2.0, 0.1), "later"), ((0.2, 0.01), "earlier")],
    ids=["who used less comes first", "in a class who asks first, whoever did a little more"],
)
def test_who_comes_first_of_two_who_have_used_something(people, used, first):
    queue = people.queue
    for name, seconds in zip(("earlier", "later"), used, strict=True):
        queue.enter(Visitor(name))
        queue.leave(name, seconds)
    holders = [people.ask(name) for name in ("a", "b")]
    until(lambda: all(found.done() for found in holders))
    people.ask("earlier")
    people.ask("later")
    queue.leave("a", 0.0)
    until(lambda: len(people.turns) == 3)
    assert people.turns[2] == first


def test_the_last_processor_is_left_to_others_who_are_at_work(people):
    queue = people.queue
    people.ask("alone")
    second = people.ask("alone")
    until(second.done)  # nobody else is there
    queue.leave("alone", 0.1)
    queue.greet("other")
    third = people.ask("alone")
    time.sleep(0.5)
    assert not third.done()
    assert people.ask("other").result(5) is None
    queue.leave("other", 0.0)
    queue.clock.now += 2 * HALF_LIFE  # the other has gone
    assert third.result(5) is None


def test_places_are_told_and_taken_back():
    queue, told = Queue(width=1), {"b": [], "c": []}
    queue.enter(Visitor("a"))

    def wait(name):
        queue.enter(Visitor(name, tell=told[name].append))
        queue.leave(name, 0.0)

    threads = [threading.Thread(target=wait, args=(name,)) for name in told]
    for count, thread in enumerate(threads, 1):
        thread.start()
        until(lambda n=count: queue.length == n)
    until(lambda: told["b"] and told["c"])
    assert (told["b"], told["c"]) == ([1], [2])
    queue.leave("a", 0.1)
    for thread in threads:
        thread.join(5)
    assert told["b"] == [1, 0]
    assert told["c"][-1] == 0


def taken_after_b():
    """A queue whose only processor is taken; b has used much before."""
    queue = Queue(width=1)
    queue.enter(Visitor("b"))
    queue.leave("b", BURST / 2)
    queue.enter(Visitor(""))
    return queue


def test_a_visitors_place_is_that_of_their_first_piece():
    queue, told = taken_after_b(), []
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(queue.enter, Visitor("b"))
        until(lambda: queue.length == 1)
        second = pool.submit(queue.enter, Visitor("b", tell=told.append))
        until(lambda: told)
        queue.leave("", 0.0)
        first.result(5)
        queue.leave("b", 0.0)
        second.result(5)
    assert told[0] == 1
    assert told[-1] == 0
    assert queue.place_of("b") == 0


def test_who_waits_alone_is_the_next_however_much_was_used_before():
    queue, told = taken_after_b(), []
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(queue.enter, Visitor("b", tell=told.append))
        until(lambda: told)
        queue.leave("", 0.0)
        waiting.result(5)
    assert told == [1, 0]


def test_who_is_gone_leaves_the_queue():
    queue, gone = Queue(width=1), threading.Event()

    def check():
        if gone.is_set():
            raise GoneError

    queue.enter(Visitor("a"))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(queue.enter, Visitor("b", check))
        until(lambda: queue.length == 1)
        gone.set()
        start = time.monotonic()
        with pytest.raises(GoneError):
            waiting.result(5)
    assert time.monotonic() - start < 1
    assert queue.length == 0
    queue.leave("a", 0.0)
    assert queue.enter(Visitor("c")) < 1


def test_many_visitors_are_not_remembered_for_ever():
    queue = Queue(width=2, clock=Clock())
    for number in range(3000):
        queue.greet(f"visitor {number}")
        queue.clock.now += 1.0
    assert len(queue._accounts) <= 1001
    assert queue.running == 0


def test_guesses_are_welcome_where_few_are_at_work():
    queue = Queue(width=2, clock=Clock())
    assert queue.is_idle_but_for("one")
    for other in range(FEW):
        queue.greet(f"other {other}")
    assert queue.is_idle_but_for("one")
    queue.greet("one more")
    assert not queue.is_idle_but_for("one")
    assert queue.is_idle_but_for("one more"), "the asker is not in the way"
    queue.clock.now += HALF_LIFE
    assert queue.is_idle_but_for("one")
    queue.enter(Visitor("one"))
    assert not queue.is_idle_but_for("one"), "it works already"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("max 100000\n", 8),
        ("200000 100000\n", 2),
        ("50000 100000\n", 1),
        ("9900000 100000\n", 8),
        ("?", 8),
        (None, 8),
    ],
)
def test_a_container_has_the_processors_it_was_given(tmp_path, monkeypatch, text, count):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(8)), raising=False)
    quota = tmp_path / "cpu.max"
    if text is not None:
        quota.write_text(text)
    assert processors(quota) == count
