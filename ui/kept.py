"""Runs that somebody has seen to their end, as the clips that were sent."""

from collections.abc import Callable, Hashable, Iterator

from solvers.kept import Kept


class KeptClips(Kept[list[bytes]]):
    """Clips of the latest runs, bounded by their bytes."""

    def __init__(self, limit: int) -> None:
        """Nothing is kept yet, later at most `limit` bytes."""
        super().__init__(limit, lambda clips: sum(map(len, clips)))

    def through(self, key: Hashable, make: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
        """The clips of a key, each as soon as it is made; kept once somebody has seen them all."""
        kept = self.get(key)
        if kept:
            yield from kept
            return
        made = []
        for clip in make():
            made.append(clip)
            yield clip
        self.put(key, made)
