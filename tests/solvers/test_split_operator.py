import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from solvers.chin import Chin4A
from solvers.grid import Grid
from solvers.packets import Packet
from solvers.refusal import Refusal
from solvers.schedules import KINDS, Schedule
from solvers.split_operator import propagate

ANGLES = [0.0, 0.5, np.pi / 2]


def still(D):
    return Schedule("constant", D, D, 1.0)


def kappa(wick):
    return math.sin(wick) + 1j * math.cos(wick)


def distance(psi, exact):
    return np.linalg.norm(psi - exact) / np.linalg.norm(exact)


def last(*args, **options):
    *_, saved = propagate(*args, **options)
    return saved


def tilted_well(grid):
    x = grid.x
    return (x**2 - 1) ** 2 + 0.15 * x, 4 * x * (x**2 - 1) + 0.15


def exact_in_box(psi0, grid, V, D, z):
    """e^{-Hz} ψ0 by the eigenvectors of the same sine-basis Hamiltonian."""
    modes = np.sin(np.outer(grid.x - grid.lo, grid.k)) * np.sqrt(2 / grid.n)
    modes[:, -1] /= np.sqrt(2)
    energies, states = np.linalg.eigh(modes * (D * grid.k**2) @ modes.T + np.diag(V))
    return states @ (np.exp(-energies * z) * (states.T @ psi0))


@pytest.mark.parametrize("edges", ["walls", "periodic"])
@pytest.mark.parametrize("wick", ANGLES)
@pytest.mark.parametrize("schedule", [still(0.3), Schedule("exponential", 0.3, 0.05, 1.0)])
def test_order_is_four(wick, schedule, edges):
    grid = Grid(-7, 7, 128, edges)
    x = grid.x
    # Smooth across the edges: a wall that is hit would lower the order.
    V = 2 - 2 * np.cos(np.pi * x / 7) + 0.3 * np.cos(2 * np.pi * x / 7)
    dV = np.pi / 7 * (2 * np.sin(np.pi * x / 7) - 0.6 * np.sin(2 * np.pi * x / 7))
    chin = Chin4A(grid, 4 * V, 4 * dV, schedule, wick)
    psi0 = Packet(0.7, 0.5, 0.6).psi(x)
    runs = [chin.integrate(psi0, 0.0, 1.0, n)[0] for n in (8, 16, 32, 512)]
    errors = np.array([distance(psi, runs[-1]) for psi in runs[:-1]])
    assert np.log2(errors[:-1] / errors[1:]) == pytest.approx([4, 4], abs=0.2)
    assert errors[-1] > 1e-12  # otherwise rounding decides


@pytest.mark.parametrize("wick", ANGLES)
def test_agrees_with_a_dense_solution(wick):
    grid, D, t_end = Grid(-2.6, 2.6, 256), 0.1, 3.0
    V, dV = tilted_well(grid)
    psi0 = Packet(-0.8, 0.3, 0.4).psi(grid.x)
    saved = last(
        psi0,
        grid,
        V,
        dV,
        schedule=still(D),
        wick=wick,
        t_save=np.linspace(0, t_end, 31),
        tolerance=1e-9,
    )
    exact = exact_in_box(psi0, grid, V, D, kappa(wick) * t_end)
    size = np.linalg.norm(exact)
    assert distance(saved.psi, exact / size / math.sqrt(grid.dx)) < 2e-9
    assert saved.log_norm == pytest.approx(math.log(size / np.linalg.norm(psi0)), abs=2e-9)


@pytest.mark.parametrize("wick", [0.0, 0.5, 1.3, np.pi / 2])
@pytest.mark.parametrize("tolerance", [1e-4, 1e-6, 1e-8])
def test_tolerance_is_honoured_and_the_estimate_is_near_the_truth(wick, tolerance):
    grid, t_end = Grid(-5, 5, 256), 4.0
    x = grid.x
    chin = Chin4A(grid, x**4 / 4, x**3, Schedule("linear", 0.5, 0.1, t_end), wick)
    psi0 = Packet(0.9, 0.45, 0.5).psi(x)
    saved = last(
        psi0,
        grid,
        chin.potential,
        chin.gradient,
        schedule=chin.schedule,
        wick=wick,
        t_save=np.linspace(0, t_end, 5),
        tolerance=tolerance,
    )
    fine, _ = chin.integrate(psi0, 0.0, t_end, 4000)
    fine *= np.exp(-1j * math.cos(wick) * chin.floor * t_end)
    error = distance(saved.psi, fine / np.linalg.norm(fine) / math.sqrt(grid.dx))
    assert error < 3 * tolerance
    assert error / 10 < saved.error < 10 * error


