"""What goes wrong in hosting: servers that end, connections that are cut, clocks that jump.

Full disks and lost data bases: tests/classroom.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench.visitor import FAULTS, Visitor
from ui.pace import Pace
from ui.turns import Queue
from ui.visitors import Visitor as Somebody


async def settle(visitor):
    """Go on as a page does after a loss."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            return await visitor.change("lab.D", "0.0631")
        except FAULTS:
            try:
                await visitor.come_back()
            except FAULTS:
                await asyncio.sleep(0.1)
    raise AssertionError("not back")


def test_scenes_survive_cuts_and_a_killed_server(served):
    async def go():
        links = [f"landscape=double-well&x0={-1 + n / 10:g}" for n in range(4)]
        people = [Visitor(served.address, link) for link in links]
        for visitor in people:
            await visitor.connect()
            await visitor.arrive()
        for visitor in people:
            visitor.cut()
        await asyncio.gather(*map(settle, people))
        await asyncio.to_thread(served.kill)
        await asyncio.to_thread(served.start)
        await asyncio.gather(*map(settle, people))
        for number, visitor in enumerate(people):
            assert f"x0={-1 + number / 10:g}" in visitor.link
            await visitor.leave()

    asyncio.run(go())


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
def test_a_jump_of_the_clock_changes_no_turn_and_no_pace(monkeypatch, jump):
    pace, queue, real = Pace(2, 1), Queue(width=1), time.time
    pace.wait("a")
    queue.enter(Somebody("a"))
    monkeypatch.setattr(time, "time", lambda: real() + jump)
    assert [pace.wait("a") for _ in range(2)] == pytest.approx([0, 1], abs=0.2)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(queue.enter, Somebody("b"))
        time.sleep(0.3)
        assert not waiting.done()
        queue.leave("a", 0.0)
        assert waiting.result(5) < 5


def test_only_the_log_and_classes_ask_for_the_time_of_day(pytestconfig):
    """Whatever waits or expires counts on a clock that never jumps."""
    asked = {
        path.relative_to(pytestconfig.rootpath).as_posix()
        for folder in ("ui", "solvers", "charts", "scenes", "pages")
        for path in (pytestconfig.rootpath / folder).rglob("*.py")
        if any(word in path.read_text() for word in ("time.time()", "datetime.now", "utcnow"))
    }
    # A class ends at a time of day that several servers agree on, looked up once; answers have one.
    classes = {"ui/classroom/clock.py", "ui/classroom/store.py"}
    assert asked == {"ui/journal.py", *classes}
