import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.special import eval_hermite, factorial

from solvers.gaussian import Quadratic, blow_up, evolve, oscillator_weights
from solvers.grid import Grid
from solvers.packets import Packet
from solvers.refusal import Refusal
from solvers.schedules import Schedule
from solvers.split_operator import propagate

FLAT = Quadratic(0.0)
WELL = Quadratic(0.0, 0.0, 1.0)


def kappa(wick):
    return math.sin(wick) + 1j * math.cos(wick)


def late(wick, s):
    return kappa(wick) * np.atleast_1d(s)


def test_free_dispersion():
    assert evolve(FLAT, 0.5, Packet(0, 1), late(0, 4.0)).std[0] ** 2 == pytest.approx(5, abs=1e-10)


def test_heat_flow_of_walkers_and_of_the_density():
    state = evolve(FLAT, 0.5, Packet(0, 1), late(np.pi / 2, 4.0))
    assert state.walkers_std[0] ** 2 == pytest.approx(6, abs=1e-10)
    assert state.std[0] ** 2 == pytest.approx(3, abs=1e-10)


def test_dispersion_between_the_two_times():
    state = evolve(FLAT, 0.5, Packet(0, 1), late(np.pi / 4, 4.0))
    assert state.std[0] ** 2 == pytest.approx(3.24264068712, abs=1e-10)


def test_every_tilted_time_ends_in_diffusion():
    variance = evolve(FLAT, 0.5, Packet(0, 1), late(0.3, 1e4)).std[0] ** 2
    assert variance / (0.5 * 1e4) == pytest.approx(1 / math.sin(0.3), rel=1e-3)


def test_coherent_state_keeps_its_width():
    state = evolve(WELL, 0.5, Packet(2, math.sqrt(0.5)), late(0, 1.3))
    assert state.mean[0] == pytest.approx(2 * math.cos(1.3), abs=1e-12)
    assert state.std[0] ** 2 == pytest.approx(0.5, abs=1e-12)


def test_squeezed_state_breathes_twice_a_period():
    state = evolve(WELL, 0.5, Packet(0, math.sqrt(0.125)), late(0, [np.pi / 2, np.pi]))
    assert state.std**2 == pytest.approx([2, 0.125], abs=1e-12)


def test_slope_drifts_like_a_force_in_real_time_and_like_selection_in_imaginary_time():
    D, g, s, width = 0.3, 0.7, 1.9, 0.6
    slope = Quadratic(0.2, g, 0.0, about=-0.4)
    real = evolve(slope, D, Packet(1, width, 0.8), late(0, s))
    assert real.mean[0] == pytest.approx(1 + 2 * D * 0.8 * s - g * D * s**2, abs=1e-12)
    assert real.momentum[0] == pytest.approx(0.8 - g * s, abs=1e-12)
    imaginary = evolve(slope, D, Packet(1, width), late(np.pi / 2, s))
    there = 1 - 2 * width**2 * g * s - g * D * s**2
    assert imaginary.mean[0] == pytest.approx(there, abs=1e-12)
    assert imaginary.walkers_mean[0] == pytest.approx(there, abs=1e-12)


def test_imaginary_time_ends_at_the_newton_step():
    D, g, k = 0.2, -1.1, 1.7
    omega = math.sqrt(2 * D * k)
    state = evolve(
        Quadratic(0, g, k, about=0.3), D, Packet(0.3, 0.2), late(np.pi / 2, [8.0, 9.0, 60.0])
    )
    newton = 0.3 - g / k
    assert state.mean[2] == pytest.approx(newton, abs=1e-12)
    early, later = state.mean[:2] - newton
    assert math.log(early / later) == pytest.approx(omega, rel=1e-4)
    assert state.energy[2] == pytest.approx(omega / 2 - g**2 / (2 * k), abs=1e-12)


CURVATURES = [1e-5, -1e-5, 0.0]


@pytest.mark.parametrize("seed", range(24))
def test_closed_form_solves_the_equations_of_a_b_and_c(seed):
    rng = np.random.default_rng(seed)
    k = CURVATURES[seed] if seed < 3 else rng.uniform(-2, 4)
    V, g, D, wick = rng.normal(), rng.normal(), rng.uniform(0.05, 1), rng.uniform(0, np.pi / 2)
    quadratic = Quadratic(V, g, k, about=rng.normal())
    packet = Packet(rng.normal(), rng.uniform(0.3, 1.5), rng.normal())
    t = np.linspace(0, min(5.0, 0.9 * blow_up(quadratic, D, packet, wick)), 6)
    state = evolve(quadratic, D, packet, kappa(wick) * t)

    def rate(_, abc):
        a, b, _ = abc
        rates = [k / 2 - 4 * D * a**2, -4 * D * a * b - g, D * (b**2 - 2 * a) - V]
        return kappa(wick) * np.array(rates)

    abc = np.array([state.a, state.b, state.c])
    run = solve_ivp(rate, (0, t[-1]), abc[:, 0], "DOP853", t, rtol=1e-13, atol=1e-13)
    assert np.abs(abc - run.y).max() < 1e-9 * np.abs(run.y).max()


