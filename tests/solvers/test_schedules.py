import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expi

from solvers.refusal import Refusal
from solvers.schedules import KINDS, Schedule

CHANGING = [kind for kind in KINDS if kind != "constant"]


@pytest.mark.parametrize("kind", CHANGING)
@pytest.mark.parametrize("end", [0.02, 0.8, 3.0])
def test_schedules_go_from_start_to_end(kind, end):
    schedule = Schedule(kind, 0.8, end, 5.0)
    ends = schedule.at(np.array([0.0, 5.0, -1.0, 9.0]))
    assert ends == pytest.approx([0.8, end, 0.8, end], rel=1e-13)
    assert (np.diff(schedule.at(np.linspace(0, 5, 99))) * np.sign(end - 0.8) >= 0).all()


def test_laws_at_half_time():
    half = {k: float(Schedule(k, 0.8, 0.05, 6.0).at(np.array(3.0))) for k in CHANGING}
    c = 15 / math.log(7)
    assert half["linear"] == pytest.approx(0.425)
    assert half["exponential"] == pytest.approx(0.2)
    assert half["logarithmic"] == pytest.approx(0.8 / (1 + c * math.log(4)))
    assert half["geometric"] == pytest.approx(0.2)
    assert half["power-2"] == pytest.approx(0.8 / 2.5**2)


def test_geometric_halves_in_equal_slices_down_to_the_end():
    schedule = Schedule("geometric", 0.8, 0.15, 8.0)
    assert schedule.levels == pytest.approx([0.8, 0.4, 0.2, 0.15])
    assert schedule.breaks == pytest.approx([2, 4, 6])
    assert schedule.at(np.array([1.999, 2.0])) == pytest.approx([0.8, 0.4])
    assert Schedule("geometric", 0.8, 0.2, 8.0).levels == pytest.approx([0.8, 0.4, 0.2])
    assert all(Schedule(kind, 1, 0.1, 1).breaks.size == 0 for kind in KINDS if kind != "geometric")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("t0", "t1"), [(0, 5), (0.3, 0.7), (1.1, 4.9), (-1, 2), (4, 7), (6, 9)])
def test_integral_agrees_with_quadrature(kind, t0, t1):
    schedule = Schedule(kind, 0.8, 0.03, 5.0)
    corners = [t for t in (0.0, *schedule.breaks, 5.0) if t0 < t < t1]
    found, _ = quad(schedule.at, t0, t1, points=corners or None, epsabs=1e-14, epsrel=1e-13)
    assert schedule.integral(t0, t1) == pytest.approx(found, rel=1e-12)
    assert schedule.integral(t1, t0) == -schedule.integral(t0, t1)


@pytest.mark.parametrize("kind", KINDS)
def test_short_intervals_lose_no_digits(kind):
    schedule, t, h = Schedule(kind, 0.8, 0.03, 5.0), 0.9, 2.0**-30
    assert schedule.integral(t, t + h) == pytest.approx(h * schedule.at(np.array(t)), rel=1e-8)
    halves = schedule.integral(t, t + h / 2) + schedule.integral(t + h / 2, t + h)
    assert schedule.integral(t, t + h) == pytest.approx(halves, rel=1e-13)


@given(
    kind=st.sampled_from(KINDS),
    end=st.floats(-6, 2),
    duration=st.floats(-2, 3),
    split=st.floats(0, 1),
)
@settings(deadline=None)
def test_integrals_add_up(kind, end, duration, split):
    schedule = Schedule(kind, 0.8, 0.8 * 10**end, 10**duration)
    whole, t = schedule.integral(0, schedule.duration), split * schedule.duration
    parts = schedule.integral(0, t) + schedule.integral(t, schedule.duration)
    assert whole == pytest.approx(parts, rel=1e-12)


@pytest.mark.parametrize("end", [1e-6, 1e-3, 0.5, 0.79])
def test_logarithmic_integral_is_an_exponential_integral(end):
    schedule = Schedule("logarithmic", 0.8, end, 20.0)
    c = (0.8 / end - 1) / math.log(21)
    if c > 0.01:  # Ei(1/c) e^{-1/c} overflows beyond
        exact = 0.8 / c * math.exp(-1 / c) * (expi(1 / c + math.log(21)) - expi(1 / c))
        assert schedule.integral(0, 20) == pytest.approx(exact, rel=1e-12)


def test_schedules_that_make_no_sense_are_refused():
    with pytest.raises(Refusal, match="schedule-kind"):
        Schedule("sudden", 1, 1, 1)
    for numbers in [(0, 1, 1), (1, -1, 1), (1, 1, 0), (math.nan, 1, 1), (1, math.inf, 1)]:
        with pytest.raises(Refusal, match="schedule-range"):
            Schedule("linear", *numbers)
