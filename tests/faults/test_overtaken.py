"""A change ends the run that is under way, whatever widget it is made with."""

import asyncio

import pytest

from tests.bench.visitor import Visitor
from tests.serving import until

SOON = 2.0  # seconds
# Each computes for much longer than that.
SCENES = {
    "one dimension": "landscape=schwefel&schedule=linear&n=2048&frames=480&T=200",
    "two dimensions": "dim=2&landscape=griewank&frames=600&T=100",
}
CHANGES = {"D": lambda proto: proto.options[3], "wick": lambda _: 30.0}


async def overtaken(served, link, name):
    async with Visitor(served.address, link) as visitor:
        arriving = asyncio.create_task(visitor.arrive())
        accepted = lambda: visitor.link.startswith("v=1")  # noqa: E731
        await asyncio.to_thread(until, accepted, 30.0)
        assert not arriving.done()
        value = CHANGES[name](visitor.widgets[f"lab.{name}"].proto)
        await visitor.overtake(f"lab.{name}", value)
        said = f"{name}={float(value):g}"
        await asyncio.to_thread(until, lambda: said in visitor.link, SOON)
        arriving.cancel()


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("kind", SCENES)
def test_a_slider_ends_the_run_before(served, kind, name):
    asyncio.run(overtaken(served, SCENES[kind], name))
