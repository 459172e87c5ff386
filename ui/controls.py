"""The Lab's controls: every widget once, with ranges that always admit what it holds."""

import json
from html import escape
from typing import Any

import streamlit as st

from scenes.language import explain
from scenes.link import KINDS, decode, write
from scenes.presets import PRESETS
from scenes.scene import Scene
from solvers.formula import unknown_names
from solvers.landscape import COORDINATES
from solvers.landscapes import CATALOGUES
from solvers.limits import ranges
from solvers.problem import HIGHEST_ORDER, SCHEDULES, SHORTEST, usual_end
from solvers.refusal import Refusal
from ui import solving, waiting
from ui.address import touch
from ui.language import language, words
from ui.player import chosen_view
from ui.session import (
    DIM,
    field,
    fill,
    formula_typed,
    is_about_formula,
    kind,
    last_good,
    moved,
    plain,
    scene_on_widgets,
    settle,
    streams,
    suit_dimension,
    suit_landscape,
)
from ui.sliders import inside, logarithmic, number, slider, stops, tidy

NODES = (128, 256, 512, 1024)
ORDERS = [*range(HIGHEST_ORDER + 1), "exact"]


def ready_scene() -> None:
    """The presets; choosing one sets everything up."""
    say = words()
    st.selectbox(
        say("lab.preset"),
        list(PRESETS),
        index=None,
        key=field("preset"),
        format_func=lambda name: say(f"presets.{name}"),
        placeholder=say("lab.preset-none"),
        on_change=_set_up,
    )


def _set_up() -> None:
    state = st.session_state
    touch()
    if state[field("preset")]:
        fill(decode(f"preset={state[field('preset')]}")[0])
        state[field("preset")] = None


def dimension() -> None:
    """One parameter or two."""
    say = words()
    st.segmented_control(
        say("lab.dim"),
        list(KINDS),
        key=DIM,
        format_func=lambda dim: say(f"lab.dim-{dim}"),
        on_change=suit_dimension,
    )


def landscape_and_formula() -> tuple[
    tuple[tuple[str, float], ...], "st.delta_generator.DeltaGenerator"
]:
    """Landscape, formula and the sliders of its named constants.

    Returns:
        The constants, and the place under the formula where a refusal is shown.
    """
    say, state, dim = words(), st.session_state, kind().dim
    topic, plane = ("landscapes", "") if dim == 1 else ("planes", "-plane")
    st.selectbox(
        say(f"lab.landscape{plane}"),
        list(CATALOGUES[dim]),
        key=field("landscape"),
        format_func=lambda name: say(f"{topic}.{name}.title"),
        help=say(f"{topic}.{state[field('landscape')]}.about"),
        on_change=suit_landscape,
    )
    st.text_input(
        say(f"lab.formula{plane}"),
        key=field("formula"),
        placeholder=CATALOGUES[dim][state[field("landscape")]].formula[:60],
        help=say(f"lab.formula{plane}-help"),
        max_chars=200,
        on_change=formula_typed,
    )
    return _constants(), st.container(key="lab-formula-place")


def _constants() -> tuple[tuple[str, float], ...]:
    state = st.session_state
    try:
        text, variables = state[field("formula")], COORDINATES[kind().dim]
        names = unknown_names(text, variables=variables) if text.strip() else ()
    except Refusal:
        return ()
    pairs = []
    for name in names[:6]:
        key = field(f"let.{name}")
        value = state.setdefault(key, 1.0)
        reach = max(5.0, abs(value))
        st.slider(f"{name} =", -reach, reach, step=0.01, key=key, on_change=touch)
        pairs.append((name, float(state[key])))
    return tuple(pairs)


def moving(let: tuple[tuple[str, float], ...], run: str) -> None:
    """What moves without a new landscape: order, Wick angle, D and packet.

    Each is a fragment: a change runs one control alone, which the browser takes in beside the
    picture's frames. The player has followed the slider long before
    (assets/stages/lab/sliders.js); here the link is written and the scene left that the
    player settles on. What a change is refused for, and that it no longer is, the page says.

    Not while a run streams through the page: Streamlit lets a run of the page go on to its
    end before it runs a fragment, and a change has to end that run.

    Args:
        let: Named constants of the formula.
        run: Names the run of the whole page, in which the page itself does the rest.
    """
    show = _part if streams() else _part_alone
    for name in ("order", "wick", "D", *_packet()):
        show(name, let, run)
    st.session_state["lab.run"] = run
    try:
        scene = scene_on_widgets(let, chosen_view(kind().dim))
        solving.check(scene.problem)
        st.html(_mark(scene))
        st.session_state["lab.refused"] = False
    except Refusal as refusal:
        st.session_state["lab.refused"] = True
        if not is_about_formula(refusal):
            st.error(plain(explain(language(), refusal)))


