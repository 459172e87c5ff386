"""A sweep on a real Dask cluster of two worker processes, one of which is ended on the way."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from charts.atlas import AtlasSettings, sweep_of
from solvers.problem import Problem
from solvers.sweep.sweep import solve_batch
from ui import cluster, sweep_cache, sweeps

ROOT = Path(__file__).parents[2]


def start(*arguments):
    """A process of Dask's command line, its output to be read."""
    return subprocess.Popen(
        [sys.executable, "-m", "dask.__main__", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def recorded(sweep, batch):
    """What a worker does here: the batch, and a line in a file once it is done."""
    cells = solve_batch(sweep, batch)
    with Path(os.environ["DONE"]).open("a") as file:
        file.write(f"{batch[0]}\n")
    return cells


@pytest.fixture
def dask(tmp_path, monkeypatch):
    """A scheduler and two workers of one thread; yields the worker processes."""
    monkeypatch.setenv("DONE", str(tmp_path / "done"))
    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    address = None
    for line in scheduler.stdout:
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", line):
            address = found[1]
            break
    assert address
    options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory")
    workers = [start("worker", address, *options, str(tmp_path)) for _ in range(2)]
    monkeypatch.setenv(cluster.SETTING, address)
    monkeypatch.setenv(sweep_cache.SETTING, str(tmp_path / "atlas"))
    monkeypatch.setattr(cluster, "_line", cluster._Line())
    sweep_cache.folder.cache_clear()
    sweeps._runs.clear()
    yield workers
    cluster._line.client().close()
    for process in (*workers, scheduler):
        process.kill()
        process.wait(10)
        process.stdout.close()
    sweep_cache.folder.cache_clear()
    sweeps._runs.clear()


def test_a_sweep_outlives_a_worker_and_repeats_nothing_that_was_done(dask, monkeypatch):
    monkeypatch.setattr(cluster, "solve_batch", recorded)
    end = time.monotonic() + 15
    while cluster.width() < 2:
        assert time.monotonic() < end, "the workers did not come"
        time.sleep(0.1)
    wanted = sweep_of(Problem(wick=90.0, T=5.0), AtlasSettings(cells=20))
    arriving = sweeps.parts(wanted)
    parts = [next(arriving), next(arriving)]
    assert parts[1].where == "cluster"
    assert parts[1].done < wanted.size
    before = {place for part in parts for place in part.places}
    dask[0].send_signal(signal.SIGKILL)
    parts += list(arriving)
    places = [place for part in parts for place in part.places]
    assert len(places) == len(set(places)) == wanted.size  # every cell came, and came once
    done = Counter(Path(os.environ["DONE"]).read_text().splitlines())
    assert set(done) == {str(batch[0]) for batch in wanted.batches()}
    here = {str(batch[0]) for batch in wanted.batches() if set(batch) <= before}
    assert {done[batch] for batch in here} == {1}  # what had come back was not asked for again
    # The worker may have finished one that it could not hand over any more.
    assert sum(done.values()) <= len(wanted.batches()) + 1
    some = places[:: wanted.size // 8]
    alone = solve_batch(wanted, tuple(some))
    assert [sweeps.known(wanted).values[place] for place in some] == pytest.approx(
        [cell.value for cell in alone], abs=1e-12
    )


def test_without_a_scheduler_the_work_is_done_here(monkeypatch, tmp_path):
    monkeypatch.setenv(cluster.SETTING, "tcp://127.0.0.1:9")
    monkeypatch.setenv(sweep_cache.SETTING, str(tmp_path))
    monkeypatch.setattr(cluster, "_line", cluster._Line())
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    sweep_cache.folder.cache_clear()
    sweeps._runs.clear()
    parts = list(sweeps.parts(sweep_of(Problem(wick=90.0, T=5.0), AtlasSettings(cells=4))))
    assert (parts[-1].done, parts[-1].where) == (16, "here")
    sweep_cache.folder.cache_clear()
