"""Sampling map: noise on data stands for diffusion of a parameter (Fig. 6)."""

from charts.mapping import (
    Mapping,
    answer_directions,
    answer_explore,
    answer_order,
    mapping_clip,
    mapping_data,
)
from scenes.page_link import PageLink
from ui.language import language
from ui.page import Page
from ui.tasks import Task

BEST = {"first": "1.5", "second": "-0.6"}
TASKS = (
    Task("order", ("root", "linear", "square"), answer_order, {"D": "0.01"}),
    Task("explore", ("falls", "stays", "rises"), answer_explore, BEST),
    Task("directions", ("one", "two", "all"), answer_directions, {"kind": "blob"}),
)
page = Page("mapping", PageLink("landscape=quadratic&order=0&wick=90", Mapping), figure=6)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(
    scene, settings, lambda _, s: (mapping_data(s, language()), mapping_clip(s))
)
page.foot(scene, settings, TASKS)
