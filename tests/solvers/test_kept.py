"""What is kept is bounded, however much strangers ask for."""

import pytest

from solvers.kept import Kept


@pytest.fixture
def kept():
    return Kept(100, len)


def test_the_oldest_go_first_and_use_makes_young(kept):
    for name in "abc":
        kept.put(name, bytes(30))
    kept.get("a")
    kept.put("d", bytes(30))
    assert kept.get("b") is None
    assert kept.get("a") == bytes(30)
    assert kept.size == 90


def test_what_alone_passes_the_limit_is_made_but_not_kept(kept):
    assert kept.once("huge", lambda: bytes(120)) == bytes(120)
    assert kept.get("huge") is None
    assert kept.size == 0


def test_the_same_key_is_counted_once(kept):
    kept.put("a", bytes(30))
    kept.put("a", bytes(30))
    assert kept.size == 30


def test_what_is_there_is_not_made_again(kept):
    first = kept.once("a", lambda: bytes(30))
    assert kept.once("a", lambda: bytes(20)) is first
    assert kept.made == 1
