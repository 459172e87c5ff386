import base64

import numpy as np
import pytest

from charts.annealing import (
    FRAMES,
    MOMENTS,
    SCALES,
    annealing_data,
    clip_name,
    diffusivities,
    escape_curves,
    grid_of,
    run_parts,
    scale_count,
    settled_part,
)
from charts.annealing_controls import AnnealingSettings
from charts.annealing_tasks import ground_state_side, kinder_time, two_loop_end
from charts.clip import unpack
from scenes.language import LANGUAGES
from scenes.link import decode
from solvers.annealing import anneal, hamiltonian, scale, success
from solvers.landscapes import CATALOGUE
from solvers.problem import Problem
from solvers.schedules import Schedule
from solvers.two_loop import two_loop

FLOWS, LOOPS = AnnealingSettings(), AnnealingSettings("two-loop")


def problem(**changes):
    start = {"landscape": "tilted-well", "D": 0.5, "D_end": 0.001, "schedule": "linear", "T": 5}
    return Problem(**(start | changes))


def scales(of):
    return [scale(of, float(D), grid_of(of)) for D in diffusivities(of)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("settings", [FLOWS, LOOPS])
def test_the_stage_gets_ground_states_from_the_first_to_the_last_d(lang, settings):
    scene = decode("landscape=tilted-well&wick=90&D=0.5&schedule=linear&D_end=0.01&T=5")[0]
    found = scales(scene.problem)
    data = annealing_data(scene, settings, found, lang)
    assert data["scales"]["D"][0] == pytest.approx(0.5)
    assert data["scales"]["D"][-1] == pytest.approx(0.01)
    density = np.frombuffer(base64.b64decode(data["scales"]["density"]), "<f4")
    dx = (data["grid"]["hi"] - data["grid"]["lo"]) / data["grid"]["n"]
    assert density.reshape(SCALES, -1).sum(axis=1) * dx == pytest.approx(1.0, rel=1e-5)
    assert all(knob["label"] for knob in data["knobs"])
    assert data["duration"] == (scale_count(0.5) if settings is LOOPS else 5.0)


@pytest.mark.parametrize("which", ["real", "imaginary"])
def test_parts_of_a_run_are_the_solvers_frames(which):
    of, wick = problem(), {"real": 0.0, "imaginary": np.pi / 2}[which]
    states = list(anneal(of, of.diffusivity, wick, grid_of(of), frames=FRAMES))
    parts = [unpack(blob) for blob in run_parts(of, FLOWS, which, iter(states), 7)]
    assert [header["first"] for header, _ in parts] == list(range(7, 7 + len(parts)))
    assert [header["from"] for header, _ in parts] == [0, 24, 48, 72, 96, 120]
    shown = np.concatenate([arrays["density"] for _, arrays in parts])
    exact = np.abs([state.psi for state in states]) ** 2
    assert (np.abs(shown - exact).max(axis=1) <= exact.max(axis=1) / 131_070 * 1.0001).all()
    best = [share for header, _ in parts for share in header["best"]]
    assert best[-1] == pytest.approx(success(of, of.diffusivity, wick), abs=1e-3)
    assert {header["clip"] for header, _ in parts} == {clip_name(of, FLOWS)}


def test_a_run_that_takes_too_many_steps_keeps_what_it_has():
    of = problem(T=50)
    states = anneal(of, of.diffusivity, 0.0, grid_of(of), frames=FRAMES, max_steps=300)
    headers = [unpack(blob)[0] for blob in run_parts(of, FLOWS, "real", states, 0)]
    assert headers[-1]["kind"] == "gave-up"
    assert all(header["kind"] == "run" for header in headers[:-1])


def test_a_scale_of_the_two_loops_is_the_solvers():
    of = Problem(landscape="rastrigin", D=0.02, x0=3.0, sigma=0.15)
    run = list(two_loop(hamiltonian(of, of.D), of.packet, grid_of(of), moments=MOMENTS))
    assert len(run) == scale_count(of.D)
    header, arrays = unpack(settled_part(of, LOOPS, 0, run[-1], 4))
    assert arrays["density"].shape == (MOMENTS, grid_of(of).n)
    assert arrays["density"][-1] == pytest.approx(run[-1].psi ** 2, abs=1e-4)
    assert header["best"][-1] < 0.01


def test_real_time_is_the_unforgiving_one():
    ends = {
        wick: success(problem(), Schedule("linear", 0.5, 0.001, 5.0), angle)
        for wick, angle in (("real", 0.0), ("imaginary", np.pi / 2))
    }
    answer, figures = kinder_time(problem(), lambda _p, _law, _T, which: ends[which])
    assert answer == "imaginary"
    assert figures["real"] == pytest.approx(69, abs=2)
    assert figures["imaginary"] == pytest.approx(83, abs=2)
    assert kinder_time(problem(), lambda *_: 0.5)[0] == "same"
    assert kinder_time(problem(), lambda _p, _law, _T, which: float(which == "real"))[0] == "real"


def test_the_ground_state_flips_on_the_narrow_and_wide_landscape():
    of = Problem(landscape="narrow-wide", D=0.1, D_end=0.002, schedule="exponential")
    answer, figures = ground_state_side(of, scales(of))
    assert answer == "flips"
    assert figures["D_c"] == pytest.approx(0.008324, abs=1e-5)
    below = of.having(D=0.005)
    assert ground_state_side(below, scales(below))[0] == "best"
    above = of.having(D_end=0.02)
    assert ground_state_side(above, scales(above))[0] == "other"


@pytest.mark.parametrize(("D", "answer"), [(2.0, "finds"), (0.02, "sticks")])
def test_two_loops_find_from_afar_and_stick_from_near(D, answer):
    of = Problem(landscape="rastrigin", D=D, x0=3.0, sigma=0.15)
    assert two_loop_end(of)[0] == answer


@pytest.mark.parametrize("name", CATALOGUE)
def test_escape_is_drawn_where_there_is_something_to_escape_from(name):
    curves = escape_curves(Problem(landscape=name))
    if name in ("tilted-well", "narrow-wide", "rastrigin"):
        assert curves is not None
    if name in ("quadratic", "morse", "barrier"):
        assert curves is None
    if curves:
        assert np.isfinite(curves["heat"]).all()
        assert (np.diff(curves["heat"]) > 0).all()
        assert (np.array(curves["tunnelling"]) >= 0).all()
