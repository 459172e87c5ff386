"""The page Convergence: eigen-weights dying away, and what a theorem promises about it."""

import math
from dataclasses import dataclass
from typing import Any

from charts.knobs import choice, slider
from charts.player_data import player_data, stage_texts
from scenes.language import say
from scenes.scene import DENSITIES, Scene
from solvers.convergence import HALF, Convergence, converge, mean_objective, walkers_in
from solvers.landscapes import CATALOGUE
from solvers.limits import number
from solvers.problem import Problem, suiting
from solvers.solution import Solution, solve
from solvers.terrain import best_basin, relief

BASE = "wick=90&D=0.05&T=40"
VISIBLE = 1e-3  # of the relief: smaller changes of ⟨ζ⟩ no eye can see
CROWD = 100  # walkers


@dataclass(frozen=True)
class Settings:
    """The page's own keys of a link.

    Attributes:
        walkers: Size N of the population that the exact equation is held against.
    """

    walkers: float = number(10, 1e6, default=1000)


def suited(scene: Scene) -> Scene:
    """The scene as this page shows it: ζ itself, constant D."""
    return scene.having(order=None, about=None, schedule="constant")


def landscapes(problem: Problem, lang: str) -> list[tuple[str, str]]:
    """Landscapes with a minimum and a start at rest, and the one on the screen."""
    names = [name for name, entry in CATALOGUE.items() if entry.minima and not entry.p]
    if problem.formula or problem.points:
        return [("", say(lang, "page.own")), *_titled(names, lang)]
    if problem.landscape not in names:
        names.append(problem.landscape)
    return _titled(names, lang)


def _titled(names: list[str], lang: str) -> list[tuple[str, str]]:
    return [(name, say(lang, f"landscapes.{name}.title")) for name in names]


def landscape_knob(problem: Problem, lang: str) -> dict[str, Any]:
    """The choice of a landscape; one of the user's own stands there without a name."""
    options = landscapes(problem, lang)
    knob = choice(problem, "landscape", say(lang, "lab.landscape"), options, kind="select")
    return {**knob, "value": "" if problem.formula or problem.points else problem.landscape}


def suits(problem: Problem, lang: str) -> dict[str, dict[str, float]]:
    """Numbers that suit each landscape offered."""
    return {name: suiting(name) for name, _ in landscapes(problem, lang) if name}


def stage_data(solved: Solution, scene: Scene, settings: Settings, lang: str) -> dict[str, Any]:
    """What `assets/stages/convergence.js` shows."""
    data = player_data(solved, scene.view, lang)
    return {
        "scene": data,
        "clip": data["clip"],
        "landscape": landscape_knob(scene.problem, lang)["value"],
        "texts": stage_texts(lang, "convergence"),
        "knobs": knobs(scene, settings, lang),
        "suits": suits(scene.problem, lang),
    }


def knobs(scene: Scene, settings: Settings, lang: str) -> list[dict[str, Any]]:
    """The controls beside the picture."""
    problem, entry = scene.problem, scene.problem.catalogue_entry
    length = problem.hi - problem.lo
    densities = [(name, say(lang, f"convergence.{name}")) for name in DENSITIES]
    return [
        landscape_knob(problem, lang),
        slider(problem, "D", say(lang, "lab.D"), low=entry.D_low, high=entry.D_high, log=True),
        slider(problem, "x0", say(lang, "lab.x0"), low=problem.lo, high=problem.hi),
        slider(problem, "sigma", say(lang, "lab.sigma"), low=length / 130, high=length / 13),
        slider(problem, "wick", say(lang, "convergence.wick"), low=0, high=90, step=1, unit="°"),
        slider(problem, "T", say(lang, "convergence.duration"), low=1, high=400, log=True),
        choice(scene.view, "density", say(lang, "convergence.density"), densities),
        slider(settings, "walkers", say(lang, "convergence.walkers-count"), log=True),
    ]


def _settled(problem: Problem) -> tuple[Solution, Convergence]:
    solved = solve(problem, samples=65)
    assert solved.expansion is not None
    return solved, converge(solved.expansion, problem.theta)


def objective(scene: Scene, _: Settings) -> tuple[str, dict[str, float]]:
    """Whether ⟨ζ⟩ under |ψ|² rises or falls while ⟨H⟩ falls."""
    solved, _convergence = _settled(scene.problem)
    born, _walkers = mean_objective(solved.fields.psi, solved.zeta, scene.problem.grid)
    before, after = float(born[0]), float(born[-1])
    change = (after - before) / relief(solved.zeta)
    option = "same" if abs(change) < VISIBLE else "rises" if change > 0 else "falls"
    energy = solved.fields.energy
    figures = {"before": before, "after": after, "high": float(energy[0]), "low": float(energy[-1])}
    return option, figures


def symmetric(scene: Scene, _: Settings) -> tuple[str, dict[str, float]]:
    """Which level sets the rate: the next one, or the next one that the packet overlaps."""
    solved, convergence = _settled(scene.problem)
    assert solved.expansion is not None
    energies = solved.expansion.spectrum.energies
    if len(convergence.levels) < 2:
        return "none", {"gap": 0.0, "rate": 0.0, "level": convergence.goal}
    level = int(convergence.levels[1])
    option = "next" if level == convergence.goal + 1 else "later"
    next_gap = float(energies[convergence.goal + 1] - energies[convergence.goal])
    return option, {"gap": next_gap, "rate": convergence.rate, "level": level}


def tail(scene: Scene, settings: Settings) -> tuple[str, dict[str, float]]:
    """How many of N walkers stand in the best basin at the start.

    Asked of imaginary time and a packet at rest: elsewhere there are no walkers.
    """
    problem = scene.problem.having(wick=90.0, px=0.0)
    solved, convergence = _settled(problem)
    basin = best_basin(solved.zeta, periodic=problem.edges == "periodic")
    start = solved.fields.psi[:1]
    count = float(walkers_in(start, problem.grid, basin, settings.walkers)[0])
    option = "nobody" if count < 1 else "few" if count < CROWD else "crowd"
    arrived = convergence.leaving
    if not math.isfinite(arrived):
        arrived = convergence.time_to(HALF)
    return option, {"count": count, "walkers": float(settings.walkers), "leaving": arrived}
