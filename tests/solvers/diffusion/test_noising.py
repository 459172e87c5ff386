import numpy as np
import pytest

from solvers.diffusion.noising import Noising
from solvers.refusal import Refusal


def test_noise_grows_evenly_over_the_times_shown():
    problem = Noising()
    noise = [problem.dynamics.sigma(t) for t in problem.times]
    assert np.diff(noise) == pytest.approx(np.diff(noise)[0])
    assert problem.times[-1] == problem.T


def test_weights_are_made_whole():
    data = Noising(weights=(0.2, 0.2), means=(0.0, 1.0), widths=(1.0, 1.0)).data
    assert data.weights == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"weights": (1.0,)}, "diffusion.parts"),
        ({"weights": (), "means": (), "widths": ()}, "diffusion.parts"),
        ({"weights": (0.1,) * 9, "means": (0.0,) * 9, "widths": (1.0,) * 9}, "diffusion.parts"),
        ({"weights": (0.3, 0.5, 0.0)}, "scene.out-of-range"),
        ({"widths": (0.3, 0.5, 1e-9)}, "scene.out-of-range"),
        ({"means": (0.3, 0.5, float("nan"))}, "scene.out-of-range"),
        ({"process": "cosine"}, "scene.not-one-of"),
        ({"T": 0.0}, "scene.out-of-range"),
        ({"paths": 10**7}, "scene.out-of-range"),
    ],
)
def test_what_cannot_be_noised_is_refused(change, code):
    with pytest.raises(Refusal) as caught:
        Noising(**change)
    assert caught.value.code == code
