import numpy as np
import pytest

from solvers.diffusion.noising import Noising, noise, starts
from solvers.refusal import Refusal


def test_noise_grows_evenly_over_the_times_shown():
    problem = Noising()
    noise = [problem.dynamics.sigma(t) for t in problem.times]
    assert np.diff(noise) == pytest.approx(np.diff(noise)[0])
    assert problem.times[-1] == problem.T


def test_weights_are_made_whole():
    data = Noising(parts=2, weight1=0.2, weight2=0.2).data
    assert data.weights == pytest.approx([0.5, 0.5])
    assert data.means[:, 0] == pytest.approx([-2, 0.3])


def test_paths_start_in_the_data_and_bend_with_it():
    here, there = Noising(paths=200), Noising(paths=200, mean1=-1.9)
    chance = noise(here)
    assert (noise(there).forward == chance.forward).all()
    moved = starts(there, chance) - starts(here, chance)
    assert set(np.round(moved, 9)) == {0.0, 0.1}
    assert (moved > 0).mean() == pytest.approx(0.3, abs=0.1)
    assert (noise(Noising(seed=1)).reverse != noise(Noising()).reverse).any()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"parts": 6}, "scene.out-of-range"),
        ({"parts": 2.5}, "scene.not-whole"),
        ({"weight3": 0.0}, "scene.out-of-range"),
        ({"width5": 1e-9}, "scene.out-of-range"),
        ({"mean2": float("nan")}, "scene.out-of-range"),
        ({"process": "cosine"}, "scene.not-one-of"),
        ({"T": 0.0}, "scene.out-of-range"),
        ({"paths": 10**7}, "scene.out-of-range"),
    ],
)
def test_what_cannot_be_noised_is_refused(change, code):
    with pytest.raises(Refusal) as caught:
        Noising(**change)
    assert caught.value.code == code
