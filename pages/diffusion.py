"""Diffusion model: noising and its reversal on a line (Fig. 5)."""

from charts.diffusion import (
    Noising,
    answer_decided,
    answer_faster,
    answer_process,
    in_lab,
    noising_data,
)
from scenes.page_link import PageLink
from ui.language import language
from ui.page import Page
from ui.tasks import Task

TWINS = {"parts": "2", "weight1": "0.5", "weight2": "0.5", "mean1": "-1.5", "mean2": "1.5"}
EVEN = TWINS | {"width1": "0.3", "width2": "0.3"}
TASKS = (
    Task("faster", ("half", "same", "double"), answer_faster, EVEN),
    Task("process", ("earlier", "same", "later"), answer_process, EVEN | {"process": "vp"}),
    Task("decided", ("few", "most", "all"), answer_decided, EVEN),
)
page = Page("diffusion", PageLink("landscape=quadratic&order=0&wick=90", Noising), figure=5)
scene, problem = page.arrive()
page.head()
scene, problem = page.play(scene, problem, lambda _, p: (noising_data(p, language()), ()))
page.foot(in_lab(scene, problem), problem, TASKS)
