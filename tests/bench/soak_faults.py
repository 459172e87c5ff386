"""What goes wrong while people are at work, and a class is on."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.visitor import FAULTS, Visitor
from tests.class_client import ask
from tests.serving import INITDB, PostgreSQL, Server

PEOPLE = 40
BACK = 10.0  # seconds
CLOCK = ("-m", "tests.bench.settable_clock")
QUESTION = {"kind": "choice", "text": "Which well?", "options": ["left", "right"]}


def judge(name: str, text: str, *, holds: bool) -> bool:
    sys.stdout.write(f"{'ok    ' if holds else 'FAILED'}  {name}: {text}\n")
    sys.stdout.flush()
    return holds


def scene(number: int) -> str:
    return f"x0={-1 + number / 100:g}"


async def _through(server: Server, fault: Callable[[list[Visitor]], None]) -> tuple[float, int]:
    """Arrive, suffer, go on: the longest way back, and how many lost their scene."""
    people = [Visitor(server.address, f"landscape=double-well&{scene(n)}") for n in range(PEOPLE)]
    for visitor in people:
        await visitor.connect()
        await visitor.arrive()
    await asyncio.to_thread(fault, people)
    start = time.monotonic()
    await asyncio.gather(*(_back(visitor) for visitor in people))
    taken = time.monotonic() - start
    lost = [n for n, visitor in enumerate(people) if scene(n) not in visitor.link]
    for visitor in people:
        await visitor.leave()
    return taken, len(lost)


async def _back(visitor: Visitor) -> None:
    while True:
        try:
            await visitor.change("lab.D", "0.0631")
        except FAULTS:
            try:
                await visitor.come_back()
            except FAULTS:
                await asyncio.sleep(0.2)
        else:
            return


def at_work(server: Server) -> Iterator[bool]:
    """Connections, server and clock."""

    def cut(people: list[Visitor]) -> None:
        for visitor in people:
            visitor.cut()

    def stopped(_: list[Visitor]) -> None:
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(3)
        server.process.send_signal(signal.SIGCONT)

    def kill(_: list[Visitor]) -> None:
        server.kill()
        server.start()

    def set_clock(_: list[Visitor]) -> None:
        server.process.send_signal(signal.SIGUSR1)

    every = {"connections cut": cut, "server stopped for 3 s": stopped}
    every |= {"server killed": kill, "clock put a day on": set_clock}
    for name, fault in every.items():
        longest, lost = asyncio.run(_through(server, fault))
        text = f"all back after {longest:.1f} s, {lost} without their scene"
        yield judge(name, text, holds=longest < BACK and not lost)


class Class:
    """A class with a question on its screens."""

    def __init__(self, server: Server) -> None:
        self.server = server
        opened = self._ask("", body={})[1]
        self.code, self.key = opened["code"], opened["key"]
        self.students = [
            self._ask(f"/{self.code}/join", body={"nickname": f"student {number}"})[1]["key"]
            for number in range(PEOPLE)
        ]
        self._ask(f"/{self.code}/ask", self.key, QUESTION)
        self.confirmed: dict[int, int] = {}

    def _ask(self, path: str, key: str = "", body: dict | None = None) -> tuple[int, dict]:
        return ask(self.server.address, path, key, body)

    def answer(self, numbers: range, value: int) -> Counter[str]:
        """Answers of some students; what they were told."""
        told = Counter()
        for number in numbers:
            given = {"number": 1, "value": value}
            status, said = self._ask(f"/{self.code}/answer", self.students[number], given)
            if status == 200:
                self.confirmed[number] = value
            told["confirmed" if status == 200 else f"{status}: {said['sentence']}"] += 1
        return told

    def kept(self) -> bool:
        """Whether the teacher sees all that was confirmed, and nothing else."""
        said = self._ask(f"/{self.code}/state?as=teacher", self.key)[1]
        counts = Counter(self.confirmed.values())
        return said["question"]["results"]["counts"] == [counts[0], counts[1]]


def _in_class(
    name: str, server: Server, fault: Callable[[], None], mend: Callable[[], None], sentence: str
) -> bool:
    """Half of a class has answered; the others try during the fault, and again after it."""
    half, rest = range(PEOPLE // 2), range(PEOPLE // 2, PEOPLE)
    lesson = Class(server)
    sound = lesson.answer(half, 0)["confirmed"] == len(half)
    fault()
    told = lesson.answer(rest, 1)
    unclear = [said for said in told if said != "confirmed" and sentence not in said]
    mend()
    again = lesson.answer(rest, 1)["confirmed"]
    kept = lesson.kept()
    refused = len(rest) - told["confirmed"]
    text = f"{refused} of {len(rest)} told so, then {again} confirmed, "
    text += f"{'all' if kept else 'NOT all'} that was confirmed is there"
    if unclear:
        text += f"; unclear: {unclear[0]}"
    clear = not unclear and bool(refused) == bool(sentence)
    return judge(name, text, holds=sound and clear and again == len(rest) and kept)


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of two megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def full_disk() -> bool:
    """SQLite on a disk that has no room left for a while."""
    with small_disk() as folder, Server(settings={"WICKLAB_DATA": str(folder)}) as server:
        ballast = folder / "ballast"

        def fill() -> None:
            with ballast.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(4096))
                except OSError:
                    return

        return _in_class("disk of the classes full", server, fill, ballast.unlink, "disk is full")


def lost_database() -> bool:
    """PostgreSQL ended and started again."""
    database = PostgreSQL()
    try:
        with Server(settings={"WICKLAB_DATABASE": database.address}) as server:
            return _in_class(
                "data base gone and back",
                server,
                database.stop,
                database.start,
                "cannot be reached",
            )
    finally:
        database.remove()


def set_clock() -> bool:
    """The server's clock put a day on and back while the class is on."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"WICKLAB_DATA": folder}
        with Server(settings=settings, command=CLOCK) as server:
            on, back = (
                lambda which=which: server.process.send_signal(which)
                for which in (signal.SIGUSR1, signal.SIGUSR2)
            )
            return _in_class("clock of a class put a day on and back", server, on, back, "")


def in_class() -> Iterator[bool]:
    """Disk, data base and clock."""
    if os.getuid() == 0:
        yield full_disk()
    else:
        judge("disk of the classes full", "left out: only root can make a small disk", holds=True)
    if INITDB:
        yield lost_database()
    else:
        judge("data base gone and back", "left out: no PostgreSQL here", holds=True)
    yield set_clock()
