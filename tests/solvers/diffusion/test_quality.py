import numpy as np
import pytest
from scipy.stats import kstest, wasserstein_distance

from solvers.diffusion.mixture import Mixture
from solvers.diffusion.quality import (
    assess,
    kolmogorov_on_line,
    nearest,
    shares,
    sliced,
    wasserstein_on_line,
)
from tests.solvers.diffusion.laws import random_plane, three_parts


def sample(count=3000, seed=0):
    return three_parts().sample(count, np.random.default_rng(seed))


def test_kolmogorov_agrees_with_scipy():
    x = sample()[:, 0]
    assert kolmogorov_on_line(x, three_parts()) == pytest.approx(
        kstest(x, three_parts().cdf).statistic, abs=1e-14
    )


def test_wasserstein_on_a_line_agrees_with_scipy_on_a_fine_truth():
    x = sample()[:, 0] * 1.1
    fine = three_parts().quantile((np.arange(200_000) + 0.5) / 200_000)
    found = wasserstein_on_line(x, three_parts())
    assert found == pytest.approx(wasserstein_distance(x, fine), abs=2e-3)


def test_a_shift_is_a_distance():
    mixture, count = three_parts(), 5000
    exact = mixture.quantile((np.arange(count) + 0.5) / count)
    assert wasserstein_on_line(exact + 0.25, mixture) == pytest.approx(0.25, abs=1e-12)
    plane = random_plane(1).sample(2000, np.random.default_rng(0))
    w1, _ = sliced(plane + np.array([0.3, 0.0]), plane)
    assert w1 == pytest.approx(0.3 * 2 / np.pi, rel=0.01)  # the mean of |cos|


def test_two_samples_of_unequal_size_agree_with_scipy():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(700, 2)), rng.normal(size=(1100, 2)) * 1.2
    along = np.stack([np.cos(angles := np.pi * np.arange(16) / 16), np.sin(angles)])
    expected = [
        wasserstein_distance(p, q) for p, q in zip((a @ along).T, (b @ along).T, strict=True)
    ]
    assert sliced(a, b)[0] == pytest.approx(np.mean(expected), rel=1e-12)


def test_nearest_is_the_median_of_the_distances():
    points = np.array([[0.0, 0], [5, 0]])
    assert nearest(np.array([[0.1, 0], [5, 0.4], [5, -0.2]]), points) == pytest.approx(0.2)


def test_shares_add_up_and_work_for_bare_points():
    data = Mixture.smoothed(np.array([[0.0, 0], [5, 0]]), 0.0, np.array([0, 1]))
    x = np.array([[0.1, 0], [5, 0.4], [5, -0.2], [40, 3]])
    assert shares(x, data) == pytest.approx([0.25, 0.75])


def test_a_true_sample_is_good_and_a_wrong_one_is_not():
    data = random_plane(2)
    good = assess(data.sample(2000, np.random.default_rng(0)), data, data, 5)
    bad = assess(np.random.default_rng(0).normal(size=(2000, 2)) * 3, data, data, 5)
    assert good.evaluations == 5
    assert good.wasserstein < 0.1 < bad.wasserstein
    assert good.kolmogorov < 0.05 < bad.kolmogorov
