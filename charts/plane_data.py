"""What the player needs beside the frames of a run in two dimensions."""

import math
from typing import Any

import numpy as np

from charts.plane_clip import HALF_STEP, plane_clip_name
from charts.player_data import packed, report_words
from scenes.language import topic
from scenes.link import encode, write
from scenes.scene import Scene, View
from solvers.arrays import Real
from solvers.plane.solution import Terrain
from solvers.report import Report
from solvers.terrain import relief

DRAWN = 128  # nodes per axis of the landscape: contours need no more


def plane_data(
    terrain: Terrain, view: View, lang: str, report: Report | None = None
) -> dict[str, Any]:
    """Everything but the clip, ready for JSON.

    Args:
        terrain: Terrain of the problem shown.
        view: How.
        lang: Language code of all words.
        report: What is known about the run, once it is over.
    """
    problem, spectrum = terrain.problem, terrain.spectrum
    levels = [] if spectrum is None else [float(energy) for energy in spectrum.energies]
    return {
        "clip": plane_clip_name(problem),
        "kind": "plane",
        "lang": lang,
        "link": encode(Scene(problem, view)),
        "name": write(Scene(problem, view)),
        "texts": topic(lang, "player"),
        "grid": {"lo": problem.lo, "hi": problem.hi, "n": problem.n},
        "wick": problem.wick,
        "duration": problem.T if report is None else report.t_end,
        "frames": problem.frames,
        "packet": {
            "centre": [problem.x0, problem.y0],
            "width": problem.sigma,
            "momentum": [problem.px, problem.py],
        },
        "zeta": packed(_drawn(terrain.zeta)),
        "surrogate": None if terrain.surrogate is None else packed(_drawn(terrain.surrogate)),
        "trusted": None
        if terrain.trusted is None
        else packed(_drawn(terrain.trusted.astype(float))),
        "floor": float(terrain.zeta.min()),
        "relief": relief(terrain.zeta),
        "order": problem.order,
        "about": problem.about_point,
        "levels": levels,
        "view": {"show": view.show, "density": view.density, "speed": view.speed},
        "report": None if report is None else report_words(report, lang, rounded=HALF_STEP),
    }


def _drawn(surface: Real) -> Real:
    """A surface on fewer nodes, each the mean of a square of the solver's."""
    n = len(surface)
    side = max(1, math.ceil(n / DRAWN))
    whole = n // side * side
    squares = surface[:whole, :whole].reshape(whole // side, side, whole // side, side)
    return np.asarray(squares.mean(axis=(1, 3)))
