"""Samplers that turn noise into data, all with the exact score and on the same noise levels.

Every sampler is a generator of places in the units of the data (VE); those that are
defined in the variance-preserving form (DDPM, DDIM) work there, x_vp = √ᾱ x with
ᾱ = 1/(1 + σ²), and hand their places over multiplied by 1/√ᾱ.

References:
    Ho et al., NeurIPS 2020 (DDPM, algorithm 2); Song, Meng & Ermon, ICLR 2021 (DDIM,
    eq. 12 with η = 0); Song et al., ICLR 2021 (reverse SDE, probability flow); Karras et
    al., NeurIPS 2022 (Heun, algorithm 1); Song & Ermon, NeurIPS 2019 (annealed Langevin).
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.mixture import Mixture

SMALL_STEPS = 10  # of Langevin at every noise level
ANNEALED = 0.1  # step of annealed Langevin in units of σ²
PLAIN = 0.2  # step of plain Langevin in units of the smallest variance


@dataclass
class Score:
    """The exact score at a noise level, with guidance, counting how often it is asked.

    Guidance adds w ∇ ln p_σ(y|x) = w (∇ ln p_σ(x|y) - ∇ ln p_σ(x)): at w = 1 the score of
    the class, exactly; at w > 1 what is called classifier guidance with a scale.

    Attributes:
        data: p_0.
        label: Class y asked for, None for no condition.
        weight: w.
        evaluations: How often the score of all particles was asked.
    """

    data: Mixture
    label: int | None = None
    weight: float = 1.0
    evaluations: int = field(default=0, init=False)

    def at(self, x: Real, sigma: float) -> Real:
        """∇ ln p_σ(x) in the units of the data, shape of `x`, (n, d)."""
        self.evaluations += 1
        free = self.data.heated(sigma**2).score(x)
        if self.label is None or self.weight == 0:
            return free
        towards = self.data.given(self.label).heated(sigma**2).score(x) - free
        return np.asarray(free + self.weight * towards)

    def preserving(self, x: Real, kept: float) -> Real:
        """Score in the variance-preserving form at ᾱ = `kept`: score(x/√ᾱ)/√ᾱ."""
        root = np.sqrt(kept)
        return np.asarray(self.at(x / root, float(np.sqrt(1 / kept - 1))) / root)


Sampler = Callable[[Score, Real, Real, np.random.Generator], Iterator[Real]]


def noise_levels(steps: int, highest: float, lowest: float) -> Real:
    """σ falling geometrically through `steps` values, then 0, shape (steps + 1,)."""
    return np.append(np.geomspace(highest, lowest, steps), 0.0)


def flow_heun(score: Score, x: Real, sigmas: Real, _: np.random.Generator) -> Iterator[Real]:
    """Probability flow dx/dσ = -σ ∇ ln p_σ by Heun, an Euler step at the end."""
    yield x
    for here, there in itertools.pairwise(sigmas):
        slope = -here * score.at(x, here)
        ahead = x + (there - here) * slope
        if there > 0:
            slope = (slope - there * score.at(ahead, there)) / 2
        x = x + (there - here) * slope
        yield x


def reverse_sde(score: Score, x: Real, sigmas: Real, rng: np.random.Generator) -> Iterator[Real]:
    """X ← x + δ ∇ ln p_σ + √δ ξ, δ the fall of σ²; the last step adds no noise."""
    yield x
    for here, there in itertools.pairwise(sigmas):
        fall = here**2 - there**2
        x = x + fall * score.at(x, here)
        if there > 0:
            x = x + np.sqrt(fall) * rng.standard_normal(x.shape)
        yield x


def ddpm(score: Score, x: Real, sigmas: Real, rng: np.random.Generator) -> Iterator[Real]:
    """Ancestral sampling with the posterior variance β_t (1 - ᾱ_{t-1})/(1 - ᾱ_t)."""
    yield x
    kept = 1 / (1 + sigmas**2)
    y = np.sqrt(kept[0]) * x
    for here, there in itertools.pairwise(kept):
        alpha = here / there
        beta = 1 - alpha
        noise = -np.sqrt(1 - here) * score.preserving(y, here)
        y = (y - beta * noise / np.sqrt(1 - here)) / np.sqrt(alpha)
        if there < 1:
            y = y + np.sqrt(beta * (1 - there) / (1 - here)) * rng.standard_normal(y.shape)
        yield y / np.sqrt(there)


def ddim(score: Score, x: Real, sigmas: Real, _: np.random.Generator) -> Iterator[Real]:
    """The deterministic one: x̂_0 = (x - √(1-ᾱ) ε)/√ᾱ, then back to the next ᾱ."""
    yield x
    kept = 1 / (1 + sigmas**2)
    y = np.sqrt(kept[0]) * x
    for here, there in itertools.pairwise(kept):
        noise = -np.sqrt(1 - here) * score.preserving(y, here)
        clean = (y - np.sqrt(1 - here) * noise) / np.sqrt(here)
        y = np.sqrt(there) * clean + np.sqrt(1 - there) * noise
        yield y / np.sqrt(there)


def annealed_langevin(
    score: Score, x: Real, sigmas: Real, rng: np.random.Generator
) -> Iterator[Real]:
    """Ten steps x ← x + ε ∇ ln p_σ + √2ε ξ with ε = σ²/10 at every noise level."""
    yield x
    for sigma in sigmas[:-1]:
        step = ANNEALED * sigma**2
        for _ in range(SMALL_STEPS):
            x = x + step * score.at(x, sigma) + np.sqrt(2 * step) * rng.standard_normal(x.shape)
        yield x


def langevin(score: Score, x: Real, sigmas: Real, rng: np.random.Generator) -> Iterator[Real]:
    """The same number of steps, all at the lowest noise: barriers keep the weights wrong."""
    yield x
    lowest = sigmas[-2]
    step = PLAIN * (score.data.variances.min() + lowest**2)
    for _ in sigmas[:-1]:
        for _ in range(SMALL_STEPS):
            x = x + step * score.at(x, lowest) + np.sqrt(2 * step) * rng.standard_normal(x.shape)
        yield x


SAMPLERS: MappingProxyType[str, Sampler] = MappingProxyType(
    {
        "flow": flow_heun,
        "ddim": ddim,
        "reverse-sde": reverse_sde,
        "ddpm": ddpm,
        "annealed-langevin": annealed_langevin,
        "langevin": langevin,
    }
)


def evaluations(name: str, steps: int) -> int:
    """How often a sampler asks for the score."""
    if name == "flow":
        return 2 * steps - 1
    return steps * SMALL_STEPS if name.endswith("langevin") else steps


def start(data: Mixture, count: int, sigma: float, rng: np.random.Generator) -> Real:
    """Noise to begin with, shape (count, d): a Gaussian with mean and variance of p_σ."""
    mean, variance = data.moments()
    spread = np.sqrt(variance + sigma**2)
    return np.asarray(mean + spread * rng.standard_normal((count, data.dimensions)))
