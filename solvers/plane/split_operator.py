"""Propagation on a square by Chin's steps, with a step length that follows the error.

As in one dimension (`solvers.split_operator`) every stretch of time is done twice, the
error of the finer result is estimated from the difference and carried along by the same
equation. Here a stretch spans four saved frames and the comparing run takes steps four
times longer. In real time it is done in single precision and costs a quarter of the run it
checks; with damping, rounding would be magnified like every error, so it stays double.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from solvers.arrays import Real
from solvers.grid import Grid
from solvers.plane.chin import Field, PlaneChin4A, size
from solvers.refusal import Refusal
from solvers.schedules import Schedule
from solvers.split_operator import Saved

MAX_STEPS = 6000  # about half a minute on 256² nodes
TOLERANCE = 4e-6
FRAMES_AT_ONCE = 4  # kept until their stretch is accepted
RATIO = 4  # of the steps that are compared
FIRST_PHASE = 0.25  # largest ⟨H - min V⟩ h of the first guess
SHRINK, GROW, WORTHWHILE = 0.25, 2.0, 1.2
ORDER, WORST_ORDER = 4.0, 1.5
REDUCED_ORDER, LENIENCE = 3.0, 100.0
RECOVERY = 0.1  # of the order, per stretch
SINGLE_UP_TO = 1e-7  # of the tolerance
ROUNDING = {"f": 5e-7, "d": 1e-15}  # of the comparing run, relative


def propagate(  # noqa: PLR0913 -- the equation and the run have eight inputs, each said once
    psi0: Field,
    grid: Grid,
    potential: Real,
    gradient: Real,
    *,
    schedule: Schedule,
    wick: float,
    t_save: Real,
    tolerance: float = TOLERANCE,
    max_steps: int = MAX_STEPS,
) -> Iterator[Saved]:
    """Propagate a wavefunction on a square between hard walls.

    Solves ∂ψ/∂s = -κ [-D(s) ∇² + V] ψ. A real start in imaginary time (θ = π/2) is kept
    real. Nothing but the frames of one stretch is in memory: about 20 arrays of n² complex
    numbers, 20 MB on 256² nodes.

    Args:
        psi0: State at t_save[0], rows are y, shape (n, n); its norm does not matter.
        grid: Nodes of either axis, with walls.
        potential: V at the nodes, shape (n, n).
        gradient: |∇V| at the nodes, shape (n, n).
        schedule: Diffusivity D(t).
        wick: Angle θ in radians, [0, π/2].
        t_save: Times to save, ascending, shape (nt,).
        tolerance: Error aimed at, at the end of the run; it is spent in proportion to time.
        max_steps: Steps after which the run is given up.

    Yields:
        The state at every time of `t_save`, the first included.

    Raises:
        Refusal: ``solver.not-finite``, ``solver.too-many-steps``.
    """
    chin = PlaneChin4A(grid, potential, gradient, schedule, wick)
    run = _Run(chin, psi0, t_save, tolerance, max_steps)
    yield run.saved(float(t_save[0]), run.psi, run.log_gain)
    marks: list[float] = [float(t_save[0])]
    for before, t in pairwise(t_save):
        margin = 1e-12 * (t - before)
        for jump in schedule.breaks[
            (schedule.breaks > before + margin) & (schedule.breaks < t - margin)
        ]:
            yield from run.cross([*marks, float(jump)], saves=len(marks) - 1)
            marks = [float(jump)]
        marks.append(float(t))
        if len(marks) > FRAMES_AT_ONCE or t == t_save[-1]:
            yield from run.cross(marks, saves=len(marks) - 1)
            marks = [float(t)]


class _Run:
    """State, carried error and step length of one propagation."""

    def __init__(
        self, chin: PlaneChin4A, psi0: Field, t_save: Real, tolerance: float, max_steps: int
    ) -> None:
        self.chin = chin
        real = chin.wick == math.pi / 2 and not np.iscomplexobj(psi0)
        psi = np.array(psi0, float if real else complex)
        # Damping magnifies rounding as it does every error: single precision is for real time.
        single = chin.wick == 0 and tolerance >= SINGLE_UP_TO
        self.compared = np.dtype(np.complex64) if single else psi.dtype
        length = size(psi)
        if length == 0 or not math.isfinite(length):
            raise Refusal("solver.not-finite")
        self.psi = psi / length
        self.error = np.zeros_like(psi, dtype=self.compared)
        self.start = float(t_save[0])
        self.rate = tolerance / max(float(t_save[-1]) - self.start, 1e-300)
        self.max_steps, self.steps, self.log_gain = max_steps, 0, 0.0
        self.order = ORDER
        self.h = FIRST_PHASE / max(self._energy(), 1e-300)

    def saved(self, t: float, psi: Field, log_gain: float) -> Saved:
        """What leaves the run at a saved time."""
        # An error along ψ changes the norm, which the normalised ψ does not see.
        along = np.vdot(self.error, psi).real
        error = math.sqrt(max(size(self.error) ** 2 - float(along) ** 2, 0.0))
        lost = self.chin.kappa * self.chin.floor * (t - self.start)
        turn = 1.0 if psi.dtype.kind == "f" else np.exp(-1j * lost.imag)
        shown = np.asarray(psi * (turn / self.chin.grid.dx))
        return Saved(t, shown, log_gain - lost.real, error, self.steps)

    def cross(self, marks: list[float], saves: int) -> Iterator[Saved]:
        """Go from the first mark to the last; the next `saves` of them are frames."""
        if marks[-1] <= marks[0]:
            return
        total_before, before = 0, math.inf
        while True:
            counts = self._counts(marks)
            total = sum(counts)
            states, gains = self._fine(marks, counts)
            share, difference, rows = self._compare(marks, counts, states[-1], gains[-1])
            if math.isfinite(before) and 0 < difference < math.inf:
                found = math.log(before / difference) / math.log(total / total_before)
                self.order = min(max(found, WORST_ORDER), ORDER)
            allowed = self._allowed(marks, size(rows[1]), share)
            longest = max((b - a) / m for (a, b), m in zip(pairwise(marks), counts, strict=True))
            self._adapt(longest, allowed / 2, difference / share)
            if difference / share <= allowed:
                break
            total_before, before = total, difference
        self.order = min(self.order + RECOVERY, ORDER)
        self.error = rows[1] + (rows[0] - states[-1].astype(self.compared, copy=False)) / share
        for t, psi, gain in list(zip(marks[1:], states, gains, strict=True))[:saves]:
            yield self.saved(t, psi, self.log_gain + gain)
        self.psi, self.log_gain = states[-1], self.log_gain + gains[-1]

    def _counts(self, marks: list[float]) -> list[int]:
        """Steps from mark to mark; at least two in all, so that there is a coarser run."""
        counts = [max(1, math.ceil((b - a) / self.h - 1e-9)) for a, b in pairwise(marks)]
        return [2] if counts == [1] else counts

    def _fine(self, marks: list[float], counts: list[int]) -> tuple[list[Field], list[float]]:
        """States at the marks behind the first, and their log gains from there."""
        psi, total = self.psi, 0.0
        states, gains = [], []
        for (a, b), steps in zip(pairwise(marks), counts, strict=True):
            self._count(steps)
            psi, gain = self.chin.integrate(psi, a, b, steps)
            total += gain
            states.append(psi)
            gains.append(total)
        return states, gains

    def _compare(
        self, marks: list[float], counts: list[int], fine: Field, gain: float
    ) -> tuple[float, float, Field]:
        """How many errors the difference holds, the difference, coarse ψ and carried error."""
        length, coarse_steps = marks[-1] - marks[0], max(1, sum(counts) // RATIO)
        self._count(coarse_steps)
        rows = np.array([self.psi, self.error], self.compared)
        rows, coarse_gain = self.chin.integrate(rows, marks[0], marks[-1], coarse_steps)
        spent = sum(
            (b - a) * ((b - a) / m) ** self.order
            for (a, b), m in zip(pairwise(marks), counts, strict=True)
        )
        share = length * (length / coarse_steps) ** self.order / spent - 1
        if math.isnan(coarse_gain) or math.isnan(gain) or coarse_gain - gain > 1:
            return share, math.inf, rows
        rows *= rows.real.dtype.type(math.exp(coarse_gain - gain))
        return share, size(rows[0] - fine.astype(self.compared, copy=False)), rows

    def _allowed(self, marks: list[float], carried: float, share: float) -> float:
        """Error that this stretch may add."""
        # Half of what earlier stretches left unspent, or let decay, may be spent here.
        unspent = self.rate * (marks[-1] - self.start) - carried
        allowed = max(self.rate * (marks[-1] - marks[0]), unspent / 2)
        if self.order < REDUCED_ORDER:
            allowed *= LENIENCE
        return max(allowed, ROUNDING[self.error.real.dtype.char] / share)

    def _adapt(self, h: float, aim: float, error: float) -> None:
        """Set the next step from the error of this one."""
        factor = SHRINK
        if math.isfinite(error):
            factor = 0.95 * (aim / max(error, 1e-300)) ** (1 / self.order)
        if factor < 1:
            self.h = h * max(factor, SHRINK)
        elif h > self.h / 2 and factor > WORTHWHILE:
            self.h = h * min(factor, GROW)

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.max_steps:
            raise Refusal("solver.too-many-steps", steps=self.max_steps)

    def _energy(self) -> float:
        """⟨H - min V⟩ of the start."""
        chin, psi = self.chin, self.psi
        slopes = np.gradient(psi, chin.grid.dx)
        D = float(chin.schedule.at(np.array(self.start)))
        kinetic = sum(np.vdot(slope, slope).real for slope in slopes)
        density = np.abs(psi) ** 2
        return float(D * kinetic + (density * (chin.potential - chin.floor)).sum())
