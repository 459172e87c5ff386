"""Annealing: D falls from coarse to fine, slowly or not, in both kinds of time."""

from charts import annealing_controls, annealing_tasks
from charts.page_links import PAGE_LINKS
from ui import annealed, plane_annealed
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

RUNS = {1: annealed, 2: plane_annealed}
PAGE = Page("annealing", PAGE_LINKS["annealing"])
TASKS = (
    Task(
        "time",
        ("real", "imaginary", "same"),
        lambda scene, _: annealing_tasks.kinder_time(scene.problem, RUNS[scene.problem.dim].end_of),
        {"T": "5"},
    ),
    Task(
        "flip",
        ("best", "other", "flips"),
        lambda scene, _: annealing_tasks.ground_state_side(
            scene.problem, RUNS[scene.problem.dim].scales(scene.problem)
        ),
        {"landscape": "narrow-wide", "D": "0.1", "D_end": "0.002", "T": "40"},
    ),
    Task(
        "loops",
        ("finds", "sticks"),
        lambda scene, _: annealing_tasks.two_loop_end(scene.problem),
        {"inner": "two-loop", "landscape": "rastrigin", "D": "0.02", "x0": "3", "sigma": "0.15"},
    ),
    Task(
        "follow",
        ("neither", "imaginary", "both"),
        lambda scene, _: annealing_tasks.who_follows(scene.problem, RUNS[scene.problem.dim].end_of),
        {"dim": "2", "landscape": "narrow-wide", "D": "0.05", "D_end": "0.002", "T": "40"},
    ),
)

scene, settings = PAGE.arrive()
PAGE.head()
PAGE.play(
    annealing_controls.suited(scene),
    settings,
    STAGES["annealing"].build,
    lambda scene, settings: PAGE.foot(scene, settings, TASKS),
)
