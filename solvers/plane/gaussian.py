"""Closed forms on the infinite plane for Taylor orders 0, 1 and 2 at any Wick angle.

The packet is round, so its matrix a₀ is a multiple of the identity and commutes with the
Hessian K: in the eigenvectors of K the equation falls apart into two one-dimensional ones,
which `solvers.gaussian` solves for any complex time and any sign of curvature.
"""

import math
from dataclasses import dataclass

import numpy as np

from solvers import gaussian
from solvers.arrays import Complex, Real
from solvers.gaussian import GaussianState, Quadratic
from solvers.packets import Packet
from solvers.plane.surrogate import PlaneSurrogate


@dataclass(frozen=True, eq=False)
class PlaneGaussian:
    """Gaussian states at nt complex times: products along two axes at right angles.

    Attributes:
        axes: Orthonormal directions in columns, shape (2, 2).
        along: State along each direction.
    """

    axes: Real
    along: tuple[GaussianState, GaussianState]

    @property
    def mean(self) -> Real:
        """⟨x⟩ and ⟨y⟩, shape (nt, 2)."""
        return np.asarray(np.column_stack([state.mean for state in self.along]) @ self.axes.T)

    @property
    def covariance(self) -> Real:
        """Covariance of (x, y) under |ψ|², shape (nt, 2, 2)."""
        variances = np.column_stack([state.std**2 for state in self.along])
        return np.asarray(np.einsum("ik,tk,jk->tij", self.axes, variances, self.axes))

    @property
    def energy(self) -> Real:
        """⟨H⟩ of the normalised state, shape (nt,)."""
        return np.asarray(self.along[0].energy + self.along[1].energy)

    @property
    def log_norm(self) -> Real:
        """Log of ‖ψ‖, shape (nt,); 0 at the start."""
        return np.asarray(self.along[0].log_norm + self.along[1].log_norm)

    def psi(self, x: Real, y: Real, frame: int) -> Complex:
        """ψ/‖ψ‖ with its phase at the points (x, y), which are broadcast, in one frame."""
        exponent: Complex = np.zeros(np.broadcast_shapes(x.shape, y.shape), complex)
        height = 1.0
        for state, (u, v) in zip(self.along, self.axes.T, strict=True):
            a, b, c = state.a[frame], state.b[frame], state.c[frame]
            place = u * x + v * y - state.surrogate.about
            centre = b.real / (2 * a.real)
            momentum = b.imag - 2 * a.imag * centre
            away = place - centre
            phase = a.imag * centre**2 + momentum * centre + c.imag
            exponent += -a * away**2 + 1j * (momentum * away + phase)
            height *= (2 * a.real / math.pi) ** 0.25
        return np.asarray(height * np.exp(exponent))


def evolve(
    surrogate: PlaneSurrogate,
    diffusivity: float,
    centre: tuple[float, float],
    width: float,
    momentum: tuple[float, float],
    z: Complex,
) -> PlaneGaussian:
    """Evolve a round Gaussian packet in a surrogate of order 0, 1 or 2.

    Args:
        surrogate: The Taylor polynomial.
        diffusivity: D > 0.
        centre: Centre of the packet.
        width: Standard deviation of |ψ|² in every direction.
        momentum: Wave vector.
        z: Complex times κ s with Re z ≥ 0 and Im z ≥ 0, shape (nt,).

    Returns:
        The states; NaN from the blow-up on.
    """
    axes, parts = _parts(surrogate, centre, width, momentum)
    states = [gaussian.evolve(quadratic, diffusivity, packet, z) for quadratic, packet in parts]
    return PlaneGaussian(axes, (states[0], states[1]))


def ending(
    surrogate: PlaneSurrogate, diffusivity: float, width: float, wick: float
) -> tuple[float, str]:
    """Last time to which a run can be shown, and why (`solvers.gaussian.ending`)."""
    _, parts = _parts(surrogate, surrogate.about, width, (0.0, 0.0))
    return min(gaussian.ending(q, diffusivity, packet, wick) for q, packet in parts)


def _parts(
    surrogate: PlaneSurrogate,
    centre: tuple[float, float],
    width: float,
    momentum: tuple[float, float],
) -> tuple[Real, list[tuple[Quadratic, Packet]]]:
    """Principal axes, and the problem along each; the first carries the value of ζ."""
    curvatures, axes = np.linalg.eigh(surrogate.hessian)
    slopes = axes.T @ surrogate.gradient
    about, start, p = (axes.T @ np.array(v) for v in (surrogate.about, centre, momentum))
    values = (surrogate.coefficients[0][0], 0.0)
    parts = [
        (
            Quadratic(values[i], float(slopes[i]), float(curvatures[i]), float(about[i])),
            Packet(float(start[i]), width, float(p[i])),
        )
        for i in (0, 1)
    ]
    return axes, parts
