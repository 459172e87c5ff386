"""Clips: what is packed can be unpacked, and shows what the solver found."""

import numpy as np
import pytest

from charts.clip import clip_name, frames_clip, modes_clip, pack, unpack
from solvers.problem import Problem
from solvers.solution import solve, stream


def test_arrays_and_header_come_back():
    arrays = {"a": np.arange(7, dtype="<f4"), "b": np.eye(3), "empty": np.zeros((0, 4))}
    header, back = unpack(pack({"kind": "test", "word": "波"}, arrays))
    assert header == {"kind": "test", "word": "波"}
    for name, array in arrays.items():
        assert back[name].dtype == array.dtype
        assert np.array_equal(back[name], array)


def test_arrays_stand_on_multiples_of_eight():
    blob = pack({}, {"odd": np.zeros(3, dtype="<f4"), "next": np.ones(2)})
    length = int.from_bytes(blob[4:8], "little")
    assert (8 + length) % 8 == 0
    assert len(blob) % 8 == 0


def test_a_stranger_is_refused():
    with pytest.raises(ValueError, match="WKLB"):
        unpack(b"GIF89a" + bytes(20))


def test_modes_are_orthonormal_eigenstates():
    problem = Problem()
    solution = solve(problem, samples=2)
    header, arrays = unpack(modes_clip(problem, solution.expansion))
    states = arrays["states"].astype(float)
    assert header["kind"] == "modes"
    overlap = states[:40] @ states[:40].T * problem.grid.dx
    assert np.abs(overlap - np.eye(40)).max() < 1e-5
    coefficients = solution.expansion.coefficients
    psi = coefficients @ states
    assert np.abs(psi - solution.fields.psi[0]).max() < 1e-5 * np.abs(psi).max()


def test_scenes_that_share_eigenstates_share_a_clip():
    name = [
        clip_name(problem, solve(problem, samples=2).expansion)
        for problem in (Problem(), Problem(wick=90), Problem(x0=0.5, T=3), Problem(D=0.2))
    ]
    assert name[0] == name[1] == name[2]
    assert name[3] != name[0]


def test_frames_hold_the_saved_states():
    problem = Problem(schedule="linear", wick=90, T=2, frames=12)
    steps = list(stream(problem))
    header, arrays = unpack(frames_clip(problem, 4, steps[4:9], report={"level": "green"}))
    assert header["first"] == 4
    assert header["report"] == {"level": "green"}
    assert arrays["real"].shape == (5, problem.n)
    assert np.abs(arrays["real"][2] - steps[6].psi.real).max() < 1e-6
    assert np.array_equal(arrays["t"], [step.t for step in steps[4:9]])
