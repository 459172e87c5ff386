"""How fast a basis converges, and whether its estimate tells the truth."""

import numpy as np
import pytest

from solvers import expansion, observables
from solvers.expansion import Expansion, expand
from solvers.foresight import foreseen
from solvers.packets import Packet
from solvers.problem import Problem
from solvers.spectral import LADDER, diagonalise
from tests.solvers.spectra import IMAGINARY, diagonalised, hamiltonian, run

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
    ("poschl-teller", {}),
    ("poschl-teller", {"D": 1.732}),
    ("step", {"D": 0.3162}),
    ("barrier", {"D": 2.0}),
    ("schwefel", {"D": 0.5}),
]


@pytest.mark.parametrize("wick", [0.0, 90.0])
@pytest.mark.parametrize(("name", "changes"), TRUTHS)
def test_estimate_is_neither_below_the_truth_nor_far_above(name, changes, wick):
    problem = Problem(landscape=name, wick=wick, **changes)
    grid, t = problem.grid, np.linspace(0, problem.T, 9)
    reference, finest = run(problem, 512, t, grid)
    own = finest.error(t, problem.theta).max()
    for size in (128, 192, 256):
        psi, chosen = run(problem, size, t, grid)
        truth = np.sqrt((np.abs(psi - reference) ** 2).sum(axis=1) * grid.dx).max()
        estimate = chosen.error(t, problem.theta).max()
        assert truth <= 1.01 * estimate + own
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


def climb(problem: Problem, **changes) -> tuple[list[int], Expansion]:
    """Sizes that were solved, and what was chosen."""
    sizes = []

    def watched(H, size):
        sizes.append(size)
        return diagonalise(H, size)

    span = {"wick": problem.theta, "t_end": problem.T} | changes
    return sizes, expand(problem.hamiltonian, problem.packet, diagonalise=watched, **span)


def test_rungs_are_climbed_until_clean():
    sizes, chosen = climb(Problem(landscape="double-well"), t_end=40.0)
    assert sizes == list(LADDER[: len(sizes)])
    assert chosen.spectrum.basis.size == sizes[-1] < LADDER[-1]
    assert chosen.error(np.array([0.0, 40.0]), 0).max() < expansion.TOLERANCE


@pytest.mark.parametrize(
    ("name", "sizes", "error"),
    [
        ("barrier", [192, 512], 1e-7),
        ("schwefel", [192, 512], 2e-7),
        ("ackley", [192, 512], 2e-6),
        ("step", [192, 256], 1e-7),
        ("poschl-teller", [192, 256], 1e-7),
    ],
)
@pytest.mark.parametrize("wick", [0.0, 90.0])
def test_rungs_that_would_not_do_are_left_out(name, sizes, error, wick):
    problem = Problem(landscape=name, wick=wick)
    tried, chosen = climb(problem)
    assert tried == sizes
    assert chosen.worst_error(problem.T, problem.theta) < error


@pytest.mark.parametrize("name", ["rastrigin", "ackley", "griewank", "schwefel", "step"])
def test_errors_of_larger_bases_are_foreseen(name):
    problem = Problem(landscape=name, wick=90.0)
    small, *larger = (
        expansion._project(diagonalised(problem.hamiltonian, size), problem.packet)
        for size in LADDER
    )
    promise = expansion._promise(small, problem.packet, problem.T, problem.theta)
    for spectrum, there in zip(
        foreseen(small.spectrum, small.count, LADDER[1:]), larger, strict=True
    ):
        found = there.worst_error(problem.T, problem.theta)
        promised = promise(spectrum, there.spectrum.basis.size)
        assert found / 2 < promised + expansion.TOLERANCE / 2 < 2 * found + expansion.TOLERANCE


def test_where_no_basis_helps_none_is_tried():
    problem = Problem(formula="3*step(x - 0.1234)", wick=90.0, D=0.05, lo=-3.0, hi=3.0)
    sizes, chosen = climb(problem)
    assert sizes[0] == LADDER[0]
    assert len(sizes) < len(LADDER)
    everywhere = [
        expansion._project(diagonalised(problem.hamiltonian, size), problem.packet)
        for size in LADDER
    ]
    least = min(one.worst_error(problem.T, problem.theta) for one in everywhere)
    assert chosen.worst_error(problem.T, problem.theta) < 2 * least


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