def _part(name: str, let: tuple[tuple[str, float], ...], run: str) -> None:
    if name == "order":
        taylor()
    else:
        single(name)
    state = st.session_state
    if state.get("lab.run") != run:
        return
    try:
        scene = scene_on_widgets(let, chosen_view(kind().dim))
        with waiting.reserved(f"moving-{name}"):
            solving.check(scene.problem)
    except Refusal:
        state["lab.refused"] = True
    if state["lab.refused"]:
        touch()
        st.rerun()
    settle(scene)
    st.html(_mark(scene))


_part_alone = st.fragment(_part)


def _mark(scene: Scene) -> str:
    problem = scene.problem
    numbers = {name: getattr(problem, name) for name in ("wick", "D", "x0", "sigma", "px", "order")}
    reach = {"D": _a_key_away(stops("D"), "D"), "order": _a_key_away(ORDERS, "order")}
    turn = st.session_state["lab.turn"] = st.session_state.get("lab.turn", 0) + 1
    data = {
        "turn": str(turn),  # every part leaves one: the latest counts
        "scene": write(scene),
        "numbers": json.dumps(numbers),
        "next": json.dumps(reach),
    }
    said = " ".join(f'data-{name}="{escape(text)}"' for name, text in data.items())
    return f'<div class="wl-lab-scene" {said}></div>'


def _a_key_away(options: list[Any], name: str) -> list[Any]:
    """The stops that arrows and Page keys reach from where a slider is, the nearest first."""
    place = options.index(st.session_state[field(name)])
    page = max(1, round((len(options) - 1) / 10))
    places = dict.fromkeys(place + step for step in (-1, 1, -page, page))
    return [options[other] for other in places if 0 <= other < len(options)]


def taylor() -> None:
    """Order and expansion point of the surrogate."""
    say, state = words(), st.session_state
    st.select_slider(
        say("lab.order"),
        ORDERS,
        key=field("order"),
        format_func=lambda order: say("lab.exact") if order == "exact" else str(order),
        help=say("lab.order-help"),
        on_change=moved,
    )
    if state[field("order")] == "exact":
        return
    st.checkbox(say("lab.at-packet"), key=field("at-packet"), on_change=moved)
    if not state[field("at-packet")]:
        slider("about", say("lab.about"), *inside("about"), 0.01)
        if kind().dim == 2:
            slider("about_y", say("lab.about-y"), *inside("about_y"), 0.01)


def _packet() -> tuple[str, ...]:
    """Names of centre, width and momentum of the packet."""
    return ("x0", "y0", "sigma", "px", "py") if kind().dim == 2 else ("x0", "sigma", "px")


def single(name: str) -> None:
    """One control alone: of the Wick angle, D, the packet or the duration."""
    say = words()
    label, length = say(f"lab.{name}"), _length()
    fastest = tidy(max(4.0, 40 / length))
    if name == "wick":
        tip = say("lab.wick-help")
        form = "%g°"
        st.slider(
            label, 0.0, 90.0, step=1.0, key=field(name), format=form, help=tip, on_change=moved
        )
    elif name == "D":
        logarithmic(name, label, say("lab.D-help"))
    elif name == "T":
        number(name, label, 1.0)
    elif name == "sigma":
        slider(name, label, tidy(length / 250), tidy(length / 8), 0.005)
    elif name in ("px", "py"):
        slider(name, label, -fastest, fastest, 0.05)
    else:
        slider(name, label, *inside(name), 0.01)


def _length() -> float:
    """Length of the box; of the last good one while its edges are still being typed."""
    state, good = st.session_state, last_good()
    length = float(state[field("hi")] - state[field("lo")])
    if length < SHORTEST and good:
        length = good.problem.hi - good.problem.lo
    return max(length, SHORTEST)


def domain() -> None:
    """What is folded away: box, resolution, duration, annealing."""
    say, state = words(), st.session_state
    with st.expander(say("lab.more")):
        left, right = st.columns(2)
        with left:
            number("lo", say("lab.lo"), 0.1)
            single("T")
        with right:
            number("hi", say("lab.hi"), 0.1)
            plane = kind().dim == 2
            most = ranges(kind())["n"].high
            nodes = sorted({*(n for n in NODES if n <= most), state[field("n")]})
            st.selectbox(
                say("lab.n-plane" if plane else "lab.n"), nodes, key=field("n"), on_change=touch
            )
        st.selectbox(
            say("lab.schedule"),
            SCHEDULES,
            key=field("schedule"),
            format_func=lambda kind: say(f"lab.schedule-{kind}"),
            help=say("lab.schedule-help"),
            on_change=_suit_schedule,
        )
        if state[field("schedule")] != "constant":
            logarithmic("D_end", say("lab.D_end"), "")


def _suit_schedule() -> None:
    state = st.session_state
    touch()
    state[field("D_end")] = usual_end(float(state[field("D")]), state[field("schedule")])
