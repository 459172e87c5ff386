"""Limits of the numbers of a problem, declared once in the metadata of its fields."""

import math
from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any

from solvers.limits import Range
from solvers.refusal import Refusal


def number(low: float, high: float, default: float | None, *, integer: bool = False) -> Any:
    """A field with limits."""
    return field(default=default, metadata={"range": Range(low, high, integer)})


def ranges(kind: type) -> dict[str, Range]:
    """Limits of all numbers of a dataclass."""
    return {f.name: f.metadata["range"] for f in fields(kind) if "range" in f.metadata}


def check_ranges(problem: object, allowed: Mapping[str, Range]) -> None:
    """Look at every number of a problem.

    Raises:
        Refusal: ``scene.out-of-range`` or ``scene.not-whole``.
    """
    for key, limits in allowed.items():
        check(key, getattr(problem, key), limits)


def check(key: str, value: float | None, allowed: Range) -> None:
    """Look at one number.

    Raises:
        Refusal: ``scene.out-of-range`` or ``scene.not-whole``.
    """
    if value is None:
        return
    if not math.isfinite(value) or not allowed.low <= value <= allowed.high:
        raise Refusal(
            "scene.out-of-range", key=key, value=value, low=allowed.low, high=allowed.high
        )
    if allowed.integer and value != int(value):
        raise Refusal("scene.not-whole", key=key, value=value)
