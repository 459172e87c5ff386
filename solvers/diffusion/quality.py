"""How good a sample is: distances from the truth, from the training points, shares."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from solvers.arrays import Real
from solvers.diffusion.mixture import Mixture

DIRECTIONS = 16  # of the sliced distance in the plane
TRUTH = 4000  # draws that stand for the truth in the plane
TRUTH_SEED = 20250601
GRAIN = 1e-8  # variance that lets bare points have a probability


@dataclass(frozen=True)
class Quality:
    """Figures of one sample.

    Attributes:
        wasserstein: Wasserstein-1 distance from p_0; in the plane the mean over
            directions (sliced).
        kolmogorov: Largest difference of distribution functions; in the plane the mean
            over the same directions.
        nearest: Median distance from the nearest training point or mean.
        evaluations: Score evaluations spent, once for all particles.
        shares: Share of each class, shape (classes,).
    """

    wasserstein: float
    kolmogorov: float
    nearest: float
    evaluations: int
    shares: Real


def assess(x: Real, target: Mixture, data: Mixture, evaluations: int) -> Quality:
    """Figures of a sample, shape (n, d).

    Args:
        x: The sample.
        target: What it should follow: p_0, or p_0 given a class.
        data: p_0 with all classes and training points.
        evaluations: What it cost.
    """
    if data.dimensions == 1:
        w1, ks = wasserstein_on_line(x[:, 0], target), kolmogorov_on_line(x[:, 0], target)
    else:
        truth = target.sample(TRUTH, np.random.default_rng(TRUTH_SEED))
        w1, ks = sliced(x, truth)
    return Quality(w1, ks, nearest(x, data.means), evaluations, shares(x, data))


def kolmogorov_on_line(x: Real, data: Mixture) -> float:
    """Sup |F_n - F|, exact."""
    F = data.cdf(np.sort(x))
    n = len(x)
    return float(max((np.arange(1, n + 1) / n - F).max(), (F - np.arange(n) / n).max()))


def wasserstein_on_line(x: Real, data: Mixture) -> float:
    """∫ |F_n^{-1} - F^{-1}| dq by the midpoint rule at the sample's own quantiles."""
    n = len(x)
    return float(np.abs(np.sort(x) - data.quantile((np.arange(n) + 0.5) / n)).mean())


def sliced(x: Real, truth: Real) -> tuple[float, float]:
    """Wasserstein-1 and Kolmogorov-Smirnov distances, averaged over directions of the plane."""
    angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    across = np.stack([np.cos(angles), np.sin(angles)])
    pairs = zip((x @ across).T, (truth @ across).T, strict=True)
    found = [_two_samples(np.sort(a), np.sort(b)) for a, b in pairs]
    w1, ks = np.mean(found, axis=0)
    return float(w1), float(ks)


def nearest(x: Real, points: Real) -> float:
    """Median distance of a sample, shape (n, d), from the nearest of `points`, (k, d)."""
    distances, _ = cKDTree(points).query(x)
    return float(np.median(distances))


def shares(x: Real, data: Mixture) -> Real:
    """Share of the sample for which each class is the likeliest, shape (classes,)."""
    labels = np.unique(data.labels)
    smooth = data.heated(GRAIN)
    likely = [smooth.class_probability(x, int(label)) for label in labels]
    winner = np.argmax(likely, axis=0)
    return np.asarray(np.bincount(winner, minlength=len(labels)) / len(x))


def _two_samples(a: Real, b: Real) -> tuple[float, float]:
    """Distances of two sorted samples."""
    both = np.sort(np.concatenate([a, b]))
    Fa = np.searchsorted(a, both, side="right") / len(a)
    Fb = np.searchsorted(b, both, side="right") / len(b)
    gap = np.abs(Fa - Fb)
    return float(gap[:-1] @ np.diff(both)), float(gap.max())
