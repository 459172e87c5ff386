"""The one table: rows from every part, aligned."""

import sys
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Row:
    """One line.

    Attributes:
        what: What was measured.
        value: The figure, with its unit.
        error: Relative error, where there is one.
        ratio: The figure against what it is compared with.
        verdict: "met" or "MISSED" with the budget, else a remark or nothing.
        guarded: "more" or "less" is better, for a ratio that another machine finds too.
    """

    what: str
    value: str = ""
    error: str = ""
    ratio: str = ""
    verdict: str = ""
    guarded: str = ""


def judged(what: str, found: float, budget: float, *, unit: str, least: bool = False) -> Row:
    """A row with a budget; `least` when more is better."""
    met = found >= budget if least else found <= budget
    sign = "≥" if least else "≤"
    word = "met" if met else "MISSED"
    guarded = {True: "more", False: "less"}[least] if unit == " ×" else ""
    said = f"{word} (budget {sign} {budget:g}{unit})"
    return Row(what, ratio=f"{found:.3g}{unit}", verdict=said, guarded=guarded)


def ms(seconds: float) -> str:
    return f"{1e3 * seconds:.1f} ms"


HEAD = Row("what", "measured", "error", "ratio", "budget")


def cells_of(row: Row) -> list[str]:
    return list(asdict(row).values())[:5]


def show(parts: dict[str, list[Row]]) -> None:
    head = HEAD
    cells = [cells_of(row) for rows in parts.values() for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(5)]
    for title, rows in parts.items():
        lines = [cells_of(row) for row in [head, *rows]]
        lines.insert(1, ["-" * width for width in widths])
        sys.stdout.write(f"\n{title}\n")
        for line in lines:
            text = [
                cell.ljust(w) if i in (0, 4) else cell.rjust(w)
                for i, (cell, w) in enumerate(zip(line, widths, strict=True))
            ]
            sys.stdout.write("  ".join(text).rstrip() + "\n")
    sys.stdout.flush()


def plain(parts: dict[str, list[Row]]) -> dict[str, Any]:
    return {title: [asdict(row) for row in rows] for title, rows in parts.items()}
