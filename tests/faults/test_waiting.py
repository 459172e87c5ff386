"""A scene that waits for a processor says so, and can be given up for the one before."""

import asyncio
import signal
import time

import pytest

from tests.bench.visitor import Visitor
from tests.faults.conftest import Watched
from tests.serving import until
from ui.turns import WIDTH

BEFORE = "double-well"


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    log = tmp_path_factory.mktemp("busy") / "log"
    with Watched(log, command=("-m", "tests.faults.busy_server")) as server:
        yield server
    assert "Traceback" not in server.said(), server.said()


def at_work(server):
    """How many pieces run, and how many wait."""
    figures = server.figures()
    return figures["wicklab_running"], figures["wicklab_queue_length"]


async def noticed(visitor):
    end = time.monotonic() + 10
    while "cancel.1" not in visitor.widgets:
        assert time.monotonic() < end, visitor.texts
        await asyncio.sleep(0.05)


async def wait_and_give_up(server, lang, sentence, place):
    async with Visitor(server.address, f"landscape={BEFORE}&lang={lang}") as visitor:
        await visitor.arrive()
        named = visitor.widgets["lab.landscape"].value
        other = visitor.widgets["lab.landscape"].proto.options[place]
        server.process.send_signal(signal.SIGUSR1)
        await asyncio.to_thread(until, lambda: at_work(server) == (WIDTH, 0))
        changing = asyncio.create_task(visitor.change("lab.landscape", other))
        await noticed(visitor)
        assert not changing.done()
        assert any(sentence in text for text in visitor.texts)
        await visitor.press("cancel.1")
        await changing
        assert not any(sentence in text for text in visitor.texts)
        assert visitor.widgets["lab.landscape"].value == named
        server.process.send_signal(signal.SIGUSR2)
        await asyncio.to_thread(until, lambda: at_work(server) == (0, 0))
        visitor.widgets.pop("cancel.1")
        await visitor.change("lab.landscape", other)
        assert BEFORE not in visitor.link


@pytest.mark.parametrize(
    ("lang", "sentence", "place"),
    [
        ("en", "Your scene is number 1 in the queue", -1),
        ("zh", "您的场景排在第 1 位", -2),
    ],
)
def test_a_waiting_scene_has_a_place_and_a_way_back(busy, lang, sentence, place):
    asyncio.run(wait_and_give_up(busy, lang, sentence, place))
