import numpy as np
import pytest
from scipy.integrate import cumulative_trapezoid

from solvers.annealing import hamiltonian
from solvers.escape import barrier, quantum_rate, thermal_rate
from solvers.formula import parse
from solvers.landscapes import landscape
from solvers.spectral import diagonalise

WELL = parse("(x**2 - 1)**2")


def test_barrier_of_the_double_well():
    over = barrier(WELL, -1.0, 1.0)
    assert over.top == pytest.approx(0.0, abs=1e-8)
    assert over.height == pytest.approx(1.0)
    assert over.well_curvature == pytest.approx(8.0)
    assert over.top_curvature == pytest.approx(-4.0)


def test_kramers_rate_tends_to_the_exact_passage_time():
    """Mean first passage (1/T)∫e^{ζ(y)/T}∫e^{-ζ(z)/T}dz dy; Kramers errs by O(T/ΔE)."""
    over = barrier(WELL, -1.0, 1.0)
    x = np.linspace(-2.5, 1.0, 40_001)
    zeta = WELL.values(x)
    errors = []
    for T in (0.1, 0.05):
        below = cumulative_trapezoid(np.exp(-zeta / T), x, initial=0)
        after = x >= -1.0
        passage = np.trapezoid((np.exp(zeta[after] / T) * below[after]), x[after]) / T
        errors.append(passage * thermal_rate(over, T) - 1)
    assert 0 < errors[1] < errors[0] < 0.05
    assert errors[0] / errors[1] == pytest.approx(2.0, abs=0.3)


@pytest.mark.parametrize("D", [0.02, 0.01])
def test_gamow_exponent_is_that_of_the_splitting(D):
    """The amplitude of a swap is e^{-S}, that of a decay e^{-2S}: both from one action.

    WKB splitting with the same turning points: E₁ - E₀ = (ω/π)√(π/e) e^{-S} at least to 3 %.
    """
    energies = diagonalise(hamiltonian(landscape("double-well"), D), 256).energies
    omega = np.sqrt(16 * D)
    over = barrier(WELL, -1.0, 1.0)
    rate = quantum_rate(WELL, over, 1.0, D)
    amplitude = np.sqrt(rate * 2 * np.pi / omega)
    expected = omega / np.pi * np.sqrt(np.pi / np.e) * amplitude
    assert energies[1] - energies[0] == pytest.approx(expected, rel=0.2)


def test_thin_high_barriers_favour_tunnelling_and_wide_low_ones_heat():
    """One well curvature; a barrier of height h and half-width w, (h/w⁴)(x² - w²)²."""
    D = T = 0.02

    def ratio(height, width):
        zeta = parse(f"{height}*(x**2/{width**2} - 1)**2")
        over = barrier(zeta, -width, width)
        return quantum_rate(zeta, over, width, D) / thermal_rate(over, T)

    assert ratio(2.0, 0.5) > 100
    assert ratio(0.5, 4.0) < 0.01


def test_a_well_that_cannot_hold_its_zero_point_energy():
    over = barrier(WELL, -1.0, 1.0)
    assert quantum_rate(WELL, over, 1.0, 1.0) == pytest.approx(4 / (2 * np.pi))
