"""What every answer says to the browser, and whose requests are taken at all."""

import os
import re
import socket
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EMBEDDERS = "WICKLAB_EMBED_IN"  # origins, separated by blanks, whose pages may embed ours
# Streamlit and Plotly need what is allowed here: modules from blobs, code made at run time,
# styles in elements. Nothing may come from, or go to, another machine.
POLICY = (
    "default-src 'self'; script-src 'self' blob: 'unsafe-eval' {scripts}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors {embedders}"
)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def scripts() -> list[str]:
    """Fingerprints of the scripts that stand in Streamlit's own page, so that they may run."""
    page = Path(st.__file__).with_name("static") / "index.html"
    found = _INLINE.findall(page.read_text(encoding="utf-8"))
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in found)
    return [f"'sha256-{digest}'" for digest in digests]


def embedders() -> list[str]:
    """Origins that the setting names and a browser would understand."""
    named = os.environ.get(EMBEDDERS, "").split()
    return [origin for origin in named if urlsplit(origin).scheme in ("http", "https")]


class Protection:
    """ASGI middleware: headers for every answer, no WebSocket from a foreign page.

    Streamlit itself refuses foreign pages too, but asks an outside server for this
    machine's address first, which takes seconds and leaves the network.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": POLICY.format(
                scripts=" ".join(scripts()), embedders=" ".join(["'self'", *embedders()])
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is ours."""
        if scope["type"] == "websocket" and _is_foreign(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "websocket":
            _send_at_once(send)
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), self.headers.items())
            await send(message)

        await self.app(scope, receive, with_headers)


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another site's page asks; other programs say nothing."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _send_at_once(send: Send) -> None:
    """Switch off Nagle's algorithm.

    It holds a second small message back until the first is acknowledged: 40 ms on one
    machine, a round trip on a network, and with every change that somebody makes.
    asyncio does this for sockets made by itself. Streamlit makes its own and leaves it on.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    connection = transport.get_extra_info("socket") if transport else None
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _add(headers: MutableHeaders, more: Iterable[tuple[str, str]]) -> None:
    for name, value in more:
        headers.setdefault(name, value)
