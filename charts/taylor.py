"""The page Taylor: the truth and its surrogates, and the optimisers they are."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from charts.convergence import landscape_knob, suits
from charts.knobs import slider
from charts.player_data import player_data, stage_texts
from scenes.language import say
from scenes.scene import Scene
from solvers.fidelity import compare
from solvers.gaussian import blow_up
from solvers.limits import number
from solvers.problem import Problem
from solvers.solution import Solution, quadratic, solve
from solvers.taylor import HIGHEST_ORDER

BASE = "landscape=double-well&x0=-0.75&sigma=0.15&about=-0.75&order=3&T=5"
CLOSED = (0, 1, 2)  # orders that are always there
LOWEST = 3  # order beside them
SAMPLES = 81  # as in assets/stages/taylor/record.js
NEAR = 0.1  # of the distance between two answers: nearer counts as arrived


@dataclass(frozen=True)
class Settings:
    """The page's own keys of a link.

    Attributes:
        step: Step h in τ after which a surrogate is expanded anew.
    """

    step: float = number(0.01, 5.0, default=0.1)


def suited(scene: Scene) -> Scene:
    """The scene as this page shows it: a packet, constant D, an order from 3 on."""
    problem = scene.problem
    order = max(problem.order or LOWEST, LOWEST)
    about = problem.expansion_point
    return scene.having(order=order, about=about, schedule="constant", levels=())


def rivals(problem: Problem) -> tuple[Problem, Problem]:
    """The truth, and the surrogate of order n; the browser knows orders 0 to 2."""
    return problem.having(order=None, about=None), problem


def stage_data(
    solved: tuple[Solution, Solution], scene: Scene, settings: Settings, lang: str
) -> dict[str, Any]:
    """What `assets/stages/taylor.js` shows."""
    truth, higher = (player_data(each, scene.view, lang) for each in solved)
    return {
        "truth": truth,
        "higher": higher,
        "clip": f"{truth['clip']}-{higher['clip']}",
        "landscape": landscape_knob(scene.problem, lang)["value"],
        "texts": stage_texts(lang, "taylor"),
        "knobs": knobs(scene, settings, lang),
        "suits": suits(scene.problem, lang),
    }


def knobs(scene: Scene, settings: Settings, lang: str) -> list[dict[str, Any]]:
    """The controls beside the picture."""
    problem, entry = scene.problem, scene.problem.catalogue_entry
    low, high = problem.lo, problem.hi
    length = high - low
    return [
        landscape_knob(problem, lang),
        slider(problem, "about", say(lang, "lab.about"), low=low, high=high),
        slider(problem, "order", say(lang, "taylor.order"), low=LOWEST, high=HIGHEST_ORDER, step=1),
        slider(problem, "wick", say(lang, "taylor.wick"), low=0, high=90, step=1, unit="°"),
        slider(problem, "D", say(lang, "lab.D"), low=entry.D_low, high=entry.D_high, log=True),
        slider(problem, "x0", say(lang, "lab.x0"), low=low, high=high),
        slider(problem, "sigma", say(lang, "lab.sigma"), low=length / 130, high=length / 13),
        slider(problem, "T", say(lang, "taylor.duration"), low=0.5, high=100, log=True),
        slider(settings, "step", say(lang, "taylor.step"), high=2, log=True),
    ]


def first_lost(scene: Scene, _: Settings) -> tuple[str, dict[str, Any]]:
    """Which surrogate's fidelity falls under 99 % last, and when each does."""
    problem, order = scene.problem, scene.problem.order
    assert order is not None
    lost = {n: compare(problem, n, samples=SAMPLES).lost_at for n in (*CLOSED, order)}
    names = ("zeroth", "first", "second", "higher")
    best = max(lost, key=lambda n: (lost[n], n))
    figures = {name: min(when, problem.T) for name, when in zip(names, lost.values(), strict=True)}
    return names[list(lost).index(best)], {**figures, "order": order}


def ground_state(scene: Scene, _: Settings) -> tuple[str, dict[str, float]]:
    """Whether the packet of order 2 settles in imaginary time, and when it ceases to be."""
    problem = scene.problem.having(order=2, wick=90.0)
    surface = quadratic(problem)
    ends = blow_up(surface, problem.D, problem.packet, problem.theta)
    option = "settles" if math.isinf(ends) else "ends"
    figures = {"curvature": surface.curvature, "moment": ends if math.isfinite(ends) else 0.0}
    return option, figures


def newton_step(scene: Scene, _: Settings) -> tuple[str, dict[str, Any]]:
    """Where the packet of order 2 stops in imaginary time: at whose minimum."""
    problem = scene.problem.having(order=2, wick=90.0, T=200.0)
    surface, grid = quadratic(problem), problem.grid
    landscape = float(grid.x[np.argmin(problem.objective.values(grid.x))])
    if surface.curvature <= 0:
        return "neither", {"stop": "–", "parabola": "–", "landscape": landscape}
    parabola = surface.about - surface.slope / surface.curvature
    stop = float(solve(problem, samples=2).fields.mean[-1])
    near = NEAR * max(abs(parabola - landscape), 1e-6)
    option = "parabola" if abs(stop - parabola) < near else "landscape"
    return option, {"stop": stop, "parabola": parabola, "landscape": landscape}
