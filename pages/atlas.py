"""The atlas: one figure of a scene over two of its parameters, every cell a scene."""

from charts import atlas_tasks
from charts.page_links import PAGE_LINKS
from ui import sweeps
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

PAGE = Page("atlas", PAGE_LINKS["atlas"])
PLACES = ("low", "between", "high")
TASKS = (
    Task(
        "diffusivity",
        PLACES,
        lambda scene, _: atlas_tasks.best_diffusivity(scene.problem, sweeps.line),
        {"x0": "1.2", "across": "T", "up": "D"},
    ),
    Task(
        "angle",
        PLACES,
        lambda scene, _: atlas_tasks.best_angle(scene.problem, sweeps.line),
        {"x0": "1.2", "across": "x0", "up": "wick"},
    ),
    Task(
        "tunnelling",
        ("twice", "four", "steep"),
        lambda scene, _: atlas_tasks.halved_diffusivity(scene.problem, sweeps.line),
        {
            **{"landscape": "double-well", "wick": "0", "D": "0.1", "x0": "-1", "T": "400"},
            **{"across": "D", "up": "sigma", "figure": "tunnelling", "cells": "24"},
        },
    ),
)

scene, settings = PAGE.arrive()
PAGE.head()
PAGE.play(
    scene,
    settings,
    STAGES["atlas"].build,
    below=lambda scene, settings: PAGE.foot(scene, settings, TASKS),
)
