"""What the player needs beside its clip: the scene, small curves, the report in words."""

import base64
import math
from typing import Any

import numpy as np

from charts.clip import HALF_STEP, clip_name
from charts.window import window
from scenes.language import say, topic
from scenes.link import encode, write
from scenes.scene import Scene, View
from solvers.arrays import Real
from solvers.problem import Problem
from solvers.report import TRUST_SHARE, Report, Verdict, trust_interval
from solvers.solution import Solution, quadratic
from solvers.taylor import HIGHEST_ORDER
from solvers.terrain import best_basin, relief

FIGURES = ("error", "norm_drift", "energy_drift", "edge_probability")
MOST_LEVELS = 40


def player_data(
    solution: Solution, view: View, lang: str, *, complete: bool = True
) -> dict[str, Any]:
    """Everything but the clip, ready for JSON.

    Args:
        solution: What is shown.
        view: How.
        lang: Language code of all words.
        complete: False while a stepping solver still works: the report comes later.
    """
    problem = solution.problem
    rounded = HALF_STEP if _kind(solution) == "frames" else 0.0
    return {
        "clip": clip_name(problem, solution.expansion),
        "kind": _kind(solution),
        "lang": lang,
        "link": encode(Scene(problem, view)),
        "name": write(Scene(problem, view)),
        "texts": {**topic(lang, "player"), **topic(lang, "tools")},
        "grid": {"lo": problem.lo, "hi": problem.hi, "n": problem.n, "edges": problem.edges},
        "wick": problem.wick,
        "D": problem.D,
        "T": problem.T,
        "duration": solution.report.t_end if complete else problem.T,
        "frames": problem.frames,
        "levels": problem.levels,
        "points": problem.points,
        "packet": {"centre": problem.x0, "width": problem.sigma, "momentum": problem.px},
        "zeta": packed(solution.zeta),
        "surrogate": None if solution.surrogate is None else packed(solution.surrogate),
        "order": problem.order,
        "about": problem.expansion_point,
        "trust": None if problem.surrogate is None else trust_interval(problem),
        "basin": _intervals(solution),
        "window": vars(window(solution)),
        "view": {key: value for key, value in vars(view).items() if key != "lang"},
        "report": report_words(solution.report, lang, rounded=rounded) if complete else None,
        **_dynamics(solution),
        **_expansion_anywhere(solution),
    }


def stage_texts(lang: str, page: str) -> dict[str, str]:
    """Words of the player and those under `[stage]` of a page's own texts."""
    own = topic(lang, page)
    start = "stage."
    stage = {key.removeprefix(start): text for key, text in own.items() if key.startswith(start)}
    return topic(lang, "player") | stage


def _kind(solution: Solution) -> str:
    if solution.expansion is not None:
        return "modes"
    return "gaussian" if solution.problem.is_closed_form else "frames"


def _dynamics(solution: Solution) -> dict[str, Any]:
    """What the browser evolves: coefficients, a quadratic, or the schedule of D."""
    problem, expansion = solution.problem, solution.expansion
    if expansion is not None:
        pairs = np.stack([expansion.coefficients.real, expansion.coefficients.imag], axis=1)
        energies = expansion.spectrum.energies[: expansion.count]
        return {"coefficients": packed(pairs, "<f8"), "energies": packed(energies, "<f8")}
    if problem.is_closed_form:
        return {"quadratic": vars(quadratic(problem)), "ground": _oscillator(problem)}
    return {"schedule": packed(problem.diffusivity.at(problem.times), "<f8")}


def _expansion_anywhere(solution: Solution) -> dict[str, Any]:
    """What the browser needs to move the expansion point by itself.

    ζ's Taylor coefficients at every node, one row an order, shape (rows, n): two orders
    more than the surrogate has, so that a point between two nodes is served too. And the
    floor that holds a surrogate of order 3 or more, None for one that needs none.
    """
    problem = solution.problem
    if problem.order is None:
        return {}
    rows = min(problem.order + 2, HIGHEST_ORDER)
    series = problem.objective.jet(problem.grid.x, rows)
    with np.errstate(over="ignore", invalid="ignore"):
        rows_packed = packed(series)
    floor = problem.hamiltonian.floor
    return {
        "series": rows_packed,
        "tolerance": TRUST_SHARE * relief(solution.zeta),
        "floor": floor if math.isfinite(floor) else None,
    }


def _oscillator(problem: Problem) -> dict[str, float] | None:
    """Lowest level and spacing of an upright parabola."""
    surface = quadratic(problem)
    if surface.curvature <= 0:
        return None
    spacing = math.sqrt(2 * problem.D * surface.curvature)
    bottom = surface.value - surface.slope**2 / (2 * surface.curvature)
    return {"energy": bottom + spacing / 2, "spacing": spacing}


def packed(values: Real, kind: str = "<f4") -> str:
    """Little-endian numbers in base 64."""
    return base64.b64encode(np.ascontiguousarray(values.astype(kind)).tobytes()).decode()


def _intervals(solution: Solution) -> list[tuple[float, float]]:
    """Basin of the global minimum as intervals of x."""
    grid = solution.problem.grid
    inside = best_basin(solution.zeta, periodic=grid.edges == "periodic").astype(int)
    change = np.diff(np.concatenate([[0], inside, [0]]))
    starts, stops = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    return [
        (grid.lo + float(a) * grid.dx, grid.lo + float(b) * grid.dx)
        for a, b in zip(starts, stops, strict=True)
    ]


def report_words(report: Report, lang: str, *, rounded: float = 0.0) -> dict[str, Any]:
    """The report as a verdict in words and a few figures.

    Args:
        report: Of the run.
        lang: Language code.
        rounded: How far the picture's ψ may be off its own largest |ψ|, by what its clip rounds.
    """
    verdict = report.verdict
    others = [note for note in report.physics if note is not verdict]
    return {
        "level": verdict.level,
        "sentence": _spoken(verdict, lang),
        "cause": "" if verdict.level == "green" else say(lang, f"report.{verdict.cause}"),
        "notes": [_spoken(note, lang) for note in others],
        "method": say(lang, f"player.method-{report.method}", size=report.size),
        "edges": say(lang, f"player.edges-{report.edges}"),
        "figures": [
            {"label": say(lang, f"player.{key}"), "value": getattr(report, key)}
            for key in FIGURES
            if math.isfinite(getattr(report, key))
        ]
        + ([{"label": say(lang, "player.rounded"), "value": rounded}] if rounded else []),
    }


def _spoken(verdict: Verdict, lang: str) -> str:
    return say(lang, verdict.code, **{key: float(value) for key, value in verdict.details.items()})
