"""The running app opens no connection of its own: read from the kernel while it is driven."""

import asyncio
import ipaddress
import os
import socket
import threading
import urllib.request
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.bench.visitor import Visitor


def sockets_of(process):
    """Inodes of a process's sockets."""
    found = set()
    for entry in Path(f"/proc/{process}/fd").iterdir():
        try:
            name = str(entry.readlink())
        except OSError:
            continue
        if name.startswith("socket:["):
            found.add(name[8:-1])
    return found


def peers(process):
    """Addresses and ports a process is, or wants to be, connected with; UDP counts."""
    mine, found = sockets_of(process), set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in mine:
                found.add((_address(fields[2]), _port(fields[1])))
    return found


def _port(text):
    return int(text.split(":")[1], 16)


def _address(text):
    raw = bytes.fromhex(text.split(":")[0])
    words = [raw[at : at + 4][::-1] for at in range(0, len(raw), 4)]
    return ipaddress.ip_address(b"".join(words))


def leading_out(process, ports):
    """Peers that are not visitors of the server's own ports."""
    return {(str(where), own) for where, own in peers(process) if int(where) and own not in ports}


async def drive(served):
    for page, link in (("", "D=0.2"), ("softmax", ""), ("diffusion", ""), ("classroom", "")):
        async with Visitor(served.address, link, page) as visitor:
            await visitor.arrive()
    await asyncio.to_thread(ask, served, "/health")
    await asyncio.to_thread(ask, served, "/solve?D=0.3")
    # A page of another site: Streamlit would ask outside for its own address here.
    with pytest.raises(InvalidStatus, match="403"):
        await asyncio.to_thread(upgrade, served)


def ask(served, path):
    with urllib.request.urlopen(served.address + path, timeout=10) as answer:
        return answer.read()


def upgrade(served):
    address = served.address.replace("http", "ws") + "/_stcore/stream"
    connect(address, origin="https://elsewhere.example", open_timeout=10)


def test_no_connection_leads_out(served):
    ports, seen, done = {served.port, served.figures_port}, set(), threading.Event()

    def watch():
        while not done.wait(0.02):
            seen.update(leading_out(served.process.pid, ports))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        asyncio.run(drive(served))
    finally:
        done.set()
        watcher.join()
    assert seen == set()


def test_the_watch_sees_a_connection_of_ours():
    with socket.socket() as listening, socket.socket() as asking:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        asking.connect(listening.getsockname())
        assert leading_out(os.getpid(), {listening.getsockname()[1]})
