"""Whatever a page asked for ends when the page is closed."""

import asyncio
import contextlib
import time

import pytest

from tests.bench.visitor import Visitor
from tests.serving import until

SOON = 2.0  # seconds
# Each computes for much longer than that.
SCENES = {
    "streamed, one dimension": ("", "landscape=schwefel&schedule=linear&n=2048&frames=480&T=200"),
    "streamed, two dimensions": ("", "dim=2&landscape=rastrigin&n=256&T=100&schedule=linear"),
    "race": ("race", "objective=schwefel&budget=10000&seeds=60&scipy=1"),
    "samplers": ("inference", "view=samplers&points=1000&steps=100"),
    "annealing": ("annealing", "landscape=schwefel&T=400"),
}


async def open_and_close(served, page, link):
    """Seconds of work after the page has been closed, and those before."""
    before = served.figures()["wicklab_solve_seconds_total"]
    visitor = Visitor(served.address, link, page)
    await visitor.connect()
    arriving = asyncio.create_task(visitor.arrive())
    worked = lambda: served.figures()["wicklab_solve_seconds_total"] - before > 0.3  # noqa: E731
    await asyncio.to_thread(until, worked)
    assert not arriving.done()
    arriving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await arriving
    await visitor.leave()


def is_idle(served):
    figures = served.figures()
    names = ("running", "queue_length", "sessions")
    return not any(figures[f"wicklab_{name}"] for name in names)


@pytest.mark.parametrize("kind", SCENES)
def test_work_ends_with_its_page(served, kind):
    asyncio.run(open_and_close(served, *SCENES[kind]))
    until(lambda: is_idle(served), SOON)
    worked = served.figures()["wicklab_solve_seconds_total"]
    spent, _ = served.usage()
    time.sleep(0.7)
    assert is_idle(served)
    assert served.figures()["wicklab_solve_seconds_total"] == worked
    assert served.usage()[0] - spent < 0.5
