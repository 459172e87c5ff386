"""The connection that class sessions are kept through: SQLite in a file, or what is set.

`WICKLAB_DATABASE` names another data base, as `postgresql+psycopg://user@host/name`;
`WICKLAB_DATA` the folder of the SQLite file.
"""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st
from sqlalchemy import Connection, Engine, event, insert, select
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError

from solvers.refusal import Refusal
from ui.classroom.schema import TABLES, VERSION, shape

DATABASE, FOLDER = "WICKLAB_DATABASE", "WICKLAB_DATA"
PATIENCE = 10  # seconds to wait for the data base, or for who writes before us
_ready: dict[str, Engine] = {}  # by address, once their tables are there
_preparing = Lock()
_turn = Lock()  # SQLite takes one writer at a time; a queue here is fairer than its own polling


def address() -> str:
    """The data base's address: the one that is set, else a file's."""
    return os.environ.get(DATABASE) or f"sqlite:///{_folder() / 'classes.db'}"


def _folder() -> Path:
    named = os.environ.get(FOLDER)
    folder = Path(named) if named else Path(tempfile.gettempdir()) / f"wicklab-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not named:  # others may write where temporary files are
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            return _folder_of_this_run()
    return folder


@lru_cache
def _folder_of_this_run() -> Path:
    return Path(tempfile.mkdtemp(prefix="wicklab-"))


def engine() -> Engine:
    """The engine of Streamlit's connection, its tables made.

    Raises:
        Refusal: When the data base cannot be reached, or holds tables of another version.
    """
    with told():
        url = address()
        if url in _ready:
            return _ready[url]
        connection = st.connection(f"classroom-{url}", type="sql", url=url, **_options(url))
        with _preparing:
            if url not in _ready:
                _prepare(connection.engine)
                _ready[url] = connection.engine
            return _ready[url]


def _options(url: str) -> dict[str, Any]:
    shared = {"pool_pre_ping": True, "pool_timeout": PATIENCE}
    if url.startswith("sqlite"):
        return shared | {"connect_args": {"timeout": PATIENCE}}
    return shared | {"connect_args": {"connect_timeout": PATIENCE}}


def _prepare(found: Engine) -> None:
    if found.dialect.name == "sqlite" and not event.contains(found, "begin", _begin):
        event.listen(found, "connect", _configure)
        event.listen(found, "begin", _begin)
    for attempt in range(3):  # another server may be making the same tables
        try:
            with writing(found) as connection:
                TABLES.create_all(connection)
                held = connection.execute(select(shape.c.version)).scalar()
                if held is None:
                    connection.execute(insert(shape).values(version=VERSION))
            break
        except DBAPIError:
            if attempt == 2:
                raise
    if held not in (None, VERSION):
        raise Refusal("classroom.version", held=str(held), ours=str(VERSION))


def _configure(connection: sqlite3.Connection, _: Any) -> None:
    """WAL: who reads does not wait for who writes. FULL: what is confirmed is on the disk."""
    connection.isolation_level = None  # transactions begin where we say so
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A transaction that will write takes its turn at the start, so it never meets a conflict."""
    kind = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {kind}")


@contextmanager
def writing(found: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it, on disk at the end, or nothing.

    Raises:
        Refusal: When the turn does not come.
    """
    turn = _my_turn() if found.dialect.name == "sqlite" else nullcontext()
    with turn, found.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def _my_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=PATIENCE):
        raise Refusal("classroom.unreachable")
    try:
        yield
    finally:
        _turn.release()


@contextmanager
def told() -> Iterator[None]:
    """Whatever the data base complains of becomes one sentence.

    Raises:
        Refusal: `classroom.full` for a full disk, else `classroom.unreachable`.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError, ImportError, ArgumentError) as error:
        text = str(error).lower()
        full = "disk is full" in text or "no space" in text or "diskfull" in text
        raise Refusal("classroom.full" if full else "classroom.unreachable") from error
