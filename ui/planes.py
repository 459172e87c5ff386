"""Runs in two dimensions for many people: solved once, kept small, ended by the next change.

A run is advanced by whoever waits for its next clip, and only then: a change of the page,
or a page that is closed, stops asking, and so ends the work. What has been solved stays
for a while, so that a change of the view goes on where the run was.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from functools import lru_cache

from charts.plane_clip import Film
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain
from solvers.refusal import Refusal
from ui.kept import KeptClips
from ui.slots import alone, slot

RUNS_KEPT = 48_000_000  # bytes; a run of 240 frames on 256² nodes has about 4 MB
UNFINISHED = 4  # runs that may be gone on with; each holds about 20 MB on 256² nodes

Key = tuple[PlaneProblem, str]

_runs = KeptClips(RUNS_KEPT)
_unfinished: OrderedDict[Key, "_Run"] = OrderedDict()
_turn = threading.Lock()


@lru_cache(maxsize=12)  # about 4 MB each on 256² nodes
def terrain(problem: PlaneProblem) -> Terrain:
    """What stays the same in a run.

    Raises:
        Refusal: See `solvers.plane.solution.Terrain`.
    """
    with slot():
        return Terrain(problem)


def run(problem: PlaneProblem, lang: str) -> Iterator[bytes]:
    """Clips of a run, each as soon as it is solved; the last has the report.

    Raises:
        Refusal: ``solver.too-many-steps``.
    """
    kept = _runs.get((problem, lang))
    if kept:
        yield from kept
        return
    key, count = (problem, lang), 0
    going = _join(key)
    while True:
        if going.has(count):
            yield going.film.clips[count]
            count += 1
        elif going.is_broken:  # by somebody who left in the middle of a frame
            going = _join(key)
        else:
            return


class _Run:
    """A film that several may watch while it is made."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.film = Film(terrain(key[0]), key[1])
        self._frames = self.film.frames()
        self._lock = threading.Lock()
        self.is_broken = False
        self._refusal: Refusal | None = None

    def has(self, count: int) -> bool:
        """Whether there is a clip of this number; it is solved if it must be."""
        clips = self.film.clips
        while len(clips) <= count:
            with alone(self._lock), slot():
                if len(clips) <= count and not self._advance():
                    break
        if len(self.film.numbers) == self.key[0].frames:
            _runs.put(self.key, clips)
            with _turn:
                _unfinished.pop(self.key, None)
        return len(clips) > count

    def _advance(self) -> bool:
        """Solve the next frame; a run that was ended between two of its steps is over."""
        if self._refusal is not None:
            raise self._refusal
        if self.is_broken:
            return False
        try:
            return next(self._frames, None) is not None
        except Refusal as refusal:
            self._refusal = refusal
            raise
        except BaseException:
            self.is_broken = True
            with _turn:
                if _unfinished.get(self.key) is self:
                    del _unfinished[self.key]
            raise


def _join(key: Key) -> _Run:
    terrain(key[0])  # takes a moment, in which others may join
    with _turn:
        going = _unfinished.pop(key, None) or _Run(key)
        _unfinished[key] = going
        while len(_unfinished) > UNFINISHED:
            _unfinished.popitem(last=False)
        return going
