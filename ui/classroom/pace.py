"""How often somebody may ask: a bucket each that fills with time."""

import time
from collections import OrderedDict
from collections.abc import Hashable

REMEMBERED = 4096  # buckets; the one that was used longest ago goes first


class Pace:
    """Admits `burst` requests at once and `rate` a second in the long run, for each key."""

    def __init__(self, burst: float, rate: float) -> None:
        self.burst, self.rate = burst, rate
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def admits(self, key: Hashable, *, cost: float = 1) -> bool:
        """Whether this request may pass; it is charged when it does."""
        now = time.monotonic()
        left, before = self._buckets.pop(key, (self.burst, now))
        left = min(self.burst, left + (now - before) * self.rate)
        passes = left >= max(cost, 1)
        self._buckets[key] = (left - cost if passes else left, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return passes
