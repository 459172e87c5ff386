"""A school on loopback: two servers behind nginx, with the files that deploy/ ships."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.conftest import free_port
from tests.classroom.conftest import postgresql  # noqa: F401 (a fixture)

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    "STREAMLIT_SERVER_COOKIE_SECRET": "of the test",
}


@dataclass
class School:
    """The proxy's address and the servers behind it."""

    address: str
    log: Path
    servers: dict[str, subprocess.Popen[bytes] | None]
    database: str

    def start(self) -> None:
        """Start the servers that are not running."""
        new = [server for server, process in self.servers.items() if process is None]
        for server in new:
            port = server.rpartition(":")[2]
            with self.log.open("ab") as out:
                self.servers[server] = subprocess.Popen(
                    [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port],
                    cwd=ROOT,
                    stdout=out,
                    stderr=out,
                    env=os.environ | SETTINGS | {"WICKLAB_DATABASE": self.database},
                )
        for server in new:
            wait_for(f"http://{server}/_stcore/health")

    def end(self, server: str) -> None:
        """As a machine does when its power fails."""
        self.servers[server].kill()
        self.servers[server].wait(10)
        self.servers[server] = None


def wait_for(address):
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def configuration(folder, port, servers):
    """The shipped configuration on ports of our own, telling which server answered."""
    text = (ROOT / "deploy/nginx/nginx.conf").read_text()
    assert text.count("listen 8080;") == 1
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    text = text.replace("/tmp/", f"{folder}/")
    text = text.replace("add_header", "add_header X-Server $upstream_addr; add_header", 1)
    if os.getuid() == 0:
        text = "user root;\n" + text
    shipped = (ROOT / "deploy/nginx/servers.conf").read_text()
    rule = re.search(r"(?m)^server \S+ (.*)", shipped)[1]
    (folder / "servers.conf").write_text("".join(f"server {name} {rule}\n" for name in servers))
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def everything(tmp_path_factory, postgresql):  # noqa: F811
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed (Debian: apt install nginx-light)")
    tmp_path = tmp_path_factory.mktemp("school")
    log, port = tmp_path / "log", free_port()
    servers = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    path = configuration(tmp_path, port, servers)
    with log.open("wb") as out:
        proxy = subprocess.Popen(
            [nginx, "-p", str(tmp_path), "-e", "stderr", "-c", str(path), "-g", "daemon off;"],
            stdout=out,
            stderr=out,
        )
    made = School(f"http://127.0.0.1:{port}", log, dict.fromkeys(servers), postgresql)
    made.start()
    wait_for(f"{made.address}/_stcore/health")
    yield made
    for process in (proxy, *filter(None, made.servers.values())):
        process.terminate()
        process.wait(10)
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture
def school(everything):
    """Both servers running, whatever the test before did."""
    everything.start()
    return everything
