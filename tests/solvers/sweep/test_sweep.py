"""A sweep against its scenes solved alone, closed forms, and whatever a link may ask for."""

import math

import numpy as np
import pytest

from solvers import fidelity, observables
from solvers.problem import SCHEDULES, Problem
from solvers.refusal import Refusal
from solvers.solution import solve
from solvers.spectral import diagonalise
from solvers.sweep.axis import Axis, axes_of, having, usual_span, value_of
from solvers.sweep.figures import FIGURES, NEVER, SAMPLES, SPREAD, Cell, evaluate
from solvers.sweep.sweep import Sweep, SweepMap, coarse_first, solve_batch
from solvers.terrain import basin_around, best_basin


def sweep(across="x0", up="D", figure="success", cells=3, **problem):
    scene = Problem(**{"wick": 90.0, "T": 5.0, **problem})
    axes = [Axis(key, *usual_span(scene, key), cells) for key in (across, up)]
    return Sweep(scene, *axes, figure)


def filled(wanted):
    found = SweepMap(wanted)
    for batch in wanted.batches():
        found.take(batch, solve_batch(wanted, batch))
    return found


def cell(figure, **problem):
    *_, found = evaluate(Problem(**problem), figure, diagonalise)
    assert isinstance(found, Cell)
    return found


def alone(problem, figure):
    """The figure by another way: from an ordinary solution, by its definition."""
    grid = problem.grid
    solution = solve(problem, samples=SAMPLES)
    psi = solution.fields.psi[-1]
    if figure == "success":
        return observables.probability(psi, grid, best_basin(solution.zeta))
    if figure == "ground":
        state = diagonalise(problem.hamiltonian, 256).eigenstates(grid, 1)[:, 0]
        return fidelity.fidelity(psi, state.astype(complex), grid)
    if figure == "surrogate":
        return fidelity.compare(problem, 2, samples=SAMPLES).fidelity[-1]
    if figure == "energy":
        zeta = problem.hamiltonian.values(grid.x)
        return observables.energy(psi, grid, zeta, problem.D)
    energies = diagonalise(problem.hamiltonian, 256).energies
    return energies[1] - energies[0]


@pytest.mark.parametrize("figure", [figure for figure in FIGURES if figure != "tunnelling"])
@pytest.mark.parametrize(("across", "up"), [("x0", "D"), ("wick", "sigma"), ("px", "T")])
def test_every_cell_is_the_scene_solved_alone(figure, across, up):
    wanted = sweep(across, up, figure)
    found = filled(wanted)
    assert found.is_complete
    for place in np.ndindex(*wanted.shape):
        problem = wanted.problem_at(place)
        assert value_of(problem, across) == wanted.across.values[place[1]]
        assert value_of(problem, up) == wanted.up.values[place[0]]
        assert found.values[place] == pytest.approx(
            float(alone(problem, figure)), rel=1e-8, abs=2e-9
        )
        report = solve(problem, samples=SAMPLES).report
        if figure != "surrogate":
            assert found.errors[place] == pytest.approx(report.error, rel=1e-6)


def test_constants_of_a_formula_are_axes():
    wanted = sweep(
        "let:a", "x0", "gap", formula="a*x**2", let=(("a", 1.0),), D=0.5, lo=-8.0, hi=8.0
    )
    assert "let:a" in axes_of(wanted.problem)
    stiffness = Axis("let:a", 0.5, 2.0, 4)
    found = filled(Sweep(wanted.problem, stiffness, wanted.up, "gap"))
    expected = np.sqrt(2 * 0.5 * 2 * stiffness.values)  # ħω of a harmonic oscillator
    assert found.values == pytest.approx(np.tile(expected, (3, 1)), rel=1e-6)


def test_two_levels_tunnel_in_half_a_beat():
    """(φ₀ + φ₁)/√2 has 1/2 + c cos(gap t) on one side: one half at gap t = π/2, whatever c."""
    levels = ((0, 1.0, 0.0), (1, 1.0, 0.0))
    scene = {"landscape": "double-well", "D": 0.05, "wick": 0.0, "x0": -1.0}
    energies = diagonalise(Problem(**scene).hamiltonian, 256).energies
    expected = math.pi / 2 / (energies[1] - energies[0])
    found = cell("tunnelling", **scene, T=float(2.2 * expected), levels=levels)
    assert found.value == pytest.approx(expected, rel=1e-8)
    assert found.level == "green"


