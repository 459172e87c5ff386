"""What the tests of the queue share."""

import pytest

from tests.ui.people import Clock, People
from ui.turns import Queue


@pytest.fixture
def people():
    """Who ask a queue of two processors, whose time stands still."""
    people = People(Queue(width=2, clock=Clock()))
    yield people
    people.go()
