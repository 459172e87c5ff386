"""Batches of a sweep on a Dask cluster, when `DASK_SCHEDULER_ADDRESS` names its scheduler.

A batch that has come back is kept here and never asked for again. Of a worker that ends,
Dask gives what it had not finished to another one.
"""

import os
import threading
import time
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

from distributed import Client, KilledWorker

from solvers.sweep.sweep import Batch, Cell, Sweep, solve_batch

SETTING = "DASK_SCHEDULER_ADDRESS"
PATIENCE = 5  # seconds for a scheduler to answer
LATER = 30  # seconds after which one that did not is asked again
MOST = 64  # batches on their way at once
LOST = (OSError, TimeoutError, CancelledError, KilledWorker)
_senders = ThreadPoolExecutor(MOST, thread_name_prefix="cluster")


class _Line:
    """The connection to the scheduler, made when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._client: Client | None = None
        self._again = 0.0

    def client(self) -> Client | None:
        address = os.environ.get(SETTING)
        with self._lock:
            if self._client is not None and self._client.status == "running":
                return self._client
            if not address or time.monotonic() < self._again:
                return None
            try:
                self._client = Client(address, timeout=PATIENCE, set_as_default=False)
            except LOST:
                self._client, self._again = None, time.monotonic() + LATER
            return self._client


_line = _Line()


def width() -> int:
    """How many batches the cluster works on at once; 0 without a cluster."""
    client = _line.client()
    if client is None:
        return 0
    try:
        return sum(client.nthreads().values())
    except LOST:
        return 0


def lost(future: Future[list[Cell]]) -> bool:
    """Whether a batch did not come back, since the cluster is gone."""
    return isinstance(future.exception(), LOST)


def submit(sweep: Sweep, batch: Batch) -> Future[list[Cell]]:
    """Have a batch computed by some worker."""
    return _senders.submit(_remote, sweep, batch)


def _remote(sweep: Sweep, batch: Batch) -> list[Cell]:
    client = _line.client()
    if client is None:
        raise ConnectionError("The scheduler does not answer.")
    # Each is a task of its own: a name that repeats would be answered from another sweep.
    task = client.submit(solve_batch, sweep, batch, pure=False)
    try:
        while True:
            try:
                cells: list[Cell] = task.result(timeout=PATIENCE)
            except TimeoutError:
                if width():
                    continue
                raise  # nobody is left to do it
            return cells
    finally:
        task.release()  # at once: what is still wanted would be repeated when its worker ends
