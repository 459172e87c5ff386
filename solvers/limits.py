"""Limits of what comes from outside, declared once, beside the field they limit."""

import math
from dataclasses import dataclass, field, fields
from typing import Any

from solvers.refusal import Refusal


@dataclass(frozen=True)
class Range:
    """Limits of a number.

    Attributes:
        low: Smallest value allowed.
        high: Largest value allowed.
        integer: Whether it counts something.
    """

    low: float
    high: float
    integer: bool = False


def number(low: float, high: float, *, integer: bool = False, default: Any = None) -> Any:
    """A field of a frozen dataclass that holds a number within limits."""
    return field(default=default, metadata={"range": Range(low, high, integer)})


def numbers(low: float, high: float, fewest: int, most: int, *, default: Any) -> Any:
    """A field that holds several numbers within the same limits."""
    return field(default=default, metadata={"each": Range(low, high), "count": (fewest, most)})


def one_of(*allowed: str) -> Any:
    """A field that holds one of some names; the first is the default."""
    return field(default=allowed[0], metadata={"allowed": allowed})


def text(longest: int, *, default: str = "") -> Any:
    """A field that holds text of the user's own; what it may say is its owner's to check."""
    return field(default=default, metadata={"longest": longest})


def unlinked(*, default: Any) -> Any:
    """A field that no link carries."""
    return field(default=default, metadata={"unlinked": True})


def ranges(kind: type) -> dict[str, Range]:
    """Limits of all numbers of a dataclass."""
    return {item.name: item.metadata["range"] for item in fields(kind) if "range" in item.metadata}


def series(kind: type) -> dict[str, tuple[Range, tuple[int, int]]]:
    """Limits of all fields with several numbers, and how few and how many these may be."""
    found = {item.name: item.metadata for item in fields(kind)}
    return {name: (m["each"], m["count"]) for name, m in found.items() if "each" in m}


def choices(kind: type) -> dict[str, tuple[str, ...]]:
    """Names allowed for the other fields of a dataclass."""
    found = {item.name: item.metadata.get("allowed") for item in fields(kind)}
    return {name: allowed for name, allowed in found.items() if allowed}


def longest(kind: type, key: str) -> int:
    """Most characters that a text of a dataclass may have."""
    (limit,) = (item.metadata["longest"] for item in fields(kind) if item.name == key)
    return int(limit)


def check(instance: Any) -> None:
    """Check every limited field of a dataclass; numbers left at None are not looked at.

    Raises:
        Refusal: ``scene.out-of-range``, ``scene.not-whole``, ``scene.how-many``,
            ``scene.not-one-of`` or ``scene.text-too-long``.
    """
    for key, allowed in ranges(type(instance)).items():
        _check_number(key, getattr(instance, key), allowed)
    for key, (allowed, count) in series(type(instance)).items():
        check_count(key, len(getattr(instance, key)), count)
        for value in getattr(instance, key):
            _check_number(key, value, allowed)
    for key, names in choices(type(instance)).items():
        value = getattr(instance, key)
        if value not in names:
            raise Refusal("scene.not-one-of", key=key, value=value, allowed=", ".join(names))
    for item in fields(instance):
        limit = item.metadata.get("longest")
        if limit is not None and len(getattr(instance, item.name)) > limit:
            raise Refusal("scene.text-too-long", key=item.name, limit=limit)


def check_count(key: str, count: int, allowed: tuple[int, int]) -> None:
    """Check how many numbers there are.

    Raises:
        Refusal: ``scene.how-many``.
    """
    fewest, most = allowed
    if not fewest <= count <= most:
        raise Refusal("scene.how-many", key=key, count=count, fewest=fewest, most=most)


def _check_number(key: str, value: float | None, allowed: Range) -> None:
    if value is None:
        return
    if not math.isfinite(value) or not allowed.low <= value <= allowed.high:
        raise Refusal(
            "scene.out-of-range", key=key, value=value, low=allowed.low, high=allowed.high
        )
    if allowed.integer and value != int(value):
        raise Refusal("scene.not-whole", key=key, value=value)
