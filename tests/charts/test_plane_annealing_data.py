import base64
import zlib

import numpy as np
import pytest

from charts.annealing import clip_name
from charts.annealing_controls import AnnealingSettings
from charts.annealing_tasks import ground_state_side, two_loop_end, who_follows
from charts.clip import unpack
from charts.page_links import PAGE_LINKS
from charts.plane_annealing import (
    FRAMES,
    MOMENTS,
    SCALES,
    diffusivities,
    plane_annealing_data,
    run_parts,
    scale_part,
    settled_parts,
)
from scenes.language import LANGUAGES
from scenes.link import decode
from solvers.landscapes import CATALOGUES
from solvers.plane.annealing import NODES, anneal, scale, square, two_loop
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain

FLOWS, LOOPS = AnnealingSettings(), AnnealingSettings("two-loop")
LINK = PAGE_LINKS["annealing"]


def terrain(**changes):
    start = {"landscape": "ackley", "D": 0.3, "D_end": 0.01, "schedule": "exponential", "T": 2.0}
    return Terrain(square(PlaneProblem(**(start | changes))))


def pictures(header, arrays):
    """|ψ| as the player reads it."""
    shape = (header["count"], header["n"], header["n"])
    steps = np.frombuffer(zlib.decompress(arrays["amplitude"].tobytes()), np.uint8)
    steps = np.cumsum(steps.reshape(shape), axis=2, dtype=np.uint8)
    return steps / 255 * arrays["peak"][:, None, None]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("settings", [FLOWS, LOOPS])
def test_the_stage_gets_the_landscape_and_what_suits_every_one(lang, settings):
    scene = decode("dim=2&landscape=ackley&wick=90&D=0.3&schedule=linear&D_end=0.01&T=5")[0]
    data = plane_annealing_data(scene, Terrain(square(scene.problem)), settings, lang)
    zeta = np.frombuffer(base64.b64decode(data["zeta"]), "<f4")
    assert zeta.size == data["grid"]["n"] ** 2 == NODES**2
    assert len(data["scales"]["D"]) == SCALES
    assert all(knob["label"] for knob in data["knobs"])
    keys = {knob["key"] for knob in data["knobs"]}
    assert {"dim", "landscape", "D"} <= keys
    assert ({"x0", "y0"} <= keys) == (settings is LOOPS)
    assert ({"T", "D_end", "schedule"} <= keys) == (settings is FLOWS)
    assert {dim: set(names) for dim, names in data["suits"].items()} == {
        dim: set(catalogue) for dim, catalogue in CATALOGUES.items()
    }


@pytest.mark.parametrize("dim", CATALOGUES)
def test_what_suits_a_landscape_is_a_scene_the_page_can_show(dim):
    scene = decode("dim=2&wick=90")[0]
    data = plane_annealing_data(scene, terrain(), FLOWS, "en")
    for name, numbers in data["suits"][dim].items():
        pairs = {key: str(value) for key, value in numbers.items()}
        found, _, notes = LINK.decode({"dim": str(dim), "landscape": name, **pairs})
        assert notes == []
        assert numbers["D"] == found.problem.D


def test_a_link_of_two_parameters_forgets_the_numbers_of_the_line():
    scene, settings, notes = LINK.decode({"dim": "2"})
    assert notes == []
    assert scene.problem.D == CATALOGUES[2]["himmelblau"].D
    assert LINK.decode(LINK.encode(scene, settings))[0].problem == scene.problem
    assert LINK.decode({})[0].problem.D_end == 0.001


@pytest.mark.parametrize(("which", "wick"), [("real", 0.0), ("imaginary", np.pi / 2)])
def test_parts_of_a_run_are_the_solvers_frames(which, wick):
    land = terrain()
    ground = scale(land, 0.3).ground
    schedule = land.problem.diffusivity
    states = list(anneal(land, ground, schedule, wick, frames=FRAMES))
    parts = [unpack(blob) for blob in run_parts(land, FLOWS, which, iter(states), 7)]
    assert [header["first"] for header, _ in parts] == list(range(7, 7 + len(parts)))
    assert {header["clip"] for header, _ in parts} == {clip_name(land.problem, FLOWS)}
    shown = np.concatenate([pictures(*part) for part in parts])
    sizes = np.abs([state.psi for state in states])
    assert len(shown) == FRAMES
    assert np.abs(shown - sizes).max() <= sizes.max() / 500
    share = parts[-1][0]["best"][-1]
    cell = land.problem.grid.dx**2
    assert share == pytest.approx((sizes[-1][land.basin] ** 2).sum() * cell)


def test_a_run_that_takes_too_many_steps_keeps_what_it_has():
    land = terrain(T=60.0)
    ground = scale(land, 0.3).ground
    states = anneal(land, ground, land.problem.diffusivity, 0.0, frames=FRAMES, max_steps=60)
    headers = [unpack(blob)[0] for blob in run_parts(land, FLOWS, "real", states, 0)]
    assert headers[-1]["kind"] == "gave-up"
    assert all(header["kind"] == "run" for header in headers[:-1])


def test_two_loops_that_cannot_begin_say_why():
    land = terrain(landscape="schwefel", sigma=0.05)
    (blob,) = settled_parts(land, LOOPS, 1, two_loop(land, 0.5))
    header, _ = unpack(blob)
    assert (header["kind"], header["which"]) == ("gave-up", "imaginary")
    assert header["why"]["D"] == 0.5
    assert 0 < header["why"]["share"] < 50


def test_a_ground_state_and_a_scale_of_the_loops_are_the_solvers():
    land = terrain(D=0.02, x0=1.0, y0=0.1, sigma=0.3)
    found = scale(land, float(diffusivities(land.problem)[0]))
    header, arrays = unpack(scale_part(land.problem, FLOWS, 0, found))
    assert header["gap"] == found.gap
    assert pictures(header, arrays)[0] == pytest.approx(found.ground, abs=found.ground.max() / 500)
    run = list(two_loop(land, 0.002, moments=MOMENTS))
    parts = [unpack(blob) for blob in settled_parts(land, LOOPS, 1, iter(run))]
    assert [header["first"] for header, _ in parts] == [100 + i for i in range(len(run))]
    assert pictures(*parts[-1])[-1] == pytest.approx(np.abs(run[-1].way[-1]), abs=0.02)


def test_tasks_are_answered_for_two_parameters_too():
    flips = PlaneProblem(landscape="narrow-wide", D=0.0085, D_end=0.0082, schedule="linear")
    land = Terrain(square(flips))
    answer, figures = ground_state_side(flips, [scale(land, D) for D in (0.0085, 0.0082)])
    assert answer == "flips"
    assert figures["D_c"] == pytest.approx(0.008324, abs=1e-5)
    stuck = PlaneProblem(landscape="rastrigin", D=0.002, x0=3.0, y0=2.0, sigma=0.15)
    answer, figures = two_loop_end(stuck)
    assert answer == "sticks"
    assert figures["mean"] == pytest.approx(2.98, abs=0.02)


@pytest.mark.parametrize(
    ("ends", "answer"),
    [((0.0, 0.1), "neither"), ((0.1, 0.9), "imaginary"), ((0.8, 0.9), "both")],
)
def test_who_follows_is_who_ends_with_more_than_half(ends, answer):
    shares = dict(zip(("real", "imaginary"), ends, strict=True))
    problem = PlaneProblem(landscape="narrow-wide")
    assert who_follows(problem, lambda _p, _law, _T, which: shares[which])[0] == answer
