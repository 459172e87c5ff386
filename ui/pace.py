"""How often somebody may ask: a bucket for each, which fills with time."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

REMEMBERED = 4096  # buckets; the one that was used longest ago goes first


class Pace:
    """Lets `burst` requests pass at once and `rate` a second in the long run, for each key.

    A token bucket, counted on a clock that never jumps.
    """

    def __init__(
        self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.rate, self._clock = burst, rate, clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: Hashable) -> float:
        """Charge a request that will be made, and say how many seconds it has to wait first."""
        with self._lock:
            now = self._clock()
            left = self._filled(key, now) - 1
            self._keep(key, left, now)
        return max(0.0, -left / self.rate)

    def admits(self, key: Hashable, *, cost: float = 1) -> bool:
        """Whether this request may pass; it is charged when it does."""
        with self._lock:
            now = self._clock()
            left = self._filled(key, now)
            passes = left >= max(cost, 1)
            self._keep(key, left - cost if passes else left, now)
        return passes

    def _filled(self, key: Hashable, now: float) -> float:
        left, before = self._buckets.pop(key, (self.burst, now))
        return min(self.burst, left + (now - before) * self.rate)

    def _keep(self, key: Hashable, left: float, now: float) -> None:
        self._buckets[key] = (left, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
