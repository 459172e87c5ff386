"""Mixtures of round Gaussians: density, score and denoiser at any noise level, exactly.

A data set smoothed by h is one too, with a component of variance h² at every point. Heat
flow ∂p/∂t = D Δp only adds 2Dt to the variances, so nothing here is approximated.
Here the density is always the walkers' u, never |ψ|².

References:
    theory of the score: Hyvärinen, J. Mach. Learn. Res. 6, 695 (2005); the denoiser:
    Robbins (1956) and Miyasawa (1961), known as Tweedie's formula.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from solvers.arrays import Real

BLOCK = 1 << 14  # pairs of point and component at a time: they fit the processor's cache
HALVINGS = 60  # of an interval that holds a quantile: to the last bit
TAIL = 9.0  # standard deviations beyond which nothing is left

Labels = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Mixture:
    """p(x) = Σ w_i N(x; μ_i, v_i I) in d dimensions.

    Attributes:
        weights: w_i > 0, sum 1, shape (k,).
        means: μ_i, shape (k, d).
        variances: v_i ≥ 0, shape (k,); density and score need v_i > 0.
        labels: Class of each component, for guidance, shape (k,).
    """

    weights: Real
    means: Real
    variances: Real
    labels: Labels

    @classmethod
    def on_line(cls, weights: Real, means: Real, widths: Real) -> "Mixture":
        """A mixture in one dimension, every component a class of its own."""
        w, mu, s = (np.asarray(values, float) for values in (weights, means, widths))
        return cls(w / w.sum(), mu[:, None], s**2, np.arange(len(w)))

    @classmethod
    def smoothed(cls, points: Real, h: float, labels: Labels | None = None) -> "Mixture":
        """A data set, shape (k, d), each point a Gaussian of standard deviation h."""
        k = len(points)
        classes = np.zeros(k, int) if labels is None else labels
        return cls(np.full(k, 1 / k), np.asarray(points), np.full(k, float(h) ** 2), classes)

    @property
    def dimensions(self) -> int:
        """Number d of coordinates."""
        return int(self.means.shape[1])

    @cached_property
    def _is_even(self) -> bool:
        return bool((self.variances == self.variances[0]).all())

    def heated(self, variance: float) -> "Mixture":
        """P * N(0, variance I): what heat flow makes of p, with variance = 2Dt."""
        return Mixture(self.weights, self.means, self.variances + variance, self.labels)

    def scaled(self, factor: float) -> "Mixture":
        """Density of factor·x."""
        return Mixture(self.weights, factor * self.means, factor**2 * self.variances, self.labels)

    def given(self, label: int) -> "Mixture":
        """p(x | y = label): the components of one class, weights made whole again."""
        kept = self.labels == label
        w = self.weights[kept]
        return Mixture(w / w.sum(), self.means[kept], self.variances[kept], self.labels[kept])

    def log_density(self, x: Real) -> Real:
        """Ln p at points of shape (n, d); shape (n,)."""
        parts = [np.log(total) + top for _, _, total, top in self._weighed(x)]
        return np.concatenate(parts)

    def density(self, x: Real) -> Real:
        """P at points of shape (n, d); shape (n,)."""
        return np.asarray(np.exp(self.log_density(x)))

    def responsibilities(self, x: Real) -> Real:
        """Probability of each component given x, shape (n, k): a softmax.

        Of -|x - μ_i|²/2v_i where weights and variances are equal: the softmax of ζ_i =
        |x - μ_i|² at inverse temperature 1/2v.
        """
        return np.concatenate([shares / total[:, None] for _, shares, total, _ in self._weighed(x)])

    def class_probability(self, x: Real, label: int) -> Real:
        """p(y = label | x) at points of shape (n, d); shape (n,)."""
        mine = self.labels == label
        return np.concatenate(
            [shares[:, mine].sum(axis=1) / total for _, shares, total, _ in self._weighed(x)]
        )

    def score(self, x: Real) -> Real:
        """∇ ln p = Σ r_i (μ_i - x)/v_i at points of shape (n, d); same shape."""
        parts = []
        for block, shares, total, _ in self._weighed(x):
            if self._is_even:
                pull = (shares @ self.means) / total[:, None] - block
                parts.append(pull / self.variances[0])
                continue
            r = shares / (total[:, None] * self.variances)
            parts.append(r @ self.means - r.sum(axis=1)[:, None] * block)
        return np.concatenate(parts)

    def denoised(self, x: Real, variance: float) -> Real:
        """E[x_0 | x] for x = x_0 + N(0, variance I), shape (n, d): Tweedie's formula."""
        return np.asarray(x + variance * self.heated(variance).score(x))

    def sample(self, count: int, rng: np.random.Generator) -> Real:
        """Independent draws, shape (count, d)."""
        which = rng.choice(len(self.weights), count, p=self.weights)
        noise = rng.standard_normal((count, self.dimensions))
        return np.asarray(self.means[which] + np.sqrt(self.variances[which])[:, None] * noise)

    def moments(self) -> tuple[Real, float]:
        """Mean, shape (d,), and variance per coordinate, averaged over them."""
        mean = self.weights @ self.means
        spread = ((self.means - mean) ** 2).mean(axis=1) + self.variances
        return mean, float(self.weights @ spread)

    def cdf(self, x: Real) -> Real:
        """P(X ≤ x) on a line, shape of `x`."""
        z = (np.asarray(x)[..., None] - self.means[:, 0]) / np.sqrt(self.variances)
        return np.asarray(ndtr(z) @ self.weights)

    def quantile(self, q: Real) -> Real:
        """The x with P(X ≤ x) = q on a line, by bisection; shape of `q`."""
        s = np.sqrt(self.variances)
        low = np.full(np.shape(q), float((self.means[:, 0] - TAIL * s).min()))
        high = np.full(np.shape(q), float((self.means[:, 0] + TAIL * s).max()))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = self.cdf(middle) < q
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)

    def _weighed(self, x: Real) -> Iterator[tuple[Real, Real, Real, Real]]:
        """Blocks of points with e^{l_ij - max_j l_ij}, its sum over j, and the maximum.

        l_ij = ln w_j N(x_i; μ_j, v_j).
        """
        d, v = self.dimensions, self.variances
        offset = np.log(self.weights) - d / 2 * np.log(2 * np.pi * v)
        factor = -0.5 / v
        rows = max(1, BLOCK // len(v))
        for start in range(0, len(x), rows):
            block = x[start : start + rows]
            logits = np.square(block[:, :1] - self.means[:, 0])
            for axis in range(1, d):
                logits += np.square(block[:, axis : axis + 1] - self.means[:, axis])
            logits *= factor
            logits += offset
            top = logits.max(axis=1)
            logits -= top[:, None]
            np.exp(logits, out=logits)
            yield block, logits, logits.sum(axis=1), top