@pytest.mark.parametrize("wick", [0.0, 0.7, np.pi / 2])
@pytest.mark.parametrize("k", [1.3, -0.8])
def test_closed_form_agrees_with_the_split_operator(wick, k):
    grid, D, t_end = Grid(-9, 9, 512), 0.5, 0.8
    quadratic, packet = Quadratic(0.4, -0.3, k, about=0.2), Packet(0.5, 0.6, 0.7)
    steps = propagate(
        packet.psi(grid.x),
        grid,
        quadratic(grid.x),
        quadratic.slope + k * (grid.x - quadratic.about),
        schedule=Schedule("constant", D, D, t_end),
        wick=wick,
        t_save=np.linspace(0, t_end, 5),
        tolerance=1e-10,
    )
    *_, last = steps
    state = evolve(quadratic, D, packet, late(wick, t_end))
    seen = np.abs(grid.x) < 5
    exact = state.psi(grid.x)[0, seen] * np.exp(state.log_norm[0])
    found = last.psi[seen] * np.exp(last.log_norm)
    assert np.linalg.norm(found - exact) < 1e-9 * np.linalg.norm(exact)


@pytest.mark.parametrize("seed", range(6))
def test_norm_energy_and_its_decay_agree_with_quadrature(seed):
    rng = np.random.default_rng(100 + seed)
    wick, D = [0.0, 0.6, np.pi / 2][seed % 3], rng.uniform(0.1, 0.6)
    quadratic = Quadratic(rng.normal(), rng.normal(), rng.uniform(-0.3, 2), about=rng.normal())
    packet, s, h = Packet(rng.normal(), 0.6, rng.normal()), 0.5, 1e-2
    state = evolve(quadratic, D, packet, kappa(wick) * (s + h * np.arange(-2, 3)))
    x, dx = np.linspace(-25, 25, 8001, retstep=True)
    y, a, b = x - quadratic.about, state.a[2], state.b[2]
    psi = np.exp(-a * y**2 + b * y + state.c[2])
    H_psi = (quadratic(x) - D * ((b - 2 * a * y) ** 2 - 2 * a)) * psi
    norm2 = (np.abs(psi) ** 2).sum() * dx
    energy = np.vdot(psi, H_psi).real * dx / norm2
    variance = (np.abs(H_psi) ** 2).sum() * dx / norm2 - energy**2
    assert state.log_norm[2] == pytest.approx(math.log(norm2) / 2, abs=1e-12)
    assert state.energy[2] == pytest.approx(energy, abs=1e-11)
    assert state.psi(x)[2] * math.sqrt(norm2) == pytest.approx(psi, abs=1e-11)
    assert state.density(x)[2] == pytest.approx(np.abs(psi) ** 2 / norm2, abs=1e-12)
    slope = state.energy @ np.array([1, -8, 0, 8, -1]) / (12 * h)
    assert slope == pytest.approx(-2 * math.sin(wick) * variance, abs=2e-6)


@pytest.mark.parametrize("width", [0.05, math.sqrt(0.5), 5.0])
@pytest.mark.parametrize("periods", [1, 2, 7, 40])
def test_sign_after_whole_periods_needs_no_samples_in_between(width, periods):
    packet, x = Packet(0.8, width, 0.3), np.linspace(-3, 3, 61)
    psi = evolve(WELL, 0.5, packet, late(0, 2 * np.pi * periods)).psi(x)[0]
    assert psi == pytest.approx((-1) ** periods * packet.psi(x), abs=1e-8)


@given(
    k=st.floats(-3, 3),
    D=st.floats(0.02, 1),
    width=st.floats(0.3, 4),
    wick=st.floats(0, np.pi / 2),
)
@settings(max_examples=50, deadline=None)
def test_the_branch_of_the_root_never_jumps(k, D, width, wick):
    quadratic, packet = Quadratic(0.1, 0.2, k), Packet(0.3, width, 0.5)
    end = min(15.0, 0.9 * blow_up(quadratic, D, packet, wick))
    fine = evolve(quadratic, D, packet, kappa(wick) * np.linspace(0, end, 10001))
    # A wrong branch shifts Im c by a multiple of π.
    assert fine.c.imag == pytest.approx(np.unwrap(2 * fine.c.imag) / 2, abs=1e-6)
    assert fine.c[0].imag == pytest.approx(-0.5 * 0.3)
    coarse = evolve(quadratic, D, packet, kappa(wick) * np.array([0, end]))
    assert coarse.c[1] == pytest.approx(fine.c[-1], rel=1e-12)


