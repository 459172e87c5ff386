"""Part "atlas": 1,600 scenes as one map, from nothing, and again from disk."""

import sys
import tempfile
from typing import Any

from solve_part import run_script
from table import Row, judged

from charts.atlas import BASE
from ui.sweep_cache import SETTING

BUDGET = 30.0  # seconds
FORMULA = "V=x**4-3*x**2%2Ba*x&let=a:0.3&wick=90&T=10"
MAPS = {
    "x₀ × D, a line shares its eigenstates": (BASE, "x0", "D"),
    "D × a constant of the formula, a cell shares with none": (FORMULA, "let:a", "D"),
}


def measure() -> list[Row]:
    rows = []
    for name, scene in MAPS.items():
        with tempfile.TemporaryDirectory() as folder:
            first, again = (_computed(scene, folder) for _ in range(2))
        doubtful = sum(n for level, n in first["levels"].items() if level != "green")
        rate = first["cells"] / first["seconds"]
        rows += [
            Row(f"{name}: cells a second, processor time", f"{rate:.0f} /s, "
                f"{first['processor']:.1f} s", verdict=f"{doubtful} cells marked"),
            judged(f"{name}: {first['cells']} cells", first["seconds"], BUDGET, unit=" s"),
            Row(f"{name}: again from disk", f"{again['seconds']:.3f} s"),
        ]  # fmt: skip
    return rows


def _computed(scene: tuple[str, str, str], folder: str) -> dict[str, Any]:
    """The map in a process of its own."""
    return run_script(sys.executable, "atlas_cells.py", *scene, **{SETTING: folder})
