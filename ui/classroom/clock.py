"""The time of day that classes are counted by: looked up once, then counted on.

A clock that is set while the server runs neither ends a class nor empties a room.
"""

import time
from functools import partial

# Where there is such a clock, it goes on while a laptop sleeps.
_boot = getattr(time, "CLOCK_BOOTTIME", None)
_ticks = time.monotonic if _boot is None else partial(time.clock_gettime, _boot)
_start = time.time() - _ticks()


def now() -> float:
    """Seconds since 1970, as the clock stood when the server started."""
    return _start + _ticks()
