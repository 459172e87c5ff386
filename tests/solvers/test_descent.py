import math

import numpy as np
import pytest

from solvers.descent import MOST_STEPS, Steps, gradient_descent, newton, reexpanded
from solvers.formula import parse
from solvers.packets import Packet
from solvers.problem import Problem
from solvers.refusal import Refusal

DOUBLE_WELL = Problem(landscape="double-well").objective
STEPS = Steps(0.05, 120, -2.6, 2.6)
D = 0.05


@pytest.mark.parametrize("x0", [-1.6, -0.6, -0.1, 0.3, 1.4])
@pytest.mark.parametrize("h", [0.01, 0.05, 0.15])
def test_order_one_is_gradient_descent_with_the_walkers_variance_as_rate(x0, h):
    packet, steps = Packet(x0, 0.2), Steps(h, 60, -2.6, 2.6)
    there = reexpanded(DOUBLE_WELL, packet, D, 1, steps)
    descent = gradient_descent(DOUBLE_WELL, packet, D, steps)
    assert there.x == pytest.approx(descent.x, abs=1e-12)
    assert there.width**2 == pytest.approx(0.2**2 + D * there.t, abs=1e-12)


def test_short_steps_follow_the_gradient_flow():
    """Towards dx/dτ = -2σ²(τ) g, to first order in the step."""
    zeta, packet = parse("x**2/2", ()), Packet(1.0, 0.3)
    exact = math.exp(-2 * 0.3**2 * 2 - D * 2**2)  # of dx/dτ = -2(σ² + Dτ)x at τ = 2
    errors = []
    for count in (100, 200, 400):
        steps = Steps(2 / count, count, -5, 5)
        errors.append(abs(reexpanded(zeta, packet, D, 1, steps).x[-1] - exact))
    assert np.log2(np.array(errors[:-1]) / errors[1:]) == pytest.approx(1, abs=0.05)


def test_on_a_slope_one_step_or_many_are_the_same():
    zeta, packet = parse("0.7*x", ()), Packet(0.4, 0.2)
    for count in (1, 7):
        path = reexpanded(zeta, packet, D, 1, Steps(3.0 / count, count, -9, 9))
        assert path.x[-1] == pytest.approx(0.4 - 2 * 0.2**2 * 0.7 * 3 - 0.7 * D * 9, abs=1e-12)


def test_a_packet_as_wide_as_the_ground_state_takes_damped_newton_steps():
    k = 1.7
    zeta, width = parse("0.85*(x - 0.3)**2", ()), (D / (2 * k)) ** 0.25
    steps = Steps(0.4, 30, -5, 5)
    there = reexpanded(zeta, Packet(2.0, width), D, 2, steps)
    assert there.x == pytest.approx(newton(zeta, 2.0, D, steps).x, abs=1e-10)
    assert there.width == pytest.approx(np.full(31, width), abs=1e-10)
    decay = np.log(there.x[:-1] - 0.3) - np.log(there.x[1:] - 0.3)
    assert decay[:20] == pytest.approx(np.full(20, 0.4 * math.sqrt(2 * D * k)), rel=1e-6)


def test_a_long_step_is_newtons():
    zeta = parse("x**4/4 + x", ())
    there = reexpanded(zeta, Packet(1.5, 0.2), D, 2, Steps(200.0, 1, -5, 5))
    g, k = 1.5**3 + 1, 3 * 1.5**2
    assert there.x[-1] == pytest.approx(1.5 - g / k, abs=1e-4)


def test_re_expansion_changes_nothing_on_a_parabola():
    zeta, packet = parse("(x - 1)**2", ()), Packet(-0.5, 0.6)
    one, many = (reexpanded(zeta, packet, D, 2, Steps(2 / n, n, -9, 9)).x[-1] for n in (1, 40))
    assert one == pytest.approx(many, abs=1e-12)


def test_every_width_becomes_the_ground_states():
    path = reexpanded(DOUBLE_WELL, Packet(-0.75, 0.4), D, 2, Steps(0.05, 400, -2.6, 2.6))
    assert path.width[-1] ** 2 == pytest.approx(math.sqrt(D / 16), rel=1e-2)
    assert path.x[-1] == pytest.approx(-1, abs=1e-3)


def test_over_a_barrier_the_packet_goes_down_and_newtons_method_up():
    packet = Packet(-0.3, 0.2)  # curvature 12 x² - 4 < 0
    there = reexpanded(DOUBLE_WELL, packet, D, 2, STEPS)
    climbing = newton(DOUBLE_WELL, -0.3, D, STEPS)
    assert there.x[1] < -0.3 < climbing.x[1]
    assert there.x[-1] == pytest.approx(-1, abs=0.01)
    assert climbing.x[-1] == pytest.approx(0, abs=0.01)


def test_a_run_ends_where_its_parabola_has_no_ground_state():
    path = reexpanded(DOUBLE_WELL, Packet(0.0, 0.2), D, 2, Steps(4.0, 5, -2.6, 2.6))
    assert path.ended == "no-ground-state"
    assert list(path.x) == [0.0]


def test_too_large_a_learning_rate_leaves_the_box():
    path = gradient_descent(DOUBLE_WELL, Packet(1.6, 0.9), D, Steps(1.0, 50, -2.6, 2.6))
    assert path.ended == "left"
    assert abs(path.x[-1]) > 2.6


def test_the_number_of_steps_is_bounded():
    with pytest.raises(Refusal, match="too-many-steps"):
        Steps(0.1, MOST_STEPS + 1, -1, 1)
