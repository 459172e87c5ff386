"""Annealing schedules of the diffusivity D(t), with exact integrals."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solvers.arrays import Real
from solvers.refusal import Refusal

KINDS = ("constant", "geometric", "linear", "exponential", "power-2", "logarithmic")
# 48 nodes on 4 panels leave 1e-15 even when D falls by 1e6 within one interval.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)
PANELS = 4


@dataclass(frozen=True)
class Schedule:
    """Diffusivity D(t) that goes from `start` at t = 0 to `end` at t = `duration`.

    With u = t/T: constant D₀; geometric D₀ 2^{-j}, one equal slice of time for each
    halving down to `end`; linear D₀ + (D₁ - D₀) u; exponential D₀ (D₁/D₀)^u;
    power-2 D₀/(1 + εt)²; logarithmic D₀/(1 + c ln(1 + t)). Outside [0, T] the nearest value holds.

    Attributes:
        kind: Law of the change, one of `KINDS`.
        start: D₀ > 0.
        end: D₁ > 0, ignored by ``constant``.
        duration: T > 0.

    Raises:
        Refusal: ``solver.schedule-kind``, or ``solver.schedule-range`` when one of the
            numbers is not positive and finite.
    """

    kind: str
    start: float
    end: float
    duration: float

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Refusal("solver.schedule-kind", kind=self.kind)
        numbers = np.array([self.start, self.end, self.duration])
        if not (np.isfinite(numbers) & (numbers > 0)).all():
            raise Refusal("solver.schedule-range")

    @property
    def is_piecewise_constant(self) -> bool:
        """Whether D only jumps."""
        return self.kind in ("constant", "geometric")

    @cached_property
    def levels(self) -> Real:
        """Values of D on equal slices of time, shape (breaks + 1,); one for smooth laws."""
        if self.kind != "geometric":
            return np.array([self.start])
        octaves = math.log2(self.end / self.start)
        halvings = math.ceil(abs(octaves) - 1e-9)
        values = self.start * 2.0 ** (math.copysign(1, octaves) * np.arange(halvings + 1))
        values[-1] = self.end
        return values

    @cached_property
    def breaks(self) -> Real:
        """Times at which D jumps, shape (levels - 1,)."""
        count = self.levels.size
        return self.duration * np.arange(1, count) / count

    def at(self, t: Real) -> Real:
        """D(t), shape of `t`; the new value at a jump."""
        t = np.clip(t, 0.0, self.duration)
        laws: dict[str, Callable[[Real], Real]] = {
            "constant": lambda t: np.full(np.shape(t), self.start),
            "geometric": lambda t: self.levels[np.searchsorted(self.breaks, t, side="right")],
            "linear": lambda t: self.start + (self.end - self.start) * t / self.duration,
            "exponential": lambda t: self.start * np.exp(self._rate * t),
            "power-2": lambda t: self.start / (1 + self._epsilon * t) ** 2,
            "logarithmic": lambda t: self.start / (1 + self._c * np.log1p(t)),
        }
        return np.asarray(laws[self.kind](t))

    def value(self, t: float) -> float:
        """D at one time."""
        return float(self.at(np.array(t)))

    def integral(self, t0: float, t1: float) -> float:
        """∫D dt from t0 to t1, exact to rounding and without a difference of large numbers."""
        if t1 < t0:
            return -self.integral(t1, t0)
        inside = (min(max(t0, 0.0), self.duration), min(max(t1, 0.0), self.duration))
        before = max(min(t1, 0.0) - t0, 0.0) * self.start
        after = max(t1 - max(t0, self.duration), 0.0) * self._last
        laws: dict[str, Callable[[float, float], float]] = {
            "constant": lambda a, b: self.start * (b - a),
            "geometric": self._sum_of_levels,
            "linear": lambda a, b: self.value((a + b) / 2) * (b - a),
            "exponential": self._exponential,
            "power-2": self._power_2,
            "logarithmic": self._logarithmic,
        }
        return before + laws[self.kind](*inside) + after

    @property
    def _last(self) -> float:
        return self.start if self.kind == "constant" else self.end

    @cached_property
    def _rate(self) -> float:
        return math.log(self.end / self.start) / self.duration

    @cached_property
    def _epsilon(self) -> float:
        return (math.sqrt(self.start / self.end) - 1) / self.duration

    @cached_property
    def _c(self) -> float:
        return (self.start / self.end - 1) / math.log1p(self.duration)

    def _sum_of_levels(self, t0: float, t1: float) -> float:
        edges = np.concatenate([[0.0], self.breaks, [self.duration]])
        overlap = np.clip(edges[1:], t0, t1) - np.clip(edges[:-1], t0, t1)
        return float(self.levels @ overlap)

    def _exponential(self, t0: float, t1: float) -> float:
        x = self._rate * (t1 - t0)
        growth = math.expm1(x) / x if x else 1.0
        return self.start * math.exp(self._rate * t0) * (t1 - t0) * growth

    def _power_2(self, t0: float, t1: float) -> float:
        before, after = 1 + self._epsilon * t0, 1 + self._epsilon * t1
        return self.start * (t1 - t0) / (before * after)

    def _logarithmic(self, t0: float, t1: float) -> float:
        # ∫dt/(1 + c ln(1+t)) = ∫exp((e^{cx} - 1)/c) dx with cx = ln(1 + c ln(1+t)): entire in x.
        c = self._c
        if c == 0:
            return self.start * (t1 - t0)
        x0, x1 = (math.log1p(c * math.log1p(t)) / c for t in (t0, t1))
        edges = np.linspace(x0, x1, PANELS + 1)
        half = (x1 - x0) / (2 * PANELS)
        x = (edges[:-1] + half)[:, None] + half * NODES
        return self.start * half * float((np.exp(np.expm1(c * x) / c) @ WEIGHTS).sum())