def test_long_times_neither_overflow_nor_lose_the_ground_state():
    state = evolve(Quadratic(1.0, 0.0, 16.0), 0.5, Packet(1, 0.3), late(np.pi / 2, 1e4))
    assert state.energy[0] == pytest.approx(3, abs=1e-12)
    assert np.isfinite(state.log_norm).all()
    assert np.isfinite(evolve(Quadratic(0, 0, -16.0), 0.5, Packet(1, 0.3), late(0, 150.0)).mean[0])


@pytest.mark.parametrize("wick", [0.4, 0.7, 1.0, np.pi / 2])
@pytest.mark.parametrize("width", [0.2, 1.0, 3.0])
def test_blow_up_is_the_first_zero_of_re_a(wick, width):
    k, D = -0.8, 0.3
    a0 = 0.25 / width**2

    def rate(_, a):
        return kappa(wick) * (k / 2 - 4 * D * a**2)

    found = blow_up(Quadratic(0, 0, k), D, Packet(0, width), wick)
    run = solve_ivp(
        rate, (0, 1.01 * found), [a0 + 0j], "DOP853", dense_output=True, rtol=1e-12, atol=1e-14
    )
    early = np.linspace(0, 0.99 * found, 400)
    assert (run.sol(early)[0].real > 0).all()
    zero = brentq(lambda s: run.sol(s)[0].real, 0.99 * found, 1.01 * found, xtol=1e-13)
    assert found == pytest.approx(zero, rel=1e-9)


def test_blow_up_in_imaginary_time_is_an_arctan():
    k, D, packet = -1.3, 0.4, Packet(0.2, 0.5)
    W = math.sqrt(-2 * D * k)
    expected = math.atan(2 * 0.25 / packet.width**2 * W / abs(k)) / W
    assert blow_up(Quadratic(0, 0, k), D, packet, np.pi / 2) == pytest.approx(expected, rel=1e-14)


def test_blow_up_never_comes_in_real_time_or_in_a_well():
    assert blow_up(Quadratic(0, 0, -1), 1, Packet(0, 1), 0.0) == math.inf
    assert blow_up(WELL, 1, Packet(0, 1), np.pi / 2) == math.inf


def test_frames_after_the_blow_up_are_marked_for_good():
    barrier, packet = Quadratic(0, 0.1, -1.0), Packet(0.5, 0.5)
    limit = blow_up(barrier, 0.5, packet, np.pi / 2)
    state = evolve(barrier, 0.5, packet, late(np.pi / 2, limit * np.array([0.99, 1.01, 3, 9])))
    for values in (state.mean, state.std, state.energy, state.log_norm, state.walkers_std):
        assert np.isfinite(values[0])
        assert np.isnan(values[1:]).all()


def test_walkers_are_refused_where_psi_is_not_a_concentration():
    with pytest.raises(Refusal, match="no-walkers"):
        _ = evolve(WELL, 0.5, Packet(1, 1), late(0.3, 1.0)).walkers_std
    with pytest.raises(Refusal, match="no-walkers"):
        _ = evolve(WELL, 0.5, Packet(1, 1, 2.0), late(np.pi / 2, 1.0)).walkers_mean


@pytest.mark.parametrize("wick", [0.0, 0.8, np.pi / 2])
def test_oscillator_weights_are_the_projections_on_hermite_functions(wick):
    D, g, k = 0.3, 0.4, 1.9
    quadratic = Quadratic(0.1, g, k, about=-0.3)
    state = evolve(quadratic, D, Packet(0.9, 0.25, -1.2), late(wick, [0.0, 0.6]))
    x, dx = np.linspace(-12, 12, 4001, retstep=True)
    root = (k / (2 * D)) ** 0.25
    xi, n = root * (x - quadratic.about + g / k), np.arange(12)[:, None]
    levels = eval_hermite(n, xi) * np.exp(-(xi**2) / 2)
    levels *= root**0.5 / np.sqrt(np.sqrt(np.pi) * 2.0**n * factorial(n))
    projected = np.abs(state.psi(x) @ levels.T * dx) ** 2
    weights = oscillator_weights(state, D, k, 120)
    assert weights[:, :12] == pytest.approx(projected, abs=1e-12)
    assert weights.sum(axis=1) == pytest.approx(1, abs=1e-12)


def test_oscillator_weights_far_from_the_well_are_those_of_poisson():
    state = evolve(WELL, 0.5, Packet(50, math.sqrt(0.5)), late(0, [0.0, 3.0]))
    weights = oscillator_weights(state, 0.5, 1.0, 1600)
    assert weights.sum(axis=1) == pytest.approx(1, abs=1e-9)
    assert weights @ np.arange(1600) == pytest.approx(1250, rel=1e-9)


def test_levels_of_a_barrier_are_refused():
    state = evolve(FLAT, 0.5, Packet(0, 1), late(0, 1.0))
    with pytest.raises(Refusal, match="no-levels"):
        oscillator_weights(state, 0.5, 0.0, 3)
