"""Propagation on a square by Chin's steps, with a step length that follows the error.

As in one dimension (`solvers.split_operator`) every stretch of time is done twice, the
error of the finer result is estimated from the difference and carried along by the same
equation. Here a stretch spans four saved frames and the comparing run takes steps four
times longer. In real time it is done in single precision and costs a quarter of the run it
checks; with damping, rounding would be magnified like every error, so it stays double.

Where V can be sampled anew, a run steps on as few nodes as its waves need
(`solvers.plane.resolution`) and goes over to more when they get shorter.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from solvers.arrays import Real
from solvers.grid import Grid
from solvers.plane.chin import Field, PlaneChin4A, size
from solvers.plane.resolution import Sampled, coarser, defect, resampled
from solvers.plane.resonance import error_of_finer
from solvers.refusal import Refusal
from solvers.schedules import Schedule
from solvers.split_operator import Saved

MAX_STEPS = 6000  # about half a minute on 256² nodes
TOLERANCE = 4e-6
FRAMES_AT_ONCE = 4  # kept until their stretch is accepted
SLACK = 0.1  # of a coarse step that may be missing
STEPS_AT_ONCE = 4  # between two frames, before the step is reconsidered
MARGIN = 1.0  # over the largest wavenumber of a classical particle
UNRESOLVED = 1.0  # of the tolerance, which steps keep to on their own: what fewer nodes may spoil
RATIO = 4  # of the steps that are compared
FIRST_PHASE = 0.25  # largest ⟨H - min V⟩ h of the first guess
SHRINK, GROW, WORTHWHILE = 0.25, 2.0, 1.2
ORDER, WORST_ORDER = 4.0, 1.5
REDUCED_ORDER, LENIENCE = 3.0, 100.0
RECOVERY = 0.1  # of the order, per stretch
DAMPED = 3.0  # times more than differences say: short waves die in both runs before they differ
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
    sampled: Sampled | None = None,
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
        sampled: V and |∇V| at the nodes of a coarser grid of the same square; without it
            every step is taken on `grid`.

    Yields:
        The state at every time of `t_save`, the first included.

    Raises:
        Refusal: ``solver.not-finite``, ``solver.too-many-steps``.
    """
    chin = PlaneChin4A(grid, potential, gradient, schedule, wick)
    run = _Run(chin, psi0, t_save, tolerance, max_steps)
    if sampled:
        run.economise(sampled)
    yield run.saved(run.start, run.psi, run.log_gain)
    marks: list[float] = [run.start]
    for before, t in pairwise(t_save):
        margin = 1e-12 * (t - before)
        for jump in schedule.breaks[
            (schedule.breaks > before + margin) & (schedule.breaks < t - margin)
        ]:
            yield from run.cross([*marks, float(jump)], saves=len(marks) - 1)
            marks = [float(jump)]
        marks = run.approach(marks, float(t))
        if len(marks) > FRAMES_AT_ONCE or t == t_save[-1]:
            yield from run.cross(marks, saves=len(marks) - 1)
            marks = [float(t)]


