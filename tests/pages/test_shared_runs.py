"""A run in two dimensions that several watch, and one of them leaves in the middle of a frame."""

import pytest

from charts.clip import unpack
from scenes.link import decode
from solvers.refusal import Refusal
from ui import planes, slots
from ui.visitors import GoneError, Visitor, asking

SCENE = "dim=2&landscape=himmelblau&n=64&T=2&frames=60"


def moments(clips):
    """Times of all frames; how many make a clip depends on how fast they come."""
    return [t for clip in clips for t in unpack(clip)[1]["t"]]


class Leaving:
    """A visitor who is gone once told so."""

    def __init__(self):
        self.is_gone = False

    def check(self):
        if self.is_gone:
            raise GoneError


def test_who_leaves_spoils_nothing_for_the_others(monkeypatch):
    monkeypatch.setattr(slots, "SHARE", 0.0)
    monkeypatch.setattr(slots, "GRACE", 0.0)  # the frame under way is lost
    fresh = SCENE.replace("frames=60", "frames=63")  # a run that no other test has seen to its end
    problem, one = decode(fresh)[0].problem, Leaving()
    staying, leaving = planes.run(problem, "en"), planes.run(problem, "en")
    first = next(staying)
    with asking(Visitor("leaves", one.check)):
        assert next(leaving) == first
        one.is_gone = True
        with pytest.raises(GoneError):
            next(leaving)
    assert moments([first, *staying]) == pytest.approx(problem.times)


def test_a_frame_that_is_nearly_done_is_kept(monkeypatch):
    monkeypatch.setattr(slots, "SHARE", 0.0)
    monkeypatch.setattr(slots, "GRACE", 60.0)
    problem, one = decode(SCENE.replace("frames=60", "frames=61"))[0].problem, Leaving()
    run = planes.run(problem, "en")
    with asking(Visitor("leaves", one.check)):
        next(run)
        one.is_gone = True
        with pytest.raises(GoneError):
            next(run)
    (going,) = (found for (kept, _), found in planes._unfinished.items() if kept == problem)
    assert not going.is_broken
    assert moments(planes.run(problem, "en")) == pytest.approx(problem.times)
    assert len(going.film.numbers) == 61


def test_a_refusal_is_remembered(monkeypatch):
    asked = []

    def refused(film):
        asked.append(film)
        raise Refusal("solver.too-many-steps", steps=1)
        yield

    monkeypatch.setattr(planes.Film, "frames", refused)
    problem = decode(SCENE.replace("frames=60", "frames=62"))[0].problem
    for _ in range(3):
        with pytest.raises(Refusal, match="too-many-steps"):
            list(planes.run(problem, "en"))
    assert len(asked) == 1
