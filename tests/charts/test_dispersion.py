"""The page Dispersion: its laws, its answers, what it refuses."""

import numpy as np
import pytest

from charts import dispersion
from scenes.page_link import PageLink
from solvers.refusal import Refusal
from solvers.solution import solve

LINK = PageLink(dispersion.BASE, dispersion.Settings)


def scene_of(**pairs):
    return LINK.decode(pairs)[:2]


def test_variances_follow_the_three_laws():
    scene, _ = scene_of(T="4")
    fields = {
        time: solve(problem, samples=2).fields
        for time, problem in dispersion.twins(scene.problem).items()
    }
    x, u = scene.problem.grid.x, np.abs(fields["imaginary"].psi[-1])
    u /= u.sum()
    assert fields["real"].std[-1] ** 2 == pytest.approx(5, abs=1e-10)
    assert fields["imaginary"].std[-1] ** 2 == pytest.approx(3, abs=1e-10)
    assert u @ x**2 == pytest.approx(6, abs=1e-10)


@pytest.mark.parametrize(
    ("answer", "pairs", "option", "figures"),
    [
        ("halved", {}, "wider", {"before": 10**0.5, "after": (0.25 + 36) ** 0.5}),
        ("halved", {"T": "1", "sigma": "2"}, "narrower", {"after": 1.25**0.5}),
        ("kicked", {"px": "1"}, "real", {"real": 6.0, "imaginary": 0.0}),
        ("kicked", {}, "neither", {"real": 0.0}),
        ("reread", {}, "double", {"born": 4.0, "walkers": 8.0, "ratio": 2.0}),
        ("reread", {"px": "1"}, "double", {"ratio": 2.0}),
    ],
)
def test_answers_come_from_the_state(answer, pairs, option, figures):
    found, told = getattr(dispersion, answer)(*scene_of(**pairs))
    assert found == option
    assert {key: told[key] for key in figures} == pytest.approx(figures, abs=1e-8)


@pytest.mark.parametrize(
    "pairs",
    [
        {"formula": "x**2"},
        {"landscape": "morse", "formula": ""},
        {"schedule": "linear"},
        {"levels": "0,1"},
        {"formula": "", "points": "-2:3,0:0,2:4"},
    ],
)
def test_other_scenes_are_refused(pairs):
    scene, _ = scene_of(**pairs)
    with pytest.raises(Refusal, match="not-free"):
        dispersion.twins(scene.problem)


def test_a_link_may_hold_more_than_a_knob_offers():
    scene, settings = scene_of(D="3", px="-7", waves="1")
    knobs = {knob["key"]: knob for knob in dispersion.knobs(scene, settings, "en")}
    assert knobs["D"]["high"] == 3
    assert knobs["px"]["low"] == -7
    assert knobs["waves"]["value"] is True
    assert LINK.encode(scene, settings) == {"v": "1", "D": "3", "px": "-7", "waves": "1"}
