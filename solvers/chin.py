"""Chin's fourth-order split-operator step for a diffusivity that changes with time.

One step of ∂ψ/∂s = -κ [-D(s) ∂² + V] ψ, q = κh, κ = i e^{-iθ}, is

    e^{-qV/6} e^{-κK²∫D/2} e^{-(2q/3)[V + q² (D/24) V'²]} e^{-κK²∫D/2} e^{-qV/6}

(scheme 4A of S. A. Chin, Phys. Lett. A 226, 344 (1997), for complex time). Each half
step has its exact ∫D dt, the gradient term has D at the middle: order 4 also for D(t).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import scipy.fft

from solvers.arrays import Complex, Real
from solvers.grid import Grid
from solvers.interruption import interruptible
from solvers.refusal import Refusal
from solvers.schedules import Schedule

CACHED_FACTORS = 64
GROWTH = 1e-3  # of a step, where it may grow at all


@dataclass(frozen=True, eq=False)
class Chin4A:
    """Steps of order 4 for one equation on one grid.

    ψ and V are counted from V - min V inside, so norms stay representable.

    Attributes:
        grid: Nodes and edges; walls use the sine transform, periodic edges the FFT.
        potential: V at the nodes, shape (n,).
        gradient: Size |∇V| of the slope at the nodes, shape (n,); its sign plays no role.
        schedule: Diffusivity D(t).
        wick: Angle θ in [0, π/2].

    Raises:
        Refusal: ``solver.not-finite`` for NaN or infinite samples.
    """

    grid: Grid
    potential: Real
    gradient: Real
    schedule: Schedule
    wick: float
    _cache: dict[tuple[str, float, float], Complex] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if not np.isfinite([self.potential, self.gradient]).all():
            raise Refusal("solver.not-finite")

    @property
    def kappa(self) -> complex:
        """κ = i e^{-iθ} = sin θ + i cos θ."""
        return complex(math.sin(self.wick), math.cos(self.wick))

    @property
    def floor(self) -> float:
        """Lowest potential, which the steps leave out."""
        return float(self.potential.min())

    def step(self, psi: Complex, t: float, h: float) -> Complex:
        """One step from t to t + h without the factor e^{-κ h min V}; rows (..., n)."""
        D, first, second = self._diffusion(t, h)
        edge = self._factor("edge", h, 0.0)
        psi = self._spread(edge * psi, first)
        psi = self._spread(self._factor("middle", h, D) * psi, second)
        return edge * psi

    def integrate(self, psi: Complex, t0: float, t1: float, steps: int) -> tuple[Complex, float]:
        """Equal steps from t0 to t1, which must not straddle a jump of D.

        Args:
            psi: Start, shape (n,), or rows (m, n) of which the first gives the norm.
            t0: Start of the time.
            t1: End of the time.
            steps: Number of steps.

        Returns:
            The rows divided by the norm that row 0 has gained, and the log of that gain
            (both without e^{-κ (t1-t0) min V}).
        """
        # Rounded, so that equal intervals of a long run share their factors.
        h = float(f"{(t1 - t0) / steps:.13e}")
        start = norm(psi)
        log_gain = 0.0
        for j in range(steps):
            interruptible()
            psi = self.step(psi, t0 + j * h, h)
            gain = norm(psi) / start
            # Imaginary time can lose e^{-700}: bring the size back after every step.
            if gain == 0 or not math.isfinite(gain):
                return np.full_like(psi, np.nan), math.nan
            psi, log_gain = psi / gain, log_gain + math.log(gain)
        return psi, log_gain

    def _diffusion(self, t: float, h: float) -> tuple[float, float, float]:
        """D at the middle of the step and ∫D dt over its halves."""
        middle = t + h / 2
        D = self.schedule.value(middle)
        if self.schedule.is_piecewise_constant:
            return D, D * h / 2, D * h / 2
        integral = self.schedule.integral
        return D, integral(t, middle), integral(middle, t + h)

    def _spread(self, psi: Complex, amount: float) -> Complex:
        """Apply exp(-κ K² amount), K the wavenumber."""
        factor = self._factor("spread", amount, 0.0)
        if self.grid.edges == "periodic":
            return np.asarray(scipy.fft.ifft(factor * scipy.fft.fft(psi)))
        return _sine(scipy.fft.idst, factor * _sine(scipy.fft.dst, psi))

    def _factor(self, kind: str, size: float, D: float) -> Complex:
        """A factor of the step, remembered while steps and D repeat."""
        key = (kind, size, D)
        if key not in self._cache:
            if len(self._cache) >= CACHED_FACTORS:
                self._cache.clear()
            self._cache[key] = np.exp(self._exponent(kind, size, D))
        return self._cache[key]

    def _exponent(self, kind: str, size: float, D: float) -> Complex:
        if kind == "spread":
            return -self.kappa * size * self.grid.k**2
        V, q = self.potential - self.floor, self.kappa * size
        if kind == "edge":
            return -q / 6 * V
        bent = self.kappa**2 * self._bounded(size**2 * D / 24 * self.gradient**2, V, size)
        return np.asarray(-2 * q / 3 * (V + bent))

    def _bounded(self, term: Real, V: Real, h: float) -> Real:
        """The gradient term, kept from amplifying where 0 < θ < π/3.

        Re κ³ = -sin 3θ there; the step cannot grow while term ≤ V sin θ/sin 3θ. The bound
        acts only where h is too coarse for the slope, so the order stays 4; a growth of
        1e-3 per step is let through, or it would act at the bottom, where V = 0.
        """
        amplifies, decays = math.sin(3 * self.wick), math.sin(self.wick)
        if decays <= 0 or amplifies <= 0:
            return term
        return np.asarray(np.minimum(term, V * (decays / amplifies) + GROWTH / h))


def norm(rows: Complex) -> float:
    """Length of ψ, the first row."""
    psi = rows if rows.ndim == 1 else rows[0]
    return math.sqrt(np.vdot(psi, psi).real)


def _sine(transform: Callable[..., Real], psi: Complex) -> Complex:
    """DST-II of real and imaginary parts in one call, along the last axis."""
    parts = np.ascontiguousarray(psi).view(float).reshape(*psi.shape, 2)
    return cast(
        Complex, np.ascontiguousarray(transform(parts, type=2, axis=-2)).view(complex)[..., 0]
    )