def test_the_estimate_is_not_below_the_truth_when_a_kink_lowers_the_order():
    grid, t_end = Grid(-6, 6, 256), 3.0
    x = grid.x
    options = {"schedule": still(0.4), "wick": 0.0, "t_save": np.linspace(0, t_end, 31)}
    saved = last(Packet(1, 0.5).psi(x), grid, abs(x), np.sign(x), **options)
    exact = exact_in_box(Packet(1, 0.5).psi(x), grid, abs(x), 0.4, 1j * t_end)
    error = distance(saved.psi, exact)
    assert error < saved.error < 1e-5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wick", [0.0, 0.9, np.pi / 2])
def test_annealing_of_a_harmonic_well_follows_its_riccati_equation(kind, wick):
    k, t_end, grid = 1.0, 4.0, Grid(-9, 9, 256)
    schedule = Schedule(kind, 1.0, 0.15, t_end)
    t = np.linspace(0, t_end, 10)  # no save falls on a jump of D
    x, width = grid.x, 0.8
    *_, saved = propagate(
        Packet(0, width).psi(x),
        grid,
        k * x**2 / 2,
        k * x,
        schedule=schedule,
        wick=wick,
        t_save=t,
        tolerance=1e-8,
    )

    def rate(s, y):
        a, D = y[0], float(schedule.at(np.array(s)))
        return kappa(wick) * np.array([k / 2 - 4 * D * a**2, -2 * D * a])

    y = np.array([0.25 / width**2 + 0j, 0])
    for t0, t1 in pairwise([0.0, *schedule.breaks, t_end]):
        inside = (t0, t1 - 1e-13)  # the value before the jump
        y = solve_ivp(rate, inside, y, "DOP853", rtol=1e-12, atol=1e-13).y[:, -1]
    exact = np.exp(-y[0] * x**2 + 1j * y[1].imag) * (2 * y[0].real / np.pi) ** 0.25
    assert distance(saved.psi, exact) < 3e-8
    log_norm = y[1].real + math.log(width**2 * 4 * y[0].real) / -4
    assert saved.log_norm == pytest.approx(log_norm, abs=3e-8)


@pytest.mark.parametrize("wick", ANGLES)
@pytest.mark.parametrize("kind", KINDS)
def test_box_modes_turn_at_their_energies(wick, kind):
    grid = Grid(-1, 2, 64)
    schedule, t = Schedule(kind, 0.4, 0.05, 2.0), np.array([0.0, 0.7, 2.0])
    modes = np.array([1, 2, 5])[:, None] * np.pi / 3
    shapes = np.sin(modes * (grid.x - grid.lo)) * np.array([[0.6], [0.5j], [0.4]])
    phases = kappa(wick) * (modes**2 * schedule.integral(0, 2.0) + 1.5 * 2.0)
    exact = (shapes * np.exp(-phases)).sum(axis=0)
    saved = last(
        shapes.sum(axis=0),
        grid,
        np.full(64, 1.5),
        np.zeros(64),
        schedule=schedule,
        wick=wick,
        t_save=t,
    )
    size = np.linalg.norm(exact)
    assert distance(saved.psi, exact / size / math.sqrt(grid.dx)) < 1e-12
    start = np.linalg.norm(shapes.sum(axis=0))
    assert saved.log_norm == pytest.approx(math.log(size / start), abs=1e-12)


def test_periodic_edges_let_a_plane_wave_through():
    grid = Grid(0, 2 * np.pi, 32, "periodic")
    wave = np.exp(3j * grid.x)
    options = {"schedule": still(0.7), "wick": 0.0, "t_save": np.array([1.0, 3.0])}
    saved = last(wave, grid, np.zeros(32), np.zeros(32), **options)
    assert distance(saved.psi, wave * np.exp(-2j * 0.7 * 9) / math.sqrt(2 * np.pi)) < 1e-12


def test_saves_come_at_the_times_asked_for_normalised_and_counted():
    grid = Grid(-2.6, 2.6, 128)
    V, dV = tilted_well(grid)
    t = np.array([0.5, 0.6, 1.7, 1.8])
    options = {"schedule": Schedule("geometric", 0.4, 0.05, 2), "wick": 0.8, "t_save": t}
    saves = list(propagate(3 * Packet(-1, 0.3).psi(grid.x), grid, V, dV, **options))
    assert [saved.t for saved in saves] == t.tolist()
    assert distance(saves[0].psi, Packet(-1, 0.3).psi(grid.x)) < 1e-6
    norms = [np.sum(np.abs(saved.psi) ** 2) * grid.dx for saved in saves]
    assert norms == pytest.approx(np.ones(4), abs=1e-12)
    assert (saves[0].log_norm, saves[0].error, saves[0].steps) == (0, 0, 0)
    assert all(a.steps < b.steps for a, b in pairwise(saves))


