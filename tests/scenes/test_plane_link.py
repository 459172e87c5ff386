"""Links with dim=2, and the files of the command line."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.__main__ import main
from scenes.link import decode, encode, keys, write
from scenes.page_link import PageLink
from solvers.plane.problem import PlaneProblem
from solvers.problem import Problem
from solvers.refusal import Refusal

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "text",
    [
        "dim=2",
        "dim=2&landscape=muller-brown&wick=90&order=2&about=0.1,-0.3",
        "dim=2&formula=x**2%2Ba*y**2&let=a:2&y0=0.5&py=-1.5&px=2",
        "dim=2&landscape=rosenbrock&schedule=geometric&D_end=0.001&n=128&show=density,phase",
    ],
)
def test_links_come_back_as_they_went(text):
    scene, notes = decode(text)
    assert notes == []
    assert isinstance(scene.problem, PlaneProblem)
    again, _ = decode(write(scene))
    assert again == scene
    assert encode(scene)["dim"] == "2"


def test_defaults_are_those_of_the_plane():
    problem = decode("dim=2")[0].problem
    assert (problem.landscape, problem.n, problem.frames) == ("himmelblau", 256, 240)
    assert type(decode("dim=1")[0].problem) is Problem


def test_a_plus_lost_on_the_way_is_put_back():
    assert decode({"dim": "2", "formula": "x**2 y**2"})[0].problem.formula == "x**2+y**2"


def test_what_is_out_of_range_is_clamped_and_said():
    scene, notes = decode("dim=2&n=9999&frames=9999&x0=99&y0=-99&about=50,0&order=1")
    assert (scene.problem.n, scene.problem.frames) == (512, 600)
    said = {note.details["key"] for note in notes}
    assert said == {"n", "frames", "x0", "y0", "about"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dim=3", "scene.dimension"),
        ("dim=two", "scene.dimension"),
        ("dim=2&about=1", "scene.about-pair"),
        ("dim=2&about=1,2,3", "scene.not-a-number"),
        ("dim=2&about=nan,0", "scene.not-a-number"),
        ("dim=2&landscape=tilted-well", "scene.unknown-landscape"),
        ("dim=2&levels=0:1", "scene.one-dimension-only"),
        ("dim=2&formula=z", "formula.unknown-name"),
        ("dim=2&let=y:1&formula=x", "formula.constant-name"),
    ],
)
def test_links_that_are_refused(text, code):
    with pytest.raises(Refusal) as refusal:
        decode(text)
    assert refusal.value.code == code


def test_a_scene_beside_is_left_out_of_a_plane_and_that_is_said():
    scene, notes = decode("dim=2&beside=wick%3D90")
    assert scene.view.beside == ""
    assert [(note.code, note.details["key"]) for note in notes] == [
        ("scene.one-dimension-only", "beside")
    ]


def test_a_second_coordinate_means_nothing_on_a_line():
    _, notes = decode("y0=1&py=2")
    assert [note.code for note in notes] == ["scene.unknown-key"] * 2


def test_pages_for_one_dimension_refuse_a_plane():
    with pytest.raises(Refusal) as refusal:
        PageLink().decode({"dim": "2"})
    assert refusal.value.code == "scene.dimension"
    scene, *_ = PageLink(dims=(1, 2)).decode({"dim": "2"})
    assert scene.problem.dim == 2


@given(st.dictionaries(st.sampled_from(keys(PlaneProblem)), st.text(max_size=30), max_size=5))
def test_any_text_is_answered_with_a_scene_or_a_refusal(pairs):
    try:
        scene, _ = decode({"dim": "2", **pairs})
    except Refusal:
        return
    assert decode(write(scene))[0] == scene


def test_the_command_line_writes_arrays_and_numbers(tmp_path):
    scene = "dim=2&landscape=himmelblau&wick=90&n=64&frames=12&T=3"
    files = {kind: tmp_path / f"run.{kind}" for kind in ("npz", "csv")}
    command = [sys.executable, "-m", "scenes", scene, "--out", str(files["npz"])]
    command += ["--csv", str(files["csv"])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["method"] == "plane-steps"
    assert report["error"] < 1e-5
    with np.load(files["npz"]) as run:
        assert run["psi"].shape == run["density"].shape == (12, 64, 64)
        assert run["psi"].dtype == complex
        dx = run["x"][1] - run["x"][0]
        assert (run["density"].sum(axis=(1, 2)) * dx**2) == pytest.approx(np.ones(12))
        along_x = run["density"].sum(axis=1)  # rows are y
        assert (along_x @ run["x"]) * dx**2 == pytest.approx(run["mean"][:, 0])
        assert set(run) >= {"y", "t", "log_norm", "zeta", "surrogate", "energy", "std"}
        energy = run["energy"]
    with files["csv"].open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["energy"]) for row in rows] == pytest.approx(energy)


def test_the_command_line_refuses_in_one_line(capsys, tmp_path):
    assert main(["dim=2&formula=1/(x-y)&n=64", "--out", str(tmp_path / "a.npz")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "y =" in said
