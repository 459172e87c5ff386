"""Who is let in, and how fast: with requests made by hand, on a clock of the test's own."""

import asyncio
import time

import pytest

from ui import admission
from ui.admission import Admission, TooManyError, question
from ui.pace import Pace
from ui.visitors import TRUSTED_HOPS, address


def scope(kind="http", path="/", client="192.0.2.7", method="GET", **headers):
    pairs = [
        (name.replace("_", "-").encode(), text.encode("latin-1")) for name, text in headers.items()
    ]
    return {
        "type": kind,
        "path": path,
        "method": method,
        "client": (client, 1234),
        "headers": pairs,
        "query_string": b"",
    }


async def answered(app, sent, messages=({"type": "http.request", "body": b""},)):
    """Messages that an app sends for a scope."""
    said, waiting = [], list(messages)

    async def receive():
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message):
        said.append(message)

    await app(sent, receive, send)
    return said


async def greets(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def status(sent, app=greets, **more):
    return asyncio.run(answered(Admission(app), sent, **more))[0]["status"]


@pytest.fixture(autouse=True)
def empty():
    yield
    admission.connected.clear()
    admission._asked.clear()


class TestPace:
    def test_a_burst_passes_and_then_only_the_rate(self):
        now = [0.0]
        pace = Pace(burst=3, rate=2, clock=lambda: now[0])
        assert [pace.wait("a") for _ in range(3)] == [0, 0, 0]
        assert [pace.wait("a") for _ in range(2)] == [0.5, 1.0]
        assert pace.wait("b") == 0
        now[0] = 10
        assert [pace.wait("a") for _ in range(3)] == [0, 0, 0]

    def test_strangers_are_forgotten(self):
        pace = Pace(1, 1)
        for number in range(10_000):
            pace.wait(number)
        assert len(pace._buckets) <= 4096


class TestAddress:
    def test_what_a_stranger_claims_does_not_count(self, monkeypatch):
        monkeypatch.delenv(TRUSTED_HOPS, raising=False)
        assert address(scope(x_forwarded_for="203.0.113.9")) == "192.0.2.7"

    def test_what_our_own_proxy_saw_counts(self, monkeypatch):
        monkeypatch.setenv(TRUSTED_HOPS, "1")
        assert address(scope(x_forwarded_for="6.6.6.6, 203.0.113.9")) == "203.0.113.9"
        monkeypatch.setenv(TRUSTED_HOPS, "2")
        assert address(scope(x_forwarded_for="6.6.6.6, 203.0.113.9, 10.0.0.1")) == "203.0.113.9"

    @pytest.mark.parametrize("said", ["", ",", "nonsense", "6.6.6.6"])
    def test_too_few_hops_or_nonsense_leave_the_peer(self, monkeypatch, said):
        monkeypatch.setenv(TRUSTED_HOPS, "1" if said != "6.6.6.6" else "2")
        assert address(scope(x_forwarded_for=said)) == "192.0.2.7"

    def test_a_network_of_ipv6_is_one(self):
        first, second = (address(scope(client=f"2001:db8:1:2::{n}")) for n in (1, 2))
        assert first == second == "2001:db8:1:2::/64"

    def test_a_setting_that_is_no_number_trusts_nobody(self, monkeypatch):
        monkeypatch.setenv(TRUSTED_HOPS, "all")
        assert address(scope(x_forwarded_for="6.6.6.6")) == "192.0.2.7"


class TestRequests:
    def test_ordinary_ones_pass(self):
        assert status(scope()) == 200

    @pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
    def test_figures_are_not_public(self, path):
        assert status(scope(path=path)) == 404

    @pytest.mark.parametrize("length", ["1200001", "-1", "x", "9" * 40])
    def test_a_body_that_says_it_is_too_long_is_refused(self, length):
        assert status(scope(method="POST", content_length=length)) == 413

    def test_a_body_that_does_not_say_so_ends(self):
        heard = []

        async def listens(_, receive, __):
            while True:
                message = await receive()
                heard.append(message["type"])
                if message["type"] == "http.disconnect":
                    return

        part = {"type": "http.request", "body": bytes(500_000), "more_body": True}
        asyncio.run(answered(Admission(listens), scope(method="POST"), [part] * 9))
        assert heard == ["http.request", "http.request", "http.disconnect"]

    def test_a_full_server_says_so_in_the_browsers_language(self, monkeypatch):
        monkeypatch.setenv(admission.SERVER, "2")
        admission.connected["192.0.2.1"] = 2
        sent = scope(accept="text/html,*/*", accept_language="zh-CN,zh;q=0.9")
        start, body = asyncio.run(answered(Admission(greets), sent))
        assert start["status"] == 503
        assert "一分钟" in body["body"].decode()
        assert status(scope(path="/assets/x.js", accept="*/*")) == 200


async def connection(messages, app):
    said = []
    waiting = [{"type": "websocket.connect"}, *messages]

    async def receive():
        return waiting.pop(0) if waiting else {"type": "websocket.disconnect", "code": 1000}

    async def send(message):
        said.append(message)

    await Admission(app)(scope("websocket"), receive, send)
    return said


class TestConnections:
    def test_a_server_and_an_address_have_room_for_so_many(self, monkeypatch):
        async def never(*_):
            raise AssertionError

        monkeypatch.setenv(admission.ADDRESS, "1")
        admission.connected["192.0.2.7"] = 1
        assert asyncio.run(connection([], never)) == [{"type": "websocket.close", "code": 1013}]

    def test_who_left_is_not_counted(self):
        async def goes(*_):
            assert admission.connected["192.0.2.7"] == 1

        asyncio.run(connection([], goes))
        assert admission.connected == {}

    def test_messages_come_at_the_pace_and_a_flood_ends_the_connection(self, monkeypatch):
        monkeypatch.setattr(admission, "_messages", Pace(5, 200))
        monkeypatch.setattr(admission, "MOST_DELAYED", 20)
        heard = []

        async def listens(_, receive, __):
            while (message := await receive())["type"] != "websocket.disconnect":
                heard.append(message["type"])
            heard.append(message["code"])

        flood = [{"type": "websocket.receive", "bytes": b"x"}] * 1000
        start = time.monotonic()
        asyncio.run(connection(flood, listens))
        assert heard[-1] == 1008
        assert 25 < len(heard) < 500
        assert time.monotonic() - start >= 20 / 200

    def test_hands_are_never_slowed(self):
        now = [0.0]
        pace = Pace(*admission.MESSAGES, clock=lambda: now[0])
        waits = []
        for _ in range(500):  # a key held down on a slider: Streamlit sends five a second
            waits.append(pace.wait("hand"))
            now[0] += 0.2
        assert max(waits) == 0


class TestQuestions:
    def test_one_visitor_cannot_take_all_places(self):
        async def ask():
            async with question("a"):
                await asyncio.sleep(0.05)

        async def many():
            asked = [asyncio.create_task(ask()) for _ in range(admission.AT_ONCE + 2)]
            await asyncio.sleep(0)
            async with question("b"):
                pass
            return await asyncio.gather(*asked, return_exceptions=True)

        found = asyncio.run(many())
        assert [type(answer) for answer in found[-2:]] == [TooManyError] * 2
        assert found[:-2] == [None] * admission.AT_ONCE
        assert admission._asked == {}

    def test_who_asks_far_too_fast_is_turned_away(self, monkeypatch):
        monkeypatch.setattr(admission, "_questions", Pace(1, 0.01))

        async def twice():
            async with question("a"):
                pass
            async with question("a"):
                pass

        with pytest.raises(TooManyError):
            asyncio.run(twice())
        assert admission._asked == {}
