import numpy as np
import pytest

from solvers.annealing import (
    anneal,
    clean_spectrum,
    excited_amplitude,
    flip,
    hamiltonian,
    harmonic_flip,
    scale,
    success,
)
from solvers.grid import Grid
from solvers.landscape import Landscape
from solvers.landscapes import landscape
from solvers.schedules import Schedule

TILTED = landscape("tilted-well")
# P_left at the end of D: 0.5 → 0.001, by a reference program: linear, exponential, power-2.
LEFT = {
    (90, 5): (0.83, 0.95, 0.97),
    (90, 20): (0.98, 1.00, 1.00),
    (0, 5): (0.69, 0.64, 0.62),
    (0, 20): (0.89, 0.76, 0.65),
    (0, 80): (0.998, 0.991, 0.757),
}


@pytest.mark.parametrize(("wick", "T"), LEFT)
def test_real_time_needs_slowness_and_imaginary_time_forgives(wick, T):
    grid = Grid(TILTED.lo, TILTED.hi, 256)
    for kind, expected in zip(("linear", "exponential", "power-2"), LEFT[wick, T], strict=True):
        schedule = Schedule(kind, 0.5, 0.001, T)
        *_, last = anneal(TILTED, schedule, np.radians(wick), grid)
        left = (np.abs(last.psi[grid.x < 0]) ** 2).sum() * grid.dx
        assert left == pytest.approx(expected, abs=0.001 if T == 80 else 0.01), kind
        # The basin ends at the top of the barrier, x = 0.0375.
        assert 0 <= success(TILTED, schedule, np.radians(wick)) - left < 0.015


def test_a_slow_run_ends_in_the_ground_state_of_its_last_d():
    grid = Grid(TILTED.lo, TILTED.hi, 256)
    ground = np.sqrt(scale(TILTED, 0.2, grid).density)
    lost = []
    for T in (20.0, 80.0):
        *_, last = anneal(TILTED, Schedule("linear", 0.5, 0.2, T), 0.0, grid)
        lost.append(1 - abs(np.vdot(ground, last.psi) * grid.dx) ** 2)
    assert lost[0] < 0.02
    assert lost[1] < lost[0] / 8  # ∝ 1/T², but for its phase


def test_ground_states_flip_where_zero_point_energies_cancel_the_depth():
    """Check 29."""
    assert harmonic_flip(0.25, 40.0, 6.0) == pytest.approx(0.008324, abs=1e-6)
    entry = landscape("narrow-wide")
    assert flip(entry, 0.002, 0.02) == pytest.approx(0.008324, abs=1e-5)
    grid = Grid(entry.lo, entry.hi, 512)
    below, at, above = (scale(entry, D, grid) for D in (0.0082, 0.0083244, 0.0085))
    assert below.best > 0.999
    assert above.best < 0.001
    assert at.gap < 1e-5 < below.gap


def test_scales_narrow_as_the_fourth_root_of_d():
    well = landscape("quadratic")
    grid = Grid(well.lo, well.hi, 512)
    for D in (0.5, 0.05, 0.005):
        found = scale(well, D, grid)
        assert found.energies == pytest.approx(np.sqrt(2 * D) * np.array([0.5, 1.5, 2.5]))
        assert found.density @ grid.x**2 * grid.dx == pytest.approx(np.sqrt(D / 2))
        assert found.best == pytest.approx(1.0)


def test_the_tilted_well_at_its_usual_d():
    found = scale(TILTED, 0.1, Grid(TILTED.lo, TILTED.hi, 512))
    assert found.energies[:2] == pytest.approx([0.43757384, 0.69633960], abs=1e-7)
    x = Grid(TILTED.lo, TILTED.hi, 512).x
    assert found.density[x < 0].sum() / found.density.sum() == pytest.approx(0.970, abs=1e-3)
    heat = np.exp(-TILTED.objective.values(x) / 0.1)  # Gibbs' share at T = D is smaller
    assert heat[x < 0].sum() / heat.sum() == pytest.approx(0.950, abs=1e-3)


@pytest.mark.parametrize(("D", "rate"), [(0.5, -0.02), (0.05, -0.001)])
def test_the_adiabatic_amplitude_of_the_harmonic_well(D, rate):
    """|Ḋ| ⟨2|p²|0⟩ / (2ω)² with ⟨2|p²|0⟩ = ω/(2√2 D)."""
    spectrum = clean_spectrum(hamiltonian(landscape("quadratic"), D))
    omega = np.sqrt(2 * D)
    expected = abs(rate) * omega / (2 * np.sqrt(2) * D) / (2 * omega) ** 2
    assert excited_amplitude(spectrum, rate) == pytest.approx(expected, rel=1e-9)


def test_a_run_is_excited_by_that_amplitude():
    """In imaginary time, where what the start excites has died away by the end."""
    well = Landscape("well", "x**2/2", -8.0, 8.0, 0.5, 0.1, 1.0, 0.0, 0.5, 10.0)
    grid = Grid(well.lo, well.hi, 256)
    *_, last = anneal(well, Schedule("linear", 1.0, 0.5, 100.0), np.pi / 2, grid)
    spectrum = clean_spectrum(hamiltonian(well, 0.5))
    states = spectrum.eigenstates(grid, 3)
    overlaps = np.abs(states.T @ last.psi) * grid.dx
    assert overlaps[2] / overlaps[0] == pytest.approx(excited_amplitude(spectrum, 0.005), rel=0.02)
