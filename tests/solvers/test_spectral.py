"""Levels, scattering and the laws of the Wick angle, by the spectral method."""

import numpy as np
import pytest

from solvers import gaussian, observables, split_operator
from solvers.expansion import expand
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian
from solvers.landscapes import CATALOGUE
from solvers.packets import Packet, boxed
from solvers.problem import Problem
from solvers.scattering import sech2_reflection
from solvers.schedules import Schedule
from solvers.spectral import diagonalise
from tests.solvers.spectra import ANGLES, IMAGINARY, REAL, hamiltonian, levels, run

# Levels


def test_oscillator_levels():
    found = levels("x**2/2", 0.5, -12, 12)[:11]
    assert found == pytest.approx(np.arange(11) + 0.5, abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_oscillator_levels_at_any_diffusivity_and_curvature(seed):
    rng = np.random.default_rng(seed)
    D, k = np.exp(rng.uniform(np.log(0.02), np.log(3), 2))
    half = 10 * (2 * D / k) ** 0.25
    found = levels(f"{float(k)!r}*x**2/2", float(D), -half, half)[:8]
    assert found == pytest.approx(np.sqrt(2 * D * k) * (np.arange(8) + 0.5), rel=1e-10)


def test_poschl_teller_levels():
    found = levels("-12*sech(x)**2", 1.0, -25, 25)
    assert found[:3] == pytest.approx([-9, -4, -1], abs=1e-7)
    assert found[3] > 0


def test_morse_levels():
    found = levels("4*(1 - exp(-x))**2", 0.25, -2, 20, 384)
    assert found[:3] == pytest.approx([0.9375, 2.4375, 3.4375], abs=1e-6)


@pytest.mark.parametrize(
    ("D", "ground", "splitting"),
    [
        (0.1, 0.5331823117610522, 0.07422341241212179),
        (0.05, 0.4113604705242145, 0.01251216897699121),
        (0.02, 0.2716844207495591, 0.000342298805101561),
        (1.0, 1.137785848188223, 1.575242049579453),
    ],
)
def test_double_well_to_forty_digits_elsewhere(D, ground, splitting):
    half = 5.0 if D == 1 else 3.0
    found = levels("(x**2 - 1)**2", D, -half, half)
    assert found[0] == pytest.approx(ground, abs=1e-9)
    assert found[1] - found[0] == pytest.approx(splitting, abs=1e-9)


@pytest.mark.parametrize(
    ("D", "leading", "corrected"), [(0.1, 1.43, 1.044), (0.05, 1.24, 1.015), (0.02, 1.13, 1.002)]
)
def test_the_splitting_is_what_instantons_say(D, leading, corrected):
    """2ω √(6S₀/π) e^{-S₀} and its next two terms in 1/S₀, over the splitting itself."""
    action, omega = 4 / (3 * np.sqrt(D)), 4 * np.sqrt(D)
    formula = 2 * omega * np.sqrt(6 * action / np.pi) * np.exp(-action)
    first, second = levels("(x**2 - 1)**2", D, -3, 3)[:2]
    assert formula / (second - first) == pytest.approx(leading, abs=0.01)
    bracket = 1 - 71 / (72 * action) - 6299 / (10368 * action**2)
    assert formula * bracket / (second - first) == pytest.approx(corrected, abs=0.001)


def test_tilted_well_levels():
    found = levels("(x**2 - 1)**2 + 0.15*x", 0.1, -3, 3)
    assert found[:2] == pytest.approx([0.43757384, 0.69633960], abs=1e-7)


def test_virial_of_the_quartic_well():
    H = hamiltonian("x**4/4", 0.5, -6, 6)
    spectrum, grid = diagonalise(H, 192), Grid(-6, 6, 512)
    assert spectrum.energies[0] == pytest.approx(0.420804974476, abs=1e-8)
    ground = spectrum.eigenstates(grid, 1).T
    potential = float((ground[0] ** 2 * H.values(grid.x)).sum() * grid.dx)
    assert 2 * (spectrum.energies[0] - potential) == pytest.approx(4 * potential, abs=1e-8)


def test_lattice_bands_are_those_of_mathieu():
    found = levels("(1 - cos(pi*x))/2", 0.1, -4, 4, 64, "periodic")
    assert found[[0, 3]] == pytest.approx([0.38496118, 0.46885963], abs=1e-7)


def test_the_ground_state_changes_wells_at_the_critical_diffusivity():
    entry = CATALOGUE["narrow-wide"]
    grid = Grid(entry.lo, entry.hi, 512)

    def wide_share(D: float) -> float:
        spectrum = diagonalise(Hamiltonian(entry.objective, D, entry.lo, entry.hi), 256)
        state = spectrum.eigenstates(grid, 1).T
        return float(observables.probability(state, grid, grid.x > 0)[0])

    predicted = (2 * 0.25 / (np.sqrt(80) - np.sqrt(12))) ** 2
    assert predicted == pytest.approx(0.0083244, abs=1e-7)
    low, high = 0.0080, 0.0087
    assert wide_share(low) < 0.01
    assert wide_share(high) > 0.99
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if wide_share(middle) < 0.5 else (low, middle)
    assert (low + high) / 2 == pytest.approx(0.008324, abs=1e-5)


# Scattering and tunnelling


def reflected(level: float, p: float, sigma: float, T: float) -> float:
    depth = 0.5 * level * (level + 1)
    H = hamiltonian(f"-{depth}*sech(x)**2", 0.5, -110, 110)
    packet, grid = Packet(-30.0, sigma, p), Grid(-110, 110, 1024)
    chosen = expand(H, packet, wick=REAL, t_end=T)
    coefficients, _ = chosen.at(np.array([T]), REAL)
    psi = coefficients @ chosen.spectrum.eigenstates(grid, chosen.count).T
    return float(observables.probability(psi, grid, grid.x < 0)[0])


def test_a_whole_level_reflects_nothing():
    assert reflected(1.0, 2.0, 4.0, 35.0) < 1e-8


def test_half_a_level_reflects_what_the_closed_form_says():
    found = reflected(0.5, 1.0, 4.0, 76.0)
    k = np.linspace(1 - 6 / 8, 1 + 6 / 8, 2001)
    weight = np.exp(-2 * (4.0 * (k - 1)) ** 2)
    expected = float((weight * sech2_reflection(k, 0.5)).sum() / weight.sum())
    assert found == pytest.approx(expected, abs=2e-5)
    assert found == pytest.approx(0.0100, abs=2e-4)


def test_tunnelling_swaps_the_wells():
    H = hamiltonian("(x**2 - 1)**2", 0.05, -2.6, 2.6)
    spectrum, grid = diagonalise(H, 128), Grid(-2.6, 2.6, 512)
    states = spectrum.eigenstates(grid, 2)
    left = states @ np.array([1.0, np.sign(states[grid.x < 0, 0] @ states[grid.x < 0, 1])])
    weights = np.array([1.0, left @ states[:, 1] * grid.dx]) / np.sqrt(2)
    t = np.array([0.0, np.pi / (spectrum.energies[1] - spectrum.energies[0])])
    assert t[1] == pytest.approx(251.083, abs=1e-3)
    amplitude = weights * np.exp(-1j * np.outer(t, spectrum.energies[:2]))
    share = observables.probability(amplitude @ states.T, grid, grid.x < 0)
    assert share == pytest.approx([0.9968, 0.0032], abs=1e-3)


def test_a_packet_in_one_well_swaps_too():
    problem = Problem(landscape="double-well", x0=-1.0, sigma=0.25, lo=-2.8, hi=2.8)
    grid, t = problem.grid, np.array([0.0, 251.083])
    psi, _ = run(problem, None, t, grid)
    share = observables.probability(psi, grid, grid.x < 0)
    assert share[0] > 0.999
    assert share[1] < 0.05


# The laws of the Wick angle


@pytest.mark.parametrize("wick", [0.2, 0.8, IMAGINARY])
@pytest.mark.parametrize(
    "name", ["quadratic", "tilted-well", "rastrigin", "styblinski-tang", "sin-regression", "morse"]
)
def test_energy_falls_at_twice_its_variance(name, wick):
    problem = Problem(landscape=name, wick=np.degrees(wick))
    _, chosen = run(problem, 192, np.array([0.0, 1.0]), problem.grid)
    energies = chosen.spectrum.energies[: chosen.count]

    def moments(t):
        weights = np.abs(chosen.at(t, wick)[0]) ** 2
        mean = weights @ energies
        return mean, weights @ energies**2 - mean**2

    t, h = np.linspace(0.5, 3.0, 26), 1e-4
    variance = moments(t)[1]
    slope = (8 * (moments(t + h)[0] - moments(t - h)[0])
             - (moments(t + 2 * h)[0] - moments(t - 2 * h)[0])) / (12 * h)  # fmt: skip
    assert slope + 2 * np.sin(wick) * variance == pytest.approx(0, abs=1e-6)
    falling, _ = moments(np.linspace(0, problem.T, 200))
    assert np.diff(falling).max() < 1e-12


@pytest.mark.parametrize("wick", [0.0, 0.3, 1.1, IMAGINARY])
def test_norm_falls_at_twice_the_energy(wick):
    problem = Problem(landscape="tilted-well")
    _, chosen = run(problem, 192, np.array([0.0, 1.0]), problem.grid)
    t, h = np.linspace(0.1, 5, 30), 1e-4
    slope = (chosen.at(t + h, wick)[1] - chosen.at(t - h, wick)[1]) / (2 * h)
    weights = np.abs(chosen.at(t, wick)[0]) ** 2
    mean = weights @ chosen.spectrum.energies[: chosen.count]
    assert weights.sum(axis=1) == pytest.approx(1, abs=1e-13)
    assert slope == pytest.approx(-np.sin(wick) * mean, abs=1e-6)
    if wick == 0:
        assert weights == pytest.approx(weights[:1].repeat(30, axis=0), abs=1e-14)


def test_energy_of_the_tilted_well_decays_at_twice_the_gap():
    problem = Problem(landscape="tilted-well", wick=90, T=60.0)
    _, chosen = run(problem, 192, np.array([0.0, 60.0]), problem.grid)
    t = np.linspace(20, 30, 60)
    excess = np.abs(chosen.at(t, IMAGINARY)[0]) ** 2 @ chosen.gaps
    rate = -np.polyfit(t, np.log(excess), 1)[0]
    assert rate == pytest.approx(2 * 0.2587658, rel=1e-3)


def test_fidelity_stays_below_its_bound():
    for name in ("tilted-well", "rastrigin", "sin-regression"):
        problem = Problem(landscape=name, wick=90)
        _, chosen = run(problem, None, np.array([0.0, problem.T]), problem.grid)
        fidelity = np.abs(chosen.at(problem.times, IMAGINARY)[0][:, 0]) ** 2
        bound = (1 / fidelity[0] - 1) * np.exp(-2 * chosen.gaps[1] * problem.times)
        assert (1 - fidelity <= bound * (1 + 1e-12) + 1e-14).all()


# Other methods


@pytest.mark.parametrize("wick", ANGLES)
@pytest.mark.parametrize("name", ["tilted-well", "quadratic", "cosine-lattice"])
def test_agrees_with_the_split_operator(name, wick):
    problem = Problem(landscape=name, wick=np.degrees(wick), T=3.0, n=256)
    grid, t = problem.grid, np.linspace(0, 3, 4)
    psi, _ = run(problem, None, t, grid)
    steps = split_operator.propagate(
        boxed(problem.packet, grid),
        grid,
        problem.objective.values(grid.x),
        problem.objective.jet(grid.x, 1)[1],
        schedule=Schedule("constant", problem.D, problem.D, 3.0),
        wick=wick,
        t_save=t,
        tolerance=1e-9,
    )
    other = np.array([step.psi for step in steps])
    distance = np.sqrt((np.abs(psi - other) ** 2).sum(axis=1) * grid.dx)
    assert distance.max() < 2e-8


@pytest.mark.parametrize("wick", ANGLES)
def test_agrees_with_the_closed_form(wick):
    D, k = 0.5, 1.3
    packet, grid, t = Packet(0.8, 0.6, 0.9), Grid(-9, 9, 512), np.linspace(0, 5, 11)
    H = hamiltonian("0.4 + 0.3*x + 1.3*x**2/2", D, -9, 9)
    chosen = expand(H, packet, wick=wick, t_end=5.0)
    coefficients, log_norm = chosen.at(t, wick)
    psi = coefficients @ chosen.spectrum.eigenstates(grid, chosen.count).T
    kappa = np.sin(wick) + 1j * np.cos(wick)
    exact = gaussian.evolve(gaussian.Quadratic(0.4, 0.3, k), D, packet, kappa * t)
    distance = np.sqrt((np.abs(psi - exact.psi(grid.x)) ** 2).sum(axis=1) * grid.dx)
    assert distance.max() < 2e-9
    assert log_norm == pytest.approx(exact.log_norm, abs=1e-9)
    assert np.abs(coefficients) ** 2 @ chosen.spectrum.energies[: chosen.count] == pytest.approx(
        exact.energy, rel=1e-9
    )
