"""What the annealing stage gets: ground states per scale, gap, runs, success, escape."""

import base64
import math
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import numpy as np

from charts.annealing_controls import LAWS, AnnealingSettings, knobs, page_texts, suits
from charts.clip import Rounded, pack
from scenes.language import say
from scenes.scene import Scene
from solvers.annealing import Scale
from solvers.arrays import Real
from solvers.escape import barrier, quantum_rate, thermal_rate
from solvers.grid import Grid
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.schedules import Schedule
from solvers.split_operator import Saved
from solvers.terrain import best_basin, relief
from solvers.two_loop import END, Settled

NODES = 256
SCALES = 25  # ground states computed, evenly in log D
SHOWN = 7  # of them drawn as small multiples
FRAMES = 121
CHUNK = 24
SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2)  # of the duration, at which success is measured
MOMENTS = 9  # states of an inner loop that are shown
ABOVE, ROOM = 2.2, 0.08  # heights shown, over the relief and over that
DOWN = 100  # the second two-loop run begins this much lower
STRENGTHS = np.geomspace(1e-2, 1, 41)  # of T and of D, over the height of the barrier
BOTH = {"real": 0.0, "imaginary": math.pi / 2}


def grid_of(problem: Problem) -> Grid:
    """Nodes of the page's pictures."""
    return Grid(problem.lo, problem.hi, NODES, problem.edges)


def diffusivities(problem: Problem) -> Real:
    """D of the ground states, from the start to the end of the schedule, shape (SCALES,)."""
    return np.geomspace(problem.D, problem.D_end, SCALES)


def annealing_data(
    scene: Scene, settings: AnnealingSettings, scales: list[Scale], lang: str
) -> dict[str, Any]:
    """Everything but the clips, ready for JSON."""
    problem = scene.problem
    grid = grid_of(problem)
    zeta = problem.objective.values(grid.x)
    two = settings.inner == "two-loop"
    return {
        "dim": 1,
        "suits": suits(),
        "note": "",
        "clip": clip_name(problem, settings),
        "texts": page_texts(settings, lang),
        "wick": 0,
        "inner": settings.inner,
        "knobs": knobs(problem, settings, lang),
        "grid": {"lo": grid.lo, "hi": grid.hi, "n": grid.n},
        "zeta": _packed(zeta),
        "window": _window(zeta),
        "duration": float(scale_count(problem.D)) if two else problem.T,
        "frames": scale_count(problem.D) * (MOMENTS - 1) + 1 if two else FRAMES,
        "schedule": problem.schedule,
        "D_of_t": _packed(problem.diffusivity.at(np.linspace(0, problem.T, FRAMES)), "<f8"),
        "scales": {
            "D": [scale.D for scale in scales],
            "gap": [scale.gap for scale in scales],
            "best": [scale.best for scale in scales],
            "energy": [float(scale.energies[0]) for scale in scales],
            "density": _packed(np.array([scale.density for scale in scales])),
            "shown": np.linspace(0, SCALES - 1, SHOWN).round().astype(int).tolist(),
        },
        "laws": [{"key": law, "title": say(lang, f"lab.schedule-{law}")} for law in LAWS],
        "escape": escape_curves(problem),
        "starts": starts(problem),
    }


def starts(problem: Problem) -> list[float]:
    """First D of the two two-loop runs."""
    return [problem.D, problem.D / DOWN]


def clip_name(problem: Problem, settings: AnnealingSettings) -> str:
    """Names the parts of a run; equal runs have equal names."""
    return blake2b(repr((problem, settings)).encode(), digest_size=8).hexdigest()


def scale_count(D: float) -> int:
    """Scales that the two-loop algorithm goes through from this D."""
    return max(math.floor(math.log2(D / END)) + 1, 1)


def _window(zeta: Real) -> list[float]:
    """Heights shown: from below the minimum to where the landscape becomes walls."""
    low, tall = float(zeta.min()), ABOVE * relief(zeta)
    return [low - ROOM * tall, low + tall]


