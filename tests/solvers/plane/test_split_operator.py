"""Steps on a square: order, conservation, closed forms, an independent basis, limits."""

import math
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from solvers.formula import parse
from solvers.grid import Grid
from solvers.packets import Packet
from solvers.plane.chin import PlaneChin4A, size
from solvers.plane.gaussian import evolve
from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.plane.observables import observe
from solvers.plane.spectrum import contracted_spectrum
from solvers.plane.split_operator import propagate
from solvers.plane.surrogate import plane_surrogate
from solvers.refusal import Refusal
from solvers.schedules import Schedule

ANGLES = {"real": 0.0, "between": 0.5, "imaginary": math.pi / 2}


class Setting:
    """A landscape of the catalogue on n nodes, with its default packet."""

    def __init__(self, name="double-well", n=64, momentum=0.0, half=None):
        entry = PLANE_CATALOGUE[name]
        self.D = entry.D
        self.grid = Grid(-half if half else entry.lo, half or entry.hi, n)
        x, y = np.meshgrid(self.grid.x, self.grid.x)
        self.zeta = entry.objective.values(x, y)
        points = (x.ravel(), y.ravel())
        along = [entry.objective.jet_along(points, u, 1)[1] for u in ((1.0, 0.0), (0.0, 1.0))]
        self.gradient = np.hypot(*along).reshape(n, n)
        psi = np.outer(
            Packet(entry.y0, entry.sigma).psi(self.grid.x),
            Packet(entry.x0, entry.sigma, momentum).psi(self.grid.x),
        )
        self.psi = psi if momentum else psi.real

    def chin(self, wick, schedule=None):
        schedule = schedule or Schedule("constant", self.D, self.D, 1.0)
        return PlaneChin4A(self.grid, self.zeta, self.gradient, schedule, wick)

    def run(self, wick, t_save, schedule=None, **more):
        schedule = schedule or Schedule("constant", self.D, self.D, t_save[-1])
        return propagate(
            self.psi, self.grid, self.zeta, self.gradient,
            schedule=schedule, wick=wick, t_save=t_save, **more,
        )  # fmt: skip


