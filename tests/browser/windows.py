"""Browser pages that are used again: the scripts they have compiled cost half of a page load."""

import json
from collections import defaultdict
from urllib.parse import urlsplit

from playwright.sync_api import Error

WAIT = 60_000  # milliseconds; on two slow cores with another browser, 15 s were not enough
DEFAULTS = {"viewport": {"width": 1280, "height": 720}, "locale": "en-US"}
HERTZ = 20  # of a slow display
# Pages that play while nobody looks at their speed take most of two processors at 60 a second.
_SLOW_DISPLAY = """{
  const soon = window.requestAnimationFrame.bind(window);
  const calls = new Map();
  let last = 0, number = 0, waits = false;
  const show = (now) => {
    const due = [...calls];
    [last, waits] = [now, false];
    calls.clear();
    for (const [, call] of due) call(now);
  };
  window.requestAnimationFrame = (call) => {
    calls.set(++number, call);
    if (!waits) setTimeout(() => soon(show), 1000 / HERTZ - (performance.now() - last));
    waits = true;
    return number;
  };
  window.cancelAnimationFrame = (id) => calls.delete(id);
}""".replace("HERTZ", str(HERTZ))


class Windows:
    """Pages by the options they were opened with, those at rest."""

    def __init__(self, chromium):
        self.chromium = chromium
        self.rest = defaultdict(list)
        self.used = []

    def take(self, options, *, newcomer=False, fast=False):
        """A page without a past; a newcomer is offered a walk over the page.

        Args:
            options: Of Playwright's context.
            newcomer: Whether it has never been here.
            fast: Whether its display has 60 pictures a second, not `HERTZ`.
        """
        options = DEFAULTS | options
        name = json.dumps([options, newcomer, fast], sort_keys=True)
        page = self.rest[name].pop() if self.rest[name] else self._new(options, newcomer, fast)
        self.used.append((name, options, page))
        return page

    def _new(self, options, newcomer, fast):
        context = self.chromium.new_context(**options)
        context.set_default_timeout(WAIT)
        if not fast:
            context.add_init_script(_SLOW_DISPLAY)
        if not newcomer:
            context.add_init_script("localStorage['wicklab-tour'] = '1'")
        return context.new_page()

    def put_back(self):
        """Leave everything that a test has opened."""
        used, self.used = self.used, []
        for name, options, page in used:
            for other in page.context.pages:
                if other != page:
                    other.close()
            try:
                forget(page, options)
            except Error:  # closed, a file, or of a server that has ended
                page.context.close()
            else:
                self.rest[name].append(page)


def forget(page, options):
    """What a test has done to a page; elsewhere than on its server it would be a new process."""
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto(f"http://{urlsplit(page.url).netloc}/_stcore/health")
    page.context.clear_cookies()
    page.set_viewport_size(options["viewport"])
    page.emulate_media(
        color_scheme=options.get("color_scheme", "light"),
        reduced_motion=options.get("reduced_motion", "no-preference"),
    )
