"""Who rests so that others are not slowed: lasting work, and who uses much."""

import time

import pytest

from tests.serving import until
from ui.turns import BURST, HALF_LIFE, MOST_PAUSES
from ui.visitors import Visitor


def test_lasting_work_of_all_leaves_a_processor_to_who_wants_something_short(people):
    queue = people.queue
    queue.greet("short")
    people.ask("long", lasting=True)
    again = people.ask("long under another name", lasting=True)
    time.sleep(0.5)
    assert not again.done()
    for _ in range(3):
        assert people.ask("short").result(5) is None
        queue.leave("short", 0.01)
    assert not again.done()
    queue.leave("long", 0.1, lasting=True)
    assert not again.done(), "as long a rest as the piece, for one who wants something short"
    queue.clock.now += 0.11
    assert again.result(5) is None


@pytest.mark.parametrize(("lasting", "pauses"), [(1, 3), (2, 1), (3, 1 / 3), (4, 0), (6, 0)])
def test_lasting_work_of_all_rests_to_use_a_share_for_each(people, lasting, pauses):
    queue, used = people.queue, 0.12
    for name in "abcdef":
        queue.greet(name)
    asked = [people.ask(f"long {number}", lasting=True) for number in range(lasting)]
    assert asked[0].result(5) is None
    queue.leave("long 0", used, lasting=True)
    people.ask("long 0", lasting=True)
    queue.clock.now = pauses * used - 1e-6
    queue.greet("a")
    time.sleep(0.3)  # who waits looks every 0.2 s
    assert people.ask("a").result(5) is None, "short work goes on meanwhile"
    queue.leave("a", 0.0)
    queue.clock.now += 2e-6
    until(lambda: len(people.turns) == 3)
    following = "long 0" if lasting == 1 else "long 1"
    assert people.turns == ["long 0", *(["a", following] if pauses else [following, "a"])]


@pytest.mark.parametrize("lasting", [True, False])
def test_who_used_much_rests_for_nobody_who_has_gone(people, lasting):
    queue = people.queue
    queue.greet("other")
    queue.enter(Visitor("heavy"), lasting=lasting)
    queue.leave("heavy", 20 * BURST, lasting=lasting)
    again = people.ask("heavy", lasting=lasting)
    time.sleep(0.5)
    assert not again.done()
    queue.clock.now += HALF_LIFE
    assert again.result(5) is None


def test_lasting_work_has_all_processors_where_nothing_else_is_wanted(people):
    people.ask("one", lasting=True)
    assert people.ask("two", lasting=True).result(5) is None


def test_who_uses_much_rests_while_others_are_at_work(people):
    queue = people.queue
    for name in "abcdef":
        queue.greet(name)
    queue.enter(Visitor("heavy"))
    queue.leave("heavy", BURST + 1)
    again = people.ask("heavy")
    queue.clock.now += MOST_PAUSES * (BURST + 1) - 0.01
    queue.greet("a")
    time.sleep(0.5)
    assert not again.done()
    queue.clock.now += 0.02
    assert again.result(5) is None


def test_lasting_work_rests_for_no_closed_page(people):
    """Such as the page that was there before it was loaded again."""
    queue, closed = people.queue, set()
    queue.is_there = lambda name: name not in closed
    queue.greet("before")
    queue.enter(Visitor("after"), lasting=True)
    queue.leave("after", 1.0, lasting=True)
    again = people.ask("after", lasting=True)
    time.sleep(0.5)
    assert not again.done()
    closed.add("before")
    assert again.result(5) is None
    queue.leave("after", 1.0, lasting=True)
    assert people.ask("after", lasting=True).result(5) is None


def test_who_is_alone_never_rests(people):
    queue = people.queue
    for _ in range(5):
        queue.enter(Visitor("heavy"))
        queue.leave("heavy", BURST)
    assert people.ask("heavy").result(1) is None
