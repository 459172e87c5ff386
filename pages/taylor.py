"""Taylor: ζ and its surrogates of order 0, 1, 2 and n, evolving together."""

from charts import taylor
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

TASKS = (
    Task("lost", ("zeroth", "first", "second", "higher"), taylor.first_lost, {}),
    Task(
        "ground",
        ("settles", "ends"),
        taylor.ground_state,
        {"x0": "0.1", "about": "0", "wick": "90", "T": "12"},
    ),
    Task(
        "newton",
        ("landscape", "parabola"),
        taylor.newton_step,
        {"x0": "-0.65", "about": "-0.65", "wick": "90", "T": "12"},
    ),
)

page = Page("taylor", PAGE_LINKS["taylor"])
scene, settings = page.arrive()
page.head()
scene, settings = page.play(taylor.suited(scene), settings, STAGES["taylor"].build)
page.foot(scene, settings, TASKS)
