"""Clips: what is packed can be unpacked, and shows what the solver found."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis.extra.numpy import array_shapes, arrays
from hypothesis.strategies import floats

from charts.clip import HALF_STEP, Rounded, clip_name, frames_clip, modes_clip, pack, unpack
from solvers.basis import Basis
from solvers.problem import Problem
from solvers.solution import solve, stream
from solvers.spectral import FEWEST_STATES


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


def states_of(problem: Problem, blob: bytes) -> np.ndarray:
    """The eigenstates in a clip, one a row, as the player has them."""
    header, arrays = unpack(blob)
    assert header["kind"] == "modes"
    if "waves" in arrays:
        return arrays["waves"] @ Basis(problem.grid, header["size"]).samples(problem.grid.x).T
    return np.concatenate([arrays["states"], arrays.get("higher", arrays["states"][:0])])


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"landscape": "cosine-lattice"},
        {"n": 320},  # too few nodes for waves
        {"landscape": "barrier"},  # 512 states
    ],
)
def test_modes_are_orthonormal_eigenstates(changes):
    problem = Problem(**changes)
    solution = solve(problem, samples=2)
    states = states_of(problem, modes_clip(problem, solution.expansion))
    overlap = states[:40] @ states[:40].T * problem.grid.dx
    assert np.abs(overlap - np.eye(40)).max() < 1e-5
    exact = solution.expansion.spectrum.eigenstates(problem.grid, len(states)).T
    low, high = np.split(np.abs(states - exact).max(axis=1), [FEWEST_STATES])
    assert low.max() < 3e-7 * np.abs(exact).max()
    assert (high <= HALF_STEP * np.abs(exact[FEWEST_STATES:]).max(axis=1) * 1.0001).all()
    psi = solution.expansion.coefficients @ states
    assert np.abs(psi - solution.fields.psi[0]).max() < 1e-5 * np.abs(psi).max()


def test_eigenstates_travel_as_what_is_shorter():
    few, many = Problem(), Problem(landscape="barrier")
    for problem, most in ((few, 125_000), (many, 700_000)):
        blob = modes_clip(problem, solve(problem, samples=2).expansion)
        assert len(blob) < most


def test_scenes_that_share_eigenstates_share_a_clip():
    name = [
        clip_name(problem, solve(problem, samples=2).expansion)
        for problem in (Problem(), Problem(wick=90), Problem(x0=0.5, T=3), Problem(D=0.2))
    ]
    assert name[0] == name[1] == name[2]
    assert name[3] != name[0]


@pytest.mark.parametrize(("wick", "is_real"), [(90, True), (30, False)])
def test_frames_hold_the_saved_states_to_half_a_step(wick, is_real):
    problem = Problem(schedule="linear", wick=wick, T=2, frames=12)
    steps = list(stream(problem))
    header, arrays = unpack(frames_clip(problem, 4, steps[4:9], report={"level": "green"}))
    assert header["first"] == 4
    assert header["report"] == {"level": "green"}
    assert arrays["real"].shape == (5, problem.n)
    assert ("imaginary" not in arrays) == is_real
    for shown, step in zip(arrays["real"], steps[4:9], strict=True):
        exact = step.psi.real
        assert np.abs(shown - exact).max() <= HALF_STEP * np.abs(exact).max() * 1.0001
    assert np.array_equal(arrays["t"], [step.t for step in steps[4:9]])


rows = arrays(
    float,
    array_shapes(min_dims=2, max_dims=2, max_side=20),
    elements=floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-9),
)


@given(rows)
def test_rounded_rows_come_back_within_half_a_step(given_rows):
    _, back = unpack(pack({}, {"before": np.ones(3), "rows": Rounded.of(given_rows)}))
    largest = np.abs(given_rows).max(axis=1, keepdims=True)
    assert (np.abs(back["rows"] - given_rows) <= HALF_STEP * largest * 1.0001).all()
    assert back["rows"].shape == given_rows.shape
    assert np.array_equal(back["before"], np.ones(3))
    assume((back["rows"] < 0).any() == (given_rows < 0).any())  # else they get one more bit
    again = Rounded.of(back["rows"]).numbers
    assert np.abs(again - back["rows"]).max(initial=0.0) <= 1e-12 * largest.max(initial=0.0)


@given(rows)
def test_rows_without_a_negative_number_use_every_bit(given_rows):
    whole = Rounded.of(np.abs(given_rows))
    assert whole.whole.dtype == np.uint16
    assert (
        np.abs(whole.numbers - np.abs(given_rows)).max()
        <= np.abs(given_rows).max() / 131_070 * 1.0001
    )


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_a_row_that_is_not_finite_spoils_no_other(odd):
    given_rows = np.array([[1.0, odd, -2.0], [0.5, 0.0, -1.0]])
    back = Rounded.of(given_rows).numbers
    assert np.isnan(back[0]).all()
    assert np.abs(back[1] - given_rows[1]).max() <= HALF_STEP
