"""Runs are kept for the next who asks, once somebody has seen all of one."""

from ui.kept import KeptClips


def test_what_was_seen_to_its_end_is_not_made_again():
    kept, made = KeptClips(100), []

    def make():
        made.append(1)
        yield from (b"one", b"two")

    assert next(kept.through("run", make)) == b"one"  # and nobody looks at the rest
    assert list(kept.through("run", make)) == [b"one", b"two"]
    assert list(kept.through("run", make)) == [b"one", b"two"]
    assert len(made) == 2
    assert kept.size == 6
