"""Clips of runs in two dimensions: pictures small enough for a class on one network.

Every frame is |ψ| in 8 bits of its own largest value, so it is exact to 1/510 of that (the
density to 1/255 of its peak), and the phase in 8 bits on every second node of either axis.
Both are differenced along the rows and deflated: about 10 and 5 kB for 256² nodes. Numbers
and marginals stay floating point.
"""

import time
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts.clip import Array, fingerprint, pack
from charts.player_data import report_words
from solvers.plane.problem import PlaneProblem
from solvers.plane.report import solved
from solvers.plane.solution import Frame, Numbers, PlaneSolution, Terrain, stream

Bytes = NDArray[np.uint8]

FULL = 255
HALF_STEP = 1 / (2 * FULL)  # of the largest |ψ|
TURN = 256  # steps of the phase
FIRST_CHUNK, CHUNK = 4, 24  # frames a clip: the first is on the screen at once
PATIENCE = 0.7  # seconds after which frames go out early: who left is noticed between clips
COARSER = 2  # the phase has a node for so many of the amplitude, along either axis


def plane_clip_name(problem: PlaneProblem) -> str:
    """Name of the clip that shows a run."""
    return fingerprint("plane", problem)


def plane_clip(problem: PlaneProblem, first: int, frames: list[Frame], **more: Any) -> bytes:
    """Consecutive frames.

    Args:
        problem: What is being solved.
        first: Index of the first frame in the run.
        frames: The frames.
        more: What else the header carries, such as the report with the last frames.
    """
    pictures = [_quantised(frame) for frame in frames]
    numbers = [frame.numbers for frame in frames]
    seen = [frame.numbers.seen for frame in frames]
    header = {
        "kind": "plane",
        "clip": plane_clip_name(problem),
        "first": first,
        "n": problem.n,
        "coarse": len(pictures[0][2]),
        "levels": len(numbers[0].weights),
        **more,
    }
    arrays: dict[str, Array] = {
        "amplitude": deflated([picture[0] for picture in pictures]),
        "phase": deflated([picture[2] for picture in pictures]),
        "peak": np.array([picture[1] for picture in pictures]),
        "t": np.array([frame.t for frame in numbers]),
        "log_norm": np.array([frame.log_norm for frame in numbers]),
        "energy": np.array([frame.energy for frame in seen]),
        "objective": np.array([frame.objective for frame in numbers]),
        "mean": np.array([frame.mean for frame in seen]),
        "std": np.array([frame.std for frame in seen]),
        "basin": np.array([frame.basin for frame in numbers]),
        "weights": np.array([frame.weights for frame in numbers]),
        "along_x": np.array([frame.along_x for frame in seen], "<f4"),
        "along_y": np.array([frame.along_y for frame in seen], "<f4"),
    }
    return pack(header, arrays)


class Film:
    """A run on its way into clips: frames go through, what is kept is numbers and clips.

    Args:
        terrain: Terrain of the problem to solve.
        lang: Language of the report in the last clip; without one no clips are made.

    Attributes:
        clips: The clips so far.
        numbers: What has been read off the frames so far.
    """

    def __init__(self, terrain: Terrain, lang: str = "") -> None:
        self.terrain, self.lang = terrain, lang
        self.clips: list[bytes] = []
        self.numbers: list[Numbers] = []
        self._waiting: list[Frame] = []
        self._sent = time.monotonic()
        self._frames = stream(terrain.problem, terrain)

    def frames(self) -> Iterator[Frame]:
        """The frames, each as soon as it is solved.

        Raises:
            Refusal: See `solvers.plane.solution.stream`.
        """
        for frame in self._frames:
            self.numbers.append(frame.numbers)
            if self.lang:
                self._add(frame)
            yield frame

    def finish(self) -> PlaneSolution:
        """Solve what is left of the run; its numbers and report."""
        for _ in self.frames():
            pass
        return solved(self.terrain.problem, self.numbers)

    def _add(self, frame: Frame) -> None:
        self._waiting.append(frame)
        count, problem = len(self.numbers), self.terrain.problem
        last = count == problem.frames
        slow = count > FIRST_CHUNK and time.monotonic() - self._sent > PATIENCE
        if count == FIRST_CHUNK or count % CHUNK == 0 or slow or last:
            first = count - len(self._waiting)
            more = {}
            if last:
                report = solved(problem, self.numbers).report
                more["report"] = report_words(report, self.lang, rounded=HALF_STEP)
            self.clips.append(plane_clip(problem, first, self._waiting, **more))
            self._waiting, self._sent = [], time.monotonic()


def _quantised(frame: Frame) -> tuple[Bytes, float, Bytes]:
    """|ψ| in steps of its peak, the peak, and the phase where it can be seen."""
    psi = frame.psi
    size = np.abs(psi)
    peak = float(size.max())
    amplitude = np.rint(size * (FULL / peak)).astype(np.uint8)
    some = psi[::COARSER, ::COARSER]
    turns = np.rint(np.angle(some) * (TURN / (2 * np.pi))).astype(np.int16) % TURN
    turns[amplitude[::COARSER, ::COARSER] == 0] = 0
    return amplitude, peak, turns.astype(np.uint8)


def deflated(pictures: list[Bytes]) -> Bytes:
    """Differences along the rows, modulo 256, deflated together."""
    stack = np.array(pictures)
    stack[..., 1:] -= stack[..., :-1].copy()
    return np.frombuffer(zlib.compress(stack.tobytes(), 1), np.uint8)
