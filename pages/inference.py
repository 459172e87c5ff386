"""Inference chain: from noise to data, station by station (Fig. 7)."""

from collections.abc import Callable, Iterator
from typing import Any

from charts.inference import Inference, inference_data, problems
from charts.inference_tasks import answer_cost, answer_memory, answer_weights
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import sampling
from ui.language import language
from ui.page import Page
from ui.sampler_table import own_points, sampler_table, upload
from ui.tasks import Answer, Task

page = Page("inference", PageLink("landscape=quadratic&order=0&wick=90", Inference), figure=7)


def build(_: Scene, settings: Any) -> tuple[dict[str, Any], Iterator[bytes]]:
    runs = problems(settings, own_points())
    return inference_data(settings, runs, language()), sampling.clips(runs)


def asked(answer: Callable[..., Any]) -> Answer:
    return lambda scene, settings: answer(scene, settings, own_points())


MEMORY = {"h": "0", "lowest": "0.005"}  # less noise left than training points are apart
TASKS = (
    Task("memory", ("new", "near", "copies"), asked(answer_memory), MEMORY),
    Task(
        "weights",
        ("flow", "ddpm", "langevin"),
        asked(answer_weights),
        {"data": "rings", "view": "samplers"},
    ),
    Task("cost", ("flow", "ddim", "tie"), asked(answer_cost), {"sampler": "ddim", "steps": "19"}),
)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, build)
upload(page)
sampler_table(problems(settings, own_points())[0])
page.foot(scene, settings, TASKS)
