"""Figures for whoever watches a hosted server, in the form that Prometheus reads.

They are served on a port of their own, and only when `WICKLAB_METRICS_PORT` names one: what a
server does is nobody's business on the public port. `WICKLAB_METRICS_ADDRESS` says which
addresses may connect; by itself only this machine.
"""

import os
from collections.abc import Callable

from prometheus_client import Counter, Gauge, Histogram, start_http_server

PORT, ADDRESS = "WICKLAB_METRICS_PORT", "WICKLAB_METRICS_ADDRESS"

requests = Counter("wicklab_requests", "Requests of work", ["page", "outcome"])
hits = Counter("wicklab_cache_hits", "Requests that were answered without computing", ["page"])
refusals = Counter("wicklab_refusals", "Requests refused, by the code of the sentence", ["code"])
seconds = Histogram(
    "wicklab_request_seconds",
    "From a request of work to its last byte",
    ["page"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
solves = Counter("wicklab_solves", "Pieces of work computed")
solve_seconds = Counter("wicklab_solve_seconds", "Processor seconds spent on them")
waited_seconds = Counter("wicklab_waited_seconds", "Seconds that pieces of work waited")
waiting = Gauge("wicklab_queue_length", "Pieces of work that wait")
running = Gauge("wicklab_running", "Pieces of work that are computed")
sessions = Gauge("wicklab_sessions", "Connected pages")
turned_away = Counter("wicklab_turned_away", "Connections and requests over a limit", ["limit"])


def watch(gauge: Gauge, read: Callable[[], float]) -> None:
    """Let a gauge read its value when it is asked."""
    gauge.set_function(read)


def serve() -> bool:
    """Serve the figures if a port is named; whether it was.

    Raises:
        SystemExit: When the setting is no port or the port is taken: better than a server
            that nobody watches.
    """
    text = os.environ.get(PORT, "")
    if not text:
        return False
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SystemExit(f"{PORT} must be a port from 1 to 65535, but is {text!r}.")
    try:
        start_http_server(int(text), os.environ.get(ADDRESS, "127.0.0.1"))
    except OSError as error:
        raise SystemExit(f"{PORT}: port {text} cannot be used ({error.strerror}).") from error
    return True
