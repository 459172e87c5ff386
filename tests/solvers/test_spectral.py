"""Eigenstates against closed forms, other methods, larger bases and their own estimate."""

from functools import lru_cache

import numpy as np
import pytest
from scipy.special import erfc

from solvers import gaussian, observables, spectral, split_operator
from solvers.formula import parse
from solvers.grid import Grid
from solvers.landscapes import CATALOGUE
from solvers.packets import Packet
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.scattering import sech2_reflection
from solvers.schedules import Schedule
from solvers.spectral import LADDER, Expansion, Hamiltonian, boxed, diagonalise, expand

ANGLES = (0.0, 0.7, np.pi / 2)
REAL, IMAGINARY = 0.0, np.pi / 2
diagonalised = lru_cache(maxsize=None)(diagonalise)


def hamiltonian(text: str, D: float, lo: float, hi: float, edges="walls") -> Hamiltonian:
    return Hamiltonian(parse(text), D, lo, hi, edges)


def levels(text: str, D: float, lo: float, hi: float, size: int = 256, edges="walls"):
    return diagonalise(hamiltonian(text, D, lo, hi, edges), size).energies


def run(problem: Problem, size: int | None, t: np.ndarray, grid: Grid):
    """ψ on a grid and the expansion, in a basis of given or chosen size."""
    if size is None:
        chosen = expand(
            problem.hamiltonian,
            problem.packet,
            wick=problem.theta,
            t_end=float(t[-1]),
            diagonalise=diagonalised,
        )
    else:
        chosen = spectral._project(diagonalised(problem.hamiltonian, size), problem.packet)
    coefficients, _ = chosen.at(t, problem.theta)
    return coefficients @ chosen.spectrum.eigenstates(grid, chosen.count).T, chosen


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


# Convergence and the estimate


def test_levels_converge_faster_than_any_power():
    H = hamiltonian("(x**2 - 1)**2", 0.05, -2.6, 2.6)
    exact = 0.4113604705242145
    sizes = np.array([16, 24, 36])
    errors = np.array([abs(diagonalise(H, n).energies[0] - exact) for n in sizes])
    orders = -np.diff(np.log(errors)) / np.diff(np.log(sizes))
    assert orders[0] > 5
    assert orders[1] > 1.5 * orders[0]
    assert errors[-1] < 1e-8


TRUTHS = [
    ("quadratic", {"lo": -6.0, "hi": 6.0}),
    ("quadratic", {"formula": "2*abs(x)"}),
    ("tilted-well", {}),
    ("rastrigin", {}),
    ("griewank", {}),
    ("morse", {}),
    ("styblinski-tang", {"lo": -5.2, "hi": 5.2}),
    ("sin-regression", {}),
]


@pytest.mark.parametrize("wick", [0.0, 90.0])
@pytest.mark.parametrize(("name", "changes"), TRUTHS)
def test_estimate_is_neither_below_the_truth_nor_far_above(name, changes, wick):
    problem = Problem(landscape=name, wick=wick, **changes)
    grid, t = problem.grid, np.linspace(0, problem.T, 9)
    reference, _ = run(problem, 512, t, grid)
    for size in (128, 192, 256):
        psi, chosen = run(problem, size, t, grid)
        truth = np.sqrt((np.abs(psi - reference) ** 2).sum(axis=1) * grid.dx).max()
        estimate = chosen.error(t, problem.theta).max()
        assert truth <= 1.01 * estimate  # the reference has its own error
        if truth > 1e-9:
            assert estimate < 300 * truth


def test_a_kink_between_the_nodes_is_noticed():
    clean = diagonalise(hamiltonian("x**2", 0.05, -3, 3), 128).energy_errors[0]
    kinked = diagonalise(hamiltonian("2*abs(x - 0.1234)", 0.05, -3, 3), 512).energy_errors[0]
    jumping = diagonalise(hamiltonian("2*step(x - 0.1234)", 0.05, -3, 3), 512).energy_errors[0]
    assert clean < 1e-11
    assert 1e-8 < kinked < 1e-5
    assert 1e-6 < jumping < 1e-2
    # E₀ of |x| is the first zero of Ai' in units of (slope² D)^{1/3}.
    exact = 1.0187929716474710 * (4 * 0.05) ** (1 / 3)
    found = diagonalise(hamiltonian("2*abs(x)", 0.05, -3, 3), 512)
    assert abs(found.energies[0] - exact) < found.energy_errors[0] < 300 * 1e-8


def test_rungs_are_climbed_until_clean():
    problem = Problem(landscape="double-well")
    sizes = []

    def watched(H, size):
        sizes.append(size)
        return diagonalise(H, size)

    chosen = expand(problem.hamiltonian, problem.packet, wick=0, t_end=40.0, diagonalise=watched)
    assert sizes == list(LADDER[: len(sizes)])
    assert chosen.spectrum.basis.size == sizes[-1] < LADDER[-1]
    assert chosen.error(np.array([0.0, 40.0]), 0).max() < spectral.TOLERANCE


def test_narrow_packets_do_not_try_rungs_that_cannot_do():
    sizes = []

    def watched(H, size):
        sizes.append(size)
        return diagonalise(H, size)

    H = hamiltonian("x**2/2", 0.5, -12, 12)
    expand(H, Packet(0, 0.06), wick=0, t_end=1.0, diagonalise=watched)
    assert sizes[0] == 512


