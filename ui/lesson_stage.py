"""The picture of a step: the stage of the page it comes from, held until a prediction is made."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.page_links import PAGE_LINKS
from scenes.language import explain
from scenes.lesson import Step
from scenes.lesson_lines import LAB
from scenes.link import decode, encode
from scenes.scene import Scene
from solvers.refusal import Refusal
from ui import controls, player, session, solving
from ui.address import touch
from ui.language import chosen, language, words
from ui.page import as_text
from ui.stages import STAGES

HELD = "wl-hold"  # while there is such an element, stages stand still: assets/player/stage.js


def show_stage(step: Step, place: str, knobs: DeltaGenerator, *, held: bool) -> None:
    """Mount the stage of a step, its controls and the way to its page.

    Args:
        step: What to show; must have a scene.
        place: Names lesson and step: another place begins with the step's own scene.
        knobs: Where the controls go.
        held: Whether it must not play yet.
    """
    state = st.session_state
    entered = state.get("lessons.place") != place
    state["lessons.place"] = place
    show = _show_lab if step.page == LAB else _show_page
    picture = st.container(key="lesson-picture")
    picture.html(f'<i class="{HELD if held else "wl-free"}"></i>')
    below = st.container(key="lesson-below")
    if held:
        below.caption(words()("lessons.held"))
    try:
        link = show(step, place, entered, picture, None if held else knobs)
    except Refusal as refusal:
        below.warning(session.plain(explain(language(), refusal)))
        return
    if not held:
        with below:
            _way_there(step.page, link)


def _show_lab(
    step: Step, _: str, entered: bool, picture: DeltaGenerator, knobs: DeltaGenerator | None
) -> dict[str, str]:
    opened = decode(dict(step.link))[0]
    dim = opened.problem.dim
    if entered:
        session.fill(opened)
        st.session_state["lab.said"] = []
        st.session_state.pop(player.player_key(dim), None)
    if knobs:
        with knobs:
            for name in step.controls:
                controls.single(name)
    with picture:
        for sentence in session.said():
            st.warning(session.plain(sentence))
        changes = {"on_packet": session.packet_dropped, "on_scene": session.follow_chart}
        try:
            scene = session.scene_on_widgets(opened.problem.let, player.chosen_view(dim))
            solving.check(scene.problem)
            player.mount(scene, language(), **changes)
        except Refusal:
            player.mount(opened.having(lang=chosen()), language(), **changes)
            raise
    return encode(scene)


def _show_page(
    step: Step, place: str, entered: bool, picture: DeltaGenerator, _: DeltaGenerator | None
) -> dict[str, str]:
    state, link, stage = st.session_state, PAGE_LINKS[step.page], STAGES[step.page]
    key = f"{place}-player"
    if entered:
        state["lessons.changed"] = {}
        state.pop(key, None)

    def settle() -> None:
        touch()
        said = (st.session_state.get(key) or {}).get("settings") or {}
        state["lessons.changed"] |= {name: as_text(value) for name, value in said.items()}

    def made(changed: dict[str, str]) -> tuple[Scene, Any, Any]:
        scene, settings, _ = link.decode({**dict(step.link), **changed})
        scene = stage.suited(scene.having(lang=chosen()))
        return scene, settings, stage.build(scene, settings)

    refused = None
    try:
        scene, settings, (data, clips) = made(state["lessons.changed"])
    except Refusal as refusal:
        refused, state["lessons.changed"] = refusal, {}
        scene, settings, (data, clips) = made({})
    with picture:
        player.mount_stage(step.page, data, clips, key=key, on_settings_change=settle)
    if refused:
        raise refused
    return link.encode(scene, settings)


def _way_there(page: str, link: dict[str, str]) -> None:
    say = words()
    title = say(f"{page}.title")
    st.page_link(
        f"../pages/{page}.py", label=say("lessons.open-page", page=title), query_params=link
    )
