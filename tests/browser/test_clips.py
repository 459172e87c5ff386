"""Clips in the browser: what was packed here is there again."""

import base64

import numpy as np
import pytest

from charts.clip import HALF_STEP, frames_clip, modes_clip, unpack
from solvers.problem import Problem
from solvers.solution import solve, stream
from tests.browser.page import read
from ui.assets import address

UNPACK = """async ([path, clip, text, key]) => {
  const { receive, follow } = await import(location.origin + path);
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const forget = receive(bytes);
  let found;
  follow(clip, (part) => (found = Array.from(part[key])))();
  forget();
  return found;
}"""


@pytest.fixture
def unpacked(window, server):
    """An array of a blob, as a stage gets it; no page is needed for that."""
    page = window()
    page.goto(f"{server}/_stcore/health")

    def unpacked(blob, key):
        text = base64.b64encode(blob).decode()
        clip = unpack(blob)[0]["clip"]
        return np.array(read(page, UNPACK, [address("player/clips.js"), clip, text, key]))

    return unpacked


def test_eigenstates_are_the_solvers(unpacked):
    for changes in (
        {},
        {"landscape": "cosine-lattice"},  # a ring
        {"landscape": "quadratic", "n": 511},  # with a node in the middle
        {"n": 320},  # on the nodes
        {"landscape": "barrier"},  # the higher ones in 16 bits
    ):
        problem = Problem(**changes)
        expansion = solve(problem, samples=2).expansion
        exact = expansion.spectrum.eigenstates(problem.grid, expansion.count).T
        states = unpacked(modes_clip(problem, expansion), "states").reshape(exact.shape)
        error = np.abs(states - exact).max(axis=1) / np.abs(exact).max(axis=1)
        assert error[:160].max() < 2e-7, changes
        assert error.max() <= HALF_STEP * 1.01, changes


def test_frames_are_the_solvers_to_half_a_step(unpacked):
    problem = Problem(schedule="linear", wick=30, T=2, frames=12)
    steps = list(stream(problem))
    blob = frames_clip(problem, 0, steps)
    psi = np.array([step.psi for step in steps])
    for key, exact in (("real", psi.real), ("imaginary", psi.imag)):
        shown = unpacked(blob, key).reshape(len(steps), problem.n)
        largest = np.abs(exact).max(axis=1)
        assert (np.abs(shown - exact).max(axis=1) <= HALF_STEP * largest * 1.01).all()
    assert unpacked(blob, "t") == pytest.approx([step.t for step in steps])
