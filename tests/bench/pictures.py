"""Pictures of a run for docs/performance.md, drawn by Plotly in Chromium."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import sync_playwright
from plotly.offline import get_plotlyjs
from web import FLAGS

COLOURS = {"Wicklab": "#0072b2", "QMsolve": "#d55e00", "QuTiP": "#007f5f", "py-pde": "#b0578b"}
WIDTH, HEIGHT, GREY = 1100, 340, "#777777"
LOG = {"type": "log", "exponentformat": "power"}

Trace = dict[str, Any]


def error_against_time(curves: list[dict[str, Any]], file: Path) -> None:
    """One chart a landscape and kind of time, a line a solver."""
    titles = list(dict.fromkeys((run["landscape"], run["wick"]) for run in curves))
    layout, traces = _charts(len(titles)), []
    for place, (landscape, wick) in enumerate(titles):
        time = "imaginary time" if wick == 90 else "real time"
        x, y = _axes(layout, place, f"seconds: {landscape}, {time}", "error")
        for solver, colour in COLOURS.items():
            runs = sorted(
                (run["seconds"], run["error"])
                for run in curves
                if (run["landscape"], run["wick"], run["solver"]) == (landscape, wick, solver)
            )
            points = [seconds for seconds, _ in runs], [max(error, 1e-14) for _, error in runs]
            traces.append(_line(points, solver, colour, x, y, legend=place == 0))
    _save(traces, layout, file)


def time_against_size(curves: list[dict[str, Any]], file: Path) -> None:
    """One chart a curve, the expected law dashed beside what was measured."""
    layout, traces = _charts(len(curves)), []
    for place, curve in enumerate(curves):
        x, y = _axes(layout, place, f"{curve['unit']} ({curve['name']})", "seconds")
        for name, colour in (("measured", COLOURS["Wicklab"]), ("expected law", GREY)):
            seconds = curve["seconds" if name == "measured" else "expected"]
            points = curve["sizes"], seconds
            traces.append(_line(points, name, colour, x, y, legend=place == 0))
        traces[-1] |= {"mode": "lines", "line": {"dash": "dash", "color": GREY}}
        layout["annotations"].append(
            {"text": curve["words"], "xref": f"{x} domain", "yref": f"{y} domain", "x": 0.05,
             "y": 0.95, "showarrow": False, "font": {"color": GREY, "size": 16}}
        )  # fmt: skip
    _save(traces, layout, file)


def _charts(count: int) -> dict[str, Any]:
    rows = -(-count // 2)
    return {
        "width": WIDTH,
        "height": HEIGHT * rows,
        "grid": {"rows": rows, "columns": 2, "pattern": "independent"},
        "legend": {"orientation": "h"},
        "annotations": [],
        "paper_bgcolor": "#ffffff",
    }


def _axes(layout: dict[str, Any], place: int, x: str, y: str) -> tuple[str, str]:
    """Logarithmic axes with their titles; their names."""
    n = "" if place == 0 else str(place + 1)
    layout[f"xaxis{n}"] = {"type": "log", "title": {"text": x}}
    layout[f"yaxis{n}"] = {**LOG, "title": {"text": y}}
    return f"x{n}", f"y{n}"


def _line(
    points: tuple[Any, Any], name: str, colour: str, x: str, y: str, *, legend: bool = True
) -> Trace:
    return {
        "x": list(points[0]),
        "y": list(points[1]),
        "mode": "lines+markers",
        "name": name,
        "showlegend": legend,
        "line": {"color": colour},
        "xaxis": x,
        "yaxis": y,
    }


def _save(traces: list[Trace], layout: dict[str, Any], file: Path) -> None:
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
    file.write_text(unquote(picture.split(",", 1)[1]) + "\n")
