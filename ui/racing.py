"""Races for many people at once: every batch is kept, and only as much runs as fits."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from solvers.search.race import BATCH, Batch, Part, Race, run, run_batch
from ui.slots import slot


def news(race: Race) -> Iterator[Part]:
    """The race, batch by batch; batches that somebody has run come at once.

    Streamlit ends the script between two parts when something changes, and the race with it.
    """
    return run(race, run_batch=_kept)


def _kept(race: Race, method: str, number: int) -> Batch:
    # A batch knows nothing of the other methods, nor of how many batches follow.
    seeds = min(race.seeds, (number + 1) * BATCH)
    return _batch(replace(race, methods=(method,), seeds=max(seeds, BATCH)), method, number)


@lru_cache(maxsize=512)  # 10 kB each, the first of a race up to 0.8 MB for its film
def _batch(race: Race, method: str, number: int) -> Batch:
    with slot():
        found = run_batch(race, method, number)
    return found if number == 0 else replace(found, film=None)
