"""Data and clips for the stage of every page beside the Lab, so that lessons can show them too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import streamlit as st

from charts import (
    annealing,
    annealing_controls,
    atlas,
    convergence,
    diffusion,
    dispersion,
    framework,
    inference,
    mapping,
    plane_annealing,
    race,
    softmax,
    taylor,
    transition,
)
from scenes.scene import Scene
from solvers.plane.problem import PlaneProblem
from ui import annealed, plane_annealed, racing, sampling, solving, sweep_export, sweeps
from ui.language import language
from ui.sampler_table import own_points

Made = tuple[dict[str, Any], Iterable[bytes]]


@dataclass(frozen=True)
class StageData:
    """How a page's scene becomes what its stage shows.

    Attributes:
        build: Data and clips of a scene and the page's own settings.
        suited: The scene as this page shows it.
    """

    build: Callable[[Scene, Any], Made]
    suited: Callable[[Scene], Scene] = lambda scene: scene


def _framework(scene: Scene, settings: Any) -> Made:
    solved, pages = solving.solution(framework.WELL), st.session_state["pages"]
    data = framework.stage_data(settings, scene, solved, pages, language())
    return data, [framework.clip(settings.start), solving.modes(framework.WELL)]


def _dispersion(scene: Scene, settings: Any) -> Made:
    twins = dispersion.twins(scene.problem)
    solved = {time: solving.solution(problem) for time, problem in twins.items()}
    clips = dict.fromkeys(solving.modes(problem) for problem in twins.values())
    return dispersion.stage_data(solved, scene, settings, language()), list(clips)


def _transition(scene: Scene, settings: Any) -> Made:
    problem = transition.shown(scene.problem)
    clip = transition.noise_clip(problem, settings)
    solution = solving.solution(problem)
    return transition.stage_data(solution, scene, settings, language()), [clip]


def _taylor(scene: Scene, settings: Any) -> Made:
    truth, higher = taylor.rivals(scene.problem)
    solved = (solving.solution(truth), solving.solution(higher))
    clips = dict.fromkeys(solving.modes(problem) for problem in (truth, higher))
    return taylor.stage_data(solved, scene, settings, language()), list(clips)


def _convergence(scene: Scene, settings: Any) -> Made:
    solved = solving.solution(scene.problem)
    data = convergence.stage_data(solved, scene, settings, language())
    return data, [solving.modes(scene.problem)]


def _softmax(scene: Scene, settings: Any) -> Made:
    return softmax.stage_data(settings, scene, language()), []


def _diffusion(_: Scene, settings: Any) -> Made:
    return diffusion.noising_data(settings, language()), []


def _mapping(_: Scene, settings: Any) -> Made:
    return mapping.mapping_data(settings, language()), mapping.mapping_clip(settings)


def _inference(_: Scene, settings: Any) -> Made:
    runs = inference.problems(settings, own_points())
    return inference.inference_data(settings, runs, language()), sampling.clips(runs)


def _race(_: Scene, settings: Any) -> Made:
    data = race.race_data(settings, language())
    return data, race.race_parts(settings.race, racing.news)


def _annealing(scene: Scene, settings: Any) -> Made:
    annealing_controls.admit(scene.problem)
    if isinstance(scene.problem, PlaneProblem):
        terrain = plane_annealed.terrain(scene.problem)
        data = plane_annealing.plane_annealing_data(scene, terrain, settings, language())
        return data, plane_annealed.parts(scene.problem, settings)
    scales = annealed.scales(scene.problem)
    data = annealing.annealing_data(scene, settings, scales, language())
    return data, annealed.parts(scene.problem, settings)


def _atlas(scene: Scene, settings: Any) -> Made:
    sweep = atlas.sweep_of(scene.problem, settings)
    data = atlas.atlas_data(scene, settings, sweep, language())
    found, arriving = sweeps.known(sweep), sweeps.parts(sweep, hold=settings.hold)
    return data | {"files": sweep_export.address()}, atlas.part_blobs(found, arriving, language())


STAGES = MappingProxyType(
    {
        "framework": StageData(_framework),
        "dispersion": StageData(_dispersion),
        "transition": StageData(_transition),
        "taylor": StageData(_taylor, taylor.suited),
        "convergence": StageData(_convergence, convergence.suited),
        "softmax": StageData(_softmax),
        "diffusion": StageData(_diffusion),
        "mapping": StageData(_mapping),
        "inference": StageData(_inference),
        "race": StageData(_race),
        "annealing": StageData(_annealing, annealing_controls.suited),
        "atlas": StageData(_atlas),
    }
)