def test_a_first_crossing_is_found_between_coarse_looks():
    scene = {"landscape": "double-well", "D": 0.45, "wick": 0.0, "x0": -1.0}
    short, long = (cell("tunnelling", **scene, T=T).value for T in (4.0, 80.0))
    assert long == pytest.approx(short, rel=1e-8)


def test_what_never_leaves_has_no_value_and_says_so():
    found = cell("tunnelling", landscape="quadratic", wick=90.0)
    assert math.isnan(found.value)
    assert (found.level, found.code) == ("green", NEVER)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("order", [0, 1, 2])
def test_closed_forms_are_swept_too(figure, order):
    found = filled(sweep("x0", "T", figure, order=order, wick=0.0))
    assert found.is_complete
    lost = np.isnan(found.errors)
    assert (found.levels[lost] == 2).all()  # on the ridge, after long
    assert all(found.notes[tuple(place)][0] == SPREAD for place in np.argwhere(lost))
    if figure == "gap":
        curvature = 2 * Problem().objective.jet(found.sweep.across.values, 2)[2]
        omega = np.sqrt(2 * Problem().D * np.maximum(curvature, 0))
        expected = np.where((curvature > 0) & (order == 2), omega, np.nan)
        expected = np.where(lost, np.nan, np.tile(expected, (3, 1)))
        assert found.values == pytest.approx(expected, nan_ok=True)
    if figure == "surrogate":
        assert (found.values[~lost] <= 1 + 1e-9).all()


@pytest.mark.parametrize("figure", FIGURES)
def test_a_schedule_is_stepped_through(figure):
    scene = {"schedule": "exponential", "D": 0.2, "D_end": 0.1, "T": 2.0, "n": 128}
    steps = list(evaluate(Problem(**scene), figure, diagonalise))
    assert steps[:-1] == [None] * len(steps[:-1])
    assert len(steps) > SAMPLES  # others had their turn at every saved state
    if figure == "gap":
        energies = diagonalise(Problem(D=0.1).hamiltonian, 256).energies
        assert steps[-1].value == pytest.approx(energies[1] - energies[0], abs=1e-9)
    if figure == "ground":
        slow = cell("ground", **{**scene, "T": 60.0, "wick": 90.0})
        assert slow.value > 0.999  # it follows the ground state of the last D


