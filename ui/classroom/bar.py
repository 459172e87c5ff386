"""The bar under every page and the page of the class: mounted here, alive in the browser.

Everything about a class goes between browser and `/class`; a script runs only when a
student's page has to become another one.
"""

from typing import Any

import streamlit as st

from scenes.language import explain, topic
from scenes.link import split
from solvers.refusal import Refusal
from ui import qr
from ui.assets import address, below_base
from ui.classroom import database, routes, rules
from ui.language import language, words
from ui.player import loader, mount_stage

PAGE, KEY = "classroom", "class-bar"
_STEP, _GONE = "class.step", "class.gone"  # what a browser asks for; what it was last given


def data() -> dict[str, Any]:
    """Words and addresses that both need."""
    lang, start = language(), "stage."
    own = topic(lang, PAGE)
    return {
        "texts": {k.removeprefix(start): text for k, text in own.items() if k.startswith(start)},
        "lang": lang,
        "address": routes.address(),
        "base": below_base(""),
        "root": below_base("/"),
        "panel": below_base(f"/{PAGE}"),
        "plotly": address("plotly.js"),
    }


def take_step() -> None:
    """Turn a student's screen to the page and link of the class, when its bar asks for that.

    To be called when the pages are known and before one runs.
    """
    state = st.session_state
    step = state.pop(_STEP, None)
    if not isinstance(step, dict):
        return
    try:
        page, link = rules.scene(step)
        pairs = split(link.replace("+", "%20"))  # as URLSearchParams writes blanks
    except Refusal:  # our own bar asks for nothing of the kind
        return
    if page in state["pages"] and page != PAGE:
        state[_GONE] = str(step.get("target"))[: 2 * rules.LONGEST_LINK]
        state.pop("touched", None)  # the link counts, whatever was being moved
        language_kept = {"lang": state["language"]} if state.get("language") else {}
        st.switch_page(f"../pages/{page}.py", query_params={**pairs, **language_kept})


def _note_step() -> None:
    st.session_state[_STEP] = (st.session_state.get(KEY) or {}).get("go")


def show_bar() -> None:
    """Mount the bar, which hides itself in a browser that is in no class."""
    component = st.components.v2.component(
        "wicklab_class_bar",
        js=loader(PAGE, "mount", draws=True),
        html='<div class="wl-classroom-bar" hidden></div>',
        isolate_styles=False,
    )
    shown = data() | {"gone": st.session_state.get(_GONE, "")}
    component(key=KEY, data=shown, on_go_change=_note_step)


def show_page() -> None:
    """The page of the class; one sentence when sessions cannot be kept here."""
    say = words()
    try:
        database.engine()
    except Refusal as refusal:
        st.error(explain(language(), refusal))
    titles = {name: say(f"{name}.title") for name in st.session_state["pages"]}
    mount_stage(PAGE, data() | {"titles": titles, "qr": qr.address()}, key=f"{PAGE}-stage")
