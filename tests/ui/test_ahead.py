"""What a page says ahead: exactly what its stage asks for, at addresses that are served."""

import asyncio
import re

import pytest

from ui import assets
from ui.ahead import Ahead


def link(path, kind="text/html; charset=utf-8"):
    """The header of an answer of a kind at a path; nothing when there is none."""
    sent = []

    async def page(scope, receive, send):
        headers = [(b"content-type", kind.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(message):
        sent.append(message)

    asyncio.run(Ahead(page)({"type": "http", "path": path}, None, send))
    return dict(sent[0]["headers"]).get(b"link", b"").decode()


@pytest.mark.parametrize(
    ("path", "stage"), [("/", "lab"), ("/softmax", "softmax"), ("/below/a/base/atlas", "atlas")]
)
def test_a_page_names_what_its_stage_needs(path, stage):
    said = re.findall(r"<(.*?)>; rel=(\w+)", link(path))
    names = ["plotly.js", "linked/player.js", f"linked/{stage}.js"]
    kinds = ["preload", "modulepreload", "modulepreload"]
    assert said == [(assets.address(name), kind) for name, kind in zip(names, kinds, strict=True)]
    assert all(name in assets.files() for name in names)


@pytest.mark.parametrize(
    ("path", "kind"), [("/teachers", "text/html"), ("/lab", "application/json")]
)
def test_what_has_no_stage_names_nothing(path, kind):
    assert link(path, kind) == ""
