from dataclasses import dataclass

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from solvers.diffusion.fokker_planck import SchroedingerPotential
from solvers.diffusion.noising import NODES, Noising
from solvers.diffusion.process import Process, paths, quantile_lines, reverse_paths
from solvers.diffusion.quality import kolmogorov_on_line
from solvers.formula import parse
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian
from solvers.spectral import diagonalise
from tests.solvers.diffusion.laws import D, T, three_parts

X = np.linspace(-3, 3, 61)[:, None]


@pytest.mark.parametrize("kept", [0.999, 0.5, 0.01])
def test_scores_of_ve_and_vp_are_one_score(kept):
    """x_vp = √ᾱ x_ve with 2Dt = (1 - ᾱ)/ᾱ."""
    mixture, root = three_parts(), np.sqrt(kept)
    preserving = mixture.scaled(root).heated(1 - kept).score(X)
    exploding = mixture.heated((1 - kept) / kept).score(X / root) / root
    assert preserving == pytest.approx(exploding, abs=1e-12, rel=1e-12)


def test_the_two_processes_meet_at_equal_sigma():
    ve, vp, mixture = Process("ve", D), Process("vp", 1.3), three_parts()
    for sigma in (0.1, 1.0, 5.0):
        a, b = ve.marginal(mixture, ve.time_of(sigma)), vp.marginal(mixture, vp.time_of(sigma))
        scale = vp.scale(vp.time_of(sigma))
        assert b.scaled(1 / scale).density(X) == pytest.approx(a.density(X), rel=1e-12)
        assert vp.sigma(vp.time_of(sigma)) == pytest.approx(sigma, rel=1e-12)


@dataclass(frozen=True)
class OfProcess:
    process: Process

    def values(self, x):
        return self.process.potential(x)


def levels(potential, diffusivity, reach=12.0, size=192):
    return diagonalise(Hamiltonian(potential, diffusivity, -reach, reach), size)


def test_vp_is_taylor_order_two_with_levels_n_kappa():
    """Acceptance 22: V_s = κ²x²/4D - κ/2 has E_n = nκ, the ground energy 0."""
    process = Process("vp", D)
    found = levels(OfProcess(process), D).energies[:11]
    assert found == pytest.approx([process.level(n) for n in range(11)], abs=1e-9)


def test_ve_is_taylor_order_zero():
    assert (Process("ve", D).potential(X[:, 0]) == 0).all()
    assert Process("ve", D).level(5) == 0


@pytest.mark.parametrize("U", ["x**2/2", "0.3*(x**2-1)**2", "x**4/4 + 0.3*x"])
def test_the_ground_state_of_any_drift_is_the_root_of_equilibrium_at_energy_zero(U):
    potential = SchroedingerPotential(parse(U), 0.5)
    spectrum = levels(potential, 0.5, reach=5.0)
    grid = Grid(-5, 5, 400)
    state = spectrum.eigenstates(grid, 1)[:, 0]
    expected = potential.ground_state(grid.x)
    overlap = abs(state @ expected) / np.linalg.norm(state) / np.linalg.norm(expected)
    assert spectrum.energies[0] == pytest.approx(0, abs=1e-9)
    assert overlap == pytest.approx(1, abs=1e-12)


def test_the_formula_for_any_drift_gives_the_parabola_of_vp():
    formula = SchroedingerPotential(parse("0.7*x**2/2"), D)
    x = X[:, 0]
    assert formula.values(x) == pytest.approx(Process("vp", D).potential(x), abs=1e-14)


def test_ornstein_uhlenbeck_moments_from_the_levels_of_v_s():
    """Acceptance 22: evolve φ = p e^{U/2D} by the levels of V_s, then look at p."""
    process, m0, v0, t = Process("vp", D), 0.8, 0.3, 1.1
    spectrum = levels(OfProcess(process), D)
    grid = Grid(-12, 12, 1024)
    weight = np.exp(-(grid.x**2) / 4)  # √p_eq, not normalised
    start = np.exp(-((grid.x - m0) ** 2) / (2 * v0)) / np.sqrt(2 * np.pi * v0) / weight
    states = spectrum.eigenstates(grid, 150)
    amplitudes = states.T @ start * grid.dx
    evolved = states @ (np.exp(-spectrum.energies[:150] * t) * amplitudes) * weight
    mass = evolved.sum() * grid.dx
    mean = (grid.x @ evolved) * grid.dx
    variance = (grid.x**2 @ evolved) * grid.dx - mean**2
    decay = np.exp(-D * t)
    assert mass == pytest.approx(1, abs=1e-9)
    assert mean == pytest.approx(m0 * decay, abs=1e-8)
    assert variance == pytest.approx(1 + (v0 - 1) * decay**2, abs=1e-8)


@pytest.mark.parametrize("kind", ["ve", "vp"])
def test_the_flow_keeps_quantiles(kind):
    process, mixture = Process(kind, D), three_parts()
    q = np.linspace(0.02, 0.98, 25)
    start = process.marginal(mixture, 2.0).quantile(q)
    found = solve_ivp(
        lambda t, x: process.flow(mixture, x[:, None], t)[:, 0],
        (2.0, 0.0), start, rtol=1e-10, atol=1e-12,
    ).y[:, -1]  # fmt: skip
    assert mixture.cdf(found) == pytest.approx(q, abs=1e-8)


@pytest.mark.parametrize("kind", ["ve", "vp"])
def test_quantile_lines_move_as_the_flow_does(kind):
    process, mixture, q = Process(kind, D), three_parts(), np.linspace(0.1, 0.9, 9)
    t, h = 0.6, 1e-5
    before, here, after = quantile_lines(process, mixture, q, np.array([t - h, t, t + h]))
    expected = process.flow(mixture, here[:, None], t)[:, 0]
    assert (after - before) / (2 * h) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kind", ["ve", "vp"])
def test_forward_paths_have_the_exact_marginals(kind):
    process, mixture, rng = Process(kind, D), three_parts(), np.random.default_rng(2)
    times = np.array([0.0, 0.1, 0.5, 2.0])
    noise = rng.standard_normal((3, 20_000, 1))
    places = paths(process, mixture.sample(20_000, rng), times, noise)
    for t, x in zip(times, places, strict=True):
        assert kolmogorov_on_line(x[:, 0], process.marginal(mixture, t)) < 1.63 / np.sqrt(20_000)


@pytest.mark.parametrize("kind", ["ve", "vp"])
def test_reverse_paths_come_back_to_the_data(kind):
    problem = Noising(process=kind)
    process, rng = problem.dynamics, np.random.default_rng(3)
    end = process.marginal(problem.data, problem.T).sample(20_000, rng)
    noise = rng.standard_normal((NODES - 1, 20_000, 1))
    places = reverse_paths(process, problem.data, end, problem.times, noise)
    assert (places[-1] == end).all()
    assert kolmogorov_on_line(places[0][:, 0], problem.data) < 0.02


def test_a_wide_start_at_long_times_forgets():
    assert Process("vp", D).variance(T) == pytest.approx(1, abs=1e-4)
    assert Process("ve", D).variance(T) == pytest.approx(11.2)
