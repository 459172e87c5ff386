"""Servers of our own for tests and measurements: started, waited for, ended, started again."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[1]
LEAN = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}  # as `make run` and the image
START_LIMIT = 60.0  # seconds
INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
INITDB = shutil.which("initdb") or (str(INSTALLED[-1]) if INSTALLED else "")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(claim, seconds=30.0):
    """What a claim gives as soon as that is true."""
    end = time.monotonic() + seconds
    while not (value := claim()):
        assert time.monotonic() < end, f"{claim} did not come true in {seconds} s"
        time.sleep(0.02)
    return value


def is_healthy(address):
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


@dataclass
class Server:
    """A Streamlit server, always at the same address.

    Attributes:
        log: What it and its successors say.
        settings: More of the environment.
        script: What it serves.
        host: As browsers call it.
        command: What runs Streamlit's command line, after the interpreter.
    """

    log: Path = Path(os.devnull)
    settings: dict[str, str] = field(default_factory=dict)
    script: Path = ROOT / "app.py"
    host: str = "127.0.0.1"
    command: tuple[str, ...] = ("-m", "streamlit")
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def launch(self) -> None:
        """Start it; it will answer in a moment."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, *self.command, "run", str(self.script)),
                    *(f"--server.port={self.port}", "--server.address=127.0.0.1"),
                ],
                cwd=ROOT,
                env=os.environ | LEAN | self.settings,
                stdout=out,
                stderr=out,
            )

    def wait(self) -> None:
        until(lambda: self.process.poll() is not None or is_healthy(self.address), START_LIMIT)
        assert self.process.poll() is None, f"the server ended: {self.log.read_text()[-2000:]}"

    def start(self) -> None:
        self.launch()
        self.wait()

    def kill(self) -> None:
        """As a machine does when its power fails."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def said(self) -> str:
        """All that is in the log."""
        return self.log.read_text()

    def usage(self) -> tuple[float, float]:
        """Processor seconds and resident MB."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text()
        numbers = text.rsplit(")", 1)[1].split()
        memory = int(numbers[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK"), memory


class PostgreSQL:
    """An empty data base that runs. It refuses to do so as root, so root steps down."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wicklab-pg-"))
        self.address = f"postgresql+psycopg://wicklab@/postgres?host={self.folder}"
        self._as_server: list[str] = []
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
            self._as_server = ["runuser", "-u", "postgres", "--"]
        options = ("-U", "wicklab", "--auth=trust", "-E", "UTF8", "--no-sync")
        self._run("initdb", "-D", str(self.folder / "data"), *options)
        self.start()

    def start(self) -> None:
        options = f"-c listen_addresses='' -c fsync=off -k {self.folder}"
        self._run("pg_ctl", *self._named(), "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """At once: whoever is connected is cut off."""
        self._run("pg_ctl", *self._named(), "-m", "immediate", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def _named(self) -> tuple[str, ...]:
        return "-D", str(self.folder / "data"), "-w"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_server, str(Path(INITDB).parent / program), *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, timeout=60)
