"""Convergence: a packet settles in its ground state, and what a theorem says about it."""

from typing import Any

from charts import convergence
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import solving
from ui.language import language
from ui.page import Page
from ui.tasks import Task

TASKS = (
    Task("tail", ("nobody", "few", "crowd"), convergence.tail, {}),
    Task(
        "objective",
        ("falls", "same", "rises"),
        convergence.objective,
        {"D": "0.1", "x0": "-1.01825", "sigma": "0.04", "T": "8"},
    ),
    Task(
        "symmetric",
        ("next", "later"),
        convergence.symmetric,
        {"landscape": "double-well", "D": "0.1", "x0": "0", "sigma": "0.2", "T": "20"},
    ),
)


def build(scene: Scene, settings: Any) -> tuple[dict[str, Any], list[bytes]]:
    solved = solving.solution(scene.problem)
    data = convergence.stage_data(solved, scene, settings, language())
    return data, [solving.modes(scene.problem)]


page = Page("convergence", PageLink(convergence.BASE, convergence.Settings))
scene, settings = page.arrive()
page.head()
scene, settings = page.play(convergence.suited(scene), settings, build)
page.foot(scene, settings, TASKS)
