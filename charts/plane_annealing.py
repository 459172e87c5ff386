"""What the annealing stage gets in two dimensions: pictures in 8 bits, as they are solved."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from charts.annealing import clip_name, scale_count, starts
from charts.annealing_controls import LAWS, AnnealingSettings, knobs, page_texts, suits
from charts.clip import pack
from charts.plane_clip import deflated
from charts.player_data import packed
from scenes.language import say
from scenes.scene import Scene
from solvers.arrays import Complex, Real
from solvers.plane.annealing import NODES, TOLERANCE, PlaneScale, PlaneSettled
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain
from solvers.refusal import Refusal
from solvers.split_operator import Saved
from solvers.terrain import relief

SCALES = 15  # ground states computed, evenly in log D
SHOWN = 8  # of them drawn as small multiples
FRAMES = 61
CHUNK = 6  # frames a part
MOMENTS = 5  # states of an inner loop that are shown
FULL = 255


def diffusivities(problem: PlaneProblem) -> Real:
    """D of the ground states, from the start to the end of the schedule, shape (SCALES,)."""
    return np.geomspace(problem.D, problem.D_end, SCALES)


def plane_annealing_data(
    scene: Scene, terrain: Terrain, settings: AnnealingSettings, lang: str
) -> dict[str, Any]:
    """Everything but the clips, ready for JSON."""
    problem = terrain.problem
    two = settings.inner == "two-loop"
    duration = float(scale_count(problem.D)) if two else problem.T
    frames = scale_count(problem.D) * (MOMENTS - 1) + 1 if two else FRAMES
    return {
        "dim": 2,
        "clip": clip_name(problem, settings),
        "texts": page_texts(settings, lang),
        "note": say(lang, "annealing.note-plane", n=NODES, tolerance=f"{TOLERANCE:g}"),
        "wick": 0,
        "inner": settings.inner,
        "knobs": knobs(scene.problem, settings, lang),
        "suits": suits(),
        "grid": {"lo": problem.lo, "hi": problem.hi, "n": problem.n},
        "zeta": packed(terrain.zeta),
        "floor": float(terrain.zeta.min()),
        "relief": relief(terrain.zeta),
        "duration": duration,
        "frames": frames,
        "schedule": problem.schedule,
        "D_of_t": packed(problem.diffusivity.at(np.linspace(0, problem.T, FRAMES)), "<f8"),
        "scales": {
            "D": diffusivities(problem).tolist(),
            "shown": np.linspace(0, SCALES - 1, SHOWN).round().astype(int).tolist(),
        },
        "laws": [{"key": law, "title": say(lang, f"lab.schedule-{law}")} for law in LAWS],
        "starts": starts(problem),
    }


def _pictures(states: list[Complex] | list[Real]) -> dict[str, Any]:
    """|ψ| of several states in 8 bits of its largest value in each, and these values."""
    sizes = [np.abs(state) for state in states]
    peaks = [float(size.max()) for size in sizes]
    steps = [
        np.rint(size * (FULL / peak)).astype(np.uint8)
        for size, peak in zip(sizes, peaks, strict=True)
    ]
    return {"amplitude": deflated(steps), "peak": np.array(peaks)}


def scale_part(
    problem: PlaneProblem, settings: AnnealingSettings, number: int, scale: PlaneScale
) -> bytes:
    """The ground state at one D."""
    header = {
        "kind": "scale",
        "clip": clip_name(problem, settings),
        "first": 5000 + number,
        "number": number,
        "gap": scale.gap,
        "best": scale.best,
        "n": problem.n,
        "count": 1,
    }
    return pack(header, _pictures([scale.ground]))


def run_parts(
    terrain: Terrain, settings: AnnealingSettings, which: str, saved: Iterator[Saved], first: int
) -> Iterator[bytes]:
    """Pictures of a run with D(t), as they are solved.

    Args:
        terrain: The landscape.
        settings: As in the link.
        which: ``real`` or ``imaginary``.
        saved: Its states.
        first: Number of the first part.
    """
    problem = terrain.problem
    name, batch, done = clip_name(problem, settings), list[Saved](), 0
    try:
        for state in saved:
            batch.append(state)
            if len(batch) < CHUNK and done + len(batch) < FRAMES:
                continue
            header = {
                "kind": "run",
                "clip": name,
                "first": first,
                "which": which,
                "from": done,
                "n": problem.n,
                "count": len(batch),
                "error": batch[-1].error,
                "best": [best_share(terrain, s.psi) for s in batch],
            }
            yield pack(header, _pictures([s.psi for s in batch]))
            done, first, batch = done + len(batch), first + 1, []
    except Refusal:  # what was solved stays on the screen
        yield pack({"kind": "gave-up", "clip": name, "first": first, "which": which}, {})


def best_share(terrain: Terrain, psi: Complex | Real) -> float:
    """Weight of |ψ|² in the basin of the best minimum."""
    return float((np.abs(psi[terrain.basin]) ** 2).sum()) * terrain.problem.grid.dx**2


def settled_parts(
    terrain: Terrain,
    settings: AnnealingSettings,
    which: int,
    settled: Iterator[PlaneSettled],
) -> Iterator[bytes]:
    """The scales of the two-loop algorithm, as they settle."""
    problem = terrain.problem
    name = clip_name(problem, settings)
    try:
        for number, one in enumerate(settled):
            header = {
                "kind": "settled",
                "clip": name,
                "first": 100 * which + number,
                "which": which,
                "D": one.D,
                "tau": one.tau,
                "overlap": one.overlap,
                "held": one.held,
                "n": problem.n,
                "count": len(one.way),
                "best": [best_share(terrain, psi) for psi in one.way],
            }
            yield pack(header, _pictures(list(one.way)))
    except Refusal as refusal:
        header = {"kind": "gave-up", "clip": name, "first": 100 * which + 99}
        yield pack({**header, "which": ("real", "imaginary")[which], "why": refusal.details}, {})