# Tails that are selected


def tails(x0: float = 1.0) -> tuple[Problem, Expansion]:
    problem = Problem(
        landscape="tilted-well", wick=90, D=0.004, x0=x0, sigma=0.22, lo=-2.2, hi=2.2, T=160.0
    )
    return problem, run(problem, 256, np.array([0.0, 160.0]), problem.grid)[1]


def test_selection_of_tails_switches_when_the_overlaps_say():
    problem, chosen = tails()
    start = np.abs(chosen.coefficients) ** 2
    low = np.flatnonzero(chosen.gaps < 0.6)
    assert start[0] < 1e-8
    rival = low[start[low].argmax()]
    t = np.linspace(0, problem.T, 1601)
    weights = np.abs(chosen.at(t, IMAGINARY)[0]) ** 2
    switch = t[np.argmax(weights[:, 0] > 0.5)]
    # Only two states matter by then, so this is where their weights cross.
    slowest = [n for n in low if n and start[n] > 1e-4]
    expected = max(np.log(start[n] / start[0]) / (2 * chosen.gaps[n]) for n in slowest)
    assert rival in slowest
    assert switch == pytest.approx(expected, rel=0.02)
    grid = problem.grid
    psi = chosen.at(t[::100], IMAGINARY)[0] @ chosen.spectrum.eigenstates(grid, chosen.count).T
    share = observables.probability(psi, grid, grid.x < 0)
    assert share[t[::100] < 0.9 * switch].max() < 0.1
    assert share[t[::100] > 1.1 * switch].min() > 0.9


def test_estimate_grows_where_a_tail_is_magnified():
    early, late = tails()[1].error(np.array([10.0, 160.0]), IMAGINARY)
    assert late > 10 * early
    early, late = tails(x0=0.0)[1].error(np.array([10.0, 160.0]), IMAGINARY)
    assert late < 2 * early


def test_estimate_covers_the_truth_where_a_tail_is_magnified():
    problem, _ = tails()
    grid, t = problem.grid, np.linspace(0, 160, 33)
    fine, _ = run(problem, 512, t, grid)
    rough, coarse = run(problem, 128, t, grid)
    truth = np.sqrt((np.abs(fine - rough) ** 2).sum(axis=1) * grid.dx).max()
    assert truth <= coarse.error(t, IMAGINARY).max()


# Packets in a box


def test_a_boxed_packet_vanishes_at_the_walls_and_closes_on_a_ring():
    packet = Packet(0.8, 0.3, 2.0)
    for edges in ("walls", "periodic"):
        grid = Grid(-1, 1, 4000, edges)
        psi = boxed(packet, grid)
        ends = np.abs(psi[[0, -1]])
        if edges == "walls":
            assert ends.max() < 0.01
        else:
            assert abs(psi[0] - psi[-1]) < 0.01
            assert ends.max() > 0.3
    far = Grid(-9, 9, 512)
    assert boxed(packet, far) == pytest.approx(packet.psi(far.x), abs=1e-14)


def test_packets_that_do_not_fit_are_refused():
    H = hamiltonian("x**2/2", 0.5, -1, 1)
    with pytest.raises(Refusal) as refusal:
        expand(H, Packet(0.0, 5.0), wick=0, t_end=1.0)
    assert refusal.value.code == "scene.packet-outside"


def test_missing_weight_is_what_the_basis_cannot_hold():
    problem = Problem(landscape="quadratic", sigma=0.04, x0=0.0)
    basis_size = 128
    chosen = spectral._project(diagonalised(problem.hamiltonian, basis_size), problem.packet)
    highest = chosen.spectrum.basis.k[-1]
    # |ψ(k)|² of the packet is a Gaussian of width 1/2σ.
    expected = np.sqrt(erfc(np.sqrt(2) * 0.04 * highest))
    assert expected > 1e-3
    assert chosen.missing == pytest.approx(expected, rel=0.2)
    assert np.abs(chosen.coefficients) @ np.abs(chosen.coefficients) == pytest.approx(1)


def test_states_that_do_not_matter_are_left_out():
    problem = Problem(landscape="quadratic")
    chosen = spectral._project(diagonalised(problem.hamiltonian, 512), problem.packet)
    assert chosen.count == spectral.FEWEST_STATES
    assert chosen.missing < spectral.TOLERANCE
    assert chosen.gaps[0] == 0


def test_spectra_are_shared_so_they_cannot_be_written_to():
    spectrum = diagonalise(hamiltonian("x**2/2", 0.5, -6, 6), 64)
    for array in (spectrum.energies, spectrum.vectors, spectrum.energy_errors):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_potentials_are_cut_at_floor_and_ceiling_and_must_be_finite():
    x = np.linspace(-2, 2, 101)
    floored = Hamiltonian(parse("-x**2"), 0.5, -2, 2, floor=-1.0)
    assert floored.values(x).min() == -1
    steep = hamiltonian("exp(10*x**2)", 0.5, -2, 2).values(x)
    assert np.ptp(steep) == spectral.CEILING
    with pytest.raises(Refusal) as refusal:
        hamiltonian("log(x)", 0.5, -2, 2).values(x)
    assert refusal.value.code == "formula.not-finite"
    assert refusal.value.details["x"] == -2
