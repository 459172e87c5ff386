"""The page Dispersion: one free packet in real and in imaginary time."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from charts.free_packet import free
from charts.knobs import choice, slider, switch
from charts.player_data import player_data, stage_texts
from scenes.language import say
from scenes.scene import DENSITIES, Scene
from solvers.problem import Problem
from solvers.solution import Solution, solve

BASE = "formula=0&lo=-40&hi=40&n=1024&D=0.5&x0=0&sigma=1&T=6"
SHOWN = (-15.0, 15.0)  # the box is wider: where nobody looks a wall is not felt
TIMES = {"real": 0.0, "imaginary": 90.0}
ALIKE = 0.01  # relative difference of two widths that no eye can see


@dataclass(frozen=True)
class Settings:
    """The page's own keys of a link.

    Attributes:
        waves: Whether Re ψ and Im ψ are drawn.
    """

    waves: bool = False


def twins(problem: Problem) -> dict[str, Problem]:
    """The same packet in real and in imaginary time.

    Raises:
        Refusal: ``scene.not-free``.
    """
    exact = free(problem).having(order=None, about=None)
    return {time: exact.having(wick=wick) for time, wick in TIMES.items()}


def stage_data(
    solved: dict[str, Solution], scene: Scene, settings: Settings, lang: str
) -> dict[str, Any]:
    """What `assets/stages/dispersion.js` shows."""
    problem = scene.problem
    return {
        **{time: player_data(solution, scene.view, lang) for time, solution in solved.items()},
        "texts": stage_texts(lang, "dispersion"),
        "shown": (max(SHOWN[0], problem.lo), min(SHOWN[1], problem.hi)),
        "knobs": knobs(scene, settings, lang),
    }


def knobs(scene: Scene, settings: Settings, lang: str) -> list[dict[str, Any]]:
    """The controls beside the picture."""
    problem = scene.problem
    densities = [(name, say(lang, f"dispersion.{name}")) for name in DENSITIES]
    return [
        slider(problem, "D", say(lang, "lab.D"), low=0.1, high=1, step=0.05),
        slider(problem, "sigma", say(lang, "lab.sigma"), low=0.5, high=2, step=0.05),
        slider(problem, "px", say(lang, "lab.px"), low=-1, high=1, step=0.05),
        choice(scene.view, "density", say(lang, "dispersion.density"), densities),
        switch(settings, "waves", say(lang, "dispersion.waves")),
    ]


def _last(problem: Problem, time: str) -> Solution:
    return solve(twins(problem)[time], samples=2)


def halved(scene: Scene, _: Settings) -> tuple[str, dict[str, float]]:
    """What half the starting width does to the width at the end, in real time."""
    problem = scene.problem
    narrow = problem.having(sigma=problem.sigma / 2)
    before, after = (float(_last(each, "real").fields.std[-1]) for each in (problem, narrow))
    change = after / before - 1
    option = "same" if abs(change) < ALIKE else "wider" if change > 0 else "narrower"
    return option, {"before": before, "after": after}


def kicked(scene: Scene, _: Settings) -> tuple[str, dict[str, float]]:
    """In which of the two times a packet with momentum travels."""
    problem = scene.problem
    moved = {
        time: float(_last(problem, time).fields.mean[-1]) - problem.x0
        for time in ("real", "imaginary")
    }
    travels = [time for time, way in moved.items() if abs(way) > ALIKE * problem.sigma]
    option = {2: "both", 0: "neither"}.get(len(travels), *travels[:1])
    return option, moved


def reread(scene: Scene, _: Settings) -> tuple[str, dict[str, float]]:
    """How the variance of u compares with that of |ψ|² at the end of imaginary time.

    Asked of the packet without momentum: with it ψ is no concentration.
    """
    problem = scene.problem.having(px=0.0)
    solution = _last(problem, "imaginary")
    born = float(solution.fields.std[-1]) ** 2
    x, psi = problem.grid.x, np.abs(solution.fields.psi[-1])
    u = psi / psi.sum()
    walkers = float(u @ (x - u @ x) ** 2)
    ratio = walkers / born
    option = "same" if abs(ratio - 1) < ALIKE else "double" if ratio > 1 else "half"
    return option, {"born": born, "walkers": walkers, "ratio": ratio}
