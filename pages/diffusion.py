"""Diffusion model: noising and its reversal on a line (Fig. 5)."""

from charts.diffusion import (
    answer_decided,
    answer_faster,
    answer_process,
    in_lab,
)
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

TWINS = {"parts": "2", "weight1": "0.5", "weight2": "0.5", "mean1": "-1.5", "mean2": "1.5"}
EVEN = TWINS | {"width1": "0.3", "width2": "0.3"}
TASKS = (
    Task("faster", ("half", "same", "double"), answer_faster, EVEN),
    Task("process", ("earlier", "same", "later"), answer_process, EVEN | {"process": "vp"}),
    Task("decided", ("few", "most", "all"), answer_decided, EVEN),
)
page = Page("diffusion", PAGE_LINKS["diffusion"], figure=5)
scene, problem = page.arrive()
page.head()
scene, problem = page.play(scene, problem, STAGES["diffusion"].build)
page.foot(in_lab(scene, problem), problem, TASKS)
