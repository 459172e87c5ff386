"""Propagation by Chin's split-operator steps, with a step length that follows the error."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solvers.arrays import Complex, Real
from solvers.chin import Chin4A, norm
from solvers.grid import Grid
from solvers.refusal import Refusal
from solvers.schedules import Schedule

MAX_STEPS = 100_000  # about 10 s with 512 nodes
ROUNDING = 2e-15  # of one step, relative
PANEL = 16  # most steps at a first try before the step is reconsidered
FIRST_PHASE = 0.5  # largest ⟨H - min V⟩ h of the first guess
SHRINK, GROW = 0.2, 2.0  # limits of one change of the step
WORTHWHILE = 1.2  # smaller gains are not worth new factors
ORDER, WORST_ORDER = 4.0, 1.5  # of smooth problems; at a kink, or a wall that is hit
REDUCED_ORDER, LENIENCE = 3.0, 100.0  # below it the tolerance would cost too much
RECOVERY = 0.1  # of the order, per panel


@dataclass(frozen=True)
class Saved:
    """State at one saved time.

    Attributes:
        t: Time s.
        psi: ψ/‖ψ‖ with its phase, shape (n,).
        log_norm: ln ‖ψ‖ relative to the start.
        error: Estimate of the L2 error of `psi`, steps before included.
        steps: Steps spent so far, the rejected and the comparing ones included.
    """

    t: float
    psi: Complex
    log_norm: float
    error: float
    steps: int


def propagate(  # noqa: PLR0913 -- the equation and the run have eight inputs, each said once
    psi0: Complex,
    grid: Grid,
    potential: Real,
    gradient: Real,
    *,
    schedule: Schedule,
    wick: float,
    t_save: Real,
    tolerance: float = 1e-7,
    max_steps: int = MAX_STEPS,
) -> Iterator[Saved]:
    """Propagate a wavefunction with Chin 4A steps whose length follows the error.

    Solves ∂ψ/∂s = -κ [-D(s) ∂² + V] ψ. Each stretch is done with m and with 2m steps;
    a fifteenth of the difference estimates the error of the finer result, which goes on.
    That error is carried along by the same equation, so growth and decay of earlier
    errors count in the estimate. A kink of V, or a wall that is hit, lowers the order to
    about 2; it is measured whenever a stretch is repeated, and then up to 100 times
    the tolerance is let through rather than refused. `Saved.error` tells.

    Args:
        psi0: State at t_save[0], shape (n,); its norm does not matter.
        grid: Nodes and edges.
        potential: V at the nodes, shape (n,).
        gradient: dV/dx at the nodes, shape (n,).
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
    chin = Chin4A(grid, potential, gradient, schedule, wick)
    run = _Run(chin, psi0, t_save, tolerance, max_steps)
    yield run.saved(float(t_save[0]))
    for before, t in pairwise(t_save):
        margin = 1e-12 * (t - before)  # a jump at a saved time may be off by rounding
        inside = (schedule.breaks > before + margin) & (schedule.breaks < t - margin)
        for t0, t1 in pairwise([before, *schedule.breaks[inside], t]):
            run.advance(float(t0), float(t1))
        yield run.saved(float(t))


