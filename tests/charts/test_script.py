"""A scene as a program: what it computes is what the solver computes."""

import runpy

import numpy as np
import pytest

from charts.script import python_script
from scenes.link import decode
from solvers.plane.solution import stream as plane_stream
from solvers.solution import solve

SCENES = (
    "preset=tunnelling&frames=9",
    "formula=a*x**4-x**2&let=a:0.5&order=3&about=0.4&wick=90&frames=9",
    "points=-2:1.5,0:0,2:1&wick=30&frames=9",
    "landscape=quadratic&levels=0,3:0.5@90&frames=9",
    "order=2&wick=90&frames=9",
    "landscape=rastrigin&wick=90&schedule=geometric&D=2&D_end=0.5&T=1&frames=5",
)


def run(script, folder):
    (folder / "scene.py").write_text(script, encoding="utf-8")
    runpy.run_path(str(folder / "scene.py"))
    return np.load(folder / "run.npz")


@pytest.mark.parametrize("query", SCENES)
def test_the_program_reproduces_the_arrays(query, tmp_path, monkeypatch):
    scene = decode(query)[0]
    monkeypatch.chdir(tmp_path)
    made, solution = run(python_script(scene), tmp_path), solve(scene.problem)
    for name in ("t", "psi", "density", "log_norm", "energy", "mean", "std"):
        assert np.array_equal(made[name], getattr(solution.fields, name)), name
    assert np.array_equal(made["zeta"], solution.zeta)
    assert np.array_equal(made["x"], scene.problem.grid.x)


@pytest.mark.parametrize(
    "query",
    [
        "dim=2&wick=60&n=48&frames=4&T=1",
        "dim=2&formula=x**2%2By**2&order=2&about=0.5,0.2&n=48&frames=4&T=1",
    ],
)
def test_in_two_dimensions_too(query, tmp_path, monkeypatch):
    scene = decode(query)[0]
    monkeypatch.chdir(tmp_path)
    made = run(python_script(scene), tmp_path)
    frames = list(plane_stream(scene.problem))
    assert np.array_equal(made["psi"], [frame.psi for frame in frames])
    assert np.array_equal(made["energy"], [frame.numbers.seen.energy for frame in frames])
    assert np.array_equal(made["zeta"], scene.problem.zeta)


def test_every_number_is_written_out():
    script = python_script(decode("landscape=morse")[0])
    for key in ("D=", "x0=", "sigma=", "T=", "lo=", "hi=", "n=512"):
        assert f"    {key}" in script


def test_a_link_cannot_write_lines_of_the_program():
    script = python_script(decode("formula=x**2&let=a:1")[0])
    text = python_script(decode("landscape=morse&beside=D%3D0.2")[0])
    compile(script, "scene.py", "exec")
    compile(text, "scene.py", "exec")
    assert text.count('"""') == 2
