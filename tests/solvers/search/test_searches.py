import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

from solvers.formula import parse
from solvers.search.ledger import Ledger
from solvers.search.local import ARMIJO, gradient_descent, random_search
from solvers.search.mqhoa import FINEST, Swarm, mqhoa
from solvers.search.objective import SearchObjective, objective, objectives
from solvers.search.race import SEARCHES
from solvers.search.references import OPTIMISERS
from solvers.search.thermal import chain, metropolis, simulated_annealing
from solvers.search.walkers import annealed_diffusion

TEXTBOOK = ("rastrigin-2d", "ackley-2d", "schwefel-2d", "griewank-2d")
# Success of a reference program after 1000 and after 3000 evaluations, 40 seeds at least,
# std(ζ) not charged; walkers that left the box came in on the other side.
MEASURED = {
    "random": (0.05, 0.23, 0.20, 0.68, 0.22, 0.50, 0.18, 0.57),
    "metropolis": (0.32, 0.78, 0.83, 1.0, 0.70, 0.95, 0.52, 0.95),
    "simulated-annealing": (0.28, 0.65, 1.0, 1.0, 0.47, 0.80, 0.35, 0.57),
    "annealed-diffusion": (0.65, 0.94, 1.0, 1.0, 0.72, 0.82, 0.73, 0.95),
    "mqhoa": (0.78, 0.99, 1.0, 1.0, 0.36, 0.90, 0.63, 0.97),
}
SEARCHED = {
    "random": random_search,
    "metropolis": metropolis,
    "simulated-annealing": simulated_annealing,
    "annealed-diffusion": annealed_diffusion,
    "mqhoa": mqhoa,
}
RUNS, FEWEST = 200, 40


def interval(share, runs):
    found = binomtest(round(share * runs), runs).proportion_ci(0.99, method="wilson")
    return found.low, found.high


def success(name, searched, budget, *, known=(), wraps=True, seed=5):
    ledger = Ledger(searched, RUNS, budget, wraps=wraps)
    SEARCHED[name](ledger, np.random.default_rng(seed), *known)
    return float((ledger.best[:, -1] < searched.minimum + searched.tolerance).mean())


@pytest.mark.parametrize("name", MEASURED)
def test_success_rates_are_those_measured_elsewhere(name):
    for i, case in enumerate(TEXTBOOK):
        searched = objective(case)
        points = np.random.default_rng(0).uniform(searched.lo, searched.hi, (100_000, 2))
        free = name in ("random", "mqhoa")
        known = () if free else (np.full(RUNS, searched.values(points).std()),)
        for j, budget in enumerate((1000, 3000)):
            share = success(name, searched, budget, known=known)
            low, high = interval(share, RUNS)
            theirs_low, theirs_high = interval(MEASURED[name][2 * i + j], FEWEST)
            assert low <= theirs_high, (case, budget, share)
            assert theirs_low <= high, (case, budget, share)


def test_mqhoa_with_thirty_particles():
    for budget, theirs in ((1000, 0.18), (3000, 0.91)):
        ledger = Ledger(objective("rastrigin-2d"), RUNS, budget)
        mqhoa(ledger, np.random.default_rng(5), 30)
        low, high = interval(float((ledger.best[:, -1] < 0.5).mean()), RUNS)
        theirs_low, theirs_high = interval(theirs, FEWEST)
        assert low <= theirs_high
        assert theirs_low <= high


def test_leaving_the_box_on_the_other_side_helps_on_schwefel():
    """Its minimum lies in a corner, next to the opposite one if the box is periodic."""
    searched = objective("schwefel-2d")
    known = (np.full(RUNS, 275.0),)
    wrapped = success("metropolis", searched, 3000, known=known)
    walled = success("metropolis", searched, 3000, known=known, wraps=False)
    assert wrapped > walled + 0.3


def test_random_search_has_its_closed_form():
    """Success is 1 - (1 - v)ⁿ with v the share of the box within the tolerance."""
    cone = SearchObjective("cone", parse("abs(x)"), -1.0, 1.0, ((0.0,),), 0.0, 0.01)
    ledger = Ledger(cone, 2000, 100)
    random_search(ledger, np.random.default_rng(0))
    found = int((ledger.best[:, -1] < 0.01).sum())
    assert binomtest(found, 2000, 1 - 0.99**100).pvalue > 0.01


