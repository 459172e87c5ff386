"""Dispersion (Fig. 2 of the paper): the same free packet in real and in imaginary time."""

from typing import Any

from charts import dispersion
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import solving
from ui.language import language
from ui.page import Page
from ui.tasks import Task

TASKS = (
    Task("halved", ("wider", "same", "narrower"), dispersion.halved, {}),
    Task("kicked", ("both", "real", "imaginary", "neither"), dispersion.kicked, {"px": "1"}),
    Task("reread", ("half", "same", "double"), dispersion.reread, {"density": "walkers"}),
)


def build(scene: Scene, settings: Any) -> tuple[dict[str, Any], list[bytes]]:
    twins = dispersion.twins(scene.problem)
    solved = {time: solving.solution(problem) for time, problem in twins.items()}
    clips = dict.fromkeys(solving.modes(problem) for problem in twins.values())
    return dispersion.stage_data(solved, scene, settings, language()), list(clips)


page = Page("dispersion", PageLink(dispersion.BASE, dispersion.Settings), figure=2)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, build)
page.foot(scene, settings, TASKS)
