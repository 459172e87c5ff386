"""Forward noising: VE, which is heat flow, and VP, the process behind DDPM.

Both are Fokker-Planck equations ∂p/∂t = ∇·(p ∇U) + D Δp. With p = e^{-U/2D} φ they are
thermodynamic equations ∂φ/∂t = D Δφ - V_s φ, V_s = |∇U|²/4D - ΔU/2. VE has U = 0 and
V_s = 0: Taylor order 0. VP has U = κx²/2 and a parabola for V_s: Taylor order 2, with
levels nκ and ground energy 0.

References:
    Song et al., ICLR 2021 (arXiv 2011.13456), eqs. 8-13; the transformation to V_s is
    in Risken, The Fokker-Planck Equation, section 5.4.
"""

import itertools
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.mixture import Mixture

Kind = Literal["ve", "vp"]


@dataclass(frozen=True)
class Process:
    """x_t = a(t) x_0 + b(t) ξ with ξ ~ N(0, I).

    VE: a = 1, b² = 2Dt. VP at β = 2D, so that the stationary variance is 1:
    a = e^{-Dt}, b² = 1 - e^{-2Dt}.

    Attributes:
        kind: ``ve`` or ``vp``.
        D: Diffusivity, > 0.
    """

    kind: Kind
    D: float

    def scale(self, t: float) -> float:
        """a(t), what is left of x_0; √ᾱ in the words of DDPM."""
        return 1.0 if self.kind == "ve" else math.exp(-self.D * t)

    def variance(self, t: float) -> float:
        """b(t)², the noise added so far; 1 - ᾱ in the words of DDPM."""
        return 2 * self.D * t if self.kind == "ve" else -math.expm1(-2 * self.D * t)

    def sigma(self, t: float) -> float:
        """Noise in the units of the data, b/a: what VE and VP have in common."""
        return math.sqrt(self.variance(t)) / self.scale(t)

    def time_of(self, sigma: float) -> float:
        """The t at which `sigma` is reached."""
        if self.kind == "ve":
            return sigma**2 / (2 * self.D)
        return math.log1p(sigma**2) / (2 * self.D)

    def marginal(self, data: Mixture, t: float) -> Mixture:
        """p_t, exactly."""
        return data.scaled(self.scale(t)).heated(self.variance(t))

    def drift(self, x: Real) -> Real:
        """-∇U."""
        return np.zeros_like(x) if self.kind == "ve" else -self.D * x

    def flow(self, data: Mixture, x: Real, t: float) -> Real:
        """Velocity of the probability flow, -∇U - D ∇ ln p_t, shape (n, d)."""
        return np.asarray(self.drift(x) - self.D * self.marginal(data, t).score(x))

    def potential(self, x: Real) -> Real:
        """V_s on a line: 0 for VE, κ²x²/4D - κ/2 with κ = D for VP."""
        if self.kind == "ve":
            return np.zeros_like(x)
        return np.asarray(self.D * x**2 / 4 - self.D / 2)

    def level(self, n: int) -> float:
        """E_n of V_s: nκ for VP; VE has a continuum from 0 up."""
        return n * self.D if self.kind == "vp" else 0.0


def paths(process: Process, x: Real, times: Real, noise: Real) -> Real:
    """Forward paths of the stochastic equation, exact at every time.

    Args:
        process: Which noising.
        x: Places at times[0].
        times: Ascending, shape (m,).
        noise: Normal numbers, shape (m - 1, *x.shape).

    Returns:
        Places, shape (m, *x.shape).
    """
    saved = [x]
    for (t0, t1), xi in zip(itertools.pairwise(times), noise, strict=True):
        a, b = process.scale(t1 - t0), math.sqrt(process.variance(t1 - t0))
        saved.append(a * saved[-1] + b * xi)
    return np.stack(saved)


def reverse_paths(process: Process, data: Mixture, x: Real, times: Real, noise: Real) -> Real:
    """Paths of the reverse stochastic equation, by Euler-Maruyama from times[-1] to times[0].

    dx = (∇U + 2D ∇ ln p_t) |dt| + √(2D|dt|) ξ (Anderson, 1982).

    Args:
        process: Which noising is undone.
        data: p_0.
        x: Places at times[-1], shape (n, d).
        times: Ascending, shape (m,).
        noise: Normal numbers in the order of the way back, shape (m - 1, n, d).

    Returns:
        Places in the order of `times`, shape (m, n, d).
    """
    saved = [x]
    intervals = zip(times[-2::-1], times[:0:-1], noise, strict=True)
    for t0, t1, xi in intervals:
        h = float(t1 - t0)
        pull = 2 * process.D * process.marginal(data, float(t1)).score(x) - process.drift(x)
        x = x + h * pull + math.sqrt(2 * process.D * h) * xi
        saved.append(x)
    return np.stack(saved[::-1])


def quantile_lines(process: Process, data: Mixture, q: Real, times: Real) -> Real:
    """Lines of the probability flow on a line, shape (times, q).

    The flow carries F_t(x_t) along unchanged, so its lines are quantiles: no
    differential equation has to be solved.
    """
    return np.stack([process.marginal(data, float(t)).quantile(q) for t in times])
