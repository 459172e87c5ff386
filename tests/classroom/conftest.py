"""Both data bases: SQLite in a file, and a PostgreSQL server of our own."""

import pytest

from tests.serving import INITDB, PostgreSQL
from ui.classroom import database


@pytest.fixture(scope="session")
def postgresql():
    if not INITDB:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt install postgresql)")
    made = PostgreSQL()
    yield made
    made.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request, tmp_path, monkeypatch):
    """Class sessions in an empty data base of each kind; its name."""
    if request.param == "sqlite":
        monkeypatch.setenv(database.FOLDER, str(tmp_path))
        monkeypatch.delenv(database.DATABASE, raising=False)
    else:
        monkeypatch.setenv(database.DATABASE, request.getfixturevalue("postgresql").address)
    found = database.engine()
    yield request.param
    with database.writing(found) as connection:
        for table in reversed(database.TABLES.sorted_tables):
            if table is not database.shape:
                connection.execute(table.delete())
    if request.param == "sqlite":
        found.dispose()
        database._ready.pop(database.address())