class _Run:
    """State, carried error and step length of one propagation."""

    def __init__(
        self, chin: Chin4A, psi0: Complex, t_save: Real, tolerance: float, max_steps: int
    ) -> None:
        self.chin = chin
        self.root_dx = math.sqrt(chin.grid.dx)
        psi = np.asarray(psi0, complex)
        size = norm(psi)
        if size == 0 or not math.isfinite(size):
            raise Refusal("solver.not-finite")
        # Rows: ψ of length 1 in the plain sum, and its error.
        self.rows = np.array([psi / size, np.zeros_like(psi)])
        self.start = float(t_save[0])
        self.rate = tolerance / max(float(t_save[-1]) - self.start, 1e-300)
        self.max_steps, self.steps, self.log_gain = max_steps, 0, 0.0
        self.order = ORDER
        self.h = FIRST_PHASE / max(self._energy(), 1e-300)

    def saved(self, t: float) -> Saved:
        """What leaves the run at a saved time."""
        psi, error = self.rows
        # An error along ψ changes the norm, which the normalised ψ does not see.
        error = error - np.vdot(psi, error).real * psi
        lost = self.chin.kappa * self.chin.floor * (t - self.start)
        psi = psi * (np.exp(-1j * lost.imag) / self.root_dx)
        return Saved(t, psi, self.log_gain - lost.real, norm(error), self.steps)

    def advance(self, t0: float, t1: float) -> None:
        """Go to t1, in panels of few steps so that the step can follow the motion."""
        while t0 < t1:
            panels = math.ceil((t1 - t0) / (PANEL * self.h))
            end = t1 if panels == 1 else t0 + (t1 - t0) / panels
            self._cross(t0, end)
            t0 = end

    def _cross(self, t0: float, t1: float) -> None:
        """Cross one panel with as many steps as the tolerance asks for."""
        m_before, before = 0, math.inf
        while True:
            m = max(1, math.ceil((t1 - t0) / self.h - 1e-9))
            self._count(3 * m)
            coarse, fine, log_gain, difference = self._compare(t0, t1, m)
            if math.isfinite(before) and difference > 0:
                order = math.log(before / difference) / math.log(m / m_before)
                self.order = min(max(order, WORST_ORDER), ORDER)
            share = 2**self.order - 1
            # Half of what earlier stretches left unspent, or let decay, may be spent here.
            unspent = self.rate * (t1 - self.start) - norm(coarse[1])
            allowed = max(self.rate * (t1 - t0), unspent / 2, m * ROUNDING)
            if self.order < REDUCED_ORDER:
                allowed *= LENIENCE
            self._adapt((t1 - t0) / m, allowed / 2, difference / share)
            if difference / share <= allowed:
                break
            m_before, before = m, difference
        # A wall or a kink may be left behind again: forget slowly, then measure anew.
        self.order = min(self.order + RECOVERY, ORDER)
        self.rows = np.array([fine, coarse[1] + (coarse[0] - fine) / share])
        self.log_gain += log_gain

    def _adapt(self, h: float, aim: float, error: float) -> None:
        """Set the next step from the error of this one."""
        factor = SHRINK
        if math.isfinite(error):
            factor = 0.95 * (aim / max(error, 1e-300)) ** (1 / self.order)
        if factor < 1:
            self.h = h * max(factor, SHRINK)
        elif h > self.h / 2 and factor > WORTHWHILE:
            self.h = h * min(factor, GROW)
        # Otherwise a save or a jump cut the step short, which says nothing against it.

    def _compare(self, t0: float, t1: float, m: int) -> tuple[Complex, Complex, float, float]:
        """Rows after m steps, ψ after 2m, its log gain, and the difference."""
        coarse, log_coarse = self.chin.integrate(self.rows, t0, t1, m)
        fine, log_gain = self.chin.integrate(self.rows[0], t0, t1, 2 * m)
        if math.isnan(log_coarse) or math.isnan(log_gain) or log_coarse - log_gain > 1:
            return coarse, fine, log_gain, math.inf
        coarse = coarse * math.exp(log_coarse - log_gain)
        return coarse, fine, log_gain, norm(coarse[0] - fine)

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.max_steps:
            raise Refusal("solver.too-many-steps", steps=self.max_steps)

    def _energy(self) -> float:
        """⟨H - min V⟩ of the start."""
        chin, psi = self.chin, self.rows[0]
        slope = np.gradient(psi, chin.grid.dx)
        D = chin.schedule.value(self.start)
        density = np.abs(psi) ** 2
        return float(D * np.vdot(slope, slope).real + density @ (chin.potential - chin.floor))