def test_real_time_keeps_the_norm_and_can_be_undone():
    grid = Grid(-2.6, 2.6, 256)
    V, dV = tilted_well(grid)
    chin, psi0 = Chin4A(grid, V, dV, still(0.1), 0.0), Packet(-0.9, 0.3, 1.0).psi(grid.x)
    there, gain = chin.integrate(psi0, 0.0, 2.0, 200)
    back, _ = chin.integrate(there.conj(), 0.0, 2.0, 200)
    assert abs(gain) < 1e-12
    assert distance(back.conj(), psi0) < 1e-11


@pytest.mark.parametrize("wick", [0.2, 0.8, np.pi / 2])
def test_energy_never_rises_in_tilted_time(wick):
    grid, D = Grid(-2.6, 2.6, 256), 0.1
    V, dV = tilted_well(grid)
    options = {"schedule": still(D), "wick": wick, "t_save": np.linspace(0, 6, 40)}
    saves = list(propagate(Packet(0.9, 0.25).psi(grid.x), grid, V, dV, **options))
    modes = np.sin(np.outer(grid.k, grid.x - grid.lo))
    weights = np.array([np.abs(modes @ s.psi) ** 2 for s in saves]) * 2 * grid.dx**2 / 5.2
    density = np.abs([s.psi for s in saves]) ** 2 * grid.dx
    energy = weights @ (D * grid.k**2) + density @ V
    assert (np.diff(energy) < 1e-9).all()
    assert energy[-1] < energy[0] - 0.05


@pytest.mark.parametrize("wick", [0.05, 0.3, 0.9])
def test_coarse_steps_on_steep_walls_do_not_blow_up(wick):
    grid = Grid(-8, 8, 256)
    x = grid.x
    chin = Chin4A(grid, x**4, 4 * x**3, still(0.5), wick)
    noise = 1e-16 * np.random.default_rng(0).normal(size=256)
    psi, _ = chin.integrate(Packet(0, 0.4).psi(x) + noise, 0.0, 20.0, 100)
    assert np.abs(psi[np.abs(x) > 6]).max() < 1e-9


@pytest.mark.parametrize("t_save", [[0.0, 10.0], [0.0, 1e-9, 10.0]])
def test_a_long_first_interval_loses_no_norm_to_underflow(t_save):
    grid = Grid(-4, 4, 128)
    options = {"schedule": still(0.5), "wick": np.pi / 2, "t_save": np.array(t_save)}
    V = 40 * (grid.x - 2) ** 2
    saved = last(Packet(-3, 0.2).psi(grid.x), grid, V, 80 * (grid.x - 2), **options)
    assert math.isfinite(saved.log_norm)
    assert saved.psi @ grid.x * grid.dx / np.sum(saved.psi * grid.dx) == pytest.approx(2, abs=1e-5)


def test_tolerances_below_rounding_end_all_the_same():
    grid = Grid(-6, 6, 64)
    options = {"schedule": still(0.5), "wick": 0.0, "t_save": np.array([0.0, 0.2])}
    saved = last(
        Packet(0, 0.6).psi(grid.x), grid, grid.x**2, 2 * grid.x, tolerance=1e-30, **options
    )
    assert saved.error < 1e-12


def test_runs_beyond_the_cap_are_refused():
    grid = Grid(-2.6, 2.6, 64)
    V, dV = tilted_well(grid)
    options = {"schedule": still(0.1), "wick": 0.0, "t_save": np.array([0.0, 1e3])}
    with pytest.raises(Refusal) as refused:
        last(Packet(0, 0.3).psi(grid.x), grid, V, dV, max_steps=500, **options)
    assert refused.value.code == "solver.too-many-steps"
    assert refused.value.details == {"steps": 500}


def test_samples_that_are_not_finite_are_refused():
    grid = Grid(-1, 1, 16)
    flat, options = np.zeros(16), {"schedule": still(1), "wick": 0.0, "t_save": np.arange(2.0)}
    for psi, V in [(np.ones(16), flat + np.inf), (flat, flat), (flat + np.nan, flat)]:
        with pytest.raises(Refusal, match="not-finite"):
            last(psi, grid, V, flat, **options)
