"""A server of our own and a real Chromium; every page is watched for errors and strangers."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser.lab import Lab
from tests.browser.page import StagePage
from tests.browser.windows import Windows

ROOT = Path(__file__).parents[2]
# Streamlit lets a run that was overtaken go on to its next call, while the newer one already
# changes the session it reads: what it raises then is thrown away with the run.
OVERTAKEN = re.compile(
    r"Traceback \(most recent call last\):\n(?:(?!Traceback).*\n)*?"
    r".*session_state\.py(?:(?!Traceback).*\n)*?"
    r".*RuntimeError: dictionary changed size during iteration"
)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Serving(NamedTuple):
    """Where the app is, and which process it is."""

    address: str
    pid: int


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def foreign():
    """Origin of the one other site that may embed the app; nothing answers there by itself."""
    return f"http://localhost:{free_port()}"


@pytest.fixture(scope="session")
def server(serving):
    """Address of a freshly started app."""
    return serving.address


@pytest.fixture(scope="session")
def serving(tmp_path_factory, foreign):
    """Address and process number of a freshly started app."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            env=os.environ
            | {
                "OPENBLAS_NUM_THREADS": "1",
                "WICKLAB_EMBED_IN": foreign,
                "WICKLAB_ATLAS_CACHE": str(log.parent / "atlas"),
            },
        )
    address = f"http://localhost:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.25)
    yield Serving(address, process.pid)
    process.terminate()
    process.wait(10)
    text = OVERTAKEN.sub("", log.read_text())
    assert "Traceback" not in text, text


@pytest.fixture(scope="session")
def windows(chromium):
    return Windows(chromium)


@pytest.fixture
def window(windows):
    """Opens browser pages; at the end none may have met an error or asked another machine."""
    pages, complaints, asked = [], [], set()
    listeners = {
        "console": lambda m: complaints.append(m.text) if is_complaint(m) else None,
        "pageerror": lambda error: complaints.append(str(error)),
        "request": lambda request: asked.add(request.url),
    }

    def go(*, newcomer=False, **options):
        page = windows.take(options, newcomer=newcomer)
        pages.append(page)
        for event, listener in listeners.items():
            page.on(event, listener)
        return page

    yield go
    for page, (event, listener) in product(pages, listeners.items()):
        page.remove_listener(event, listener)
    windows.put_back()
    assert complaints == []
    own = ("http://localhost:", "ws://localhost:", "blob:", "data:", "file:")
    assert [url for url in asked if not url.startswith(own)] == []


def is_complaint(message):
    """Errors, but for Streamlit looking for its server under a page's own address first."""
    return message.type == "error" and "/_stcore/" not in message.location.get("url", "")


@pytest.fixture
def visit(window, server):
    """Opens the Lab."""

    def go(query="", *, wait=True, address=None, **options):
        lab = Lab(window(**options), address or f"{server}/")
        lab.open(query, wait=wait)
        return lab

    return go


@pytest.fixture
def turn_to(window, server):
    """Opens another page by its name."""

    def go(name, query="", **options):
        page = StagePage(window(**options), f"{server}/{name}")
        page.open(query)
        return page

    return go
