"""Solving for many people at once: everything is kept, and only as much runs as fits.

Measured on two cores with 40 people: with more than one thread a solve the linear
algebra library locks the server up, and more solves at once than cores slow every one.
"""

import threading
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from weakref import WeakValueDictionary

from threadpoolctl import threadpool_limits

from charts.clip import HALF_STEP, clip_name, frames_clip, modes_clip
from charts.player_data import report_words
from solvers.hamiltonian import Hamiltonian
from solvers.kept import Kept
from solvers.plane.problem import PlaneProblem
from solvers.problem import Problem
from solvers.solution import Solution, collect, solve, stream
from solvers.spectral import Spectrum, diagonalise
from solvers.split_operator import Saved
from ui import journal, planes
from ui.kept import KeptClips
from ui.slots import alone, in_turn, slot

SAMPLES = 33  # times at which a run is checked; the player draws any time from the modes
CHUNK = 24  # frames sent at a time while a stepping solver works
RUNS_KEPT = 48_000_000  # bytes; an annealed run usually has 0.5 MB
CLIPS_KEPT = 24_000_000  # bytes; a modes clip usually has 0.1 MB
SPECTRA_KEPT = 64_000_000  # bytes; one usually has 0.4 MB, 2.6 MB of 512 functions
SOLUTIONS_KEPT = 24_000_000  # bytes, with their spectra; one usually has 0.5 MB

threadpool_limits(limits=1, user_api="blas")
_turns: WeakValueDictionary[Problem, threading.Lock] = WeakValueDictionary()
_turns_lock = threading.Lock()
_spectra = Kept[Spectrum](SPECTRA_KEPT, attrgetter("nbytes"))
_solutions = Kept[Solution](SOLUTIONS_KEPT, attrgetter("nbytes"))
_clips = Kept[bytes](CLIPS_KEPT, len)
_runs = KeptClips(RUNS_KEPT)


def _spectrum(hamiltonian: Hamiltonian, size: int) -> Spectrum:
    def make() -> Spectrum:
        with slot():
            return diagonalise(hamiltonian, size)

    return _spectra.once((hamiltonian, size), make)


def solution(problem: Problem) -> Solution:
    """The solution of a problem whose D is constant.

    Two who ask for the same at once, as a page and its player do, share one solve.

    Raises:
        Refusal: See `solvers.solution.solve`.
    """
    with alone(_turn(problem)):
        return _solutions.once(problem, lambda: _solved(problem))


def _turn(problem: Problem) -> threading.Lock:
    """A lock of this problem's own, there as long as somebody holds it or waits for it.

    With one for several problems, who asks for another one would wait in the queue twice.
    """
    with _turns_lock:
        return _turns.setdefault(problem, threading.Lock())


def _solved(problem: Problem) -> Solution:
    with slot():
        return solve(problem, samples=SAMPLES, diagonalise=_spectrum)


def check(problem: Problem) -> None:
    """Refuse a problem that cannot be shown; what is solved here is kept.

    A run that streams is in the log when it does, all others here.

    Raises:
        Refusal: See `solvers.solution.solve`.
    """
    if isinstance(problem, PlaneProblem):
        planes.terrain(problem)
    elif streams(problem.dim, problem.schedule):
        opening(problem)
    else:
        with journal.request("lab", problem):
            solution(problem)


def streams(dim: int, schedule: str) -> bool:
    """Whether a run of such a problem comes frame by frame, and only through the page."""
    return dim > 1 or schedule != "constant"


def modes(problem: Problem) -> bytes:
    """The modes clip of a problem solved by the spectral method."""
    expansion = solution(problem).expansion
    assert expansion is not None
    return _clips.once(clip_name(problem, expansion), lambda: modes_clip(problem, expansion))


@lru_cache(maxsize=32)  # 0.1 MB each
def opening(problem: Problem) -> Solution:
    """The first frame of a run whose D changes, so that the picture can be set up."""
    with slot():
        return collect(problem, [next(stream(problem))])


def run(problem: Problem, lang: str) -> Iterator[bytes]:
    """Clips of a run whose D changes, each as soon as it is solved; the last has the report.

    A run that somebody has seen to its end is kept and comes at once.
    """
    return _runs.through((problem, lang), lambda: _made(problem, lang))


def _made(problem: Problem, lang: str) -> Iterator[bytes]:
    arrived: list[Saved] = []
    for step in in_turn(stream(problem)):
        arrived.append(step)
        last = len(arrived) == problem.frames
        if len(arrived) % CHUNK and not last:
            continue
        more = {}
        if last:
            report = collect(problem, arrived).report
            more["report"] = report_words(report, lang, rounded=HALF_STEP)
        first = (len(arrived) - 1) // CHUNK * CHUNK
        yield frames_clip(problem, first, arrived[first:], **more)
