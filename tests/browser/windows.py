"""Browser pages that are used again: the scripts they have compiled cost half of a page load."""

import json
from collections import defaultdict
from urllib.parse import urlsplit

DEFAULTS = {"viewport": {"width": 1280, "height": 720}, "locale": "en-US"}


class Windows:
    """Pages by the options they were opened with, those at rest."""

    def __init__(self, chromium):
        self.chromium = chromium
        self.rest = defaultdict(list)
        self.used = []

    def take(self, options, *, newcomer=False):
        """A page without a past; a newcomer is offered a walk over the page."""
        options = DEFAULTS | options
        name = json.dumps([options, newcomer], sort_keys=True)
        page = self.rest[name].pop() if self.rest[name] else self._new(options, newcomer)
        self.used.append((name, options, page))
        return page

    def _new(self, options, newcomer):
        context = self.chromium.new_context(**options)
        if not newcomer:
            context.add_init_script("localStorage['wicklab-tour'] = '1'")
        return context.new_page()

    def put_back(self):
        """Leave everything that a test has opened."""
        for name, options, page in self.used:
            for other in page.context.pages:
                if other != page:
                    other.close()
            if page.is_closed():
                page.context.close()
                continue
            forget(page, options)
            self.rest[name].append(page)
        self.used.clear()


def forget(page, options):
    """What a test has done to a page."""
    page.unroute_all(behavior="ignoreErrors")
    place = urlsplit(page.url)
    if place.scheme == "http":
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto(f"http://{place.netloc}/_stcore/health")  # elsewhere it would be a new process
    page.context.clear_cookies()
    page.set_viewport_size(options["viewport"])
    page.emulate_media(
        color_scheme=options.get("color_scheme", "light"),
        reduced_motion=options.get("reduced_motion", "no-preference"),
    )
