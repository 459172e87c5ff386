"""Framework (Fig. 1 of the paper): the whole scheme as a map of live thumbnails."""

from typing import Any

import streamlit as st

from charts import framework
from scenes.page_link import PageLink
from scenes.scene import Scene
from ui import solving
from ui.language import language
from ui.page import Page
from ui.tasks import Task

TASKS = (
    Task("found", ("lowest", "near", "start"), framework.found, {"start": "0.02"}),
    Task("narrowed", ("half", "root", "fourth", "same"), framework.narrowed, {}),
)


def build(scene: Scene, settings: Any) -> tuple[dict[str, Any], list[bytes]]:
    solved, pages = solving.solution(framework.WELL), st.session_state["pages"]
    data = framework.stage_data(settings, scene, solved, pages, language())
    return data, [framework.clip(settings.start), solving.modes(framework.WELL)]


page = Page("framework", PageLink(framework.BASE, framework.Framework), figure=1)
scene, settings = page.arrive()
page.head()
scene, settings = page.play(scene, settings, build)
page.foot(scene.having(D=float(settings.start)), settings, TASKS)
