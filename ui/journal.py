"""What the server has done: one line of JSON for each request of work.

A line says when, on which page, for which scene (a fingerprint, since a scene may hold what
somebody typed), how long it took and waited, whether anything was computed, and how it ended.
It says nothing about who asked. `WICKLAB_LOG=off` switches it off.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from solvers.refusal import Refusal
from ui import metrics
from ui.visitors import GoneError

SWITCH = "WICKLAB_LOG"
_log = logging.getLogger("wicklab.work")


@dataclass
class Request:
    """One request of work, while it is under way.

    Attributes:
        page: Where it comes from.
        waited: Seconds in the queue.
        worked: Processor seconds.
        pieces: How many pieces of work were computed; none when all was kept.
        code: Of the refusal, if it was refused.
    """

    page: str
    waited: float = 0.0
    worked: float = 0.0
    pieces: int = 0
    code: str = ""

    def refused(self, refusal: Refusal) -> None:
        """It was answered by a sentence."""
        self.code = refusal.code


_here: ContextVar[Request | None] = ContextVar("request", default=None)


def note(*, pieces: int = 0, waited: float = 0.0, worked: float = 0.0) -> None:
    """A piece of work begins, has waited, or has been computed for a while."""
    metrics.solves.inc(pieces)
    metrics.waited_seconds.inc(waited)
    metrics.solve_seconds.inc(max(0.0, worked))
    request = _here.get()
    if request is not None:
        request.pieces += pieces
        request.waited += waited
        request.worked += worked


def worked() -> float:
    """Processor seconds that the present request has taken so far."""
    request = _here.get()
    return request.worked if request is not None else 0.0


@contextmanager
def request(page: str, scene: object) -> Iterator[Request]:
    """Everything inside is one request of work; a line is written at its end.

    Args:
        page: Where it comes from.
        scene: What is asked for; only a fingerprint of it is written.
    """
    entry, start = Request(page), time.monotonic()
    before = _here.set(entry)
    outcome = "failed"
    try:
        yield entry
        outcome = "refused" if entry.code else "done"
    except Refusal as refusal:
        entry.refused(refusal)
        outcome = "refused"
        raise
    except GoneError:
        outcome = "cancelled"
        raise
    except Exception:
        raise
    except BaseException:  # Streamlit's: the page has been closed, or asks for something newer
        outcome = "cancelled"
        raise
    finally:
        _here.reset(before)
        _write(entry, scene, time.monotonic() - start, outcome)


def _write(entry: Request, scene: object, seconds: float, outcome: str) -> None:
    metrics.requests.labels(entry.page, outcome).inc()
    metrics.seconds.labels(entry.page).observe(seconds)
    if entry.code:
        metrics.refusals.labels(entry.code).inc()
    kept = outcome == "done" and not entry.pieces
    if kept:
        metrics.hits.labels(entry.page).inc()
    line = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "page": entry.page,
        "scene": blake2b(repr(scene).encode(), digest_size=8).hexdigest(),
        "seconds": round(seconds, 4),
        "waited": round(entry.waited, 4),
        "worked": round(entry.worked, 4),
        "pieces": entry.pieces,
        "kept": kept,
        "outcome": outcome,
    }
    if entry.code:
        line["code"] = entry.code
    _log.info(json.dumps(line))


def start() -> None:
    """Send the lines to standard output, unless they are switched off."""
    _log.propagate = False
    _log.setLevel(logging.WARNING if os.environ.get(SWITCH) == "off" else logging.INFO)
    if not _log.handlers:
        _log.addHandler(logging.StreamHandler(sys.stdout))
