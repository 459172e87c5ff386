"""Every limit of a problem, and what it fills in by itself."""

import math

import numpy as np
import pytest

from solvers.landscapes import CATALOGUE
from solvers.problem import RANGES, SCHEDULES, SMALLEST_D, Problem, suiting, usual_end
from solvers.refusal import Refusal
from solvers.schedules import KINDS


def refused(**changes) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        Problem(**changes)
    return refusal.value


def test_the_numbers_that_suit_a_landscape_are_filled_in():
    problem, entry = Problem(landscape="morse"), CATALOGUE["morse"]
    assert (problem.D, problem.x0, problem.sigma, problem.px) == (
        entry.D,
        entry.x0,
        entry.sigma,
        entry.p,
    )
    assert (problem.lo, problem.hi, problem.T) == (entry.lo, entry.hi, entry.T)
    assert set(suiting("morse")) <= set(RANGES)
    assert Problem(landscape="morse", D=0.3).D == 0.3


def test_problems_are_values():
    assert Problem() == Problem(landscape="tilted-well")
    assert hash(Problem()) == hash(Problem())
    assert Problem().having(wick=90) == Problem(wick=90)
    assert Problem().having(wick=90) != Problem()


@pytest.mark.parametrize("key", RANGES)
def test_both_ends_of_every_range(key):
    low, high = RANGES[key].low, RANGES[key].high
    for value in (math.nan, math.inf, -math.inf, low - 1, high + 1):
        refusal = refused(**{key: value, "schedule": "linear"})
        assert refusal.code == "scene.out-of-range"
        assert refusal.details["key"] == key
        assert (refusal.details["low"], refusal.details["high"]) == (low, high)
    if RANGES[key].integer:
        assert refused(**{key: low + 0.5}).code == "scene.not-whole"


def test_the_ends_themselves_are_allowed():
    for key in ("order", "frames", "n", "wick", "D", "D_end", "T", "sigma", "px"):
        for value in (RANGES[key].low, RANGES[key].high):
            assert getattr(Problem(**{key: value, "schedule": "linear"}), key) == value


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"landscape": "atlantis"}, "scene.unknown-landscape"),
        ({"schedule": "sudden"}, "scene.unknown-schedule"),
        ({"lo": 1.0, "hi": 1.05, "x0": 1.02}, "scene.domain"),
        ({"lo": 2.0, "hi": -2.0, "x0": 0.0}, "scene.domain"),
        ({"x0": 3.0}, "scene.packet-outside"),
        ({"x0": -2.6}, "scene.packet-outside"),
        ({"order": 2, "about": 5.0}, "scene.about-outside"),
        ({"formula": "2 +* x"}, "formula.syntax"),
    ],
)
def test_what_does_not_go_together_is_refused(changes, code):
    assert refused(**changes).code == code


def test_an_expansion_point_matters_only_with_an_order():
    assert Problem(about=5.0).surrogate is None
    assert Problem(order=1, x0=0.5).expansion_point == 0.5
    assert Problem(order=1, x0=0.5, about=-1.0).surrogate.about == -1.0


def test_schedules_are_those_of_the_solver():
    assert set(SCHEDULES) == set(KINDS)


def test_the_end_of_a_schedule():
    assert Problem(D=0.2).D_end == 0.2
    assert Problem(D=0.2, D_end=0.1).D_end == 0.2  # meaningless, so it makes no difference
    assert Problem().having(D=0.2) == Problem(D=0.2)
    assert Problem(D=0.2, schedule="linear").D_end == 0.2 / 100
    assert Problem(D=0.2, schedule="linear", D_end=0.7).D_end == 0.7
    assert Problem(D=SMALLEST_D, schedule="linear").D_end == SMALLEST_D
    assert usual_end(1.0, "constant") == 1.0


def test_times_reach_the_end_exactly():
    times = Problem(T=math.pi, frames=77).times
    assert (len(times), times[0], times[-1]) == (77, 0.0, math.pi)


def test_a_formula_wins_over_the_landscape_and_stands_between_walls():
    problem = Problem(landscape="cosine-lattice", formula="a*x**2", let=(("a", 2.0),))
    assert problem.objective.values(np.array([3.0])) == pytest.approx([18.0])
    assert problem.edges == "walls"
    assert problem.T == CATALOGUE["cosine-lattice"].T
    assert Problem(landscape="cosine-lattice").edges == "periodic"


def test_closed_forms_need_a_low_order_and_a_constant_diffusivity():
    for order in (0, 1, 2):
        assert Problem(order=order).is_closed_form
        assert not Problem(order=order, schedule="linear").is_closed_form
    assert not Problem(order=3).is_closed_form
    assert not Problem().is_closed_form


def test_an_unbounded_surrogate_gets_a_floor_and_a_bounded_one_none():
    entry = CATALOGUE["double-well"]
    falling = Problem(landscape="double-well", order=3, x0=-0.5).hamiltonian
    shown = entry.objective.values(np.linspace(entry.lo, entry.hi, 2001))
    assert falling.floor == pytest.approx(2 * shown.min() - shown.max(), rel=1e-2)
    assert Problem(landscape="double-well", order=4).hamiltonian.floor == -math.inf
    assert Problem(landscape="double-well").hamiltonian.floor == -math.inf


def test_walls_belong_to_the_landscape_only_where_it_put_them():
    assert Problem(landscape="schwefel").walls_belong
    assert not Problem(landscape="schwefel", hi=4.9).walls_belong
    assert not Problem(landscape="schwefel", formula="x**2").walls_belong
    assert not Problem(landscape="tilted-well").walls_belong
