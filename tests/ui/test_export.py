"""Files of a run: the command line's own, bounded in size and number, dropped with their asker."""

import asyncio
import csv
import json

import numpy as np
import pytest
from starlette.requests import Request

from charts.script import python_script
from scenes.link import decode
from solvers.plane.solution import stream
from solvers.solution import solve
from ui import export

SMALL = "dim=2&n=48&frames=5&T=1"
FALLING = "landscape=rastrigin&wick=90&schedule=geometric&D=2&D_end=0.5&T=1&frames=5"


def saved(kind, query, folder, *, gone=lambda: False):
    path = folder / kind
    export.save(kind, path, decode(query)[0], "en", gone)
    return path


@pytest.mark.parametrize("query", ["preset=tunnelling&frames=9", FALLING])
def test_arrays_and_table_are_the_solver_s(query, tmp_path):
    fields = solve(decode(query)[0].problem).fields
    arrays = np.load(saved("run.npz", query, tmp_path))
    for name in ("t", "psi", "density", "energy", "mean", "std"):
        assert np.array_equal(arrays[name], getattr(fields, name)), name
    rows = list(csv.DictReader(saved("run.csv", query, tmp_path).open(encoding="utf-8")))
    assert [float(row["energy"]) for row in rows] == fields.energy.tolist()
    assert "wl-player" in saved("run.html", query, tmp_path).read_text(encoding="utf-8")


def test_in_two_dimensions_too(tmp_path):
    frames = list(stream(decode(SMALL)[0].problem))
    arrays = np.load(saved("run.npz", SMALL, tmp_path))
    assert np.array_equal(arrays["psi"], [frame.psi for frame in frames])
    rows = list(csv.DictReader(saved("run.csv", SMALL, tmp_path).open(encoding="utf-8")))
    assert [float(row["energy"]) for row in rows] == [f.numbers.seen.energy for f in frames]
    assert "wl-player" in saved("run.html", SMALL, tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("query", "frames"),
    [("n=512", 240), ("n=2048&frames=2000", 1302), ("dim=2", 40), ("dim=2&n=512&frames=600", 10)],
)
def test_a_large_run_is_saved_at_fewer_times(query, frames):
    problem = export.fitting(decode(query)[0].problem)
    assert problem.frames == frames
    assert problem.frames * problem.n**problem.dim * export.NODE <= export.HEAVIEST


@pytest.mark.parametrize("query", [SMALL, FALLING])
def test_a_run_nobody_waits_for_is_dropped(query, tmp_path):
    asked = iter([False, False, True])
    with pytest.raises(export.AbandonedError):
        saved("run.npz", query, tmp_path, gone=lambda: next(asked))


def asked(kind, query):
    """Status, headers and body of the route's answer, as a server would send it."""
    scope = {
        "type": "http",
        "method": "GET",
        "headers": [],
        "query_string": query.encode(),
        "path": f"{export.PATH}/{kind}",
        "server": ("localhost", 80),
        "path_params": {"kind": kind},
    }
    sent = []

    async def receive():
        await asyncio.sleep(3600)

    async def send(message):
        sent.append(message)

    async def answer():
        response = await export.route.endpoint(Request(scope, receive))
        await response(scope, receive, send)

    asyncio.run(answer())
    head = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:])


def test_the_route_gives_a_file_under_its_name():
    status, head, body = asked("scene.py", "preset=tunnelling")
    assert (status, body.decode()) == (200, python_script(decode("preset=tunnelling")[0]))
    assert 'filename="scene.py"' in head["content-disposition"]


def test_a_file_with_steps_is_solved_behind_the_route(tmp_path):
    status, _, body = asked("run.csv", FALLING)
    assert status == 200
    assert body == saved("run.csv", FALLING, tmp_path).read_bytes()


@pytest.mark.parametrize(
    ("kind", "query", "status"),
    [
        ("run.exe", "", 404),
        ("run.csv", "D=x", 422),
        ("run.npz", "formula=__import__", 422),
        ("run.html", "x" * 5000, 422),
    ],
)
def test_what_cannot_be_made_is_refused(kind, query, status):
    assert asked(kind, query)[0] == status


def test_no_more_than_two_are_made_at_once():
    for _ in range(export.AT_ONCE):
        export._places.acquire()
    try:
        status, _, body = asked("scene.py", "")
        assert status == 503
        assert "try again" in json.loads(body)["sentence"]
    finally:
        for _ in range(export.AT_ONCE):
            export._places.release()
    assert asked("scene.py", "")[0] == 200
