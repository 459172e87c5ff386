"""Both data bases: SQLite in a file, and a PostgreSQL server of our own."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from ui.classroom import database

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
BINARIES = shutil.which("initdb") or (str(INSTALLED[-1]) if INSTALLED else "")


@pytest.fixture(scope="session")
def postgresql():
    """Address of an empty data base; the server refuses to run as root, so root steps down."""
    if not BINARIES:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    binaries, folder = Path(BINARIES).parent, Path(tempfile.mkdtemp(prefix="wicklab-pg-"))
    as_server = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        as_server = ["runuser", "-u", "postgres", "--"]

    def run(program, *arguments):
        command = [*as_server, str(binaries / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    data = str(folder / "data")
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    run("initdb", "-D", data, "-U", "wicklab", "--auth=trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
    yield f"postgresql+psycopg://wicklab@/postgres?host={folder}"
    run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request, tmp_path, monkeypatch):
    """Class sessions in an empty data base of each kind; its name."""
    if request.param == "sqlite":
        monkeypatch.setenv(database.FOLDER, str(tmp_path))
        monkeypatch.delenv(database.DATABASE, raising=False)
    else:
        monkeypatch.setenv(database.DATABASE, request.getfixturevalue("postgresql"))
    found = database.engine()
    yield request.param
    with database.writing(found) as connection:
        for table in reversed(database.TABLES.sorted_tables):
            if table is not database.shape:
                connection.execute(table.delete())
    if request.param == "sqlite":
        found.dispose()
        database._ready.pop(database.address())