def escape_curves(problem: Problem) -> dict[str, list[float]] | None:
    """Rates of leaving the second best minimum, by heat at T and by tunnelling at D = T.

    None where there is no second minimum, or nothing between the two.
    """
    grid = grid_of(problem)
    zeta = problem.objective.values(grid.x)
    inner = zeta[1:-1]
    low = np.flatnonzero((inner < zeta[:-2]) & (inner <= zeta[2:])) + 1
    if len(low) < 2:
        return None
    best, wrong = grid.x[low[np.argsort(zeta[low])[:2]]]
    entry = problem.catalogue_entry
    own = problem.formula or problem.points
    if not own and len(entry.minima) > 1:
        (best, _), (wrong, _) = entry.minima[:2]
    over = barrier(problem.objective, float(wrong), float(best))
    if not over.height > 0 or over.well_curvature <= 0:
        return None
    strengths = STRENGTHS * over.height
    rates = [quantum_rate(problem.objective, over, float(best), float(D)) for D in strengths]
    heat = [thermal_rate(over, float(T)) for T in strengths]
    return {"strength": strengths.tolist(), "heat": heat, "tunnelling": rates}


def run_parts(
    problem: Problem, settings: AnnealingSettings, which: str, saved: Iterator[Saved], first: int
) -> Iterator[bytes]:
    """Densities of a run with D(t), as they are solved.

    Args:
        problem: The run.
        settings: As in the link.
        which: ``real`` or ``imaginary``.
        saved: Its states.
        first: Number of the first part.
    """
    grid, name = grid_of(problem), clip_name(problem, settings)
    basin = _basin(problem, grid)
    batch: list[Saved] = []
    done = 0
    try:
        for state in saved:
            batch.append(state)
            if len(batch) < CHUNK and done + len(batch) < FRAMES:
                continue
            density = np.abs(np.array([s.psi for s in batch])) ** 2
            header = {
                "kind": "run",
                "clip": name,
                "first": first,
                "which": which,
                "from": done,
                "error": batch[-1].error,
                "best": (density[:, basin].sum(axis=1) * grid.dx).tolist(),
            }
            yield pack(header, {"density": Rounded.of(density)})
            done, first, batch = done + len(batch), first + 1, []
    except Refusal:  # what was solved stays on the screen
        yield pack({"kind": "gave-up", "clip": name, "first": first, "which": which}, {})


def settled_part(
    problem: Problem, settings: AnnealingSettings, which: int, settled: Settled, first: int
) -> bytes:
    """One scale of the two-loop algorithm."""
    grid = grid_of(problem)
    density = settled.way**2
    header = {
        "kind": "settled",
        "clip": clip_name(problem, settings),
        "first": first,
        "which": which,
        "D": settled.D,
        "tau": settled.tau,
        "overlap": settled.overlap,
        "best": (density[:, _basin(problem, grid)].sum(axis=1) * grid.dx).tolist(),
    }
    return pack(header, {"density": Rounded.of(density)})


def success_part(
    problem: Problem,
    settings: AnnealingSettings,
    law: str,
    rows: dict[str, list[float]],
    first: int,
) -> bytes:
    """Success of a law against the total time, in both kinds of time."""
    header = {"kind": "success", "clip": clip_name(problem, settings), "first": first, "law": law}
    arrays = {"T": np.array(durations(problem)), **{k: np.array(v) for k, v in rows.items()}}
    return pack(header, {key: np.asarray(values, "<f8") for key, values in arrays.items()})


def durations(problem: Problem) -> list[float]:
    """Total times at which success is measured."""
    return [share * problem.T for share in SHARES]


def schedule_over(problem: Problem, law: str, duration: float) -> Schedule:
    """A law from the problem's first to its last D."""
    return Schedule(law, problem.D, problem.D_end, duration)


def _basin(problem: Problem, grid: Grid) -> np.ndarray:
    return best_basin(problem.objective.values(grid.x), periodic=problem.edges == "periodic")


def _packed(values: Real, kind: str = "<f4") -> str:
    return base64.b64encode(np.ascontiguousarray(values.astype(kind)).tobytes()).decode()
