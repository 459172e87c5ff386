"""One visitor's scene: between the link, the widgets and the last picture that worked.

The link owns the scene. On arrival, and whenever the address changes from outside
(Back, an edited link), it is decoded once into the widgets' keys; after a run that
worked, the scene on the screen is written back. `st.session_state` holds nothing that
cannot be rebuilt from the link, so a restarted server loses nothing.
"""

import re
from typing import Any

import streamlit as st

from scenes.language import explain, say
from scenes.link import decode, encode
from scenes.scene import Scene
from solvers.problem import RANGES, Problem, suiting
from solvers.refusal import Refusal
from ui.address import arrival, leave, touch
from ui.language import chosen, language

PAGE = "lab"
_MARKS = re.compile(r"([\\`*_{}\[\]()#$|<>~:])")
HELD = ("points", "levels")  # set in the player's chart, not by a widget
WIDGETS = ("landscape", "formula", "schedule", *HELD, *RANGES)


def field(name: str) -> str:
    """Session key of a widget; the same in every language."""
    return f"lab.{name}"


def arrive() -> None:
    """Take the link in when it comes from outside: a visit, Back, an edited address."""
    link = arrival(PAGE)
    if link is not None:
        st.session_state["lab.said"] = _take(link)


def said() -> list[str]:
    """Sentences about what the link had that could not be shown."""
    sentences: list[str] = st.session_state.get("lab.said", [])
    return sentences


def _take(link: dict[str, str]) -> list[str]:
    try:
        scene, notes = decode(link)
        if scene.problem.dim != 1:
            raise Refusal("scene.dimension", allowed="1")
    except Refusal as refusal:
        if refusal.code.startswith("formula.") and link.get("formula"):
            return _take_but_for_the_formula(link)
        if field("landscape") not in st.session_state:
            fill(Scene())
        return [explain(language(), refusal)]
    fill(scene)
    return [say(language(), note.code, **note.details) for note in notes]


def _take_but_for_the_formula(link: dict[str, str]) -> list[str]:
    """A formula that cannot be read stays in its field, where the page says why."""
    said = _take({key: value for key, value in link.items() if key not in ("formula", "order")})
    st.session_state["lab.good"] = scene_on_widgets((), {})
    st.session_state[field("formula")] = link["formula"]
    return said


def fill(scene: Scene) -> None:
    """Set every widget to a scene."""
    problem, state = scene.problem, st.session_state
    for name in WIDGETS:
        state[field(name)] = getattr(problem, name)
    state[field("order")] = "exact" if problem.order is None else problem.order
    state[field("at-packet")] = problem.about is None
    state[field("about")] = problem.expansion_point
    for name, value in problem.let:
        state[field(f"let.{name}")] = value
    state["lab.view"] = scene.view


def suit_landscape() -> None:
    """After a choice of landscape: the numbers that suit it; order and Wick angle stay."""
    state = st.session_state
    touch()
    for name, value in suiting(state[field("landscape")]).items():
        state[field(name)] = value
    state[field("formula")] = ""
    state[field("points")] = state[field("levels")] = ()
    state[field("at-packet")] = True


def formula_typed() -> None:
    """After a formula has been typed: it takes the place of a drawn landscape."""
    touch()
    st.session_state[field("points")] = ()


def start_from_packet() -> None:
    """After a change of the packet: it is what the run starts from."""
    st.session_state[field("levels")] = ()


def scene_on_widgets(let: tuple[tuple[str, float], ...], view: dict[str, Any]) -> Scene:
    """The scene the widgets stand for.

    Args:
        let: Named constants of the formula.
        view: What the player says about the view.

    Raises:
        Refusal: When a widget holds what cannot be shown.
    """
    state = st.session_state
    values = {name: state[field(name)] for name in WIDGETS if field(name) in state}
    order = values["order"]
    values["order"] = None if order == "exact" else order
    if order == "exact" or state[field("at-packet")]:
        values["about"] = None
    if values["schedule"] == "constant":
        values["D_end"] = None
    problem = Problem(let=let if values["formula"] else (), **values)
    return Scene(problem, state["lab.view"]).having(**{**view, "lang": chosen()})


def settle(scene: Scene) -> None:
    """Write a scene that worked into the address bar, and remember it."""
    if leave(PAGE, encode(scene)):
        st.session_state["lab.said"] = []
    st.session_state["lab.good"] = scene


def last_good() -> Scene | None:
    """The last scene that could be shown in this visit."""
    return st.session_state.get("lab.good")


def plain(sentence: str) -> str:
    """A sentence as Markdown that shows just its characters, whoever typed them."""
    return _MARKS.sub(r"\\\1", sentence)


def is_about_formula(refusal: Refusal) -> bool:
    """Whether a refusal belongs under the formula's field."""
    return refusal.code.startswith("formula.") and refusal.code != "formula.not-smooth"
