"""A school on loopback: two servers behind nginx, with the files that deploy/ ships."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.classroom.conftest import postgresql  # noqa: F401 (a fixture)
from tests.serving import ROOT, Server, free_port, is_healthy, until


@dataclass
class School:
    """The proxy's address and the servers behind it, by theirs."""

    address: str
    log: Path
    servers: dict[str, Server]

    def start(self) -> None:
        """Start the servers that are not running."""
        new = [server for server in self.servers.values() if server.process is None]
        for server in new:
            server.launch()
        for server in new:
            server.wait()

    def end(self, server: str) -> None:
        """As a machine does when its power fails."""
        self.servers[server].kill()
        self.servers[server].process = None


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
    settings = {
        "STREAMLIT_SERVER_COOKIE_SECRET": "of the test",
        "WICKLAB_DATABASE": postgresql.address,
    }
    servers = [Server(log, settings) for _ in range(2)]
    named = {server.address.removeprefix("http://"): server for server in servers}
    path = configuration(tmp_path, port, named)
    with log.open("wb") as out:
        proxy = subprocess.Popen(
            [nginx, "-p", str(tmp_path), "-e", "stderr", "-c", str(path), "-g", "daemon off;"],
            stdout=out,
            stderr=out,
        )
    made = School(f"http://127.0.0.1:{port}", log, named)
    made.start()
    until(lambda: is_healthy(made.address))
    yield made
    proxy.terminate()
    proxy.wait(10)
    for server in servers:
        if server.process is not None:
            server.stop()
    assert "Traceback" not in log.read_text(), log.read_text()


@pytest.fixture
def school(everything):
    """Both servers running, whatever the test before did."""
    everything.start()
    return everything
