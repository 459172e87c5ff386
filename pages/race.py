"""The race: one landscape, many searches, one clock that counts evaluations of ζ."""

from collections.abc import Iterable
from typing import Any

from charts import race, race_tasks
from scenes.link import decode
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import racing
from ui.language import language
from ui.page import Page
from ui.tasks import Task

PAGE = Page("race", PageLink("wick=90", race.RaceSettings))
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


def build(_: Scene, settings: race.RaceSettings) -> tuple[dict[str, Any], Iterable[bytes]]:
    data = race.race_data(settings, language())
    return data, race.race_parts(settings.race, racing.news)


def in_lab(settings: race.RaceSettings, scene: Scene) -> Scene:
    """The same function on a line, annealed in imaginary time."""
    name = settings.objective.removesuffix("-2d")
    return decode(f"landscape={name}&wick=90&schedule=geometric")[0].having(lang=scene.view.lang)


scene, settings = PAGE.arrive()
PAGE.head()
scene, settings = PAGE.play(scene, settings, build)
PAGE.foot(in_lab(settings, scene), settings, TASKS)
