"""Convergence: a packet settles in its ground state, and what a theorem says about it."""

from charts import convergence
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

TASKS = (
    Task("tail", ("nobody", "few", "crowd"), convergence.tail, {}),
    Task(
        "objective",
        ("falls", "same", "rises"),
        convergence.objective,
        {"D": "0.1", "x0": "-1.01825", "sigma": "0.04", "T": "8"},
    ),
    Task(
        "symmetric",
        ("next", "later"),
        convergence.symmetric,
        {"landscape": "double-well", "D": "0.1", "x0": "0", "sigma": "0.2", "T": "20"},
    ),
)

page = Page("convergence", PAGE_LINKS["convergence"])
scene, settings = page.arrive()
page.head()
scene, settings = page.play(convergence.suited(scene), settings, STAGES["convergence"].build)
page.foot(scene, settings, TASKS)
