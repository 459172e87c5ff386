import time

import numpy as np
import pytest

from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.refusal import Refusal
from solvers.search.objective import objectives
from solvers.search.own import DESCENTS, own_objective
from solvers.search.race import Race, run

UNSCALED = ("rastrigin", "ackley", "griewank", "schwefel")  # there as the textbooks have them


@pytest.mark.parametrize("name", PLANE_CATALOGUE)
def test_the_reference_finds_the_minima_of_the_catalogue(name):
    entry = PLANE_CATALOGUE[name]
    if len(entry.formula) > 200:
        pytest.skip("too long for a formula field")
    found = own_objective(entry.formula, entry.lo, entry.hi)
    lowest = entry.minima[0][2]
    assert found.minimum == pytest.approx(lowest, abs=2e-7)
    listed = np.array([minimum[:2] for minimum in entry.minima if minimum[2] < lowest + 1e-6])
    assert sorted(found.minima) == pytest.approx(np.array(sorted(map(tuple, listed))), abs=1e-3)


@pytest.mark.parametrize("name", PLANE_CATALOGUE)
def test_the_whole_catalogue_of_the_plane_can_be_raced(name):
    entry, searched = PLANE_CATALOGUE[name], objectives()[f"{name}-2d"]
    assert searched.dimension == 2
    if name not in UNSCALED:
        assert (searched.lo, searched.hi) == (entry.lo, entry.hi)
        assert searched.formula == entry.objective
        depths = [minimum[2] for minimum in entry.minima]
        higher = [depth for depth in depths if depth > depths[0] + 1e-6]
        if higher:
            assert searched.tolerance == pytest.approx((higher[0] - depths[0]) / 2)
    *_, last = run(Race(searched.name, ("mqhoa",), budget=2000, seeds=10))
    assert last.tally.success[-1] > 0


def test_a_formula_of_one_variable_is_searched_on_a_line():
    found = own_objective("x**4 - 3*x**2 + x", -3.0, 3.0)
    roots = np.real(np.roots([4, 0, -6, 1]))
    depths = sorted(roots**4 - 3 * roots**2 + roots)
    assert found.dimension == 1
    assert found.minimum == pytest.approx(depths[0], abs=1e-9)
    assert found.tolerance == pytest.approx((depths[1] - depths[0]) / 2, rel=1e-6)


def test_one_depth_gives_a_share_of_the_relief():
    found = own_objective("x**2 + y**2", -1.0, 1.0)
    nodes = np.linspace(-1, 1, 801)
    median = np.median(nodes[:, None] ** 2 + nodes**2)
    assert found.tolerance == pytest.approx(1e-3 * median, rel=0.02)
    cone = own_objective("abs(x) + abs(y)", -1.0, 1.0)
    assert cone.minima[0] == pytest.approx((0, 0), abs=1e-6)


def test_a_minimum_at_the_wall_is_one():
    assert own_objective("x + y", -1.0, 3.0).minimum == pytest.approx(-2.0)


def test_the_reference_is_bounded_also_where_dips_abound():
    begun = time.process_time()
    found = own_objective("sin(40*x)*sin(40*y) + 0.01*x", -5.0, 5.0)
    assert len(found.minima) <= DESCENTS
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("formula", "box", "code"),
    [
        ("", (-1, 1), "formula.empty"),
        ("x*y*(", (-1, 1), "formula.syntax"),
        ("z", (-1, 1), "formula.unknown-name"),
        ("5", (-1, 1), "race.range"),
        ("exp(200*x)", (-1, 1), "race.range"),
        ("exp(900*x)", (-1, 1), "formula.not-finite"),
        ("log(x) + y", (0, 1), "formula.not-finite"),
        ("1/(x - 0.1234)", (-1, 1), "race.no-bottom"),
        ("x", (1, 1), "scene.domain"),
        ("x", (2, 1), "scene.domain"),
        ("x", (float("nan"), 1), "scene.domain"),
    ],
)
def test_what_cannot_be_searched_is_refused(formula, box, code):
    with pytest.raises(Refusal) as refusal:
        own_objective(formula, *box)
    assert refusal.value.code == code
