"""Fig. 6, our reading: noise on data stands for thermal diffusion of a parameter.

A parameter θ (two numbers) makes data x = G(θ): a curve or a picture. θ ~ N(θ_0, 2Dτ I)
gives x the covariance 2Dτ J Jᵀ with J = ∂G/∂θ, to first order in Dτ. How far that holds
is measured against the covariance itself, by Gauss-Hermite quadrature.
"""

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from solvers.arrays import Real
from solvers.refusal import Refusal

NODES = 48  # of the quadrature per axis: 1e-12 for the widest cloud offered
CURVE = 41  # values of a curve
PIXELS = 12  # of a picture per axis
GAIN = MappingProxyType({"neuron": 4.0, "blob": 60.0})  # ζ is of order 1 to 10
TARGETS = MappingProxyType({"neuron": (1.5, -0.6), "blob": (0.9, 0.7)})


@dataclass(frozen=True)
class Generator:
    """x = G(θ).

    Attributes:
        kind: ``neuron``, the curve tanh(θ_1 s + θ_2) over s in [-2, 2]; or ``blob``, a
            round spot of width .5 at θ on a square of 12 × 12 pixels over [-2, 2]².
    """

    kind: str

    def __post_init__(self) -> None:
        if self.kind not in TARGETS:
            allowed = ", ".join(TARGETS)
            raise Refusal("scene.not-one-of", key="kind", value=self.kind, allowed=allowed)

    @cached_property
    def nodes(self) -> Real:
        """Where the data have values: shape (m,) or (m, 2)."""
        if self.kind == "neuron":
            return np.linspace(-2, 2, CURVE)
        return np.stack(np.meshgrid(self._line, self._line), axis=-1).reshape(-1, 2)

    @property
    def _line(self) -> Real:
        return np.asarray((np.arange(PIXELS) + 0.5) * 4 / PIXELS - 2)

    def data(self, theta: Real) -> Real:
        """G at parameters of shape (n, 2); shape (n, m)."""
        if self.kind == "neuron":
            return np.asarray(np.tanh(theta[:, :1] * self.nodes + theta[:, 1:]))
        across, down = (np.exp(-2 * (self._line - theta[:, i : i + 1]) ** 2) for i in (0, 1))
        return (down[:, :, None] * across[:, None, :]).reshape(len(theta), -1)

    def jacobian(self, theta: Real) -> Real:
        """J at one parameter, shape (m, 2)."""
        values = self.data(theta[None])[0]
        if self.kind == "neuron":
            slope = 1 - values**2
            return np.stack([slope * self.nodes, slope], axis=1)
        return np.asarray(4 * (self.nodes - theta) * values[:, None])

    @cached_property
    def wanted(self) -> Real:
        """The data that are to be reached, shape (m,)."""
        return np.asarray(self.data(np.array([TARGETS[self.kind]]))[0])

    def misfit(self, theta: Real) -> Real:
        """ζ(θ) = gain · ⟨(G(θ) - wanted)²⟩ at parameters of shape (n, 2); shape (n,)."""
        return np.asarray(GAIN[self.kind] * ((self.data(theta) - self.wanted) ** 2).mean(axis=1))


@dataclass(frozen=True)
class Equivalence:
    """How far noise on data and diffusion of the parameter are the same.

    Attributes:
        ratio: Total variance of the data over that of first order.
        error: Distance of the covariances over the norm of the true one (Frobenius).
        stretch: Singular values of J, largest first: J Jᵀ has no others but 0, so noise
            on the data is never isotropic.
    """

    ratio: float
    error: float
    stretch: tuple[float, float]


def covariance(generator: Generator, theta: Real, variance: float) -> Real:
    """Covariance of G(θ + N(0, variance I)), shape (m, m), by quadrature."""
    z, w = np.polynomial.hermite_e.hermegauss(NODES)
    weights = np.outer(w, w).ravel() / (2 * np.pi)
    cloud = np.stack(np.meshgrid(z, z, indexing="ij"), axis=-1).reshape(-1, 2)
    data = generator.data(theta + np.sqrt(variance) * cloud)
    data -= weights @ data
    return np.asarray((data * weights[:, None]).T @ data)


def equivalence(generator: Generator, theta: Real, variance: float) -> Equivalence:
    """Compares the covariance of the data with variance · J Jᵀ."""
    J = generator.jacobian(theta)
    first = variance * J @ J.T
    true = covariance(generator, theta, variance)
    size = np.linalg.norm(true)
    largest, smallest = np.linalg.svd(J, compute_uv=False)
    return Equivalence(
        ratio=float(np.trace(true) / np.trace(first)),
        error=float(np.linalg.norm(true - first) / size),
        stretch=(float(largest), float(smallest)),
    )
