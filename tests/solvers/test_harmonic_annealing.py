import numpy as np
import pytest

from solvers.annealing import anneal
from solvers.grid import Grid
from solvers.harmonic_annealing import (
    adiabatic_variance,
    power_2_lag,
    selection_limit,
    variance,
)
from solvers.landscape import Landscape
from solvers.schedules import Schedule


def test_the_number_is_the_packet():
    """The scalar equation against the split-operator solver."""
    well = Landscape("well", "x**2/2", -8.0, 8.0, 0.5, 0.1, 1.0, 0.0, 0.5, 10.0)
    grid, schedule = Grid(-8.0, 8.0, 256), Schedule("exponential", 1.0, 0.01, 10.0)
    saved = list(anneal(well, schedule, np.pi / 2, grid, frames=5))
    shown = [float((np.abs(s.psi) ** 2 @ grid.x**2) * grid.dx) for s in saved]
    assert variance(1.0, schedule, np.linspace(0, 10, 5)) == pytest.approx(shown, rel=1e-5)


def test_power_2_keeps_its_distance_from_the_adiabatic_variance():
    k, D0, epsilon = 1.0, 0.5, 0.3
    T = 200.0
    schedule = Schedule("power-2", D0, D0 / (1 + epsilon * T) ** 2, T)
    t = np.array([0.0, 100.0, 200.0])
    lag = variance(k, schedule, t) / adiabatic_variance(k, schedule.at(t))
    assert lag[0] == pytest.approx(1.0)
    assert lag[1:] == pytest.approx(power_2_lag(k, D0, epsilon), rel=1e-9)


def test_an_exponential_schedule_stops_being_adiabatic():
    """Rate 0.2, k = 1: Var/Var_ad is 1.1 at D = 0.1 and 3.3 at D = 1e-4, and grows."""
    rate, start = 0.2, 1.0
    T = np.log(start / 1e-6) / rate
    schedule = Schedule("exponential", start, 1e-6, T)
    t = np.log(start / np.array([1.0, 0.1, 1e-4, 1e-6])) / rate
    found = variance(1.0, schedule, t)
    lag = found / adiabatic_variance(1.0, schedule.at(t))
    assert lag[1:3] == pytest.approx([1.1, 3.3], abs=0.05)
    frozen = np.log(start / selection_limit(1.0, rate)) / rate
    assert found[3] == pytest.approx(0.0114, abs=5e-5)
    assert 1 / (2 * (T - frozen)) == pytest.approx(0.0101, abs=5e-5)
