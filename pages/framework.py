"""Framework (Fig. 1 of the paper): the whole scheme as a map of live thumbnails."""

from charts import framework
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

TASKS = (
    Task("found", ("lowest", "near", "start"), framework.found, {"start": "0.02"}),
    Task("narrowed", ("half", "root", "fourth", "same"), framework.narrowed, {}),
)

page = Page("framework", PAGE_LINKS["framework"], figure=1)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, STAGES["framework"].build)
page.foot(scene.having(D=float(settings.start)), settings, TASKS)
