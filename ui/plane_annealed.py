"""Annealing in two dimensions for many people: what was found is kept, work ends with its page."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, zip_longest

from charts.annealing import (
    BOTH,
    clip_name,
    schedule_over,
    starts,
    success_part,
)
from charts.annealing_controls import LAWS, AnnealingSettings
from charts.plane_annealing import (
    FRAMES,
    MOMENTS,
    diffusivities,
    run_parts,
    scale_part,
    settled_parts,
)
from solvers.plane import annealing
from solvers.plane.annealing import PlaneScale
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain
from ui import planes
from ui.annealed import ends
from ui.kept import KeptClips
from ui.slots import in_turn, slot

_blobs = KeptClips(32_000_000)  # a page has about 1 MB


def terrain(problem: PlaneProblem) -> Terrain:
    """The landscape on the nodes of the page.

    Raises:
        Refusal: ``formula.not-finite``, or ``annealing.too-sharp`` for a last D too small.
    """
    found = planes.terrain(annealing.square(problem))
    _ = scale(problem, problem.D_end)
    return found


@lru_cache(maxsize=128)  # 0.13 MB each
def scale(problem: PlaneProblem, D: float) -> PlaneScale:
    """The ground state at one D."""
    with slot():
        return annealing.scale(planes.terrain(annealing.square(problem)), D)


def scales(problem: PlaneProblem) -> list[PlaneScale]:
    """Ground states from the first to the last D."""
    return [scale(problem, float(D)) for D in diffusivities(problem)]


def parts(problem: PlaneProblem, settings: AnnealingSettings) -> Iterator[bytes]:
    """Blobs for the stage, each as soon as it is solved; kept once somebody has seen them all."""
    made = _two_loops if settings.inner == "two-loop" else _runs
    return _blobs.through(clip_name(problem, settings), lambda: made(problem, settings))


def _ground_states(problem: PlaneProblem, settings: AnnealingSettings) -> Iterator[bytes]:
    shown = terrain(problem).problem
    for number, D in enumerate(diffusivities(problem)):
        yield scale_part(shown, settings, number, scale(problem, float(D)))


def _runs(problem: PlaneProblem, settings: AnnealingSettings) -> Iterator[bytes]:
    land, ground = terrain(problem), scale(problem, problem.D).ground
    runs = [
        in_turn(
            run_parts(
                land,
                settings,
                which,
                annealing.anneal(land, ground, problem.diffusivity, wick, frames=FRAMES),
                100 * number,
            )
        )
        for number, (which, wick) in enumerate(BOTH.items())
    ]
    together = chain.from_iterable(zip_longest(_ground_states(problem, settings), *runs))
    yield from (blob for blob in together if blob is not None)
    for number, law in enumerate(sorted(LAWS, key=lambda law: law != problem.schedule)):
        rates = {which: ends(problem, law, which, end_of) for which in BOTH}
        yield success_part(land.problem, settings, law, rates, 1000 + number)


@lru_cache(maxsize=4096)
def end_of(problem: PlaneProblem, law: str, duration: float, which: str) -> float:
    """Weight in the best basin after a run of this law and total time."""
    land, ground = terrain(problem), scale(problem, problem.D).ground
    with slot():
        return annealing.success(land, ground, schedule_over(problem, law, duration), BOTH[which])


def _two_loops(problem: PlaneProblem, settings: AnnealingSettings) -> Iterator[bytes]:
    land = terrain(problem)
    runs = [
        in_turn(settled_parts(land, settings, which, annealing.two_loop(land, D, moments=MOMENTS)))
        for which, D in enumerate(starts(problem))
    ]
    together = chain.from_iterable(zip_longest(*runs, _ground_states(problem, settings)))
    yield from (blob for blob in together if blob is not None)
