"""Softmax & Sigmoid (Fig. 4 of the paper): candidates weighed by exp(-ζτ)."""

from typing import Any

from charts import softmax
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui.language import language
from ui.page import Page
from ui.tasks import Task

TASKS = (
    Task("raised", ("more", "same", "less"), softmax.raised, {}),
    Task(
        "lasting",
        ("all", "most", "less"),
        softmax.lasting,
        {"costs": "1,2", "J": "0.5", "reading": "born"},
    ),
    Task(
        "swinging",
        ("grows", "stays", "swings", "shrinks"),
        softmax.swinging,
        {"wick": "0", "costs": "1,2,3,2,1,2"},
    ),
)


def build(scene: Scene, settings: Any) -> tuple[dict[str, Any], list[bytes]]:
    return softmax.stage_data(settings, scene, language()), []


page = Page("softmax", PageLink(softmax.BASE, softmax.Candidates), figure=4)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, build)
page.foot(scene.having(wick=settings.wick), settings, TASKS)
