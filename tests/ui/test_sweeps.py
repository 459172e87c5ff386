"""Sweeps for many: computed once, resumed, kept on disk, and never in the way of a visitor."""

import os
import threading
import time

import numpy as np
import pytest

from charts.atlas import AtlasSettings, sweep_of
from charts.page_links import PAGE_LINKS
from charts.sweep_files import READABLE, map_of
from solvers.problem import Problem
from solvers.sweep.sweep import solve_batch
from ui import sweep_cache, sweep_export, sweeps
from ui.slots import slot
from ui.visitors import Visitor, asking


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A folder of the test's own and nothing in memory."""
    monkeypatch.setenv(sweep_cache.SETTING, str(tmp_path / "atlas"))
    forget()
    yield tmp_path / "atlas"
    forget()


def forget():
    sweep_cache.folder.cache_clear()
    sweeps._runs.clear()


def sweep(cells=6, **settings):
    return sweep_of(Problem(wick=90.0, T=5.0), AtlasSettings(cells=cells, **settings))


@pytest.fixture
def computed(monkeypatch):
    """Places in the order in which they were computed."""
    places, original = [], sweeps.solve_cells

    def counting(wanted, batch):
        places.extend(batch)
        return original(wanted, batch)

    monkeypatch.setattr(sweeps, "solve_cells", counting)
    return places


def test_every_cell_comes_once_and_is_the_solvers(computed):
    wanted = sweep()
    arrived = list(sweeps.parts(wanted))
    places = [place for part in arrived for place in part.places]
    assert sorted(places) == list(np.ndindex(6, 6))
    assert arrived[-1].done == 36
    assert sorted(computed) == sorted(places)
    alone = [cell.value for cell in solve_batch(wanted, tuple(places))]
    assert [sweeps.known(wanted).values[place] for place in places] == alone


def test_a_sweep_seen_before_is_there_at_once_also_after_a_restart(computed):
    wanted = sweep()
    list(sweeps.parts(wanted))
    for _ in range(2):
        count = len(computed)
        (part,) = sweeps.parts(wanted)
        assert (part.done, part.where, len(computed)) == (36, "kept", count)
        forget()


def test_what_was_stopped_goes_on_where_it_was(computed):
    wanted = sweep(cells=24)
    arriving = sweeps.parts(wanted)
    next(arriving)
    first = next(arriving)
    arriving.close()
    held = list(sweeps.parts(wanted, hold=True))
    assert len(held) == 1
    assert first.done <= held[0].done < 576
    end = time.monotonic() + 20
    while any(not future.done() for future in sweeps._runs[wanted]._under_way):
        assert time.monotonic() < end
        time.sleep(0.01)
    assert len(computed) < 576  # nothing goes on by itself
    assert list(sweeps.parts(wanted))[-1].done == 576
    assert len(computed) == len(set(computed)) == 576


def test_two_who_watch_share_one_computation(computed):
    wanted, seen = sweep(cells=12), {}

    def watch(name):
        seen[name] = [place for part in sweeps.parts(wanted) for place in part.places]

    watchers = [threading.Thread(target=watch, args=(name,)) for name in "ab"]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join(30)
    assert sorted(seen["a"]) == sorted(seen["b"]) == list(np.ndindex(12, 12))
    assert len(computed) == 144


def test_a_visitor_waits_for_some_cells_at_most():
    wanted = sweep(cells=40)
    with asking(Visitor("sweeper")):
        arriving = sweeps.parts(wanted)
        next(arriving)
        next(arriving)
    waits = []
    for number in range(12):
        start = time.monotonic()
        with asking(Visitor(f"pupil {number}")), slot():
            waits.append(time.monotonic() - start)
    arriving.close()
    assert np.median(waits) < 0.1  # a line of 40 cells takes 0.3 s with the machine to itself


def test_damaged_files_are_computed_again(cache, computed):
    wanted = sweep()
    list(sweeps.parts(wanted))
    (file,) = cache.glob("*.npz")
    for spoiled in (b"", file.read_bytes()[:500], b"x" * 5000):
        forget()
        file.write_bytes(spoiled)
        computed.clear()
        assert list(sweeps.parts(wanted))[-1].done == 36
        assert len(computed) == 36
        with_name = map_of(file.read_bytes(), wanted, name=sweep_cache._name(wanted))
        assert with_name.is_complete


def test_another_solver_is_another_file(monkeypatch, computed):
    wanted = sweep()
    list(sweeps.parts(wanted))
    forget()
    computed.clear()
    monkeypatch.setattr(sweep_cache, "solver_version", lambda: "of tomorrow")
    list(sweeps.parts(wanted))
    assert len(computed) == 36


def test_the_oldest_files_make_room(cache, monkeypatch):
    first, second, third = (sweep(cells=4, figure=name) for name in ("gap", "energy", "ground"))
    list(sweeps.parts(first))
    (file,) = cache.glob("*.npz")
    os.utime(file, (1, 1))
    list(sweeps.parts(second))
    monkeypatch.setattr(sweep_cache, "KEPT", 2 * file.stat().st_size + 1000)
    list(sweeps.parts(third))
    assert not file.exists()
    assert len(list(cache.glob("*.npz"))) == 2


def test_without_a_place_to_write_it_still_works(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(sweep_cache.SETTING, str(tmp_path / "file" / "below"))
    forget()
    assert sweep_cache.folder() is None
    assert list(sweeps.parts(sweep()))[-1].done == 36


def test_a_read_only_home_falls_back_on_the_temporary_folder(monkeypatch, tmp_path):
    monkeypatch.delenv(sweep_cache.SETTING)
    (tmp_path / "home").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sweep_cache.tempfile, "gettempdir", lambda: str(tmp_path))
    forget()
    assert sweep_cache.folder() == tmp_path / "wicklab-atlas"


def test_files_hold_what_is_known_and_solve_nothing(computed):
    link = "cells=4&figure=gap"
    assert sweep_export.answer("cells.csv", link).decode().splitlines()[1:] == []
    assert computed == []
    scene, settings, _ = PAGE_LINKS["atlas"].decode({"cells": "4", "figure": "gap"})
    list(sweeps.parts(sweep_of(scene.problem, settings)))
    assert len(sweep_export.answer("cells.csv", link + "&lang=zh").decode().splitlines()) == 17
    with pytest.raises(READABLE):
        map_of(sweep_export.answer("cells.npz", link)[:100], sweep())


def test_a_line_is_the_same_as_its_scenes():
    problem = Problem(wick=90.0, T=5.0)
    values = sweeps.line(problem, "D", (0.05, 0.2), "success")
    wanted = sweep(cells=4, up_lo=0.05, up_hi=0.2)
    column = int(np.argmin(abs(wanted.across.values - problem.x0)))
    moved = problem.having(x0=float(wanted.across.values[column]))
    assert sweeps.line(moved, "D", (0.05, 0.2), "success") == pytest.approx(
        [cell.value for cell in solve_batch(wanted, ((0, column), (3, column)))]
    )
    assert len(values) == 2
