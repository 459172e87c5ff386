"""The Lab's controls: every widget once, with ranges that always admit what it holds."""

import json
import math
from html import escape

import streamlit as st

from scenes.language import explain
from scenes.link import decode, write
from scenes.presets import PRESETS
from scenes.scene import Scene
from solvers.formula import unknown_names
from solvers.landscapes import CATALOGUE
from solvers.problem import HIGHEST_ORDER, RANGES, SCHEDULES, SHORTEST, usual_end
from solvers.refusal import Refusal
from ui import solving
from ui.address import touch
from ui.language import language, words
from ui.player import PLAYER, chosen_view
from ui.session import (
    field,
    fill,
    formula_typed,
    is_about_formula,
    last_good,
    plain,
    scene_on_widgets,
    settle,
    start_from_packet,
    suit_landscape,
)

PER_DECADE = 20
NODES = (128, 256, 512, 1024)


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


def landscape_and_formula() -> tuple[
    tuple[tuple[str, float], ...], "st.delta_generator.DeltaGenerator"
]:
    """Landscape, formula and the sliders of its named constants.

    Returns:
        The constants, and the place under the formula where a refusal is shown.
    """
    say, state = words(), st.session_state
    st.selectbox(
        say("lab.landscape"),
        list(CATALOGUE),
        key=field("landscape"),
        format_func=lambda name: say(f"landscapes.{name}.title"),
        help=say(f"landscapes.{state[field('landscape')]}.about"),
        on_change=suit_landscape,
    )
    st.text_input(
        say("lab.formula"),
        key=field("formula"),
        placeholder=CATALOGUE[state[field("landscape")]].formula[:60],
        help=say("lab.formula-help"),
        max_chars=200,
        on_change=formula_typed,
    )
    return _constants(), st.container(key="lab-formula-place")


def _constants() -> tuple[tuple[str, float], ...]:
    state = st.session_state
    try:
        names = unknown_names(state[field("formula")]) if state[field("formula")].strip() else ()
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


@st.fragment
def moving(let: tuple[tuple[str, float], ...], run: str) -> None:
    """What moves without a new landscape: order, Wick angle, D and packet.

    A fragment: a change runs this part of the script alone, a dozen messages instead of
    fifty. The player has followed the slider long before (assets/player/live.js); here
    the link is written and the scene left that the player settles on.

    Args:
        let: Named constants of the formula.
        run: Names the run of the whole page, in which the page itself does the rest.
    """
    taylor()
    dynamics()
    packet()
    alone = st.session_state.get("lab.run") == run
    st.session_state["lab.run"] = run
    try:
        scene = scene_on_widgets(let, chosen_view(PLAYER))
        if alone and scene.problem.schedule != "constant":
            touch()
            st.rerun()  # such a run streams through the page
        solving.check(scene.problem)
        if alone:
            settle(scene)
        st.html(_mark(scene))
    except Refusal as refusal:
        if not is_about_formula(refusal):
            st.error(plain(explain(language(), refusal)))


def _mark(scene: Scene) -> str:
    problem = scene.problem
    numbers = {name: getattr(problem, name) for name in ("wick", "D", "x0", "sigma", "px", "order")}
    said = escape(json.dumps(numbers))
    return f'<div class="wl-scene" data-scene="{escape(write(scene))}" data-numbers="{said}"></div>'


def taylor() -> None:
    """Order and expansion point of the surrogate."""
    say, state = words(), st.session_state
    orders = [*range(HIGHEST_ORDER + 1), "exact"]
    st.select_slider(
        say("lab.order"),
        orders,
        key=field("order"),
        format_func=lambda order: say("lab.exact") if order == "exact" else str(order),
        help=say("lab.order-help"),
    )
    if state[field("order")] == "exact":
        return
    st.checkbox(say("lab.at-packet"), key=field("at-packet"))
    if not state[field("at-packet")]:
        _slider("about", say("lab.about"), *_inside("about"), 0.01)


def dynamics() -> None:
    """Wick angle and diffusivity."""
    say = words()
    st.slider(
        say("lab.wick"),
        0.0,
        90.0,
        step=1.0,
        key=field("wick"),
        format="%g°",
        help=say("lab.wick-help"),
    )
    _logarithmic("D", say("lab.D"), say("lab.D-help"))


