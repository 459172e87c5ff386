"""A server of our own whose figures can be read, and visitors without a browser."""

import os
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.conftest import free_port
from tests.hosting.conftest import wait_for

ROOT = Path(__file__).parents[2]


@dataclass
class Served:
    """A server that can be ended and started again at the same address."""

    log: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    figures_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        more = {"OPENBLAS_NUM_THREADS": "1", "WICKLAB_METRICS_PORT": str(self.figures_port)}
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "streamlit", "run", "app.py"),
                    *(f"--server.port={self.port}", "--server.address=127.0.0.1"),
                ],
                cwd=ROOT,
                env=os.environ | more | self.settings,
                stdout=out,
                stderr=out,
            )
        wait_for(f"{self.address}/_stcore/health")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def figures(self) -> dict[str, float]:
        """What the metrics endpoint says, by name and labels."""
        address = f"http://127.0.0.1:{self.figures_port}/metrics"
        with urllib.request.urlopen(address, timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        pairs = [line.rsplit(" ", 1) for line in lines if line.startswith("wicklab_")]
        return {name: float(value) for name, value in pairs}

    def processor_seconds(self) -> float:
        numbers = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(condition, seconds=10.0):
    """Seconds until a condition holds."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)
    return time.monotonic() - start


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    made = Served(tmp_path_factory.mktemp("served") / "log")
    made.start()
    yield made
    made.process.terminate()
    made.process.wait(10)
    assert "Traceback" not in made.log.read_text(), made.log.read_text()
