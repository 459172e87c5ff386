"""Acceptance check 21 and the figures of Softmax and Sigmoid."""

import math

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.linalg import expm

from solvers import candidates
from solvers.candidates import Candidates
from solvers.refusal import Refusal

COSTS = (0.8, 1.4, 2.4, 0.4, 1.0, 3.2)
PRIORS = (0.1, 0.3, 0.05, 0.2, 0.3, 0.05)
READINGS = ("walkers", "born")
TIMES = np.linspace(0.0, 10.0, 41)


def softmax(exponents):
    weights = np.exp(exponents - exponents.max())
    return weights / weights.sum()


@pytest.mark.parametrize(("reading", "factor"), [("walkers", 1), ("born", 2)])
def test_isolated_candidates_are_a_softmax(reading, factor):
    choice = Candidates(COSTS, PRIORS, reading=reading)
    expected = [softmax(np.log(PRIORS) - factor * tau * np.array(COSTS)) for tau in TIMES]
    found = candidates.probabilities(choice, TIMES)
    assert found == pytest.approx(np.array(expected), abs=1e-14)
    assert found.sum(axis=1) == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize("wick", [0, 30, 60, 90])
def test_born_weights_at_any_angle(wick):
    """2 s sin θ is the inverse temperature; in real time nothing is learned."""
    choice = Candidates(COSTS, PRIORS, wick=wick, reading="born")
    beta = 2 * 3.0 * math.sin(math.radians(wick))
    expected = softmax(np.log(PRIORS) - beta * np.array(COSTS))
    assert candidates.probabilities(choice, np.array([3.0]))[0] == pytest.approx(
        expected, abs=1e-14
    )
    assert candidates.inverse_temperature(choice, 3.0) == pytest.approx(beta)


def test_in_real_time_only_phases_move():
    choice = Candidates(COSTS, PRIORS, wick=0)
    psi = candidates.amplitudes(choice, TIMES)
    assert np.abs(psi) ** 2 == pytest.approx(np.tile(choice.prior, (TIMES.size, 1)), abs=1e-14)
    turned = np.exp(-1j * np.outer(TIMES, COSTS)) * np.sqrt(choice.prior)
    assert psi == pytest.approx(turned, abs=1e-13)


@pytest.mark.parametrize("J", [0.0, 0.7])
@pytest.mark.parametrize("reading", READINGS)
def test_a_common_cost_changes_nothing(reading, J):
    raised = tuple(cost + 1.5 for cost in COSTS)
    found = [
        candidates.probabilities(Candidates(costs, PRIORS, J, reading=reading), TIMES)
        for costs in (COSTS, raised)
    ]
    assert found[0] == pytest.approx(found[1], abs=1e-13)


@pytest.mark.parametrize(("reading", "factor"), [("walkers", 1), ("born", 2)])
def test_the_replicator_equation(reading, factor):
    """dp_k/dτ = factor p_k (⟨ζ⟩ - ζ_k), integrated by an independent solver."""
    choice, zeta = Candidates(COSTS, PRIORS, reading=reading), np.array(COSTS)

    def replicate(_, p):
        return factor * p * (p @ zeta - zeta)

    run = solve_ivp(replicate, (0, 10), choice.prior, "DOP853", TIMES, rtol=1e-12, atol=1e-14)
    p = candidates.probabilities(choice, TIMES)
    assert p == pytest.approx(run.y.T, abs=1e-10)
    rates = candidates.rates(choice, TIMES)
    assert rates == pytest.approx(factor * p * ((p @ zeta)[:, None] - zeta), abs=1e-12)
    variance = p @ zeta**2 - (p @ zeta) ** 2
    assert rates @ zeta == pytest.approx(-factor * variance, abs=1e-10)


@pytest.mark.parametrize("wick", [0, 25, 90])
@pytest.mark.parametrize("reading", READINGS)
def test_hopping_against_the_matrix_exponential(wick, reading):
    choice = Candidates(COSTS, PRIORS, 0.6, wick, reading)
    start = np.sqrt(choice.prior) if choice.is_born else choice.prior
    for s, p in zip(TIMES[::8], candidates.probabilities(choice, TIMES[::8]), strict=True):
        psi = expm(-choice.kappa * s * choice.hamiltonian) @ start
        weight = np.abs(psi) ** 2 if choice.is_born else psi.real
        assert p == pytest.approx(weight / weight.sum(), abs=1e-12)


@pytest.mark.parametrize(
    ("wick", "reading"), [(0, "born"), (50, "born"), (90, "born"), (90, "walkers")]
)
def test_rates_are_the_derivative(wick, reading):
    choice, h = Candidates(COSTS, PRIORS, 0.6, wick, reading), 1e-4
    after, before = (candidates.probabilities(choice, TIMES + sign * h) for sign in (1, -1))
    assert candidates.rates(choice, TIMES) == pytest.approx((after - before) / (2 * h), abs=1e-7)


