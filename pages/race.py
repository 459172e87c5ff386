"""The race: one landscape, many searches, one clock that counts evaluations of ζ."""

from charts import race, race_tasks
from charts.page_links import PAGE_LINKS
from scenes.link import decode
from scenes.scene import Scene
from ui import racing
from ui.page import Page
from ui.stages import STAGES
from ui.tasks import Task

PAGE = Page("race", PAGE_LINKS["race"])
TASKS = (
    Task(
        "leader",
        race_tasks.RIVALS,
        lambda _, settings: race_tasks.leader(settings, racing.news),
        {},
    ),
    Task(
        "elsewhere",
        ("yes", "no"),
        lambda _, settings: race_tasks.still_leads(settings, racing.news),
        {"objective": "schwefel-2d", "budget": "1000"},
    ),
    Task(
        "blind",
        tuple(race_tasks.TIMES),
        lambda _, settings: race_tasks.blind_search(settings),
        {},
    ),
)


def in_lab(settings: race.RaceSettings, scene: Scene) -> Scene:
    """The same function, annealed in imaginary time."""
    pairs = {"wick": "90", "schedule": "geometric"}
    searched = settings.race.searched
    if searched.dimension == 2:
        pairs["dim"] = "2"
    if settings.objective == race.OWN:
        pairs |= {"formula": settings.formula, "lo": str(settings.lo), "hi": str(settings.hi)}
    else:
        pairs["landscape"] = settings.objective.removesuffix("-2d")
    return decode(pairs)[0].having(lang=scene.view.lang)


scene, settings = PAGE.arrive()
PAGE.head()
PAGE.play(
    scene,
    settings,
    STAGES["race"].build,
    lambda scene, settings: PAGE.foot(in_lab(settings, scene), settings, TASKS),
)
