import pytest

from charts import softmax
from scenes.page_link import PageLink
from scenes.scene import Scene
from solvers.candidates import Candidates

LINK = PageLink(softmax.BASE, Candidates)


def test_the_lab_can_show_the_scene_of_the_page():
    scene, settings, notes = LINK.decode({})
    assert notes == []
    assert scene.problem.wick == 90
    assert settings == Candidates()


@pytest.mark.parametrize(
    ("costs", "expected"), [((1.0, 2.0, 3.0), "same"), ((0.0, 6.0), "same"), ((6.0, 5.0), "same")]
)
@pytest.mark.parametrize("J", [0.0, 0.5])
def test_only_differences_of_costs_count(costs, expected, J):
    option, figures = softmax.raised(Scene(), Candidates(costs, J=J))
    assert option == expected
    assert figures["before"] == pytest.approx(figures["after"])
    assert figures["shift"] != 0


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Candidates((1.0, 2.0)), "all"),
        (Candidates((1.0, 1.0)), "less"),
        (Candidates((1.0, 2.0), J=0.5, reading="born"), "most"),
        (Candidates((1.0, 1.0, 1.0, 1.0), J=2.0), "less"),
    ],
)
def test_how_much_the_winner_keeps(choice, expected):
    assert softmax.lasting(Scene(), choice)[0] == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Candidates((1.0, 2.0)), "grows"),
        (Candidates((1.0, 2.0), wick=0.0), "stays"),
        (Candidates((1.0, 2.0), J=0.5, wick=0.0), "swings"),
        (Candidates((1.0, 1.5), (0.999, 0.001), J=0.5), "shrinks"),
    ],
)
def test_what_the_cheapest_does(choice, expected):
    assert softmax.swinging(Scene(), choice)[0] == expected
