import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

import solvers.diffusion.mixture as module
from solvers.diffusion.mixture import Mixture
from tests.solvers.diffusion.laws import random_plane, three_parts

LINE = np.linspace(-4, 4, 81)[:, None]


def plane(count=200, seed=3):
    return np.random.default_rng(seed).normal(scale=1.5, size=(count, 2))


def test_density_is_the_sum_of_its_parts():
    mixture = three_parts()
    expected = sum(
        w * norm.pdf(LINE[:, 0], mu, s)
        for w, mu, s in zip([0.3, 0.5, 0.2], [-2, 0.3, 1.8], [0.3, 0.15, 0.25], strict=True)
    )
    assert mixture.density(LINE) == pytest.approx(expected, rel=1e-12)


def test_heat_flow_agrees_with_fourier():
    """Acceptance 23: dp/dt = D p'' on a periodic box that p never fills."""
    mixture, n, length = three_parts(), 1024, 60.0
    x = (np.arange(n) - n // 2) * length / n
    k = 2 * np.pi * np.fft.fftfreq(n, length / n)
    for heat in (0.1, 0.7, 4.2):
        start = mixture.heated(0.01).density(x[:, None])
        found = np.fft.ifft(np.fft.fft(start) * np.exp(-heat / 2 * k**2)).real
        exact = mixture.heated(0.01 + heat).density(x[:, None])
        assert np.abs(found - exact).max() < 1e-12


@pytest.mark.parametrize("seed", range(3))
def test_score_is_the_gradient_of_the_log_density(seed):
    mixture, x, h = random_plane(seed), plane(50, seed), 1e-5
    for axis in range(2):
        step = h * np.eye(2)[axis]
        slope = (mixture.log_density(x + step) - mixture.log_density(x - step)) / (2 * h)
        assert mixture.score(x)[:, axis] == pytest.approx(slope, abs=2e-7, rel=1e-7)


def test_tweedie_is_the_posterior_mean():
    """Acceptance 23, against an integral that knows nothing of scores."""
    mixture, variance = three_parts(), 0.4
    for x in (-2.2, 0.1, 1.3):
        joint = lambda x0, x=x: (  # noqa: E731
            mixture.density(np.array([[x0]]))[0] * norm.pdf(x, x0, np.sqrt(variance))
        )
        ends = {"points": [-2, 0.3, 1.8], "epsabs": 1e-15, "epsrel": 1e-13, "limit": 200}
        mass, _ = quad(joint, -6, 6, **ends)
        first, _ = quad(lambda x0, joint=joint: x0 * joint(x0), -6, 6, **ends)
        denoised = mixture.denoised(np.array([[x]]), variance)[0, 0]
        assert denoised == pytest.approx(first / mass, abs=1e-12)


def test_tweedie_is_the_mean_of_the_posterior_of_each_part():
    mixture, x, variance = random_plane(1), plane(), 0.3
    r = mixture.heated(variance).responsibilities(x)
    share = mixture.variances / (mixture.variances + variance)
    means = share[:, None] * x[:, None] + (1 - share)[:, None] * mixture.means
    expected = (r[..., None] * means).sum(axis=1)
    assert mixture.denoised(x, variance) == pytest.approx(expected, abs=1e-12)


def test_responsibilities_of_data_are_a_softmax_at_the_heat_as_temperature():
    points, x, Dt = plane(30), plane(9, 8), 0.2
    apart = ((x[:, None] - points) ** 2).sum(axis=-1)
    weights = np.exp(-apart / (4 * Dt))
    found = Mixture.smoothed(points, 0).heated(2 * Dt).responsibilities(x)
    assert found == pytest.approx(weights / weights.sum(axis=1, keepdims=True), abs=1e-14)


def test_no_noise_is_too_small_for_the_softmax():
    points = plane(30)
    denoised = Mixture.smoothed(points, 0).denoised(points + 1e-9, 1e-14)
    assert np.abs(denoised - points).max() < 1e-8
    assert np.isfinite(Mixture.smoothed(points, 0).heated(1e-14).log_density(points + 30)).all()


@pytest.mark.parametrize("rows", [1, 7, 100_000])
def test_blocks_do_not_show(monkeypatch, rows):
    mixture, x = random_plane(2), plane()
    whole = [mixture.score(x), mixture.log_density(x), mixture.class_probability(x, 1)]
    monkeypatch.setattr(module, "BLOCK", rows * 7)
    parts = [mixture.score(x), mixture.log_density(x), mixture.class_probability(x, 1)]
    for a, b in zip(whole, parts, strict=True):
        assert a == pytest.approx(b, rel=1e-14)


def test_the_class_given_is_bayes_rule():
    mixture, x = random_plane(4), plane()
    prior = mixture.weights[mixture.labels == 1].sum()
    bayes = mixture.class_probability(x, 1) * mixture.density(x) / prior
    assert mixture.given(1).density(x) == pytest.approx(bayes, rel=1e-12)


def test_quantiles_invert_the_distribution_function():
    mixture, q = three_parts(), np.linspace(1e-6, 1 - 1e-6, 501)
    x = mixture.quantile(q)
    assert mixture.cdf(x) == pytest.approx(q, abs=1e-14)
    assert (np.diff(x) > 0).all()


def test_scaling_carries_density_along():
    mixture, x = random_plane(5), plane()
    assert mixture.scaled(0.5).density(x / 2) / 4 == pytest.approx(mixture.density(x), rel=1e-12)


def test_samples_have_the_moments_and_are_seeded():
    mixture = random_plane(6)
    mean, variance = mixture.moments()
    x = mixture.sample(40_000, np.random.default_rng(1))
    assert x.mean(axis=0) == pytest.approx(mean, abs=4 * np.sqrt(variance / 40_000))
    assert x.var(axis=0).mean() == pytest.approx(variance, rel=0.02)
    assert (x == mixture.sample(40_000, np.random.default_rng(1))).all()
