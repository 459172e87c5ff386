"""Answers put together: for the screen, and as a table."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ui.classroom.rules import SAMPLES

SKETCHES = 60  # shown one by one; the mean is of all
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def results(asked: Mapping[str, Any], values: Sequence[Any]) -> dict[str, Any]:
    """What the charts of a question show.

    Args:
        asked: The question's body.
        values: Its answers.

    Returns:
        `count`, and counts per option, or the numbers in order, or the sketches (heights in
        hexadecimal, two digits each) with the mean of their densities per unit of x.
    """
    found: dict[str, Any] = {"count": len(values)}
    if asked["kind"] == "choice":
        return found | {"counts": [values.count(place) for place in range(len(asked["options"]))]}
    if asked["kind"] == "number":
        return found | {"numbers": sorted(values)}
    shown = [bytes(value).hex() for value in values[:SKETCHES]]
    return found | {"sketches": shown, "mean": mean_density(asked, values)}


def mean_density(asked: Mapping[str, Any], sketches: Sequence[Sequence[int]]) -> list[float]:
    """Mean of sketches, each with area 1 under it; empty without any."""
    width = (asked["hi"] - asked["lo"]) / (SAMPLES - 1)
    areas = [sum(heights) * width for heights in sketches]
    share = [1 / (area * len(sketches)) for area in areas]
    columns = zip(*sketches, strict=True)
    return [sum(h * s for h, s in zip(column, share, strict=True)) for column in columns]


def table(rows: Iterable[tuple[int, dict[str, Any], str, Any, float]]) -> str:
    """All answers of a session as CSV, with a mark that tells spreadsheets the encoding.

    Text that a spreadsheet would take for a formula gets an apostrophe in front. A sketch is
    one cell: 64 heights from 0 to 255 at equal distances from the lower to the upper end.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["number", "question", "kind", "from", "to", "nickname", "answer", "time"])
    for number, asked, nickname, value, at in rows:
        when = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        ends = [asked.get("lo", ""), asked.get("hi", "")]
        said = [_safe(asked["text"]), asked["kind"], *ends, _safe(nickname)]
        writer.writerow([number, *said, _cell(asked, value), when])
    return "\ufeff" + out.getvalue()


def _cell(asked: Mapping[str, Any], value: Any) -> Any:
    if asked["kind"] == "choice":
        return _safe(asked["options"][value])
    return " ".join(map(str, value)) if asked["kind"] == "density" else value


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
