"""A page as a visitor meets it: what the tests of all pages do on it and read off it."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import numpy as np

_LINES = """(name) => {
  const { data } = document.querySelector('.wl-player').wicklab.panels[name].element;
  return data.map((trace) => [[...(trace.x ?? [])], [...(trace.y ?? [])]]);
}"""
_PATH = """([name, index]) => {
  const gd = document.querySelector('.wl-player').wicklab.panels[name].element;
  const { _fullData: full, _fullLayout: { xaxis, yaxis } } = gd;
  const path = gd.querySelector(`.trace${full[index].uid} .js-line`).getAttribute('d');
  const points = path.slice(1).split('L').map((pair) => pair.split(',').map(Number));
  return points.map(([x, y]) => [xaxis.p2l(x), yaxis.p2l(y)]);
}"""
_READOUTS = """() => [...document.querySelectorAll('.wl-readouts')].flatMap((list) => {
  const [labels, values] = ['dt', 'dd'].map((tag) => [...list.querySelectorAll(tag)]);
  return labels.map((label, index) => [label.innerText, values[index].innerText]);
})"""
_TURN = """([key, value, name]) => new Promise((done) => {
  const host = document.querySelector('.wl-player'), { panels } = host.wicklab;
  const read = () => panels[name].element.data.map((trace) => [...(trace.y ?? [])]);
  const before = read(), held = [], { send } = host.wicklab;
  host.wicklab.send = (...args) => held.push(args);
  const input = host.querySelector(`[data-knob="${key}"] input[type=range]`);
  const start = performance.now();
  input.value = value;
  input.dispatchEvent(new Event('input'));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    done({ before, after: read(), spent: performance.now() - start });
    host.wicklab.send = send;
    for (const args of held) send(...args);
  }));
})"""


def read(page, script, argument=None):
    """What a function gives in the browser, as JSON: Playwright's own way takes long for arrays."""
    text = f"async (argument) => JSON.stringify(await ({script})(argument))"
    return json.loads(page.evaluate(text, argument))


def numbers(values):
    """A list from the browser, null where it has no number."""
    return np.array(values, dtype=float)


class Visit:
    """One browser page with a player on it; the Lab and all others."""

    ready = ".wl-player[data-ready]"

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self, query="", *, wait=True):
        self.page.goto(f"{self.address}?{query}" if query else self.address)
        if wait:
            self.page.wait_for_selector(self.ready)

    @property
    def link(self):
        """The scene in the address bar, one value a key."""
        pairs = parse_qs(urlsplit(self.page.url).query, keep_blank_values=True)
        return {key: values[0] for key, values in pairs.items()}

    @property
    def clock(self):
        return self.page.evaluate("({ ...document.querySelector('.wl-player').wicklab.clock })")

    def act(self, name):
        self.page.click(f".wl-transport [data-act={name}]")

    def pause(self):
        if self.clock["playing"]:
            self.act("toggle")

    def seek(self, fraction):
        """Scrub to a fraction of the run."""
        self.page.eval_on_selector(
            ".wl-transport input",
            "(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }",
            round(1000 * fraction),
        )

    def until(self, claim, seconds=60):
        """Wait until a claim about this page holds; its last value."""
        end = time.monotonic() + seconds
        while not (value := claim(self)) and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert value, f"{claim} did not come true in {seconds} s"
        return value

    def changing(self, read):
        """Wait until what `read` gives is no longer what it is now; a clock rests at its end."""
        before = read()
        self.until(lambda _: np.any(np.asarray(read()) != np.asarray(before)))


class StagePage(Visit):
    """A page beside the Lab; its stage keeps its charts in `panels`, by name."""

    def stage(self, path):
        """A value of the stage by the path to it, such as `clock.s`."""
        return self.page.evaluate(f"document.querySelector('.wl-player').wicklab.{path}")

    def lines(self, panel):
        """x and y of every trace of a chart."""
        return [(numbers(x), numbers(y)) for x, y in read(self.page, _LINES, panel)]

    def path(self, panel, index):
        """A trace as it stands in the SVG, turned back into the units of the axes, (n, 2)."""
        return np.array(read(self.page, _PATH, [panel, index]))

    def turn(self, key, value, panel):
        """Move a slider and look two frames later: heights before and after.

        The server hears of it only after that look.
        """
        turned = read(self.page, _TURN, [key, value, panel])
        for moment in ("before", "after"):
            turned[moment] = [numbers(y) for y in turned[moment]]
        return turned

    def choose(self, key, value):
        """Press a button of a row of choices."""
        self.page.click(f"[data-key='{key}-{value}']")

    def moves(self, panel, index=0):
        """Wait until a trace has changed by itself."""
        self.changing(lambda: np.nan_to_num(self.lines(panel)[index][1]))

    @property
    def readouts(self):
        """Values of the readouts, by their labels."""
        return dict(self.page.evaluate(_READOUTS))

    def answer(self, task, option):
        """Set a task up, predict and check; the sentence that comes back and whether it praises.

        Args:
            task: Its place among the tasks, from 0.
            option: The place of the answer, from 0.
        """
        card = self.page.locator("[data-testid=stColumn]:has(> div [role=radiogroup])").nth(task)
        card.locator("[role=radiogroup] label").nth(option).click()
        card.locator("button:enabled").nth(1).click()
        return self.verdict(task)

    def verdict(self, task):
        """The sentence that stands under a task, and whether it praises."""
        alert = self.page.locator("[data-testid=stColumn]:has(> div [role=radiogroup])").nth(task)
        alert = alert.locator("[data-testid=stAlert]")
        alert.wait_for()
        return alert.inner_text(), alert.locator("[data-testid=stAlertContentSuccess]").count() == 1

    @property
    def theme(self):
        return self.page.get_attribute(".wl-player", "data-theme")
