import numpy as np
import pytest

from solvers.diffusion.merging import decided, merging_times, modes, valleys
from solvers.diffusion.mixture import Mixture
from solvers.diffusion.process import Process, paths
from tests.solvers.diffusion.laws import D, three_parts


def twins(mu, s):
    return Mixture.on_line(np.array([1, 1]), np.array([-mu, mu]), np.array([s, s]))


@pytest.mark.parametrize(("mu", "s"), [(1, 0.3), (0.7, 0.1), (2, 1.2)])
def test_twins_merge_when_the_variance_is_the_square_of_half_their_distance(mu, s):
    """Acceptance 24."""
    (t,) = merging_times(Process("ve", D), twins(mu, s), 50.0)
    assert s**2 + 2 * D * t == pytest.approx(mu**2, abs=1e-6)


def test_the_processes_merge_at_the_same_noise():
    ve, vp = Process("ve", D), Process("vp", 0.4)
    exploding = [ve.sigma(t) for t in merging_times(ve, three_parts(), 8.0)]
    preserving = [vp.sigma(t) for t in merging_times(vp, three_parts(), 20.0)]
    assert len(exploding) == 2
    assert exploding == pytest.approx(preserving, abs=1e-6)


def test_modes_and_valleys_alternate():
    peaks, gaps = modes(three_parts()), valleys(three_parts())
    assert peaks == pytest.approx([-2, 0.3, 1.8], abs=1e-3)
    assert (peaks[:-1] < gaps).all()
    assert (gaps < peaks[1:]).all()


def test_what_is_merged_already_has_no_merging_time():
    assert merging_times(Process("ve", D), twins(0.5, 1), 9.0).size == 0
    assert merging_times(Process("ve", D), twins(1, 0.3), 0.1).size == 0


def test_paths_decide_as_noise_falls():
    rng, process, data = np.random.default_rng(1), Process("ve", D), twins(1, 0.3)
    times = np.array([0.0, 0.05, 0.3, 1.0, 6.0])
    noise = rng.standard_normal((4, 4000))
    share = decided(paths(process, data.sample(4000, rng)[:, 0], times, noise), data)
    assert share[0] == 1
    assert (np.diff(share) < 0).all()
    assert share[-1] == pytest.approx(0.5 + np.arcsin(1 / np.sqrt(1 + 8.4)) / np.pi, abs=0.05)
