"""A server of our own whose figures can be read."""

import urllib.request
from dataclasses import dataclass, field

import pytest

from tests.serving import Server, free_port


@dataclass
class Watched(Server):
    """A server that serves its figures, too."""

    figures_port: int = field(default_factory=free_port)

    def __post_init__(self):
        self.settings["WICKLAB_METRICS_PORT"] = str(self.figures_port)

    def figures(self) -> dict[str, float]:
        """What the metrics endpoint says, by name and labels."""
        address = f"http://127.0.0.1:{self.figures_port}/metrics"
        with urllib.request.urlopen(address, timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        pairs = [line.rsplit(" ", 1) for line in lines if line.startswith("wicklab_")]
        return {name: float(value) for name, value in pairs}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with Watched(tmp_path_factory.mktemp("served") / "log") as made:
        yield made
    assert "Traceback" not in made.said(), made.said()
