"""A server of our own and a real Chromium; every page is watched for errors and strangers."""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.browser.lab import Lab
from tests.browser.page import StagePage
from tests.browser.windows import Windows
from tests.serving import Server, free_port

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
    """A freshly started app."""
    folder = tmp_path_factory.mktemp("server")
    settings = {"WICKLAB_EMBED_IN": foreign, "WICKLAB_ATLAS_CACHE": str(folder / "atlas")}
    with Server(folder / "log", settings, host="localhost") as made:
        yield made
    text = OVERTAKEN.sub("", made.said())
    assert "Traceback" not in text, text


@pytest.fixture(scope="session")
def windows(chromium):
    return Windows(chromium)


@pytest.fixture
def window(windows, request):
    """Opens browser pages; at the end none may have met an error or asked another machine."""
    pages, complaints, asked = [], [], set()
    is_quiet = request.node.get_closest_marker("quiet") is not None
    listeners = {
        "console": lambda m: complaints.append(m.text) if is_complaint(m) else None,
        "pageerror": lambda error: complaints.append(str(error)),
        "request": lambda request: asked.add(request.url),
    }

    def go(*, newcomer=False, fast=is_quiet, **options):
        page = windows.take(options, newcomer=newcomer, fast=fast)
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
    """Errors, but for Streamlit looking for its server under a page's own address first.

    A question that is put again (assets/player/ask.js) stands in the console all the same.
    """
    address = message.location.get("url", "")
    again = "/solve" in address and "429" in message.text
    return message.type == "error" and "/_stcore/" not in address and not again


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