class _Run:
    """State, carried error, step length and nodes of one propagation."""

    def __init__(
        self, chin: PlaneChin4A, psi0: Field, t_save: Real, tolerance: float, max_steps: int
    ) -> None:
        self.chin = self.finest = chin
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
        self.max_steps, self.steps, self.log_gain, self.lost = max_steps, 0, 0.0, 0j
        self.unresolved, self.spent, self.reached = 0.0, 0.0, self.start
        self.order = ORDER
        self.h = FIRST_PHASE / max(self._energy(), 1e-300)

    def economise(self, sampled: Sampled) -> None:
        """Go to the coarsest nodes that do for the start."""
        self.sampled, psi = sampled, self.psi
        shortest = MARGIN * self._largest_wavenumber()
        *fewer, finest = coarser(self.finest.grid)
        self.grids = [*(grid for grid in fewer if grid.k[-1] >= shortest), finest]
        while self.grids:
            self._use(self.grids.pop(0), psi)
            cut = size(resampled(self.psi, len(psi)) - psi)
            if max(cut / self.h, self._wrong(self.psi)) <= self._bearable:
                self.unresolved = cut
                break

    def _largest_wavenumber(self) -> float:
        """What a classical particle gains that falls from where the packet has its tail."""
        chin, size_here = self.chin, np.abs(self.psi)
        seen = size_here > self.rate * self.h * size_here.max()
        D = chin.schedule.value(self.start)
        return math.sqrt(float(chin.potential[seen].max() - chin.floor) / D)

    def _use(self, grid: Grid, psi: Field) -> None:
        """Step on these nodes from now on, from a state on any."""
        if grid == self.finest.grid:
            self.chin = self.finest
        else:
            potential, gradient = self.sampled(grid)
            self.chin = replace(self.finest, grid=grid, potential=potential, gradient=gradient)
        self.psi, self.error = resampled(psi, grid.n), resampled(self.error, grid.n)

    @property
    def _bearable(self) -> float:
        """Defect that the tolerance leaves for fewer nodes."""
        return UNRESOLVED * self.rate

    def _wrong(self, psi: Field) -> float:
        """Defect of the nodes in use for a state on them."""
        if self.chin is self.finest:
            return 0.0
        fine = resampled(psi, self.finest.grid.n)
        floor = self.finest.floor  # V far from 0 would only magnify rounding
        return defect(psi, fine, self.chin.potential - floor, self.finest.potential - floor)

    def saved(self, t: float, psi: Field, log_gain: float) -> Saved:
        """What leaves the run at a saved time."""
        # An error along ψ changes the norm, which the normalised ψ does not see.
        along = np.vdot(self.error, psi).real
        error = math.sqrt(max(size(self.error) ** 2 - float(along) ** 2, 0.0))
        lost = self.lost + self.chin.kappa * self.chin.floor * (t - self.reached)
        turn = 1.0 if psi.dtype.kind == "f" else np.exp(-1j * lost.imag)
        shown = np.asarray(resampled(psi, self.finest.grid.n) * (turn / self.finest.grid.dx))
        error *= 1 + (DAMPED - 1) * math.sin(self.chin.wick) ** 2
        return Saved(t, shown, log_gain - lost.real, error + self.unresolved, self.steps)

    def approach(self, marks: list[float], t: float) -> list[float]:
        """Marks of the stretch that ends at a frame, after what lies too far before it."""
        while len(marks) == 1:
            pieces = math.ceil((t - marks[0]) / (STEPS_AT_ONCE * self.h) - SLACK)
            if pieces <= 1:
                break
            near = marks[0] + (t - marks[0]) / pieces
            for _ in self.cross([*marks, near], saves=0):
                pass
            marks = [near]
        return [*marks, t]

    def cross(self, marks: list[float], saves: int) -> Iterator[Saved]:
        """Go from the first mark to the last; the next `saves` of them are frames."""
        if marks[-1] <= marks[0]:
            return
        coarse_before, before = 0, math.inf
        while True:
            counts = self._counts(marks)
            coarse = max(1, sum(counts) // RATIO)
            states, gains = self._fine(marks, counts)
            share, difference, rows = self._compare(marks, counts, coarse, states[-1], gains[-1])
            if math.isfinite(before) and 0 < difference < math.inf and coarse > coarse_before:
                found = math.log(before / difference) / math.log(coarse / coarse_before)
                self.order = min(max(found, WORST_ORDER), ORDER)
            allowed = self._allowed(marks, min(size(rows[1]), self.spent), share)
            longest = max((b - a) / m for (a, b), m in zip(pairwise(marks), counts, strict=True))
            self._adapt(longest, allowed / 2, difference / share)
            if difference / share <= allowed:
                wrong = self._wrong(states[-1])
                if wrong <= self._bearable:
                    break
                self._use(self.grids.pop(0), self.psi)
                before = math.inf
                continue
            coarse_before, before = coarse, difference
        self.order = min(self.order + RECOVERY, ORDER)
        D = self.chin.schedule.value(marks[-1])
        fine = states[-1].astype(self.compared)
        # What resonances add to the error no step would mend: it is told, not acted on.
        self.spent = math.hypot(self.spent, difference / share)
        self.error = error_of_finer(fine, rows[0], rows[1], share, longest * D, self.chin)
        self.unresolved += wrong * (marks[-1] - marks[0])
        for t, psi, gain in list(zip(marks[1:], states, gains, strict=True))[:saves]:
            yield self.saved(t, psi, self.log_gain + gain)
        self.psi, self.log_gain = states[-1], self.log_gain + gains[-1]
        self.lost += self.chin.kappa * self.chin.floor * (marks[-1] - self.reached)
        self.reached = marks[-1]

    def _counts(self, marks: list[float]) -> list[int]:
        """Steps from mark to mark; as many in one interval as the coarser run can divide."""
        wanted = [(b - a) / self.h for a, b in pairwise(marks)]
        if len(wanted) == 1:
            return [max(1, math.ceil(wanted[0] / RATIO - SLACK)) * RATIO]
        return [max(1, math.ceil(steps - 1e-9)) for steps in wanted]

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
        self, marks: list[float], counts: list[int], coarse: int, fine: Field, gain: float
    ) -> tuple[float, float, Field]:
        """How many errors the difference holds, the difference, coarse ψ and carried error."""
        self._count(coarse)
        rows = np.array([self.psi, self.error], self.compared)
        rows, coarse_gain = self.chin.integrate(rows, marks[0], marks[-1], coarse)
        spent = sum(
            (b - a) * ((b - a) / m) ** self.order
            for (a, b), m in zip(pairwise(marks), counts, strict=True)
        )
        length = marks[-1] - marks[0]
        share = length * (length / coarse) ** self.order / spent - 1
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
        D = chin.schedule.value(self.start)
        kinetic = sum(np.vdot(slope, slope).real for slope in slopes)
        density = np.abs(psi) ** 2
        return float(D * kinetic + (density * (chin.potential - chin.floor)).sum())
