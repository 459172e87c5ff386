"""One visitor's scene: between the link, the widgets and the last picture that worked.

The link owns the scene. On arrival, and whenever the address changes from outside
(Back, an edited link), it is decoded once into the widgets' keys; after a run that
worked, the scene on the screen is written back. `st.session_state` holds nothing that
cannot be rebuilt from the link, so a restarted server loses nothing.
"""

import re
from dataclasses import replace
from typing import Any

import streamlit as st

from scenes.language import explain, say
from scenes.link import KINDS, decode, encode
from scenes.scene import Scene
from solvers.limits import ranges
from solvers.plane.problem import PlaneProblem
from solvers.problem import Problem, suiting
from solvers.refusal import Refusal
from ui import solving
from ui.address import arrival, leave, touch
from ui.language import chosen, language
from ui.player import PLANE, player_key

PAGE = "lab"
_MARKS = re.compile(r"([\\`*_{}\[\]()#$|<>~:])")
HELD = ("points", "levels")  # set in the player's chart, not by a widget
DIM = "lab.dim"


def kind() -> type[Problem]:
    """The kind of problem that the widgets stand for."""
    return KINDS[st.session_state.get(DIM) or "1"]


def widgets(problem: type[Problem]) -> tuple[str, ...]:
    """Names of what the session holds of a problem."""
    return ("landscape", "formula", "schedule", *HELD, *ranges(problem))


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
    state[DIM] = str(problem.dim)
    for name in widgets(type(problem)):
        state[field(name)] = getattr(problem, name)
    state[field("order")] = "exact" if problem.order is None else problem.order
    state[field("at-packet")] = problem.about is None
    state[field("about")] = problem.expansion_point
    if isinstance(problem, PlaneProblem):
        state[field("about")], state[field("about_y")] = problem.about_point
    for name, value in problem.let:
        state[field(f"let.{name}")] = value
    state["lab.view"] = scene.view


def follow_chart() -> None:
    """Set the widgets to the scene that the chart says it shows; the view stays.

    The stage says `setStateValue("scene", {link: …})`. A scene that cannot be shown is
    said, and the widgets stay.
    """
    state = st.session_state
    touch()
    said = (state.get(player_key(kind().dim)) or {}).get("scene", {}).get("link", {})
    link = {str(key): str(value) for key, value in said.items()}
    try:
        scene, notes = decode(link)
    except Refusal as refusal:
        state["lab.said"] = [explain(language(), refusal)]
        return
    state["lab.said"] = [say(language(), note.code, **note.details) for note in notes]
    fill(Scene(scene.problem, state["lab.view"]))


def suit_landscape() -> None:
    """After a choice of landscape: the numbers that suit it; order and Wick angle stay."""
    state = st.session_state
    touch()
    for name, value in suiting(state[field("landscape")], kind().dim).items():
        state[field(name)] = value
    state[field("formula")] = ""
    state[field("points")] = state[field("levels")] = ()
    state[field("at-packet")] = True


def suit_dimension() -> None:
    """After a change of dimension: its first scene; Wick angle and order stay."""
    state = st.session_state
    touch()
    state[DIM] = state[DIM] or str(last_dimension())
    order = state[field("order")]
    problem = kind()(wick=state[field("wick")], order=None if order == "exact" else order)
    fill(Scene(problem, replace(state["lab.view"], beside="")))


def last_dimension() -> int:
    """Dimension of the last scene that could be shown."""
    good = last_good()
    return good.problem.dim if good else 1


def packet_dropped() -> None:
    """After the packet has been dragged in the picture."""
    touch()
    said = (st.session_state.get(PLANE) or {}).get("packet") or {}
    for name in ("x0", "y0"):
        if isinstance(said.get(name), int | float):
            st.session_state[field(name)] = float(said[name])


def formula_typed() -> None:
    """After a formula has been typed: it takes the place of a drawn landscape."""
    touch()
    st.session_state[field("points")] = ()


def streams() -> bool:
    """Whether the run of what the widgets stand for comes through the page."""
    return solving.streams(kind().dim, st.session_state[field("schedule")])


def moved() -> None:
    """After a change of what runs alone, unless it has to end the page's run."""
    if streams():
        touch()


def start_from_packet() -> None:
    """After a change of the packet: it is what the run starts from."""
    moved()
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
    values = {name: state[field(name)] for name in widgets(kind()) if field(name) in state}
    order = values["order"]
    values["order"] = None if order == "exact" else order
    if order == "exact" or state[field("at-packet")]:
        values |= {name: None for name in ("about", "about_y") if name in values}
    if values["schedule"] == "constant":
        values["D_end"] = None
    problem = kind()(let=let if values["formula"] else (), **values)
    return Scene(problem, state["lab.view"]).having(**{**view, "lang": chosen()})


def tell(scene: Scene) -> None:
    """Write a scene that is accepted into the address bar, while it may still be solved."""
    if leave(PAGE, encode(scene)):
        st.session_state["lab.said"] = []


def settle(scene: Scene) -> None:
    """Remember a scene that could be shown to its end."""
    tell(scene)
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