@pytest.mark.parametrize("name", SEARCHES)
@given(
    case=st.sampled_from(list(objectives())),
    budget=st.integers(1, 260),
    runs=st.integers(1, 4),
    seed=st.integers(0, 99),
)
@settings(deadline=None, max_examples=12)
def test_no_search_spends_more_than_its_budget(name, case, budget, runs, seed):
    searched = objective(case)
    ledger = Ledger(searched, runs, budget)
    asked = []
    formula_values = searched.values
    object.__setattr__(searched, "values", lambda p: asked.append(p) or formula_values(p))
    try:
        SEARCHES[name](ledger, np.random.default_rng(seed))
    finally:
        object.__delattr__(searched, "values")
    evaluated = sum(np.asarray(p).size // searched.dimension for p in asked)
    assert evaluated == ledger.count.sum() <= runs * budget
    assert (ledger.count <= budget).all()
    inside = np.concatenate([np.reshape(p, (-1, searched.dimension)) for p in asked])
    assert (inside >= searched.lo).all()
    assert (inside <= searched.hi).all()
    assert (np.diff(ledger.best, axis=1)[:, : budget - 1] <= 0).all() or budget == 1


def test_calibration_is_charged():
    for budget, spent in ((3000, 500), (400, 200)):
        ledger = Ledger(objective("rastrigin-2d"), 2, budget)
        spread = ledger.spread(np.random.default_rng(0))
        assert ledger.count.tolist() == [spent, spent]
        assert spread == pytest.approx(14.9, rel=0.15)


def test_metropolis_visits_as_often_as_gibbs_says():
    """Detailed balance: the last states of 4000 chains against exp(-ζ/T), by χ²."""
    well, T, states = objective("tilted-well"), 0.25, []
    ledger = Ledger(well, 4000, 400)
    ledger.record = lambda particles: states.append(particles[:, 0, 0])
    chain(ledger, np.random.default_rng(2), lambda u: T + 0 * u, lambda u: 0.5 + 0 * u)
    edges = np.linspace(-1.8, 1.8, 19)
    fine = np.linspace(well.lo, well.hi, 26_001)
    weight = np.exp(-(well.values(fine[:, None]) - well.minimum) / T)
    gibbs = np.histogram(fine, edges, weights=weight)[0] / weight.sum()
    counts = np.histogram(states[-1], edges)[0]
    expected = gibbs * 4000
    assert ((counts - expected) ** 2 / expected).sum() < chi2.ppf(0.99, len(gibbs))


def test_gradient_descent_converges_as_fast_as_theory_says():
    """On a bowl with curvatures m ≤ M every step cuts the error by 0.3 m/M or more."""
    m, M, places = 1.0, 4.0, []
    bowl = SearchObjective(
        "bowl", parse("x**2/2 + 2*y**2", variables=("x", "y")), -1.0, 1.0, ((0.0, 0.0),), 0.0, 1e-9
    )
    ledger = Ledger(bowl, 1, 150)
    ledger.record = lambda particles: places.append(particles[0, 0].copy())
    gradient_descent(ledger, np.random.default_rng(0))
    zeta = bowl.values(np.array(places))
    zeta = zeta[np.append(True, np.diff(zeta) != 0)]
    zeta = zeta[: np.argmax(np.diff(zeta) > 0) + 1]  # up to the first restart
    assert len(zeta) > 8
    begun = 6  # steps by which η has doubled up to where backtracking limits it
    assert (zeta[begun + 1 :] <= (1 - ARMIJO * m / M) * zeta[begun:-1]).all()


def test_gradient_descent_finds_the_minimum_of_a_bowl_exactly():
    ledger = Ledger(objective("quadratic"), 20, 100)
    gradient_descent(ledger, np.random.default_rng(0))
    assert ledger.best[:, -1].max() < 1e-6


def test_mqhoa_halves_its_scale_only_when_the_swarm_is_that_close():
    ledger = Ledger(objective("rastrigin-2d"), 6, 4000)
    swarm = Swarm(ledger, np.random.default_rng(0), 10)
    scales = [swarm.sigma]
    while (ledger.is_open & swarm.is_coarse).any():
        swarm.sweep()
        halved = swarm.sigma < scales[-1]
        assert (swarm.sigma[halved] == scales[-1][halved] / 2).all()
        assert (swarm.x.std(axis=1).max(axis=1)[halved] <= scales[-1][halved]).all()
        scales.append(swarm.sigma)
    octaves = np.log2(10.24 / np.unique(np.array(scales)))
    assert octaves == pytest.approx(octaves.round(), abs=1e-12)
    assert octaves.max() >= 12
    assert (swarm.sigma <= FINEST * 10.24).any() or not ledger.is_open.any()


@pytest.mark.parametrize("name", OPTIMISERS)
def test_references_find_an_easy_minimum(name):
    searched = objective("ackley-2d" if name != "shgo" else "quadratic")
    ledger = Ledger(searched, 2, 2500)
    SEARCHES[name](ledger, np.random.default_rng(0))
    assert (ledger.best[:, -1] < searched.minimum + searched.tolerance).all()
