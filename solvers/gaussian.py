"""Closed forms on the infinite line for Taylor orders 0, 1 and 2 at any Wick angle.

A Gaussian stays Gaussian in a quadratic surrogate ζ ≈ V + g y + k y²/2, y = x - about.
With ψ = exp(-a y² + b y + c) the equation ∂ψ/∂z = (D ∂² - ζ) ψ becomes

    a' = k/2 - 4 D a²,   b' = -4 D a b - g,   c' = D (b² - 2a) - V,

which is solved here for complex time z = κ s, κ = i e^{-iθ}, and any sign of k.
The Gaussian ansatz is Heller's, J. Chem. Phys. 62, 1544 (1975).
"""

import math
from dataclasses import dataclass
from typing import cast

import numpy as np

from solvers.arrays import Complex, Real
from solvers.packets import Packet
from solvers.refusal import Refusal

END_MARGIN = 0.98  # of the time at which a packet stops being normalisable
FOLDS = 12.0  # times that a packet over a barrier top may have grown by e
TERMS = range(14)
# Taylor coefficients in u of cosh r, sinh r / r, (cosh r - 1)/u, (cosh r - sinh r / r)/u
# and (sinh r / r - 2 (cosh r - 1)/u)/u with u = r²: all five are entire in u.
SERIES = np.array(
    [
        [1 / math.factorial(2 * j) for j in TERMS],
        [1 / math.factorial(2 * j + 1) for j in TERMS],
        [1 / math.factorial(2 * j + 2) for j in TERMS],
        [(2 * j + 2) / math.factorial(2 * j + 3) for j in TERMS],
        [(2 * j + 2) / math.factorial(2 * j + 4) for j in TERMS],
    ]
)


@dataclass(frozen=True)
class Quadratic:
    """Surrogate ζ(x) ≈ value + slope y + curvature y²/2 with y = x - about."""

    value: float
    slope: float = 0.0
    curvature: float = 0.0
    about: float = 0.0

    def __call__(self, x: Real) -> Real:
        """Value of the surrogate at `x`."""
        y = np.asarray(x) - self.about
        return np.asarray(self.value + self.slope * y + self.curvature * y**2 / 2)


@dataclass(frozen=True, eq=False)
class GaussianState:
    """States exp(-a y² + b y + c), y = x - surrogate.about, at nt complex times.

    Frames in which the state cannot be normalised any more (`blow_up`) are NaN.

    Attributes:
        surrogate: The quadratic the packet moves in.
        D: Diffusivity.
        a: Shape (nt,).
        b: Shape (nt,).
        c: Shape (nt,), without a break in its imaginary part.
    """

    surrogate: Quadratic
    D: float
    a: Complex
    b: Complex
    c: Complex

    @property
    def _y(self) -> Real:
        return np.asarray(self.b.real / (2 * self.a.real))

    @property
    def mean(self) -> Real:
        """Mean position of |ψ|², shape (nt,)."""
        return np.asarray(self.surrogate.about + self._y)

    @property
    def std(self) -> Real:
        """Standard deviation of |ψ|², shape (nt,)."""
        return np.asarray(0.5 / np.sqrt(self.a.real))

    @property
    def momentum(self) -> Real:
        """Mean wavenumber, shape (nt,)."""
        return np.asarray(self.b.imag - 2 * self.a.imag * self._y)

    @property
    def energy(self) -> Real:
        """⟨H⟩ of the normalised state, shape (nt,)."""
        kinetic = self.D * (self.momentum**2 + np.abs(self.a) ** 2 / self.a.real)
        spread = self.surrogate.curvature * self.std**2 / 2
        return np.asarray(kinetic + self.surrogate(self.mean) + spread)

    @property
    def log_norm(self) -> Real:
        """Log of ‖ψ‖, shape (nt,); 0 at the start."""
        a, b = self.a.real, self.b.real
        return np.asarray(np.log(np.pi / (2 * a)) / 4 + self.c.real + b**2 / (4 * a))

    @property
    def walkers_mean(self) -> Real:
        """Mean of the walkers' concentration u = ψ/∫ψ, shape (nt,); see `walkers_std`."""
        self._require_walkers()
        return np.asarray(self.surrogate.about + self.b.real / (2 * self.a.real))

    @property
    def walkers_std(self) -> Real:
        """Standard deviation of u = ψ/∫ψ, shape (nt,): √2 times that of |ψ|².

        Raises:
            Refusal: ``solver.no-walkers`` when ψ is not real and positive, which takes
                imaginary time (θ = π/2) and a packet without momentum.
        """
        self._require_walkers()
        return np.asarray(1 / np.sqrt(2 * self.a.real))

    def _require_walkers(self) -> None:
        # NaN frames compare false on purpose: after the blow-up there is nothing to refuse.
        if any((np.abs(f.imag) > 1e-9 * (np.abs(f) + 1)).any() for f in (self.a, self.b)):
            raise Refusal("solver.no-walkers")

    def psi(self, x: Real) -> Complex:
        """ψ/‖ψ‖ with its phase at the points `x` (nx,), shape (nt, nx)."""
        # Around its own centre the exponent has no large terms that cancel.
        y = x[None, :] - self.mean[:, None]
        phase = self.a.imag * self._y**2 + self.momentum * self._y + self.c.imag
        exponent = -self.a[:, None] * y**2 + 1j * (self.momentum[:, None] * y + phase[:, None])
        return np.asarray((2 * self.a.real[:, None] / np.pi) ** 0.25 * np.exp(exponent))

    def density(self, x: Real) -> Real:
        """Born density |ψ|²/‖ψ‖² at the points `x` (nx,), shape (nt, nx)."""
        y = (x[None, :] - self.mean[:, None]) / self.std[:, None]
        return np.asarray(np.exp(-(y**2) / 2) / (np.sqrt(2 * np.pi) * self.std[:, None]))


