"""Widgets whose ranges always admit what they hold, also a number from a link."""

import math
from functools import cache

import streamlit as st

from solvers.landscapes import CATALOGUES
from solvers.limits import ranges
from solvers.problem import SHORTEST
from ui.address import touch
from ui.session import field, kind, moved, start_from_packet

PER_DECADE = 20


def inside(name: str) -> tuple[float, float]:
    """Range of a place in the domain; the place itself moves in with the edges.

    A domain that is still being typed and has no inside yet moves nothing.
    """
    state = st.session_state
    lo, hi, place = (float(state[field(key)]) for key in ("lo", "hi", name))
    if hi - lo < SHORTEST:
        return min(lo, hi, place), max(lo, hi, place)
    margin = 0.01 * (hi - lo)
    hold(name, min(max(place, lo + margin), hi - margin))
    return lo + margin, hi - margin


def slider(name: str, label: str, low: float, high: float, step: float) -> None:
    """A slider that also admits a value from a link outside its usual range."""
    value = float(st.session_state[field(name)])
    digits = max(2, -math.floor(math.log10(step)))
    first, last = math.ceil(low / step), math.floor(high / step)  # stops are round numbers
    low = min(round(first * step, digits), value)
    high = max(round(last * step, digits), value, low + step)
    hold(name, value, low, high)
    changed = moved if name in ("about", "about_y") else start_from_packet
    form = f"%.{digits}f"
    st.slider(label, low, high, step=step, key=field(name), format=form, on_change=changed)


def stops(name: str) -> list[float]:
    """Of a slider over decades; what a link says stands between the usual ones."""
    state = st.session_state
    entry = CATALOGUES[kind().dim][state[field("landscape")]]
    value = float(state[field(name)])
    usual = _usual_stops(entry.D_low / 10, entry.D_high * 3)
    apart = [stop for stop in usual if abs(stop / value - 1) > 0.05]  # 0.05 and 0.0501 are one stop
    return sorted([*apart, value])


@cache  # of a landscape; every change of a slider asks for them
def _usual_stops(low: float, high: float) -> tuple[float, ...]:
    first = math.floor(math.log10(low) * PER_DECADE)
    last = math.ceil(math.log10(high) * PER_DECADE)
    return tuple(float(f"{10 ** (k / PER_DECADE):.3g}") for k in range(first, last + 1))


def logarithmic(name: str, label: str, tip: str) -> None:
    """A slider over decades."""
    options = stops(name)
    hold(name, float(st.session_state[field(name)]), *options)
    st.select_slider(
        label,
        options,
        key=field(name),
        format_func=lambda stop: f"{float(f'{stop:.3g}'):g}",
        help=tip or None,
        on_change=moved,
    )


def number(name: str, label: str, step: float) -> None:
    """A field for a number."""
    allowed = ranges(kind())[name]
    hold(name, float(st.session_state[field(name)]))
    st.number_input(
        label,
        allowed.low,
        allowed.high,
        step=step,
        key=field(name),
        format="%g",
        on_change=touch,
    )


def hold(name: str, value: float, *bounds: float) -> None:
    """Put a value into a widget, but only when it has another or gets other bounds.

    Streamlit drops a value when the bounds change; and what is put into a widget
    overrides what somebody does to it in the meantime, so it is not done every time.
    """
    state, key = st.session_state, field(name)
    known = f"{key}.bounds"
    if state[key] != value or not isinstance(state[key], float) or state.get(known) != bounds:
        state[key] = value
    state[known] = bounds


def tidy(value: float) -> float:
    """A number with two digits."""
    return float(f"{value:.2g}")
