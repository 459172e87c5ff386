"""Annealing: D falls from coarse to fine, slowly or not, in both kinds of time."""

from collections.abc import Iterable
from typing import Any

from charts import annealing, annealing_tasks
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import annealed
from ui.language import language
from ui.page import Page
from ui.tasks import Task

BASE = "wick=90&D=0.5&schedule=exponential&D_end=0.001"
PAGE = Page("annealing", PageLink(BASE, annealing.AnnealingSettings))
TASKS = (
    Task(
        "time",
        ("real", "imaginary", "same"),
        lambda scene, _: annealing_tasks.kinder_time(scene.problem, annealed.end_of),
        {"T": "5"},
    ),
    Task(
        "flip",
        ("best", "other", "flips"),
        lambda scene, _: annealing_tasks.ground_state_side(
            scene.problem, annealed.scales(scene.problem)
        ),
        {"landscape": "narrow-wide", "D": "0.1", "D_end": "0.002", "T": "40"},
    ),
    Task(
        "loops",
        ("finds", "sticks"),
        lambda scene, _: annealing_tasks.two_loop_end(scene.problem),
        {"inner": "two-loop", "landscape": "rastrigin", "D": "0.02", "x0": "3", "sigma": "0.15"},
    ),
)


def build(
    scene: Scene, settings: annealing.AnnealingSettings
) -> tuple[dict[str, Any], Iterable[bytes]]:
    annealing.admit(scene.problem)
    scales = annealed.scales(scene.problem)
    data = annealing.annealing_data(scene, settings, scales, language())
    return data, annealed.parts(scene.problem, settings)


scene, settings = PAGE.arrive()
PAGE.head()
scene, settings = PAGE.play(scene, settings, build)
PAGE.foot(scene, settings, TASKS)