def evolve(quadratic: Quadratic, D: float, packet: Packet, z: Complex) -> GaussianState:
    """Evolve a Gaussian packet in a quadratic surrogate to complex times.

    Exact for every curvature, k → 0 and k < 0 included. The branch of the square
    root in ψ is the one continued from z = 0, for each time on its own: few or many
    times give the same sign.

    Args:
        quadratic: Surrogate of Taylor order 0, 1 or 2.
        D: Diffusivity, > 0.
        packet: State at z = 0.
        z: Complex times κ s with Re z ≥ 0 and Im z ≥ 0, shape (nt,).

    Returns:
        The states; NaN from the blow-up on.

    References:
        Heller, J. Chem. Phys. 62, 1544 (1975); the closed form is in docs/model.md.
    """
    z = np.asarray(z, complex)
    g, y0 = quadratic.slope, packet.centre - quadratic.about
    a0, b0 = 0.25 / packet.width**2, 0.5 * y0 / packet.width**2 + 1j * packet.momentum
    c0 = -np.log(2 * np.pi * packet.width**2) / 4 - y0 * b0 / 2 - 0.5j * packet.momentum * y0
    beta = 4 * D * a0
    f, scale = _entire(2 * D * quadratic.curvature * z**2)
    C, S, Q = f[0], z * f[1], z**2 * f[2]
    P = z**3 * f[3] + beta * z**4 * f[4]
    delta = C + beta * S
    a = (a0 * C + quadratic.curvature / 2 * S) / delta
    b = (b0 * np.exp(-scale) - g * (S + beta * Q)) / delta
    c = c0 - quadratic.value * z + D * (b0**2 * S - 2 * g * b0 * Q + g**2 * P) / delta
    c -= (scale + _continued_log(delta, z, beta, 2 * D * quadratic.curvature)) / 2
    a[z.real >= _decay_limit(quadratic, D, packet)] = np.nan
    return GaussianState(quadratic, D, a, np.where(np.isnan(a), a, b), c)


def blow_up(quadratic: Quadratic, D: float, packet: Packet, wick: float) -> float:
    """Time s at which the packet cannot be normalised any more.

    Over a barrier top (k < 0) Re a reaches 0 first at

        s = arctan(2 a₀ W/|k|) / (W sin θ),   W = √(2D|k|),  a₀ = 1/4σ²,

    because (a + iα)/(a - iα), α = √(|k|/8D), turns at the rate 2W sin θ.

    Returns:
        The time, or inf when it never happens (k ≥ 0, or real time).
    """
    decay = math.sin(wick)
    return _decay_limit(quadratic, D, packet) / decay if decay > 0 else math.inf


def ending(quadratic: Quadratic, D: float, packet: Packet, wick: float) -> tuple[float, str]:
    """Last time to which a run can be shown, and the code of the sentence that says why.

    Over a barrier top a packet stops being normalisable; in real time, or nearly so, it has
    spread by e^{12} before, far out of any picture, and its digits run out: the width then
    is the difference of numbers e^{24} times as large.

    Returns:
        The time and ``report.blow-up`` or ``report.spread``; inf for a run without an end.
    """
    ends = [(END_MARGIN * blow_up(quadratic, D, packet, wick), "report.blow-up")]
    rate = math.sqrt(max(-2 * D * quadratic.curvature, 0.0)) * math.cos(wick)
    if rate > 0:
        ends.append((FOLDS / rate, "report.spread"))
    return min(ends)


