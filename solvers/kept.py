"""What was worked out lately, bounded by its bytes: links are written by strangers."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """The latest values, those not asked for longest out first when all pass a number of bytes.

    Safe to use from many threads.

    Attributes:
        size: Bytes of what is kept now.
        made: How many values have been put in.
    """

    def __init__(self, limit: int, size_of: Callable[[V], int]) -> None:
        """Nothing is kept yet.

        Args:
            limit: Bytes of all values.
            size_of: Bytes of one.
        """
        self._limit, self._size_of = limit, size_of
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = threading.Lock()
        self.size = self.made = 0

    def get(self, key: Hashable) -> V | None:
        """The value of a key, which counts as used now; None when it is gone."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: V) -> None:
        """Keep a value, unless it alone passes the limit."""
        size = self._size_of(value)
        with self._lock:
            if key in self._values or size > self._limit:
                return
            self._values[key] = value
            self.size += size
            self.made += 1
            while self.size > self._limit:
                _, oldest = self._values.popitem(last=False)
                self.size -= self._size_of(oldest)

    def once(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a key, made unless it is there; two at the same moment both make it."""
        kept = self.get(key)
        if kept is None:
            kept = make()
            self.put(key, kept)
        return kept
