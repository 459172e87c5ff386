"""What a run of the benchmarks leaves behind: docs/performance.md and its numbers."""

import json
import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from table import HEAD, Row, cells_of, plain

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
PICTURES = {  # part: file beside the page, what it shows
    "solve": ("performance.svg", "Error against time of each solver, by landscape"),
    "scaling": ("scaling.svg", "Time against size, measured and expected"),
}
RESULTS = Path(__file__).parent / "results.json"
PACKAGES = ("numpy", "scipy", "streamlit", "plotly")
LOST = 1 / 3  # of a guarded ratio: more than noise, less than a mistake
HEADLINE = """# Performance

Written by `make bench`; nobody edits it. How each part measures is said in the head of
`tests/bench/run.py`. Times are this machine's and move with its load: only ratios of one run
mean something. `make bench-quick` compares the ratios of its parts with these.

"""


def machine() -> str:
    """Processor, cores and versions, as one sentence."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    name = names[0] if names else platform.machine()
    return (
        f"{date.today():%Y-%m-%d}, {name}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}."
    )


def write(parts: dict[str, list[Row]]) -> None:
    """Page and numbers of a run; parts that were not measured stay as they are."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    where = machine()
    for title, rows in parts.items():
        kept[title] = {"where": where, "rows": plain({title: rows})[title]}
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    text = [HEADLINE]
    for title, part in kept.items():
        text += [f"## {title}\n\n", f"{part['where']}\n\n", _picture(title)]
        text.append(_table([Row(**r) for r in part["rows"]]))
    PAGE.write_text("".join(text))


def picture_of(title: str) -> Path:
    """File of a part's picture."""
    return PAGE.parent / PICTURES[title][0]


def _picture(title: str) -> str:
    if title not in PICTURES or not picture_of(title).exists():
        return ""
    name, words = PICTURES[title]
    return f"![{words}]({name})\n\n"


def _table(rows: list[Row]) -> str:
    lines = [cells_of(row) for row in [HEAD, *rows]]
    lines.insert(1, ["---"] * 5)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines) + "\n"


def fallen(parts: dict[str, list[Row]]) -> list[str]:
    """Guarded ratios that are worse than the committed ones by more than a third."""
    kept = json.loads(RESULTS.read_text())
    before = {row["what"]: row for part in kept.values() for row in part["rows"]}
    found = []
    for row in (row for rows in parts.values() for row in rows if row.guarded):
        if row.what not in before:
            continue
        old, new = (float(text.split()[0]) for text in (before[row.what]["ratio"], row.ratio))
        worse = new < old * (1 - LOST) if row.guarded == "more" else new > old / (1 - LOST)
        if worse:
            found.append(f"{row.what}: {new:.3g} ×, committed {old:.3g} ×")
    return found
