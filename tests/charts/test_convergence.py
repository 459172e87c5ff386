"""The page Convergence: its answers, its knobs, what it makes of other scenes."""

import pytest

from charts import convergence
from scenes.page_link import PageLink

LINK = PageLink(convergence.BASE, convergence.Settings)
AT_THE_MINIMUM = {"D": "0.1", "x0": "-1.01825", "sigma": "0.04", "T": "5"}
HALF_WAY = {"landscape": "double-well", "D": "0.1", "x0": "0", "sigma": "0.2", "T": "20"}


def scene_of(**pairs):
    scene, settings, _ = LINK.decode(pairs)
    return convergence.suited(scene), settings


@pytest.mark.parametrize(
    ("answer", "pairs", "option", "figures"),
    [
        ("tail", {}, "nobody", {"count": 0.3307, "leaving": 15.76}),
        ("tail", {"walkers": "100000"}, "few", {"count": 33.07}),
        ("tail", {"x0": "-1"}, "crowd", {"leaving": 0.0}),
        ("tail", {"wick": "0", "px": "1"}, "nobody", {"count": 0.3307}),
        ("objective", AT_THE_MINIMUM, "rises", {"before": -0.144, "after": 0.180, "low": 0.4385}),
        ("objective", {}, "falls", {"before": 0.4707}),
        ("objective", {"levels": "0"}, "same", {}),
        ("symmetric", HALF_WAY | {"wick": "90"}, "later", {"gap": 0.07422341, "level": 2}),
        ("symmetric", {}, "next", {"level": 1, "rate": 0.5357683}),
        ("symmetric", {"levels": "1"}, "none", {"level": 1}),
    ],
)
def test_answers_come_from_the_state(answer, pairs, option, figures):
    found, told = getattr(convergence, answer)(*scene_of(**pairs))
    assert found == option
    assert {key: told[key] for key in figures} == pytest.approx(figures, rel=5e-3)


def test_the_scene_is_made_one_of_the_truth_that_stays():
    scene, settings = scene_of(order="2", about="0", schedule="linear", walkers="50")
    assert scene.problem.order is None
    assert scene.problem.schedule == "constant"
    assert LINK.encode(scene, settings) == {"v": "1", "walkers": "50"}


def test_landscapes_bring_their_numbers_and_an_own_one_stands_first():
    scene, _ = scene_of(formula="x**2")
    knob = convergence.landscape_knob(scene.problem, "en")
    assert knob["value"] == ""
    assert knob["options"][0]["value"] == ""
    numbers = convergence.suits(scene.problem, "en")
    assert numbers["quadratic"]["D"] == 0.5
    assert "barrier" not in numbers
    scene, _ = scene_of(landscape="barrier")
    assert "barrier" in convergence.suits(scene.problem, "en")
