"""Softmax & Sigmoid (Fig. 4 of the paper): candidates weighed by exp(-ζτ)."""

from charts import softmax
from charts.page_links import PAGE_LINKS
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

TASKS = (
    Task("raised", ("more", "same", "less"), softmax.raised, {}),
    Task(
        "lasting",
        ("all", "most", "less"),
        softmax.lasting,
        {"costs": "1,2", "J": "0.5", "reading": "born"},
    ),
    Task(
        "swinging",
        ("grows", "stays", "swings", "shrinks"),
        softmax.swinging,
        {"wick": "0", "costs": "1,2,3,2,1,2"},
    ),
)

page = Page("softmax", PAGE_LINKS["softmax"], figure=4)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, STAGES["softmax"].build)
page.foot(scene.having(wick=settings.wick), settings, TASKS)
