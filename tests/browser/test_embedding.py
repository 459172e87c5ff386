"""The page of docs/embedding.md, on a port of its own: three levels, messages both ways."""

import re
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "embedding.md"
TALK = """<script>
const events = [];
addEventListener("message", ({ data }) => data?.wicklab && events.push(data));
</script>"""
FORGED = """(origin) => dispatchEvent(new MessageEvent("message", {
  origin, source: window.parent, data: { wicklab: 1, do: "pause", id: "forged" } }))"""
PARTS = ["title", "head", "lab-tools", "picture", "side", "transport"]
SHOWN = """(names) => names.filter((name) => [...document.querySelectorAll(`.wl-${name}`)].some(
  (element) => element.checkVisibility({ visibilityProperty: true })))"""


class Course(BaseHTTPRequestHandler):
    """Serves one page, whatever is asked for."""

    def __init__(self, page, *args):
        self.page = page
        super().__init__(*args)

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(self.page().encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def course(foreign, server, window):
    """Opens the document's page with another frame in it; gives the page and the frame."""
    text = re.search(r"(?ms)^```html\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8")).group(1)
    source = [""]

    def page():
        framed = re.sub(r'src="[^"]*"', f'src="{server}/{source[0]}"', text)
        return framed.replace("<p>", f"{TALK}<p>", 1)

    port = urlsplit(foreign).port
    httpd = ThreadingHTTPServer(("localhost", port), partial(Course, page))
    threading.Thread(target=httpd.serve_forever, daemon=True).start()

    def go(query, address=foreign, **size):
        source[0] = query
        tab = window()
        tab.goto(f"{address}/")
        for name, pixels in size.items():
            tab.eval_on_selector("#packet", f"(frame) => frame.{name} = {pixels}")
        return tab, tab.frame_locator("#packet")

    yield go
    httpd.shutdown()
    httpd.server_close()


def heard(tab, event, claim="true"):
    """Wait for an event of which a claim holds (`e` is the event); the last such one."""
    tab.wait_for_function(f"events.some((e) => e.event === '{event}' && ({claim}))")
    return tab.evaluate(f"events.findLast((e) => e.event === '{event}' && ({claim}))")


def inside(tab):
    return next(frame for frame in tab.frames if "embedded=" in frame.url)


def test_the_documented_page_plays_seeks_and_sets(course):
    tab, frame = course("?preset=tunnelling&embedded=picture&lang=en", width=640, height=360)
    ready = heard(tab, "ready")
    assert (ready["wicklab"], ready["page"], ready["duration"]) == (1, "lab", 85)
    tab.click("#pause")
    assert heard(tab, "state", "!e.playing")["sentence"] == tab.inner_text("#said")
    tab.click("#start")
    assert heard(tab, "state", "!e.playing && e.time === 0")["link"]["landscape"] == "double-well"
    tab.evaluate("tell({ do: 'seek', time: 42.5, id: 7 })")
    assert heard(tab, "state", "e.id === 7")["time"] == pytest.approx(42.5)
    tab.evaluate("tell({ do: 'seek', time: 1e9 }); tell({ do: 'play' })")
    heard(tab, "state", "e.playing")
    tab.evaluate("tell({ do: 'pause' })")
    tab.eval_on_selector("#D", "(D) => { D.value = 0.2; D.dispatchEvent(new Event('change')); }")
    assert heard(tab, "state", "e.link.D === '0.2'")["link"]["T"] == "85"
    tab.evaluate("tell({ do: 'set', values: { D: 1e9 } })")
    assert "D" in heard(tab, "notice")["sentences"][0]
    frame.locator(".wl-picture").first.click()
    assert heard(tab, "state", "e.playing && e.time < 85")


def test_the_end_is_told_and_the_unreadable_refused(course):
    tab, _ = course("dispersion?embedded=transport", width=960, height=540)
    assert heard(tab, "ready")["page"] == "dispersion"
    tab.evaluate("tell({ do: 'seek', time: 5.95 }); tell({ do: 'play' })")
    assert heard(tab, "ended")["time"] == pytest.approx(6)
    for message, reason in (
        ("{ do: 'dance' }", "do"),
        ("{ do: 'seek', time: 'soon' }", "time"),
        ("{ do: 'set', values: {} }", "values"),
        ("{ do: 'set', values: { 'D=1&x0': 2 } }", "values"),
        ("{ do: 'set', values: { D: { a: 1 } } }", "values"),
        ("{ do: 'state', wicklab: 2 }", "version"),
    ):
        tab.evaluate(f"events.length = 0; tell({message})")
        assert heard(tab, "refused")["reason"] == reason
    tab.evaluate("tell({ do: 'set', values: { sigma: 0.5 } })")
    assert heard(tab, "state", "e.link.sigma === '0.5'")
    tab.evaluate("events.length = 0; tell({ do: 'play' })")
    heard(tab, "state")
    own = inside(tab)
    for origin in ("http://evil.example", "null", "http://localhost:1"):
        own.evaluate(FORGED, origin)
    tab.evaluate("tell({ do: 'state', id: 'after' })")
    assert heard(tab, "state", "e.id === 'after'")["playing"]
    assert "forged" not in str(tab.evaluate("events"))


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("full", PARTS),
        ("transport", ["picture", "transport"]),
        ("picture", ["picture"]),
    ],
)
def test_each_level_shows_its_part_and_fits(course, level, shown):
    tab, frame = course(f"?wick=90&embedded={level}", width=640, height=360)
    frame.locator(".wl-player[data-clip]").wait_for()
    own = inside(tab)
    own.wait_for_function("document.querySelector('.wl-embedded')")
    assert own.evaluate(SHOWN, PARTS) == shown
    assert own.locator("[data-testid=stTopNavLink]:visible").count() == 0
    assert "embedded=" in own.url  # it stays when the page writes its link
    if level != "full":
        box = own.evaluate("document.querySelector('.wl-picture').getBoundingClientRect().toJSON()")
        assert box["width"] > 580
        assert box["height"] > (280 if level == "transport" else 320)
        assert own.evaluate("document.documentElement.scrollHeight") <= 360