@pytest.mark.parametrize("J", [0.0, 0.5])
@pytest.mark.parametrize("reading", READINGS)
def test_no_time_is_too_long(reading, J):
    choice = Candidates((0.0, 7.0, 3.0), J=J, reading=reading)
    p = candidates.probabilities(choice, np.array([1e3, 1e6, 1e12]))
    assert np.isfinite(p).all()
    assert p[:, 0] == pytest.approx(candidates.last_share(choice), abs=1e-12)
    assert np.isfinite(candidates.pair_share(choice, np.array([-6.0, 0.0, 6.0]), 1e6)).all()


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("tau", [0.5, 1.0, 2.0, 5.0, 10.0])
def test_two_candidates_trace_the_sigmoid(reading, tau):
    choice = Candidates((0.0, 1.0), reading=reading)
    beta = candidates.inverse_temperature(choice, tau)
    assert beta == tau * (2 if reading == "born" else 1)
    x = np.linspace(-6, 6, 241)
    assert candidates.pair_share(choice, x, tau) == pytest.approx(
        1 / (1 + np.exp(-beta * x)), abs=1e-14
    )
    h = 1e-5
    rise = np.diff(candidates.pair_share(choice, np.array([-h, h]), tau))[0] / (2 * h)
    assert rise == pytest.approx(candidates.slope(beta), rel=1e-8)
    edges = np.array([-0.5, 0.5]) * candidates.width(beta)
    assert candidates.pair_share(choice, edges, tau) == pytest.approx([0.1, 0.9], abs=1e-14)
    area = 2 * quad(lambda x: candidates.pair_share(choice, np.array(-x), tau), 0, np.inf)[0]
    assert area == pytest.approx(candidates.distance_to_step(beta), abs=1e-10)
    assert candidates.distance_to_step(beta) == pytest.approx(2 * math.log(2) / beta, rel=1e-14)


def test_the_numbers_of_the_sigmoid():
    assert candidates.slope(1.0) == 0.25
    assert candidates.width(1.0) == pytest.approx(4.394, abs=5e-4)


@pytest.mark.parametrize("reading", READINGS)
def test_priors_shift_the_sigmoid(reading):
    choice = Candidates((0.0, 1.0), (0.9, 0.1), reading=reading)
    beta = candidates.inverse_temperature(choice, 2.0)
    x = np.linspace(-6, 6, 61)
    shifted = 1 / (1 + np.exp(-beta * x - math.log(9)))
    assert candidates.pair_share(choice, x, 2.0) == pytest.approx(shifted, abs=1e-14)


@pytest.mark.parametrize("wick", [0, 40, 90])
@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("difference", [-2.0, 0.0, 0.3, 4.0])
def test_the_pair_is_two_candidates(wick, reading, difference):
    choice = Candidates(
        (3.0 - difference / 2, 3.0 + difference / 2), (0.8, 0.2), 0.4, wick, reading
    )
    for s in (0.1, 1.0, 7.0):
        expected = candidates.probabilities(choice, np.array([s]))[0, 0]
        found = candidates.pair_share(choice, np.array([difference]), s)[0]
        assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("difference", "J"), [(0.0, 0.5), (1.0, 0.5), (3.0, 1.2)])
def test_hopping_never_lets_the_winner_take_all(difference, J):
    choice = Candidates((0.0, difference), J=J, reading="born")
    gap = math.hypot(difference, 2 * J)
    assert candidates.last_share(choice) == pytest.approx((1 + difference / gap) / 2, abs=1e-14)
    late = candidates.probabilities(choice, np.array([200.0]))[0]
    assert late.max() == pytest.approx(candidates.last_share(choice), abs=1e-14)


def test_rabi_oscillation():
    """A start in one candidate (here all but 1e-3 of it) reaches 4J²/Δ² of the other."""
    difference, J = 1.0, 0.5
    gap = math.hypot(difference, 2 * J)
    H = Candidates((0.0, difference), J=J).hamiltonian
    for t in TIMES:
        exact = abs(expm(-1j * t * H)[1, 0]) ** 2
        assert candidates.rabi_share(difference, J, t) == pytest.approx(exact, abs=1e-13)
    assert candidates.rabi_share(difference, J, math.pi / gap) == pytest.approx(4 * J**2 / gap**2)
    assert 4 * J**2 / gap**2 == pytest.approx(0.5)


def test_entropy():
    p = np.array([[0.25] * 4, [1.0, 0.0, 0.0, 0.0]])
    assert candidates.entropy(p) == pytest.approx([math.log(4), 0.0])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"costs": (1.0,)}, "scene.how-many"),
        ({"costs": (1.0,) * 9}, "scene.how-many"),
        ({"costs": (1.0, 7.1)}, "scene.out-of-range"),
        ({"costs": (1.0, math.nan)}, "scene.out-of-range"),
        ({"costs": (1.0, 2.0), "priors": (0.5, 0.3, 0.2)}, "softmax.priors"),
        ({"priors": (0.0,) * 6}, "scene.out-of-range"),
        ({"J": -1.0}, "scene.out-of-range"),
        ({"wick": 91.0}, "scene.out-of-range"),
        ({"reading": "both"}, "scene.not-one-of"),
    ],
)
def test_what_is_refused(arguments, code):
    with pytest.raises(Refusal) as refused:
        Candidates(**arguments)
    assert refused.value.code == code
