"""Every reader of strangers' words: seeds, what `make fuzz` once found, and some new inputs."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solvers.refusal import Refusal
from tests.fuzz.strategies import inputs_for
from tests.fuzz.targets import FOUND, TARGETS, Fault, Target, attempt

KEPT = sorted(path for path in FOUND.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read(name):
    for seed in TARGETS[name].seeds:
        assert not attempt(TARGETS[name], seed.encode()) or name in ("page", "class")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_mended(path):
    attempt(TARGETS[path.parent.name], path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
@settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(draw=st.data())
def test_any_input_is_read_or_refused(name, draw):
    attempt(TARGETS[name], draw.draw(inputs_for(TARGETS[name])))


@pytest.mark.parametrize(
    "trouble", [ValueError("x"), Refusal("no.such-sentence"), RecursionError()]
)
def test_the_harness_notices(trouble):
    def read(_):
        raise trouble

    with pytest.raises(Fault):
        attempt(Target(read, (), ()), b"")


def test_the_harness_notices_slow_refusals():
    def read(_):
        sum(range(15_000_000))
        raise Refusal("formula.empty")

    with pytest.raises(Fault, match="refused after"):
        attempt(Target(read, (), ()), b"")
