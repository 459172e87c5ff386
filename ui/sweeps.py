"""Sweeps for many people: computed once, in their turn, ended by the next change.

A sweep is advanced by whoever waits for its next cells, and only then: a change of the page,
or a page that is closed, stops asking. What was under way is finished and kept, so that
whoever resumes goes on where it was, also after a restart of the server. Threads do the
work, since NumPy's eigensolver and products release the interpreter's lock; measured beside
processes they were no slower, and they share spectra.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from functools import lru_cache
from types import ModuleType

from charts.atlas import Part
from solvers.problem import Problem
from solvers.sweep.axis import having
from solvers.sweep.figures import evaluate
from solvers.sweep.sweep import Batch, Cell, Place, Sweep, SweepMap, shared_spectrum, solve_cells
from ui import sweep_cache
from ui.slots import alone, in_turn, step_back
from ui.turns import WIDTH
from ui.visitors import Visitor, asking, visitor

CLUSTER_SETTING = "DASK_SCHEDULER_ADDRESS"
AHEAD = 2  # batches asked for, for each that is worked on
TOGETHER = 0.15  # seconds whose cells travel in one part
SAVE_EVERY = 2.0  # seconds
LOOK_EVERY = 0.3  # seconds: whether anybody still waits
THREADS = 4 * WIDTH  # nearly all wait for their turn in `ui.slots`
RUNS = 16  # sweeps in memory; each holds about 0.1 MB
_pool = ThreadPoolExecutor(THREADS, "sweep", step_back)
_runs: OrderedDict[Sweep, "_Run"] = OrderedDict()
_turn = threading.Lock()


def known(sweep: Sweep) -> SweepMap:
    """The map of a sweep as far as it is computed; it fills while somebody waits for it."""
    return _join(sweep).found


def parts(sweep: Sweep, *, hold: bool = False) -> Iterator[Part]:
    """Cells of a sweep as they become known, those known already first.

    Args:
        sweep: What is swept.
        hold: Whether to stop there.
    """
    run = _join(sweep)
    seen: set[Place] = set()
    where = "kept"
    while True:
        fresh = [place for place in run.order if place not in seen and run.knows(place)]
        if fresh or where == "kept":
            seen.update(fresh)
            yield Part(tuple(fresh), len(seen), where)
        if hold or (run.found.is_complete and len(seen) == sweep.size):
            return
        run.advance(len(seen))
        where = run.where


class _Run:
    """A sweep that several may watch while it is computed."""

    def __init__(self, sweep: Sweep) -> None:
        self.found = sweep_cache.load(sweep)
        self.order = [place for batch in sweep.batches() for place in batch]
        self.where = "here"
        self._waiting = self.found.missing()[::-1]
        self._under_way: dict[Future[list[Cell]], Batch] = {}
        self._lock = threading.Lock()
        self._saved = time.monotonic()

    def knows(self, place: Place) -> bool:
        return bool(self.found.levels[place] >= 0)

    def advance(self, seen: int) -> None:
        """Wait until more than `seen` cells are known, and a moment for those that follow."""
        who = visitor()
        with alone(self._lock):
            end = time.monotonic() + TOGETHER
            while self.found.done <= seen or time.monotonic() < end:
                self._send()
                if not self._under_way:
                    break
                first = self.found.done <= seen
                left = LOOK_EVERY if first else max(end - time.monotonic(), 0)
                who.check()
                for future in wait(self._under_way, left, FIRST_COMPLETED).done:
                    self._receive(future)
            if self.found.is_complete or time.monotonic() > self._saved + SAVE_EVERY:
                sweep_cache.save(self.found)
                self._saved = time.monotonic()

    def _send(self) -> None:
        cluster = _cluster()
        width = cluster.width() if cluster else 0
        self.where = "cluster" if width else "here"
        while self._waiting and len(self._under_way) < AHEAD * (width or WIDTH):
            batch = self._waiting.pop()
            submit = cluster.submit if cluster and width else _submit
            self._under_way[submit(self.found.sweep, batch)] = batch

    def _receive(self, future: Future[list[Cell]]) -> None:
        batch, cluster = self._under_way.pop(future), _cluster()
        if cluster and cluster.lost(future):
            self._waiting.append(batch)
        else:
            self.found.take(batch, future.result())


def _submit(sweep: Sweep, batch: Batch) -> Future[list[Cell]]:
    """Have a batch computed here, cell by cell in the turn of who asked for it.

    It is finished when nobody waits any more: what was begun is kept.
    """
    return _pool.submit(copy_context().run, _work, Visitor(visitor().name), sweep, batch)


def _work(who: Visitor, sweep: Sweep, batch: Batch) -> list[Cell]:
    with asking(who):
        return _ended(in_turn(solve_cells(sweep, batch)))


def _ended(cells: Iterator[Cell | None]) -> list[Cell]:
    return [cell for cell in cells if cell is not None]


def _cluster() -> ModuleType | None:
    """The module of the cluster: its library takes a second to load, so only where there is one."""
    if not os.environ.get(CLUSTER_SETTING):
        return None
    from ui import cluster  # noqa: PLC0415 -- as said

    return cluster


@lru_cache(maxsize=256)  # some numbers each
def line(problem: Problem, key: str, values: tuple[float, ...], figure: str) -> tuple[float, ...]:
    """A figure along one parameter, for the answers of tasks.

    Raises:
        Refusal: When there is no such scene.
    """
    scenes = (having(problem, {key: value}) for value in values)
    cells = (cell for scene in scenes for cell in evaluate(scene, figure, shared_spectrum))
    return tuple(cell.value for cell in _ended(in_turn(cells)))


def _join(sweep: Sweep) -> _Run:
    with _turn:
        run = _runs.pop(sweep, None) or _Run(sweep)
        _runs[sweep] = run
        while len(_runs) > RUNS:
            _runs.popitem(last=False)
        return run
