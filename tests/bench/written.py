"""What a run of the benchmarks leaves behind: docs/performance.md, its picture, its numbers."""

import json
import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import sync_playwright
from plotly.offline import get_plotlyjs
from table import HEAD, Row, cells_of, plain
from web import FLAGS

ROOT = Path(__file__).parents[2]
PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"
RESULTS = Path(__file__).parent / "results.json"
PACKAGES = ("numpy", "scipy", "streamlit", "plotly")
COLOURS = {"Wicklab": "#0072b2", "QMsolve": "#d55e00", "QuTiP": "#007f5f", "py-pde": "#b0578b"}
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


def write(parts: dict[str, list[Row]], curves: list[dict[str, Any]]) -> None:
    """Page, picture and numbers of a run; parts that were not measured stay as they are."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    where = machine()
    for title, rows in parts.items():
        kept[title] = {"where": where, "rows": plain({title: rows})[title]}
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    text = [HEADLINE]
    if curves:
        _draw(curves)
    if PICTURE.exists():
        text.append("![Error against time of each solver, by landscape](performance.svg)\n\n")
    for title, part in kept.items():
        text += [
            f"## {title}\n\n",
            f"{part['where']}\n\n",
            _table([Row(**r) for r in part["rows"]]),
        ]
    PAGE.write_text("".join(text))


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


def _draw(curves: list[dict[str, Any]]) -> None:
    """Error against seconds on logarithmic axes, one chart a landscape and kind of time."""
    titles = list(dict.fromkeys((run["landscape"], run["wick"]) for run in curves))
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "width": 1100,
        "height": 340 * -(-len(titles) // 2),
        "grid": {"rows": -(-len(titles) // 2), "columns": 2, "pattern": "independent"},
        "legend": {"orientation": "h"},
        "annotations": [],
        "paper_bgcolor": "#ffffff",
    }
    for place, (landscape, wick) in enumerate(titles):
        n = "" if place == 0 else str(place + 1)
        time = "imaginary time" if wick == 90 else "real time"
        layout[f"xaxis{n}"] = {"type": "log", "title": {"text": f"seconds: {landscape}, {time}"}}
        layout[f"yaxis{n}"] = {"type": "log", "exponentformat": "power", "title": {"text": "error"}}
        for solver, colour in COLOURS.items():
            runs = sorted(
                (run["seconds"], run["error"])
                for run in curves
                if (run["landscape"], run["wick"], run["solver"]) == (landscape, wick, solver)
            )
            traces.append(
                {
                    "x": [seconds for seconds, _ in runs],
                    "y": [max(error, 1e-14) for _, error in runs],
                    "mode": "lines+markers",
                    "name": solver,
                    "showlegend": place == 0,
                    "line": {"color": colour},
                    "xaxis": f"x{n}",
                    "yaxis": f"y{n}",
                }
            )
    with sync_playwright() as playwright:
        path = os.environ.get("WICKLAB_BROWSER") or None
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        page.set_content("<div id=chart></div>")
        page.evaluate(get_plotlyjs())
        picture = page.evaluate(
            """async ([traces, { width, height, ...layout }]) => {
              const chart = await Plotly.newPlot("chart", traces, { width, height, ...layout });
              return Plotly.toImage(chart, { format: "svg", width, height });
            }""",
            [traces, layout],
        )
        browser.close()
    PICTURE.write_text(unquote(picture.split(",", 1)[1]) + "\n")
