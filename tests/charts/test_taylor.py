"""The page Taylor: its answers, its knobs, what it makes of other scenes."""

import math

import pytest

from charts import taylor
from scenes.page_link import PageLink
from solvers.fidelity import compare

LINK = PageLink(taylor.BASE, taylor.Settings)


def scene_of(**pairs):
    scene, settings, _ = LINK.decode(pairs)
    return taylor.suited(scene), settings


@pytest.mark.parametrize(
    ("answer", "pairs", "option", "figures"),
    [
        ("first_lost", {}, "higher", {"zeroth": 0.531, "second": 0.854, "order": 3}),
        ("first_lost", {"T": "0.3"}, "higher", {"zeroth": 0.3, "higher": 0.3}),
        ("ground_state", {}, "settles", {"moment": 0.0}),
        ("ground_state", {"about": "0"}, "ends", {"curvature": -4.0, "moment": 2.04524}),
        ("newton_step", {}, "parabola", {"parabola": -1.227273}),
        ("newton_step", {"about": "-0.98"}, "parabola", {}),
        ("newton_step", {"about": "0"}, "neither", {}),
    ],
)
def test_answers_come_from_the_state(answer, pairs, option, figures):
    found, told = getattr(taylor, answer)(*scene_of(**pairs))
    assert found == option
    assert {key: told[key] for key in figures} == pytest.approx(figures, rel=2e-3)


def test_the_moment_without_a_ground_state_is_where_the_width_diverges():
    scene, _ = scene_of(about="0")
    W, a0 = math.sqrt(2 * 0.05 * 4), 1 / (4 * 0.15**2)
    _, told = taylor.ground_state(scene, taylor.Settings())
    assert told["moment"] == pytest.approx(math.atan(2 * a0 * W / 4) / W, abs=1e-9)


def test_the_scene_is_made_one_this_page_can_show():
    scene, settings = scene_of(order="1", schedule="linear", about="0.2")
    problem = scene.problem
    assert (problem.order, problem.about, problem.schedule) == (3, 0.2, "constant")
    assert scene_of(levels="0,2")[0].problem.levels == ()
    assert LINK.encode(scene, settings) == {"v": "1", "about": "0.2"}
    assert compare(problem, 3, samples=9).order == 3
