"""Wicklab and the empty page, served side by side, and one headless Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
START_LIMIT = 60  # seconds
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
        app, _ = stack.enter_context(served(ROOT / "app.py"))
        empty, _ = stack.enter_context(served(HERE / "empty_page.py"))
        playwright = stack.enter_context(sync_playwright())
        chromium = os.environ.get("WICKLAB_BROWSER") or None
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        stack.callback(browser.close)
        yield Site(app, empty, browser)


@contextmanager
def served(script: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server of a script: its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    # The same settings for both, those of .streamlit/config.toml.
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *options],
        cwd=ROOT, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(f"{address}/_stcore/health", server)
        yield address, server
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")