def packet() -> None:
    """Centre, width and momentum of the packet."""
    say, state = words(), st.session_state
    length = state[field("hi")] - state[field("lo")]
    good = last_good()
    if length < SHORTEST and good:  # edges that are still being typed
        length = good.problem.hi - good.problem.lo
    length = max(length, SHORTEST)
    _slider("x0", say("lab.x0"), *_inside("x0"), 0.01)
    _slider("sigma", say("lab.sigma"), _tidy(length / 250), _tidy(length / 8), 0.005)
    fastest = _tidy(max(4.0, 40 / length))
    _slider("px", say("lab.px"), -fastest, fastest, 0.05)


def domain() -> None:
    """What is folded away: box, resolution, duration, annealing."""
    say, state = words(), st.session_state
    with st.expander(say("lab.more")):
        left, right = st.columns(2)
        with left:
            _number("lo", say("lab.lo"), 0.1)
            _number("T", say("lab.T"), 1.0)
        with right:
            _number("hi", say("lab.hi"), 0.1)
            nodes = sorted({*NODES, state[field("n")]})
            st.selectbox(say("lab.n"), nodes, key=field("n"), on_change=touch)
        st.selectbox(
            say("lab.schedule"),
            SCHEDULES,
            key=field("schedule"),
            format_func=lambda kind: say(f"lab.schedule-{kind}"),
            help=say("lab.schedule-help"),
            on_change=_suit_schedule,
        )
        if state[field("schedule")] != "constant":
            _logarithmic("D_end", say("lab.D_end"), "")


def _suit_schedule() -> None:
    state = st.session_state
    touch()
    state[field("D_end")] = usual_end(float(state[field("D")]), state[field("schedule")])


def _inside(name: str) -> tuple[float, float]:
    """Range of a place in the domain; the place itself moves in with the edges.

    A domain that is still being typed and has no inside yet moves nothing.
    """
    state = st.session_state
    lo, hi, place = (float(state[field(key)]) for key in ("lo", "hi", name))
    if hi - lo < SHORTEST:
        return min(lo, hi, place), max(lo, hi, place)
    margin = 0.01 * (hi - lo)
    _hold(name, min(max(place, lo + margin), hi - margin))
    return lo + margin, hi - margin


def _slider(name: str, label: str, low: float, high: float, step: float) -> None:
    """A slider that also admits a value from a link outside its usual range."""
    value = float(st.session_state[field(name)])
    digits = max(2, -math.floor(math.log10(step)))
    first, last = math.ceil(low / step), math.floor(high / step)  # stops are round numbers
    low = min(round(first * step, digits), value)
    high = max(round(last * step, digits), value, low + step)
    _hold(name, value, low, high)
    moved = None if name == "about" else start_from_packet
    form = f"%.{digits}f"
    st.slider(label, low, high, step=step, key=field(name), format=form, on_change=moved)


def _logarithmic(name: str, label: str, tip: str) -> None:
    """A slider over decades; what a link says stands between the usual stops."""
    state = st.session_state
    entry = CATALOGUE[state[field("landscape")]]
    low, high = math.log10(entry.D_low / 10), math.log10(entry.D_high * 3)
    first, last = math.floor(low * PER_DECADE), math.ceil(high * PER_DECADE)
    stops = {float(f"{10 ** (k / PER_DECADE):.3g}") for k in range(first, last + 1)}
    value = float(state[field(name)])
    apart = {stop for stop in stops if abs(stop / value - 1) > 0.05}  # 0.05 and 0.0501 are one stop
    options = sorted(apart | {value})
    _hold(name, value, *options)
    st.select_slider(
        label,
        options,
        key=field(name),
        format_func=lambda stop: f"{float(f'{stop:.3g}'):g}",
        help=tip or None,
    )


def _number(name: str, label: str, step: float) -> None:
    allowed = RANGES[name]
    _hold(name, float(st.session_state[field(name)]))
    st.number_input(
        label,
        allowed.low,
        allowed.high,
        step=step,
        key=field(name),
        format="%g",
        on_change=touch,
    )


def _hold(name: str, value: float, *bounds: float) -> None:
    """Put a value into a widget, but only when it has another or gets other bounds.

    Streamlit drops a value when the bounds change; and what is put into a widget
    overrides what somebody does to it in the meantime, so it is not done every time.
    """
    state, key = st.session_state, field(name)
    known = f"{key}.bounds"
    if state[key] != value or not isinstance(state[key], float) or state.get(known) != bounds:
        state[key] = value
    state[known] = bounds


def _tidy(value: float) -> float:
    return float(f"{value:.2g}")
