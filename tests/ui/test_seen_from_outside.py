"""What whoever runs a server can see: log lines, figures, health."""

import json
import logging
import re
import tomllib
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from scenes.link import decode
from solvers.refusal import Refusal
from ui import health, journal, metrics, solving
from ui.slots import slot
from ui.visitors import Visitor, asking

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lines():
    """Lines of the log, read as JSON."""
    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(json.loads(record.getMessage()))
    log = logging.getLogger("wicklab.work")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield said
    log.removeHandler(handler)
    log.setLevel(before)


SECRET = "x**4 - 2.7182*x**2 + 0.125"


def test_a_line_tells_the_work_and_not_who_or_what(lines):
    problem = decode({"formula": SECRET})[0].problem
    for _ in range(2):
        with asking(Visitor("203.0.113.9")), journal.request("lab", problem):
            solving.solution(problem)
            solving.modes(problem)
    first, second = lines
    assert first["scene"] == second["scene"]
    assert re.fullmatch("[0-9a-f]{16}", first["scene"])
    assert (first["kept"], second["kept"]) == (False, True)
    assert first["seconds"] >= first["worked"] > 0
    assert first["pieces"] > 0
    assert first["outcome"] == second["outcome"] == "done"
    assert "203.0.113.9" not in str(lines)
    assert "2.7182" not in str(lines)


def test_refusals_and_endings_are_told_apart(lines):
    class GoneError(BaseException):
        pass

    for trouble in (Refusal("scene.streams"), GoneError(), ValueError()):
        with pytest.raises(type(trouble)), journal.request("solve", ""):
            raise trouble
    with journal.request("race", "") as work:
        work.refused(Refusal("race.too-much", limit=1))
    assert [line["outcome"] for line in lines] == ["refused", "cancelled", "failed", "refused"]
    assert [line.get("code") for line in lines] == ["scene.streams", None, None, "race.too-much"]


def test_figures_count_what_the_log_says(lines):
    value = REGISTRY.get_sample_value

    def read():
        names = ("wicklab_solves_total", "wicklab_request_seconds_count")
        return [value(names[0]), value(names[1], {"page": "convergence"}) or 0.0]

    before = read()
    with journal.request("convergence", "a"), slot():
        pass
    assert [now - then for now, then in zip(read(), before, strict=True)] == [1, 1]


def test_the_version_is_the_projects():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == health.VERSION


@pytest.fixture
def unchecked(monkeypatch):
    monkeypatch.setattr(health, "_checked", (-health.FRESH, {}))


def test_a_sound_server_says_so(unchecked, monkeypatch, tmp_path):
    monkeypatch.setenv(health.DATA, str(tmp_path))
    assert health.checks() == {"solver": True, "data": True}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_is_noticed(unchecked, monkeypatch, tmp_path):
    monkeypatch.setenv(health.DATA, str(tmp_path / "gone"))
    assert health.checks() == {"solver": True, "data": False}


def test_a_solver_that_is_wrong_is_noticed(unchecked, monkeypatch):
    right = health.diagonalise
    monkeypatch.setattr(
        health, "diagonalise", lambda h, n: right(h.__class__(**{**vars(h), "diffusivity": 0.6}), n)
    )
    assert health.checks()["solver"] is False


def test_an_answer_is_used_again_for_a_while(unchecked, monkeypatch):
    assert health.checks()["solver"]
    monkeypatch.setattr(health, "solver_works", lambda: False)
    assert health.checks()["solver"]


@pytest.mark.parametrize("text", ["x", "0", "99999999", "-1"])
def test_a_port_that_is_none_ends_the_start(monkeypatch, text):
    monkeypatch.setenv(metrics.PORT, text)
    with pytest.raises(SystemExit, match=metrics.PORT):
        metrics.serve()


def test_without_a_port_nothing_is_served(monkeypatch):
    monkeypatch.delenv(metrics.PORT, raising=False)
    assert not metrics.serve()
