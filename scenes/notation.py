"""Superpositions and control points as short text, and back.

`levels=0:1,3:0.5@90` is φ₀ + ½ e^{i 90°} φ₃; amplitude 1 and phase 0 may be left out.
`points=-2:1.5,0:0,2:1` are three control points x:ζ.
"""

import math
import re
from collections.abc import Iterator

from solvers.refusal import Refusal

Levels = tuple[tuple[int, float, float], ...]
Points = tuple[tuple[float, float], ...]

MOST_PARTS = 64  # more are counted, not read

_LEVEL = re.compile(r"(\d{1,6})(?::([^:@]{1,30}))?(?:@([^:@]{1,30}))?")


def levels_of(text: str) -> Levels:
    """Levels of a superposition.

    Raises:
        Refusal: ``levels.syntax`` or ``levels.count``.
    """
    found = []
    for part in _parts(text, "levels.syntax"):
        match = _LEVEL.fullmatch(part)
        if not match:
            raise Refusal("levels.syntax", part=_brief(part))
        amplitude, phase = (_number(match[2] or "1"), _number(match[3] or "0"))
        if amplitude is None or phase is None:
            raise Refusal("levels.syntax", part=_brief(part))
        found.append((int(match[1]), amplitude, phase))
    return tuple(sorted(found))


def points_of(text: str) -> Points:
    """Control points of a drawn landscape.

    Raises:
        Refusal: ``points.syntax`` or ``points.count``.
    """
    found = []
    for part in _parts(text, "points.syntax"):
        x, _, zeta = part.partition(":")
        pair = (_number(x), _number(zeta))
        if pair[0] is None or pair[1] is None:
            raise Refusal("points.syntax", part=_brief(part))
        found.append((pair[0], pair[1]))
    return tuple(found)


def written_levels(levels: Levels) -> str:
    """Levels as `levels_of` reads them."""
    return ",".join(
        f"{n}" + (f":{short(a)}" if a != 1 else "") + (f"@{short(phase)}" if phase else "")
        for n, a, phase in levels
    )


def written_points(points: Points) -> str:
    """Control points as `points_of` reads them."""
    return ",".join(f"{short(x)}:{short(zeta)}" for x, zeta in points)


def short(value: float) -> str:
    """A number in as few characters as give it back."""
    text = f"{value:.12g}"
    return text if float(text) == value else repr(float(value))


def _parts(text: str, code: str) -> Iterator[str]:
    parts = text.split(",", MOST_PARTS) if text else []
    if len(parts) > MOST_PARTS:
        raise Refusal(code, part=_brief(parts[-1]))
    return (part.strip() for part in parts)


def _number(text: str) -> float | None:
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _brief(text: str) -> str:
    printable = "".join(char if char.isprintable() else "?" for char in text)
    return printable if len(printable) <= 20 else printable[:20] + "…"
