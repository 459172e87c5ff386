"""Wicklab and the empty page, served side by side, and one headless Chromium."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import Server

HERE = Path(__file__).parent
WAIT = 30_000  # milliseconds
SIZE = {"width": 1366, "height": 768}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """What the parts in the browser need.

    Attributes:
        app: Address of Wicklab.
        empty: Address of the empty page.
        browser: Chromium, with nothing open.
    """

    app: str
    empty: str
    browser: Browser

    @contextmanager
    def page(self, address: str, script: str = "") -> Iterator[Page]:
        """A page of a visitor who has never been here: no cache, no cookies."""
        context = self.browser.new_context(viewport=SIZE)
        context.set_default_timeout(WAIT)
        try:
            page = context.new_page()
            if script:
                page.add_init_script(script)
            page.goto(address)
            yield page
        finally:
            context.close()


@contextmanager
def opened() -> Iterator[Site]:
    with ExitStack() as stack:
        app = stack.enter_context(Server()).address
        empty = stack.enter_context(Server(script=HERE / "empty_page.py")).address
        playwright = stack.enter_context(sync_playwright())
        chromium = os.environ.get("WICKLAB_BROWSER") or None
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        stack.callback(browser.close)
        yield Site(app, empty, browser)
