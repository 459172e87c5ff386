"""A school on loopback: two servers behind nginx and a data base they share."""

import pytest

from tests.classroom.conftest import postgresql  # noqa: F401 (a fixture)
from tests.school import NGINX, School


@pytest.fixture(scope="module")
def everything(tmp_path_factory, postgresql):  # noqa: F811
    if NGINX is None:
        pytest.skip("nginx is not installed (Debian: apt install nginx-light)")
    folder = tmp_path_factory.mktemp("school")
    with School(folder, settings={"WICKLAB_DATABASE": postgresql.address}) as made:
        yield made
    assert "Traceback" not in made.log.read_text(), made.log.read_text()


@pytest.fixture
def school(everything):
    """Both servers running, whatever the test before did."""
    everything.start()
    return everything
