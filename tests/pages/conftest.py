"""Pages beside the Lab through Streamlit's own harness."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from ui.classroom import bar

SCRIPT = "ui/navigation.py"
PATIENCE = 240  # seconds: lasting work steps behind everything else on the machine


class OpenPage:
    """A page that has run: what its stage was given, its link, its tasks."""

    def __init__(self, name, app):
        self.name, self.app = name, app

    @property
    def data(self):
        """What the stage was given."""
        return json.loads(self.app.get("bidi_component")[0].proto.json)

    @property
    def clips(self):
        return [part.proto.bytes for part in self.app.get("bidi_component")[1:]]

    @property
    def link(self):
        pairs = self.app.query_params.items()
        return {key: text if isinstance(text, str) else text[0] for key, text in pairs}

    @property
    def warnings(self):
        """Sentences over the picture, without the marks that keep them from being Markdown."""
        return [box.value.replace("\\", "") for box in self.app.warning]

    def settle(self, **values):
        """The stage's controls say something."""
        state = self.app.session_state
        pairs = {key: str(value) for key, value in values.items()}
        state[f"{self.name}.pairs"] = {**state[f"{self.name}.pairs"], **pairs}
        state["touched"] = True
        self.app.run()

    def set_up(self, task):
        self.app.button(key=f"{self.name}.task-{task}.set-up").click().run()

    def answer(self, task, option):
        """Predict and check: the sentences of praise and of correction."""
        key = f"{self.name}.task-{task}"
        self.app.radio(key=key).set_value(option).run()
        self.app.button(key=f"{key}.check").click().run()
        return [[box.value for box in boxes] for boxes in (self.app.success, self.app.error)]


@pytest.fixture(autouse=True)
def no_bar(monkeypatch, request):
    """Pages are read component by component; the bar of the class has tests of its own."""
    if "with_bar" not in request.fixturenames:
        monkeypatch.setattr(bar, "show_bar", lambda: None)


@pytest.fixture
def with_bar():
    """For tests that want the bar of the class under the page."""


@pytest.fixture
def address(monkeypatch, request):
    """The app at a page and a link, before its first run."""
    monkeypatch.chdir(request.config.rootpath)

    def go(name, **link):
        app = AppTest.from_file(str(request.config.rootpath / SCRIPT), default_timeout=PATIENCE)
        app.switch_page(f"../pages/{name}.py")
        for key, value in link.items():
            app.query_params[key] = value
        return app

    return go


@pytest.fixture
def open_page(address):
    """Opens a page by its name, with a link."""

    def go(name, **link):
        app = address(name, **link).run()
        assert not app.exception
        return OpenPage(name, app)

    return go
