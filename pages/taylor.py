"""Taylor: ζ and its surrogates of order 0, 1, 2 and n, evolving together."""

from typing import Any

from charts import taylor
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import solving
from ui.language import language
from ui.page import Page
from ui.tasks import Task

TASKS = (
    Task("lost", ("zeroth", "first", "second", "higher"), taylor.first_lost, {}),
    Task(
        "ground",
        ("settles", "ends"),
        taylor.ground_state,
        {"x0": "0.1", "about": "0", "wick": "90", "T": "12"},
    ),
    Task(
        "newton",
        ("landscape", "parabola"),
        taylor.newton_step,
        {"x0": "-0.65", "about": "-0.65", "wick": "90", "T": "12"},
    ),
)


def build(scene: Scene, settings: Any) -> tuple[dict[str, Any], list[bytes]]:
    truth, higher = taylor.rivals(scene.problem)
    solved = (solving.solution(truth), solving.solution(higher))
    clips = dict.fromkeys(solving.modes(problem) for problem in (truth, higher))
    return taylor.stage_data(solved, scene, settings, language()), list(clips)


page = Page("taylor", PageLink(taylor.BASE, taylor.Settings))
scene, settings = page.arrive()
page.head()
scene, settings = page.play(taylor.suited(scene), settings, build)
page.foot(scene, settings, TASKS)
