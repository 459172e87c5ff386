"""Mounts the player and feeds it: the scene in one component, each clip in its own.

A clip of an unchanged landscape is an unchanged element, which Streamlit does not send
again: a new packet or Wick angle costs some kilobytes, not the eigenstates.
"""

from typing import Any

import streamlit as st

from charts.player_data import player_data
from scenes.scene import Scene
from ui import live, solving
from ui.assets import address, below_base, files
from ui.session import touch

# Inline modules run from a blob, whose address has no origin: it is added here.
_LOADER = """
const files = import(location.origin + "{module}");
export default function (args) {{
  let undo, gone = false;
  files.then((module) => {{ if (!gone) undo = module.{entry}(args); }});
  return () => {{ gone = true; undo?.(); }};
}}
"""
PLAYER = "lab-player"
_VIEW_KEYS = ("show", "density", "speed")


def mount(scene: Scene, lang: str, *, key: str) -> None:
    """Show a scene. Returns when every clip has been sent.

    Raises:
        Refusal: When the problem cannot be solved; nothing has been shown then.
    """
    problem = scene.problem
    if problem.schedule == "constant":
        solved = solving.solution(problem)
        data = player_data(solved, scene.view, lang)
        clips = [solving.modes(problem)] if solved.expansion else []
    else:
        data = player_data(solving.opening(problem), scene.view, lang, complete=False)
        clips = solving.run(problem, lang)
    data["plotly"] = address("plotly.js")
    data["solve"] = below_base(live.PATH)
    _component("mount")(key=key, data=data, on_view_change=touch)
    with st.container(key=f"{key}-clips"):
        for index, blob in enumerate(clips):
            _component("deliver")(key=f"{key}-{data['clip']}-{index}", data=blob)


def chosen_view(key: str) -> dict[str, Any]:
    """What the user last chose on the player itself, ready for a View."""
    chosen = (st.session_state.get(key) or {}).get("view") or {}
    values = {name: chosen[name] for name in _VIEW_KEYS if name in chosen}
    if "show" in values:
        values["show"] = tuple(values["show"])
    return values


def _component(entry: str) -> Any:
    loader = _LOADER.format(module=address("player.js"), entry=entry)
    if entry == "deliver":
        return st.components.v2.component(
            "wicklab_clip", js=loader, html="<b></b>", isolate_styles=False
        )
    css = files()["player.css"].decode()
    html = '<div class="wl-player"></div>'
    return st.components.v2.component(
        "wicklab_player", js=loader, css=css, html=html, isolate_styles=False
    )
