"""Transition (Fig. 3 of the paper): dispersion that turns into classical diffusion."""

from typing import Any

from charts import transition
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import solving
from ui.language import language
from ui.page import Page
from ui.tasks import Task

TASKS = (
    Task("exponent", ("square", "between", "linear"), transition.exponent, {"wick": "20"}),
    Task("memory", ("wider", "same", "narrower"), transition.memory, {"mechanism": "flights"}),
    Task(
        "nelson",
        ("bohm", "same", "nelson"),
        transition.bohm_or_nelson,
        {"mechanism": "trajectories"},
    ),
)


def build(scene: Scene, settings: Any) -> tuple[dict[str, Any], list[bytes]]:
    problem = transition.shown(scene.problem)
    clip = transition.noise_clip(problem, settings)
    solution = solving.solution(problem)
    return transition.stage_data(solution, scene, settings, language()), [clip]


page = Page("transition", PageLink(transition.BASE, transition.Settings), figure=3)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, build)
page.foot(scene, settings, TASKS)
