"""Transition (Fig. 3 of the paper): dispersion that turns into classical diffusion."""

from charts import transition
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

TASKS = (
    Task("exponent", ("square", "between", "linear"), transition.exponent, {"wick": "20"}),
    Task("memory", ("wider", "same", "narrower"), transition.memory, {"mechanism": "flights"}),
    Task(
        "nelson",
        ("bohm", "same", "nelson"),
        transition.bohm_or_nelson,
        {"mechanism": "trajectories"},
    ),
)

page = Page("transition", PAGE_LINKS["transition"], figure=3)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, STAGES["transition"].build)
page.foot(scene, settings, TASKS)
