"""Clips in two dimensions: what comes out of them, how exact, how small."""

import zlib

import numpy as np
import pytest

from charts.clip import unpack
from charts.plane_clip import CHUNK, FIRST_CHUNK, Film
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain, stream

PROBLEM = PlaneProblem(landscape="himmelblau", n=96, frames=30, T=3.0)


@pytest.fixture(scope="module")
def film():
    made = Film(Terrain(PROBLEM), "en")
    made.finish()
    return made


def pictures(blob, name, side):
    header, arrays = unpack(blob)
    raw = np.frombuffer(zlib.decompress(arrays[name].tobytes()), np.uint8)
    return header, arrays, np.cumsum(raw.reshape(-1, side, side), axis=-1, dtype=np.uint8)


def test_a_run_is_cut_into_parts_without_a_gap(film):
    headers = [unpack(blob)[0] for blob in film.clips]
    assert [header["first"] for header in headers] == [0, FIRST_CHUNK, CHUNK]
    assert {header["clip"] for header in headers} == {headers[0]["clip"]}
    assert [("report" in header) for header in headers] == [False, False, True]
    assert headers[-1]["report"]["level"] == "green"


def test_amplitude_and_phase_are_exact_to_half_a_step(film):
    frames = [frame.psi for frame in stream(PROBLEM)]
    done = 0
    for blob in film.clips:
        header, arrays, amplitude = pictures(blob, "amplitude", PROBLEM.n)
        *_, phase = pictures(blob, "phase", header["coarse"])
        for i, peak in enumerate(arrays["peak"]):
            psi = frames[done]
            step = peak / 255
            assert np.abs(amplitude[i] * step - np.abs(psi)).max() <= step / 2 * 1.0001
            some, turns = psi[::2, ::2], phase[i] * (2 * np.pi / 256)
            seen = amplitude[i][::2, ::2] > 0
            miss = np.angle(some[seen] * np.exp(-1j * turns[seen]))
            assert np.abs(miss).max() <= np.pi / 256 * 1.0001
            done += 1
    assert done == PROBLEM.frames


def test_numbers_travel_unrounded(film):
    _, arrays = unpack(film.clips[0])
    numbers = film.numbers[:FIRST_CHUNK]
    assert (arrays["energy"] == [frame.seen.energy for frame in numbers]).all()
    assert (arrays["mean"] == [frame.seen.mean for frame in numbers]).all()
    assert (arrays["weights"] == [frame.weights for frame in numbers]).all()
    total = arrays["along_x"].sum(axis=1) * PROBLEM.grid.dx
    assert total == pytest.approx(np.ones(FIRST_CHUNK), abs=1e-5)


def test_a_full_run_is_small_enough_for_a_class():
    problem = PlaneProblem(landscape="himmelblau", frames=24, T=3.0)
    film = Film(Terrain(problem), "en")
    film.finish()
    assert sum(map(len, film.clips)) / problem.frames < 25_000


def test_a_film_without_a_language_makes_no_clips():
    film = Film(Terrain(PROBLEM))
    assert len(film.finish().fields.t) == PROBLEM.frames
    assert film.clips == []