@pytest.mark.parametrize(
    ("across", "up", "lines"), [("x0", "D", True), ("D", "wick", True), ("x0", "wick", False)]
)
def test_batches_share_a_hamiltonian_and_go_from_coarse_to_fine(across, up, lines):
    wanted = sweep(across, up, cells=16)
    batches = wanted.batches()
    places = [place for batch in batches for place in batch]
    assert sorted(places) == list(np.ndindex(*wanted.shape))
    if lines:
        assert len(batches) == 16
        for batch in batches:
            assert len({wanted.problem_at(place).hamiltonian for place in batch}) == 1
    coarse = set(places[: len(places) // 4])
    rows, columns = ({place[i] for place in coarse} for i in (0, 1))
    assert max(np.diff(sorted(rows))) <= 4
    assert max(np.diff(sorted(columns))) <= 4


def test_both_axes_may_change_the_hamiltonian():
    wanted = sweep("D", "let:a", cells=8, formula="x**2+a*x**4", let=(("a", 0.5),))
    assert {len(batch) for batch in wanted.batches()} == {8}


def test_coarse_comes_first():
    assert coarse_first(8) == [0, 4, 2, 6, 1, 3, 5, 7]
    assert sorted(coarse_first(13)) == list(range(13))


def test_axes_are_spaced_as_their_parameter_wants():
    assert Axis("D", 0.01, 1.0, 3).values == pytest.approx([0.01, 0.1, 1.0])
    assert Axis("x0", -1.0, 1.0, 3).values.tolist() == [-1.0, 0.0, 1.0]
    assert Axis("order", 0.0, 6.0, 40).values.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert all(float(f"{v:.6g}") == v for v in Axis("D", 0.01, 0.7, 40).values)


@pytest.mark.parametrize("key", axes_of(Problem(order=2, schedule=SCHEDULES[1])))
@pytest.mark.parametrize("landscape", ["tilted-well", "morse", "schwefel", "cosine-lattice"])
def test_usual_spans_are_allowed(key, landscape):
    problem = Problem(landscape=landscape, order=2, schedule=SCHEDULES[1])
    axis = Axis(key, *usual_span(problem, key), 5)
    for value in axis.values:
        assert value_of(having(problem, {key: value}), key) == value


def test_idle_parameters_are_no_axes():
    assert "D_end" not in axes_of(Problem())
    assert "order" not in axes_of(Problem())
    assert "x0" not in axes_of(Problem(levels=((0, 1.0, 0.0),)))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Axis("D", 1.0, 0.1, 5), "atlas.span"),
        (lambda: Axis("order", 1.2, 1.9, 5), "atlas.span"),
        (lambda: Axis("D", math.nan, 1.0, 5), "scene.out-of-range"),
        (lambda: Axis("x0", -1e9, 1.0, 5), "scene.out-of-range"),
        (lambda: Axis("let:a", 0.0, 1e9, 5), "scene.out-of-range"),
        (lambda: Axis("x0", -1.0, 1.0, 1_000_000), "scene.out-of-range"),
        (lambda: sweep("D", "D"), "atlas.same-axis"),
        (lambda: sweep("x0", "D", "fame"), "scene.not-one-of"),
        (lambda: Sweep(Problem(), Axis("order", 0, 3, 4), Axis("D", 0.1, 1, 4), "gap"),
         "atlas.no-axis"),
        (lambda: sweep(cells=17, schedule="linear"), "atlas.too-many"),
    ],
)  # fmt: skip
def test_sweeps_that_are_none_are_refused(make, code):
    with pytest.raises(Refusal) as refused:
        make()
    assert refused.value.code == code


def test_a_scene_that_is_refused_is_a_marked_cell():
    problem = Problem(wick=90.0)
    wanted = Sweep(problem, Axis("x0", -1.0, 5.0, 4), Axis("T", 1.0, 2.0, 2), "success")
    found = filled(wanted)
    beyond = wanted.across.values > problem.hi
    assert beyond.any()
    assert (found.levels[:, beyond] == 3).all()
    assert np.isnan(found.values[:, beyond]).all()
    assert found.notes[0, 3][0] == "scene.packet-outside"


def test_a_verdict_that_is_not_green_is_kept_with_its_numbers():
    found = cell("success", wick=0.0, x0=-1.9, sigma=0.3)
    report = solve(Problem(wick=0.0, x0=-1.9, sigma=0.3), samples=SAMPLES).report
    assert report.verdict.level != "green"
    assert (found.level, found.code) == (report.verdict.level, report.verdict.code)
    assert found.details == report.verdict.details


def test_a_map_knows_what_is_missing():
    wanted = sweep(cells=4)
    found, batches = SweepMap(wanted), wanted.batches()
    found.take(batches[0], solve_batch(wanted, batches[0]))
    assert found.done == 4
    assert not found.is_complete
    assert found.missing() == list(batches[1:])


def test_basins_end_at_the_next_maxima():
    zeta = np.array([5, 3, 1, 2, 4, 2, 0, 2, 6, 5.0])
    assert np.flatnonzero(basin_around(zeta, 2)).tolist() == [0, 1, 2, 3]
    assert np.flatnonzero(basin_around(zeta, 5)).tolist() == [4, 5, 6, 7, 8]
    assert np.flatnonzero(basin_around(zeta, 9)).tolist() == [9]
    ring = np.cos(2 * np.pi * (np.arange(12) + 0.5) / 6)
    assert basin_around(ring, 0, periodic=True).sum() == 6
