"""From dispersion to diffusion: exact laws against the packet, particles against the laws."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.stats import kstest

from solvers import transition
from solvers.gaussian import Quadratic, evolve
from solvers.packets import Packet
from solvers.refusal import Refusal

MANY = 20_000
T_END = 12.0


def variance(D, width, s, wick):
    """Var |ψ|² by the gain in its own units."""
    return width**2 * (1 + float(transition.gain(np.array(s * D / width**2), wick)))


@pytest.fixture(scope="module")
def random():
    return transition.noise(MANY, T_END, seed=3)


@pytest.mark.parametrize(
    ("wick", "expected"), [(0.0, 5.0), (math.pi / 2, 3.0), (math.pi / 4, 3.24264068712)]
)
def test_variances_at_three_angles(wick, expected):
    assert variance(0.5, 1.0, 4.0, wick) == pytest.approx(expected, abs=1e-10)


def test_every_tilted_time_ends_in_diffusion():
    assert variance(0.5, 1.0, 1e4, 0.3) / (0.5 * 1e4) == pytest.approx(1 / math.sin(0.3), rel=1e-3)
    assert float(transition.local_slope(np.array(1e6), 0.3)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("wick", [0.0, 0.05, 0.3, 0.9, math.pi / 2])
def test_the_gain_is_that_of_the_evolved_packet(wick):
    D, width, s = 0.7, 0.4, np.geomspace(1e-3, 30, 25)
    state = evolve(Quadratic(0.0), D, Packet(0.0, width), s * np.exp(1j * (math.pi / 2 - wick)))
    gained = width**2 * transition.gain(s * D / width**2, wick)
    assert state.std**2 - width**2 == pytest.approx(gained, rel=1e-9)


@pytest.mark.parametrize("wick", [0.0, 0.1, 0.8, math.pi / 2])
def test_the_slope_is_the_derivative(wick):
    t, h = np.geomspace(1e-3, 1e3, 20), 1e-5
    up, down = (np.log(transition.gain(t * math.exp(step), wick)) for step in (h, -h))
    assert transition.local_slope(t, wick) == pytest.approx((up - down) / (2 * h), abs=1e-8)


def test_the_window_is_where_the_slope_comes_near_two():
    start, end = transition.ballistic_window(0.01)
    inside = transition.local_slope(np.geomspace(20 * start, end / 20, 9), 0.01)
    assert (inside > 1.9).all()
    assert transition.local_slope(np.array([start / 20, 20 * end]), 0.01) == pytest.approx(
        1, abs=0.1
    )
    assert transition.ballistic_window(0.79) is None
    assert start == pytest.approx(math.sin(0.01) / math.cos(0.01) ** 2)


@pytest.mark.parametrize("memory", [0.25, 1.0, 4.0])
def test_flights_follow_their_law(random, memory):
    t = np.array([0.3, 1.0, 3.0, T_END])
    mean, error = transition.mean_square(transition.flights(random, t, memory), random.normal[:, 0])
    assert np.abs(mean - transition.flight_gain(t, memory)).max() < 4 * error.max()
    assert (np.abs(mean - transition.flight_gain(t, memory)) < 4 * error).all()


def test_flights_begin_as_dispersion_and_end_as_diffusion():
    early, late = np.array([1e-4]), np.array([1e6])
    assert transition.flight_gain(early, 1.0) == pytest.approx(early**2, rel=1e-3)
    assert transition.flight_gain(late, 1.0) == pytest.approx(2 * late, rel=1e-5)  # D_eff = D
    assert transition.flight_gain(late, 0.5) == pytest.approx(late, rel=1e-5)


def test_flights_need_no_more_draws_than_there_are(random):
    times = np.cumsum(random.wait, axis=1) * transition.SHORTEST_MEMORY
    assert times[:, -1].min() > T_END
    assert random.wait.shape[1] + 1 <= transition.STEPS + 1
    longest = transition.noise(2, transition.LONGEST, 1)
    assert longest.wait.shape[1] + 1 <= transition.STEPS + 1


@pytest.mark.parametrize("interval", [0.25, 1.0, 2.7])
def test_measured_packets_follow_their_law(random, interval):
    t = np.array([T_END, 0.6, 2.7, 6.1])
    places = transition.measured(random, t, interval)
    mean, error = transition.mean_square(places, random.normal[:, 0])
    exact = transition.measured_gain(t, interval)
    assert (np.abs(mean - exact) < 4 * error).all()
    for now, row in zip(exact, places, strict=True):
        assert kstest(row / math.sqrt(1 + now), "norm").pvalue > 1e-3


def test_measurements_diffuse_with_half_the_interval():
    late = np.array([1e4])
    assert transition.measured_gain(late, 0.5) == pytest.approx(0.5 * late, rel=1e-3)


@pytest.mark.parametrize("noisiness", [0.0, 0.5, 1.0])
def test_all_trajectories_have_the_density_of_the_wave(random, noisiness):
    places = transition.trajectories(random, T_END, noisiness)
    t = transition.nodes(T_END)
    assert t[-1] == pytest.approx(T_END)
    for k in (1, 64, 200, transition.STEPS):
        assert kstest(places[k] / math.sqrt(1 + t[k] ** 2), "norm").pvalue > 1e-3
    kept = np.mean(places[-1] * places[0]) / math.sqrt(1 + T_END**2)
    assert kept == pytest.approx(math.exp(-noisiness * math.atan(T_END)), abs=0.03)


@pytest.mark.parametrize("noisiness", [0.0, 0.4, 1.0])
def test_the_trajectories_equation_is_the_one_of_the_wave(noisiness):
    D, width = 0.3, 0.6

    def drift(s):
        """2D [Im + λ Re](ψ'/ψ) / x of the evolved packet."""
        a = evolve(Quadratic(0.0), D, Packet(0.0, width), np.array([1j * s])).a[0]
        return 2 * D * ((-2 * a).imag + noisiness * (-2 * a).real)

    def moments(s, y):  # of the linear equation: variance and correlation with the start
        return [2 * drift(s) * y[0] + 2 * D * noisiness, drift(s) * y[1]]

    s_end = 5.0
    run = solve_ivp(moments, (0, s_end), [width**2, width**2], rtol=1e-10, atol=1e-13)
    t = s_end * D / width**2
    exact = width**2 * (1 + t**2)
    kept = width**2 * math.sqrt(1 + t**2) * math.exp(-noisiness * math.atan(t))
    assert run.y[:, -1] == pytest.approx([exact, kept], rel=1e-8)


def test_bohm_keeps_the_order_and_nelson_does_not(random):
    order = np.argsort(random.normal[:, 0])
    bohm, nelson = (transition.trajectories(random, T_END, lam)[-1][order] for lam in (0.0, 1.0))
    assert (np.diff(bohm) >= 0).all()
    assert (np.diff(nelson) < 0).mean() > 0.3


def test_the_same_seed_gives_the_same_cloud():
    one, same, other = (transition.noise(5, 1.0, seed) for seed in (1, 1, 2))
    assert (one.normal == same.normal).all()
    assert (one.wait == same.wait).all()
    assert (one.normal != other.normal).any()


@pytest.mark.parametrize("t_end", [transition.LONGEST + 0.1, math.inf, math.nan])
def test_runs_that_are_too_long_are_refused(t_end):
    with pytest.raises(Refusal, match="too-long"):
        transition.noise(4, t_end, 1)
