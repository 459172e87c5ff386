"""Sampling map: noise on data stands for diffusion of a parameter (Fig. 6)."""

from charts.mapping import (
    answer_directions,
    answer_explore,
    answer_order,
)
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

BEST = {"first": "1.5", "second": "-0.6"}
TASKS = (
    Task("order", ("root", "linear", "square"), answer_order, {"D": "0.01"}),
    Task("explore", ("falls", "stays", "rises"), answer_explore, BEST),
    Task("directions", ("one", "two", "all"), answer_directions, {"kind": "blob"}),
)
page = Page("mapping", PAGE_LINKS["mapping"], figure=6)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, STAGES["mapping"].build)
page.foot(scene, settings, TASKS)
