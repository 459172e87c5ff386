"""Inference chain: from noise to data, station by station (Fig. 7)."""

from collections.abc import Callable
from typing import Any

from charts.inference import problems
from charts.inference_tasks import answer_cost, answer_memory, answer_weights
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.sampler_table import own_points, sampler_table, upload
from ui.stages import STAGES
from ui.tasks import Answer, Task

page = Page("inference", PAGE_LINKS["inference"], figure=7)


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
scene, settings = page.play(scene, settings, STAGES["inference"].build)
upload(page)
sampler_table(problems(settings, own_points())[0])
page.foot(scene, settings, TASKS)
