"""Blobs that were made lately, bounded by their bytes: links are written by strangers."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator


class Kept:
    """The latest blobs, oldest out first when they pass a number of bytes in all.

    Safe to use from many threads.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._blobs: OrderedDict[Hashable, list[bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0

    def get(self, key: Hashable) -> list[bytes] | None:
        """The blobs of a key, which count as used now; None when they are gone."""
        with self._lock:
            if key in self._blobs:
                self._blobs.move_to_end(key)
            return self._blobs.get(key)

    def through(self, key: Hashable, make: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
        """The blobs of a key, each as soon as it is made; kept once somebody has seen them all."""
        kept = self.get(key)
        if kept:
            yield from kept
            return
        made = []
        for blob in make():
            made.append(blob)
            yield blob
        self.put(key, made)

    def put(self, key: Hashable, blobs: list[bytes]) -> None:
        """Keep blobs, unless they alone pass the limit."""
        size = sum(map(len, blobs))
        with self._lock:
            if key in self._blobs or size > self._limit:
                return
            self._blobs[key] = blobs
            self.size += size
            while self.size > self._limit:
                _, oldest = self._blobs.popitem(last=False)
                self.size -= sum(map(len, oldest))
