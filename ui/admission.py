"""Who is let in, and how fast: limits on connections, messages, requests and uploads.

Whoever asks too fast is slowed, not refused; only far beyond what hands can do is anybody
turned away. The bounds count a visitor's session where there is one and the address where
there is none (`ui.visitors`); addresses have room for a class behind one.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import exists, get_instance

from scenes.language import language_of, say
from ui import metrics
from ui.assets import below_base
from ui.pace import Pace
from ui.visitors import address

SERVER, ADDRESS = "WICKLAB_MOST_SESSIONS", "WICKLAB_MOST_SESSIONS_OF_AN_ADDRESS"
MOST_SESSIONS, MOST_OF_AN_ADDRESS = 600, 300  # pages connected at once
ARRIVALS = (200.0, 10.0)  # connections of an address: at once, and a second in the long run
MESSAGES = (40.0, 8.0)  # of one connection
QUESTIONS = (120.0, 40.0)  # to /solve and /qr, of one visitor
MOST_DELAYED = 400  # messages more that came too fast than in time, until the connection is closed
AT_ONCE = 6  # questions of a visitor under way; one, while those given up are not noticed yet
MOST_AT_ONCE = 24  # of all visitors: threads are shared with everything else
LONGEST_DELAY = 5.0  # seconds; who would wait longer is turned away
LARGEST_BODY = 1_200_000  # bytes
UPLOADS, UPLOADED = 12, 64_000_000  # files of a session, bytes of all
HIDDEN = ("/metrics", "/_stcore/metrics")  # figures: ours have a port of their own
UPLOAD = "/_stcore/upload_file/"

_arrivals, _messages, _questions = Pace(*ARRIVALS), Pace(*MESSAGES), Pace(*QUESTIONS)
_asked: Counter[str] = Counter()
connected: Counter[str] = Counter()  # by address


def most(setting: str, usual: int) -> int:
    """A limit: the setting's, when it is a number."""
    text = os.environ.get(setting, "")
    return int(text) if text.isascii() and text.isdigit() else usual


class TooManyError(Exception):
    """Asked too much at once."""


@asynccontextmanager
async def question(who: str) -> AsyncIterator[None]:
    """Wait until this visitor may ask, and count the question while it is answered.

    Raises:
        TooManyError: When too many are under way, or come far too fast.
    """
    if _asked[who] >= AT_ONCE or _asked.total() >= MOST_AT_ONCE:
        metrics.turned_away.labels("questions").inc()
        raise TooManyError
    _asked[who] += 1
    try:
        delay = _questions.wait(who)
        if delay > LONGEST_DELAY:
            metrics.turned_away.labels("questions").inc()
            raise TooManyError
        await asyncio.sleep(delay)
        yield
    finally:
        _asked[who] -= 1
        if not _asked[who]:
            del _asked[who]


def too_many(lang: str) -> Response:
    """One sentence for who asks too much at once."""
    return JSONResponse({"sentence": say(lang, "queue.too-many")}, status_code=429)


class Admission:
    """ASGI middleware: limits in front of everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within the limits, as fast as it may come."""
        if scope["type"] == "websocket":
            await self._connection(scope, receive, send)
        elif scope["type"] == "http":
            refused = _refused(scope)
            await (refused or self.app)(scope, partial(_bounded, receive, [0]), send)
        else:
            await self.app(scope, receive, send)

    async def _connection(self, scope: Scope, receive: Receive, send: Send) -> None:
        where = address(scope)
        delay = _arrivals.wait(where)
        if is_full(where) or delay > LONGEST_DELAY:
            metrics.turned_away.labels("connections").inc()
            await receive()
            await send({"type": "websocket.close", "code": 1013})  # try again later
            return
        connected[where] += 1
        try:
            await asyncio.sleep(delay)
            await self.app(scope, _unhurried(receive), send)
        finally:
            connected[where] -= 1
            if not connected[where]:
                del connected[where]


def is_full(where: str) -> bool:
    """Whether one more page of an address would be too many."""
    whole = connected.total() >= most(SERVER, MOST_SESSIONS)
    return whole or connected[where] >= most(ADDRESS, MOST_OF_AN_ADDRESS)


def _unhurried(receive: Receive) -> Receive:
    """Messages at the pace that is allowed; who does not read makes the sender wait."""
    key, delayed = object(), 0

    async def next_message() -> Message:
        nonlocal delayed
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        delay = _messages.wait(key)
        delayed = max(0, delayed + (1 if delay else -1))
        if delayed > MOST_DELAYED:
            metrics.turned_away.labels("messages").inc()
            return {"type": "websocket.disconnect", "code": 1008}
        if delay:
            await asyncio.sleep(delay)
        return message

    return next_message


async def _bounded(receive: Receive, count: list[int]) -> Message:
    """The next part of a request's body, which ends where it gets too long."""
    message = await receive()
    count[0] += len(message.get("body", b""))
    if count[0] > LARGEST_BODY:
        metrics.turned_away.labels("body").inc()
        return {"type": "http.disconnect"}
    return message


def _refused(scope: Scope) -> Response | None:
    """The answer to a request that goes no further."""
    path, headers = scope["path"], Headers(scope=scope)
    if any(path == below_base(hidden) for hidden in HIDDEN):
        return PlainTextResponse("Not found", status_code=404)
    lang = language_of(headers.get("accept-language", "").split(",")[0])
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        metrics.turned_away.labels("body").inc()
        return PlainTextResponse(say(lang, "queue.too-large"), status_code=413)
    if scope["method"] in ("PUT", "POST") and path.startswith(below_base(UPLOAD)) and _is_fed(path):
        metrics.turned_away.labels("uploads").inc()
        return PlainTextResponse(say(lang, "queue.uploads"), status_code=429)
    if "text/html" in headers.get("accept", "") and is_full(address(scope)):
        sentence = escape(say(lang, "queue.full"))
        page = f"<!doctype html><meta charset=utf-8><title>Wicklab</title><p>{sentence}"
        return HTMLResponse(page, status_code=503, headers={"Retry-After": "60"})
    return None


def _is_fed(path: str) -> bool:
    """Whether a session, or all together, have uploaded as much as is kept for them."""
    held = getattr(get_instance().uploaded_file_mgr, "file_storage", {}) if exists() else {}
    session = path.removeprefix(below_base(UPLOAD)).split("/")[0]
    mine = held.get(session, {})
    total = sum(len(file.data) for files in held.copy().values() for file in files.copy().values())
    return len(mine) >= UPLOADS or total >= UPLOADED
