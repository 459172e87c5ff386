"""A table of the user's own points: read with suspicion, bounded before anything is made."""

import math

import numpy as np

from solvers.diffusion.datasets import Dataset, standardised
from solvers.refusal import Refusal

MOST_POINTS = 5000
FEWEST_POINTS = 3
MOST_BYTES = 500_000
MOST_CLASSES = 9
FARTHEST = 1e9
QUOTED = 24  # characters of a bad entry that are shown


def read_table(content: bytes) -> Dataset:
    """Points from lines `x,y` or `x,y,class`, standardised.

    Comma, semicolon, tab or blank part the columns; one line of names at the top and
    empty lines are skipped. Classes are whole numbers from 0 to 8.

    Raises:
        Refusal: ``diffusion.table-*`` with the first line that cannot be read, or
            ``diffusion.one-place``.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("diffusion.table-large", limit=MOST_BYTES // 1000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("diffusion.table-not-text") from error
    if "\0" in text:
        raise Refusal("diffusion.table-not-text")
    rows = _rows(text)
    if len(rows) < FEWEST_POINTS:
        raise Refusal("diffusion.table-short", least=FEWEST_POINTS)
    widths = {len(values) for _, values in rows}
    if len(widths) > 1:
        line = next(line for line, values in rows if len(values) != len(rows[0][1]))
        raise Refusal("diffusion.table-uneven", line=line)
    table = np.array([values for _, values in rows])
    labels = np.zeros(len(table), int)
    if table.shape[1] > 2:
        labels = np.unique(table[:, 2], return_inverse=True)[1]
    return standardised(table[:, :2], labels)


def _rows(text: str) -> list[tuple[int, list[float]]]:
    rows: list[tuple[int, list[float]]] = []
    is_first = True
    for line, content in enumerate(text.splitlines(), 1):
        if not content.strip():
            continue
        entries = _entries(content)
        if is_first and len(entries) in (2, 3) and not any(map(_is_number, entries)):
            is_first = False
            continue
        is_first = False
        rows.append((line, _values(entries, line)))
        if len(rows) > MOST_POINTS:
            raise Refusal("diffusion.table-long", limit=MOST_POINTS)
    return rows


def _entries(content: str) -> list[str]:
    for mark in (",", ";", "\t"):
        if mark in content:
            return [entry.strip().strip('"') for entry in content.split(mark)]
    return content.split()


def _is_number(entry: str) -> bool:
    try:
        float(entry)
    except ValueError:
        return False
    return "_" not in entry


def _values(entries: list[str], line: int) -> list[float]:
    if len(entries) not in (2, 3):
        raise Refusal("diffusion.table-columns", line=line, count=len(entries))
    for entry in entries:
        if not _is_number(entry):
            raise Refusal("diffusion.table-text", line=line, text=entry[:QUOTED])
    values = [float(entry) for entry in entries]
    if not all(math.isfinite(value) for value in values):
        raise Refusal("diffusion.table-not-finite", line=line)
    if max(abs(value) for value in values) > FARTHEST:
        raise Refusal("diffusion.table-far", line=line, limit=FARTHEST)
    if len(values) > 2 and values[2] not in range(MOST_CLASSES):
        raise Refusal("diffusion.table-class", line=line, most=MOST_CLASSES - 1)
    return values