def oscillator_weights(state: GaussianState, D: float, curvature: float, n: int) -> Real:
    """Probabilities |c_j|² of the first n levels of the packet's own well.

    In ξ = (y - y*) α^{1/2}, α = √(k/2D), y* = -g/k, the state is exp(-Aξ² + Bξ) and
    (1+2A) √(j+1) c_{j+1} = √2 B c_j + (1-2A) √j c_{j-1} (apply d/dξ in ladder form).

    Args:
        state: States in a surrogate; its slope g sets the centre of the well.
        D: Diffusivity of the well.
        curvature: k > 0 of the well.
        n: Number of levels, ≥ 1.

    Returns:
        Weights, shape (nt, n); the sum over all levels is 1.

    Raises:
        Refusal: ``solver.no-levels`` unless the curvature is positive.
    """
    if curvature <= 0:
        raise Refusal("solver.no-levels", curvature=curvature)
    alpha = math.sqrt(curvature / (2 * D))
    A = np.asarray(state.a / alpha, complex)
    offset = state.surrogate.slope / curvature
    B = np.asarray((state.b + 2 * state.a * offset) / math.sqrt(alpha), complex)
    log_scale = _log_ground_overlap(A, B)
    before, now = np.zeros(A.shape, complex), np.ones(A.shape, complex)
    weights = np.empty((A.size, n))
    for j in range(n):
        weights[:, j] = np.exp(2 * (log_scale + np.log(np.abs(now) + 1e-300)))
        after = math.sqrt(2) * B * now + (1 - 2 * A) * math.sqrt(j) * before
        before, now = now, after / ((1 + 2 * A) * math.sqrt(j + 1))
        # Far from the well c_0 underflows while later ones do not: carry the size in a log.
        size = np.maximum(np.abs(now), np.abs(before))
        before, now, log_scale = before / size, now / size, log_scale + np.log(size)
    return weights


def _log_ground_overlap(A: Complex, B: Complex) -> Real:
    """Log of |c_0| of exp(-Aξ² + Bξ), normalised."""
    overlap = (B**2 / (4 * A + 2)).real - np.log(np.abs(A + 0.5)) / 2
    log_norm = B.real**2 / (4 * A.real) - np.log(2 * A.real) / 4
    return np.asarray(overlap - log_norm)


def _decay_limit(quadratic: Quadratic, D: float, packet: Packet) -> float:
    """Largest Re z with a normalisable state."""
    k = quadratic.curvature
    if k >= -np.finfo(float).tiny:  # smaller ones have no reciprocal
        return math.inf
    W = math.sqrt(-2 * D * k)
    return math.atan(W / (-2 * k * packet.width**2)) / W


def _entire(u: Complex) -> tuple[Complex, Real]:
    """The five functions of `SERIES` times e^{-m}, shape (5, nt), and m, shape (nt,)."""
    near = np.abs(u) < 1
    f = np.empty((5, u.size), complex)
    f[:, near] = SERIES @ u[near] ** np.array(TERMS)[:, None]
    f[:, ~near] = _scaled(u[~near])
    return f, np.where(near, 0.0, np.sqrt(u).real)


def _scaled(u: Complex) -> Complex:
    """Closed forms for |u| ≥ 1; the factor e^{-Re √u} keeps long times from overflowing."""
    r = np.sqrt(u)
    rise, fall = np.exp(1j * r.imag), np.exp(-r - r.real)
    cosh, sinhc = (rise + fall) / 2, (rise - fall) / (2 * r)
    q = (cosh - np.exp(-r.real)) / u
    return np.array([cosh, sinhc, q, (cosh - sinhc) / u, (sinhc - 2 * q) / u])


def _continued_log(delta: Complex, z: Complex, beta: float, w2: float) -> Complex:
    """Log of Δ on the branch continued from ln 1 = 0 at z = 0, shape (nt,).

    Δ = e^{wz} (1 + β/w)/2 · (1 + ρ e^{-2wz}), ρ = (w - β)/(w + β). With the root w
    for which Re wz ≥ 0 the last factor stays within |· - 1| ≤ 1, so its principal
    log has no jump. That form fixes the turn; `delta` gives the digits.
    """
    log_delta = np.log(delta)
    w = np.sqrt(abs(w2)) * (1.0 if w2 >= 0 else -1j)
    if abs(w) < 1e-8 * beta:
        return cast(Complex, log_delta)
    turned = w * z + np.log(1 + beta / w)
    turned = turned + np.log(1 + (w - beta) / (w + beta) * np.exp(-2 * w * z))
    turns = np.round((turned.imag - log_delta.imag) / (2 * np.pi))
    return cast(Complex, log_delta + 2j * np.pi * turns)
