"""Dispersion (Fig. 2 of the paper): the same free packet in real and in imaginary time."""

from charts import dispersion
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

TASKS = (
    Task("halved", ("wider", "same", "narrower"), dispersion.halved, {}),
    Task("kicked", ("both", "real", "imaginary", "neither"), dispersion.kicked, {"px": "1"}),
    Task("reread", ("half", "same", "double"), dispersion.reread, {"density": "walkers"}),
)

page = Page("dispersion", PAGE_LINKS["dispersion"], figure=2)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, STAGES["dispersion"].build)
page.foot(scene, settings, TASKS)
