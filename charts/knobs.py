"""Controls that a stage builds itself (`assets/player/knobs.js`), described by their fields."""

from collections.abc import Callable, Iterable
from typing import Any

from solvers.limits import Range, choices, longest, ranges

Say = Callable[..., str]


def slider(  # noqa: PLR0913 -- what a slider is: its field, its words, its look
    owner: Any,
    key: str,
    label: str,
    *,
    low: float | None = None,
    high: float | None = None,
    step: float = 0.01,
    log: bool = False,
    help: str = "",  # noqa: A002 -- as Streamlit's own widgets have it
    unit: str = "",
) -> dict[str, Any]:
    """A slider for a number of a dataclass, within its range or a part of that.

    The value it has is always inside: a link may hold more than a slider offers.
    """
    allowed: Range = ranges(type(owner))[key]
    value = getattr(owner, key)
    return {
        "key": key,
        "kind": "log" if log else "range",
        "label": label,
        "help": help,
        "unit": unit,
        "low": min(allowed.low if low is None else low, value),
        "high": max(allowed.high if high is None else high, value),
        "step": step,
        "value": value,
    }


def choice(
    owner: Any,
    key: str,
    label: str,
    options: Iterable[tuple[str, str]] | Say,
    *,
    kind: str = "choice",
) -> dict[str, Any]:
    """A row of buttons (or a ``select``) for a name of a dataclass.

    Args:
        owner: Dataclass that holds the name.
        key: Its field.
        label: What stands above.
        options: Values and labels, or a function that gives each allowed name its label.
        kind: ``choice`` or ``select``.
    """
    if callable(options):
        options = [(name, options(name)) for name in choices(type(owner))[key]]
    listed = [{"value": value, "label": text} for value, text in options]
    return {
        "key": key,
        "kind": kind,
        "label": label,
        "options": listed,
        "value": getattr(owner, key),
    }


def switch(owner: Any, key: str, label: str) -> dict[str, Any]:
    """An on and off for a boolean of a dataclass."""
    return {"key": key, "kind": "switch", "label": label, "value": getattr(owner, key)}


def text(owner: Any, key: str, label: str, *, help: str = "") -> dict[str, Any]:  # noqa: A002
    """A field for a short text of a dataclass, taken over when it is finished."""
    return {
        "key": key,
        "kind": "text",
        "label": label,
        "help": help,
        "longest": longest(type(owner), key),
        "value": getattr(owner, key),
    }
