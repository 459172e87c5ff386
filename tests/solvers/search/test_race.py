import numpy as np
import pytest
from scipy.stats import binomtest

from solvers.limits import ranges
from solvers.refusal import Refusal
from solvers.search.objective import objectives
from solvers.search.race import (
    BATCH,
    MOST_EVALUATIONS,
    SEARCHES,
    Race,
    ledger_of,
    run,
    wilson,
)

OWN = ("random", "gradient-descent", "metropolis", "annealed-diffusion", "mqhoa")


def test_wilson_is_scipys():
    for runs in (10, 50, 173):
        wins = np.arange(0, runs + 1, 7)
        low, high = wilson(wins, runs)
        exact = [binomtest(int(k), runs).proportion_ci(0.95, method="wilson") for k in wins]
        assert low == pytest.approx([e.low for e in exact], abs=1e-12)
        assert high == pytest.approx([e.high for e in exact], abs=1e-12)


def test_a_race_says_how_far_it_is_and_ends_with_all_seeds():
    race = Race("rastrigin-2d", OWN, budget=300, seeds=25)
    parts = list(run(race))
    assert [part.done for part in parts] == pytest.approx(np.arange(1, 16) / 15)
    assert [part.film is not None for part in parts] == [True] * 5 + [False] * 10
    last = {part.method: part.tally for part in parts}
    assert {tally.runs for tally in last.values()} == {25}
    for tally in last.values():
        assert (np.diff(tally.success) >= 0).all()
        assert (np.diff(tally.quartiles, axis=1) <= 0).all()
        assert (np.diff(tally.quartiles, axis=0) >= 0).all()
        assert (tally.low <= tally.success).all()
        assert (tally.success <= tally.high).all()


def test_tallies_are_the_runs():
    race = Race("griewank-2d", ("mqhoa",), budget=500, seeds=20)
    *_, last = run(race)
    best = np.concatenate([ledger_of(race, "mqhoa", k).best for k in range(2)])
    excess = best[:, race.marks - 1] - race.searched.minimum
    assert last.tally.success == pytest.approx((excess < race.searched.tolerance).mean(axis=0))
    middle = np.sort(excess, axis=0)[(20 - 1) // 2]
    assert last.tally.quartiles[1] == pytest.approx(np.maximum(middle, 0))


@pytest.mark.parametrize("method", SEARCHES)
def test_the_same_seed_gives_the_same_race_and_another_seed_another(method):
    first, again, other = (
        ledger_of(Race("ackley-2d", (method,), budget=150, seeds=10, seed=seed), method, 0)
        for seed in (1, 1, 2)
    )
    assert (first.zeta == again.zeta).all()
    assert first.film.particles == pytest.approx(again.film.particles, nan_ok=True)
    if method != "shgo":
        assert (first.zeta != other.zeta).any()


@pytest.mark.parametrize("method", SEARCHES)
def test_the_film_is_the_first_run(method):
    race = Race("schwefel-2d", (method,), budget=300, seeds=10)
    ledger = ledger_of(race, method, 0)
    film = ledger.film
    assert len(film.points) == len(film.zeta) == ledger.count[0]
    assert film.zeta == pytest.approx(race.searched.values(film.points))
    assert (np.diff(film.at) > 0).all()
    assert 1 <= film.at[0] <= film.at[-1] <= 300
    assert np.isfinite(film.particles).any(axis=(1, 2)).all()


@pytest.mark.parametrize("name", objectives())
def test_minima_are_minima_and_the_tolerance_tells_them_from_the_next(name):
    searched = objectives()[name]
    places = np.array(searched.minima)
    assert searched.values(places) == pytest.approx(searched.minimum, abs=2e-5)
    grid = np.linspace(searched.lo, searched.hi, 1201 if searched.dimension == 2 else 200_001)
    mesh = np.stack(np.meshgrid(*[grid] * searched.dimension, indexing="ij"), axis=-1)
    zeta = searched.values(mesh)
    assert zeta.min() >= searched.minimum - 2e-5
    good = mesh[zeta < searched.minimum + searched.tolerance]
    assert len(good)
    apart = np.abs(good[:, None] - places).max(axis=-1).min(axis=1)
    reach = np.abs(good - places[0]).max()
    assert min(apart.max(), reach) < 0.2 * searched.length


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"objective": "nowhere"}, "scene.not-one-of"),
        ({"methods": ("magic",)}, "race.unknown-method"),
        *(({key: limit.low - 1}, "scene.out-of-range") for key, limit in ranges(Race).items()),
        *(({key: limit.high + 1}, "scene.out-of-range") for key, limit in ranges(Race).items()),
        ({"budget": float("nan")}, "scene.out-of-range"),
        ({"seeds": 10.5}, "scene.not-whole"),
        ({"budget": 10_000, "seeds": 400}, "race.too-much"),
    ],
)
def test_races_that_are_not_allowed(change, code):
    with pytest.raises(Refusal, match=code):
        Race(**change)


def test_a_batch_stays_small_in_memory():
    """The largest allowed: ten runs of the whole budget, 8 bytes each and their points."""
    race = Race("rastrigin-2d", ("random",), budget=10_000, seeds=MOST_EVALUATIONS // 10_000)
    ledger = ledger_of(race, "random", 0)
    film = ledger.film
    held = ledger.zeta.nbytes + film.points.nbytes + film.particles.nbytes
    assert ledger.runs == BATCH
    assert held < 2e6