@pytest.mark.parametrize("wick", ANGLES.values(), ids=ANGLES)
@pytest.mark.parametrize("kind", ["constant", "exponential", "linear"])
def test_the_order_is_four_also_with_a_schedule(kind, wick):
    setting = Setting(n=128, half=5.0)  # a tail of 1e-6 at a wall is seen as order 2
    chin = setting.chin(wick, Schedule(kind, setting.D, setting.D / 4, 1.0))
    psi = setting.psi if wick == math.pi / 2 else setting.psi.astype(complex)
    exact, _ = chin.integrate(psi, 0.0, 1.0, 320)
    errors = [size(chin.integrate(psi, 0.0, 1.0, m)[0] - exact) for m in (20, 40, 80)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert orders[-1] == pytest.approx(4.0, abs=0.2)


def test_real_time_keeps_norm_and_energy():
    setting = Setting("himmelblau", 96)
    frames = list(setting.run(0.0, np.linspace(0, 4, 21)))
    seen = [observe(frame.psi, setting.grid, setting.zeta, setting.D) for frame in frames]
    assert [s.norm for s in seen] == pytest.approx(np.ones(21), abs=1e-12)
    energy = np.array([s.energy for s in seen])
    assert np.ptp(energy) < 1e-5 * energy[0]
    assert frames[-1].log_norm == pytest.approx(0.0, abs=1e-10)


@pytest.mark.parametrize("wick", [0.5, math.pi / 2])
def test_damping_lowers_the_energy_and_the_norm_says_how_fast(wick):
    setting = Setting("double-well", 64)
    t = np.linspace(0, 2, 201)
    frames = list(setting.run(wick, t))
    energy = np.array(
        [observe(f.psi, setting.grid, setting.zeta, setting.D).energy for f in frames]
    )
    assert (np.diff(energy) <= 1e-9).all()
    # d ln‖ψ‖/ds = -sin θ ⟨H⟩, integrated by Simpson's rule.
    weights = np.ones(201)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    area = (weights @ energy) * (t[1] - t[0]) / 3
    assert frames[-1].log_norm == pytest.approx(-math.sin(wick) * area, rel=1e-5)


@pytest.mark.parametrize("wick", ANGLES.values(), ids=ANGLES)
def test_a_paraboloid_agrees_with_its_closed_form(wick):
    text, D, t_end = "x**2 + 0.6*y**2 + 0.4*x*y", 0.3, 1.5
    zeta = parse(text, variables=("x", "y"))
    grid = Grid(-7, 7, 128)
    x, y = grid.x[None, :], grid.x[:, None]
    polynomial = plane_surrogate(zeta, (0.0, 0.0), 2)
    slopes = polynomial.slopes(x, y)
    kappa = math.sin(wick) + 1j * math.cos(wick)
    t = np.linspace(0, t_end, 7)
    exact = evolve(polynomial, D, (1.0, -0.5), 0.45, (0.4, -0.2), kappa * t)
    frames = propagate(
        exact.psi(x, y, 0),
        grid,
        polynomial.values(x, y),
        np.hypot(*slopes),
        schedule=Schedule("constant", D, D, t_end),
        wick=wick,
        t_save=t,
    )
    for j, frame in enumerate(frames):
        difference = np.linalg.norm(frame.psi - exact.psi(x, y, j)) * grid.dx
        assert difference <= 1.5 * frame.error + 1e-8
        assert difference < 4e-6
        assert frame.log_norm == pytest.approx(exact.log_norm[j], abs=1e-5)


@pytest.mark.parametrize("wick", ANGLES.values(), ids=ANGLES)
def test_levels_of_the_contracted_basis_turn_and_decay_as_they_should(wick):
    """An independent solver: overlaps with its eigenstates follow e^{-κ E s}."""
    setting = Setting("himmelblau", 96)
    spectrum = contracted_spectrum(setting.zeta, setting.D, setting.grid)
    states = [spectrum.state(k) for k in range(4)]
    mixed = sum(c * state for c, state in zip((0.7, 0.5, 0.4, 0.3), states, strict=True))
    setting.psi = mixed
    t_end = 3.0
    end = list(setting.run(wick, np.array([0.0, 1.0, t_end])))[-1]
    kappa = math.sin(wick) + 1j * math.cos(wick)
    cell = setting.grid.dx**2
    c0 = np.array([(state * mixed).sum() * cell for state in states])
    expected = c0 * np.exp(-kappa * spectrum.energies[:4] * t_end)
    found = np.array([(state * end.psi).sum() * cell for state in states]) * np.exp(end.log_norm)
    assert found == pytest.approx(expected * (1 / size(mixed) / setting.grid.dx), abs=2e-5)


def test_imaginary_time_stays_real_and_agrees_with_complex_numbers():
    setting = Setting("rastrigin", 64)
    t = np.linspace(0, 1, 9)
    real = list(setting.run(math.pi / 2, t))[-1]
    setting.psi = setting.psi * np.exp(0.7j)
    turned = list(setting.run(math.pi / 2, t))[-1]
    assert real.psi.dtype.kind == "f"
    assert turned.psi.dtype.kind == "c"
    assert np.abs(turned.psi * np.exp(-0.7j) - real.psi).max() < 1e-5


def test_imaginary_time_ends_in_the_ground_state_of_the_other_solver():
    setting = Setting("rosenbrock", 96)
    found = contracted_spectrum(setting.zeta, setting.D, setting.grid)
    end = list(setting.run(math.pi / 2, np.linspace(0, 200, 11)))[-1]
    seen = observe(end.psi, setting.grid, setting.zeta, setting.D)
    assert seen.energy == pytest.approx(found.energies[0], abs=1e-7)
    assert found.weights(end.psi)[0] > 1 - 1e-6


@pytest.mark.parametrize("name", [name for name in PLANE_CATALOGUE if name != "logistic"])
@pytest.mark.parametrize("wick", ANGLES.values(), ids=ANGLES)
def test_the_estimate_is_neither_below_the_truth_nor_far_above(name, wick):
    """Also where real time feeds resonant waves (Rastrigin) and corners lower the order."""
    setting = Setting(name, 96, momentum=1.0)
    t = np.linspace(0, 2, 13)
    fine = list(setting.run(wick, t, tolerance=1e-9, max_steps=10**5))[-1]
    for tolerance in (1e-4, 1e-5):
        rough = list(setting.run(wick, t, tolerance=tolerance))[-1]
        error = np.linalg.norm(rough.psi - fine.psi) * setting.grid.dx
        assert error <= rough.error + fine.error
        assert rough.error < 100 * error


@pytest.mark.parametrize("kind", ["geometric", "exponential", "linear", "logarithmic"])
def test_every_schedule_agrees_with_many_small_steps(kind):
    setting = Setting("double-well", 64)
    schedule = Schedule(kind, 0.2, 0.025, 2.0)
    t = np.linspace(0, 2, 8)
    end = list(setting.run(0.6, t, schedule))[-1]
    chin = setting.chin(0.6, schedule)
    psi, edges = setting.psi.astype(complex), [0.0, *schedule.breaks, 2.0]
    for a, b in pairwise(edges):
        psi, _ = chin.integrate(psi, float(a), float(b), 200)
    overlap = abs(np.vdot(psi, end.psi)) / size(psi) / size(end.psi)
    assert overlap == pytest.approx(1, abs=1e-9)


def test_frames_leave_one_by_one_and_memory_stays_bounded():
    setting = Setting("himmelblau", 128)
    frames = setting.run(0.0, np.linspace(0, 30, 241))
    next(frames)
    tracemalloc.start()
    for _ in range(24):
        next(frames)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    frames.close()
    assert peak < 30 * 16 * 128**2  # arrays of complex numbers; the run has 241 frames


def test_what_cannot_be_done_is_refused():
    setting = Setting()
    with pytest.raises(Refusal) as refusal:
        list(setting.run(0.0, np.linspace(0, 1, 3), max_steps=3))
    assert refusal.value.code == "solver.too-many-steps"
    for broken in (np.zeros_like(setting.psi), np.full_like(setting.psi, np.nan)):
        setting.psi = broken
        with pytest.raises(Refusal) as refusal:
            next(setting.run(0.0, np.linspace(0, 1, 3)))
        assert refusal.value.code == "solver.not-finite"
    setting = Setting()
    setting.zeta[3, 4] = np.inf
    with pytest.raises(Refusal):
        next(setting.run(0.0, np.linspace(0, 1, 3)))
