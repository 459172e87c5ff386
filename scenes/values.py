"""Values in links: read, clamped and reported, written as short as they can be."""

import math
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar

from scenes.notation import short
from solvers.limits import Range, check_count, choices, ranges, series
from solvers.refusal import Refusal

Settings = TypeVar("Settings")


@dataclass(frozen=True)
class Note:
    """Something that was changed on the way in and must be said.

    Attributes:
        code: Key of the sentence.
        details: Values for its placeholders.
    """

    code: str
    details: dict[str, str | float]


def number(key: str, text: str) -> float:
    """A finite number.

    Raises:
        Refusal: ``scene.not-a-number``.
    """
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refusal("scene.not-a-number", key=shown(key), value=shown(text))
    return value


def clamped(key: str, value: float, allowed: Range, notes: list[Note]) -> float:
    """A number moved to the nearest one allowed, which is then noted."""
    kept = min(max(value, allowed.low), allowed.high)
    if allowed.integer:
        kept = round(kept)
    if kept != value:
        notes.append(clamp_note(key, value, allowed.low, allowed.high))
    return kept


def clamp_note(key: str, value: float, low: float, high: float) -> Note:
    """What is said of a number that was moved."""
    return Note("scene.clamped", {"key": key, "value": value, "low": low, "high": high})


def written(value: Any) -> str:
    """A value as text; pairs as `name:value`, several joined by commas."""
    if isinstance(value, tuple):
        return ",".join(
            f"{item[0]}:{written(item[1])}" if isinstance(item, tuple) else written(item)
            for item in value
        )
    if isinstance(value, str):
        return value.replace(" ", "")
    if isinstance(value, bool):
        return str(int(value))
    return short(value)


def shown(text: str, longest: int = 40) -> str:
    """A stranger's text, short enough to stand in a sentence."""
    printable = "".join(char if char.isprintable() else "?" for char in text)
    return printable if len(printable) <= longest else printable[:longest] + "…"


def read_settings(kind: type[Settings], pairs: dict[str, str], notes: list[Note]) -> Settings:
    """A dataclass of limited fields (`solvers.limits`) from the keys of a link.

    Fields are numbers with a range, several of those joined by commas, names out of a
    list, text of limited length, or booleans written 0 and 1.

    Raises:
        Refusal: For what is not a number, not one of the names, or too many.
    """
    limits, lists, names = ranges(kind), series(kind), choices(kind)
    values: dict[str, Any] = {}
    for item in fields(kind):  # type: ignore[arg-type]
        key = item.name
        if key not in pairs or "unlinked" in item.metadata:
            continue
        if key in limits:
            values[key] = clamped(key, number(key, pairs[key]), limits[key], notes)
        elif key in lists:
            values[key] = _several(key, pairs[key], *lists[key], notes)
        elif key in names:
            values[key] = shown(pairs[key])
        elif "longest" in item.metadata:
            values[key] = pairs[key]
        else:
            values[key] = bool(number(key, pairs[key]))
    return kind(**values)


def _several(
    key: str, text: str, allowed: Range, count: tuple[int, int], notes: list[Note]
) -> tuple[float, ...]:
    parts = text.split(",", count[1]) if text else []  # more are counted as one
    check_count(key, len(parts), count)
    return tuple(clamped(key, number(key, part), allowed, notes) for part in parts)


def write_settings(settings: Any) -> dict[str, str]:
    """Keys and values of a dataclass, differences from its defaults only."""
    return {
        item.name: written(getattr(settings, item.name))
        for item in fields(settings)
        if "unlinked" not in item.metadata
        and (item.default is MISSING or getattr(settings, item.name) != item.default)
    }
