"""Servers of our own behind nginx on loopback, with the configuration that deploy/ ships."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.serving import ROOT, Server, free_port, is_healthy, until

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def configuration(folder: Path, port: int, servers: list[str]) -> Path:
    """The shipped configuration on ports of our own, telling which server answered."""
    text = (ROOT / "deploy/nginx/nginx.conf").read_text()
    assert text.count("listen 8080;") == 1
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    text = text.replace("/tmp/", f"{folder}/")
    text = text.replace("add_header", "add_header X-Server $upstream_addr; add_header", 1)
    if os.getuid() == 0:
        text = "user root;\n" + text
    shipped = (ROOT / "deploy/nginx/servers.conf").read_text()
    found = re.search(r"(?m)^server \S+ (.*)", shipped)
    assert found is not None
    (folder / "servers.conf").write_text("".join(f"server {name} {found[1]}\n" for name in servers))
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


@dataclass
class School:
    """nginx and the servers behind it.

    Attributes:
        folder: For nginx's files and the log.
        size: How many servers.
        settings: More of their environment.
        servers: By their address, as nginx calls it.
    """

    folder: Path
    size: int = 2
    settings: dict[str, str] = field(default_factory=dict)
    servers: dict[str, Server] = field(init=False)

    def __post_init__(self) -> None:
        settings = {"STREAMLIT_SERVER_COOKIE_SECRET": "of the test"} | self.settings
        servers = [Server(self.log, settings) for _ in range(self.size)]
        self.servers = {server.address.removeprefix("http://"): server for server in servers}
        self._port = free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def __enter__(self) -> Self:
        assert NGINX is not None
        path = configuration(self.folder, self._port, list(self.servers))
        command = [NGINX, "-p", str(self.folder), "-e", "stderr", "-c", str(path)]
        with self.log.open("ab") as out:
            self._proxy = subprocess.Popen([*command, "-g", "daemon off;"], stdout=out, stderr=out)
        self.start()
        until(lambda: is_healthy(self.address))
        return self

    def __exit__(self, *_: object) -> None:
        self._proxy.terminate()
        self._proxy.wait(10)
        for server in self.servers.values():
            if server.process is not None:
                server.stop()

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

    def usage(self) -> tuple[float, float]:
        """Processor seconds and resident MB of all servers."""
        used = [server.usage() for server in self.servers.values()]
        return sum(seconds for seconds, _ in used), sum(memory for _, memory in used)
