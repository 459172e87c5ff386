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
    """

    what: str
    value: str = ""
    error: str = ""
    ratio: str = ""
    verdict: str = ""


def judged(what: str, found: float, budget: float, *, unit: str, least: bool = False) -> Row:
    """A row with a budget; `least` when more is better."""
    met = found >= budget if least else found <= budget
    sign = "≥" if least else "≤"
    word = "met" if met else "MISSED"
    return Row(what, ratio=f"{found:.3g}{unit}", verdict=f"{word} (budget {sign} {budget:g}{unit})")


def ms(seconds: float) -> str:
    return f"{1e3 * seconds:.1f} ms"


def show(parts: dict[str, list[Row]]) -> None:
    head = Row("what", "measured", "error", "ratio", "budget")
    cells = [list(asdict(row).values()) for rows in parts.values() for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(5)]
    for title, rows in parts.items():
        lines = [list(asdict(row).values()) for row in [head, *rows]]
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
