"""What is kept is bounded, however much strangers ask for."""

from ui.kept import Kept


def test_the_oldest_go_first_and_use_makes_young():
    kept = Kept(100)
    for name in "abc":
        kept.put(name, [bytes(30)])
    kept.get("a")
    kept.put("d", [bytes(30)])
    assert kept.get("b") is None
    assert kept.get("a") == [bytes(30)]
    assert kept.size == 90


def test_what_alone_passes_the_limit_is_not_kept():
    kept = Kept(100)
    kept.put("huge", [bytes(60), bytes(60)])
    assert kept.get("huge") is None
    assert kept.size == 0


def test_the_same_key_is_counted_once():
    kept = Kept(100)
    kept.put("a", [bytes(30)])
    kept.put("a", [bytes(30)])
    assert kept.size == 30


def test_what_was_seen_to_its_end_is_not_made_again():
    kept, made = Kept(100), []

    def make():
        made.append(1)
        yield from (b"one", b"two")

    assert next(kept.through("run", make)) == b"one"  # and nobody looks at the rest
    assert list(kept.through("run", make)) == [b"one", b"two"]
    assert list(kept.through("run", make)) == [b"one", b"two"]
    assert len(made) == 2
