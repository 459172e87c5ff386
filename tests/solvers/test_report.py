"""The verdict: a scene for every colour and every sentence."""

import json
import math

import pytest

from solvers.landscapes import CATALOGUE
from solvers.problem import Problem
from solvers.report import LEVELS, THRESHOLDS, Report, Verdict, trust_interval
from solvers.solution import solve

CLEAN = Report("spectral", "walls", 128, 1e-9, 1e-15, 1e-15, 1e-9, 1e-15, 1.0)


def verdict(**scene):
    return solve(Problem(**scene), samples=60).report.verdict


def worse(**figures) -> Verdict:
    return Report(**{**vars(CLEAN), **figures}).verdict


@pytest.mark.parametrize("wick", [0, 45, 90])
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_landscape_starts_green(name, wick):
    report = solve(Problem(landscape=name, wick=wick)).report
    assert report.verdict.level == "green", report
    assert report.verdict.code == "report.clean"
    assert all(note.level == "green" for note in report.physics)


def test_most_landscapes_need_a_small_basis():
    sizes = {name: solve(Problem(landscape=name), samples=2).report.size for name in CATALOGUE}
    assert sum(size <= 256 for size in sizes.values()) >= 8
    assert sum(size == 512 for size in sizes.values()) <= 4


@pytest.mark.parametrize("key", THRESHOLDS)
def test_every_figure_has_its_two_thresholds(key):
    amber, red = THRESHOLDS[key]
    assert worse(**{key: amber / 2}).level == "green"
    assert worse(**{key: 2 * amber}) == Verdict(
        "amber", "numerics", f"report.{key}", {"value": 2 * amber}
    )
    assert worse(**{key: 2 * red}).level == "red"
    assert worse(**{key: math.nan}).level == "green"


def test_in_two_dimensions_the_picture_allows_a_larger_error():
    plane = {"method": "plane-steps"}
    assert worse(error=5e-5).level == "amber"
    assert worse(error=5e-5, **plane).level == "green"
    assert worse(error=2e-4, **plane).level == "amber"
    assert worse(error=2e-3, **plane).level == "red"


def test_the_worst_is_said_and_numerics_first():
    note = Verdict("amber", "physics", "report.left-trust", {"t": 1.0})
    assert worse(physics=(note,)) == note
    assert worse(physics=(note,), error=1e-4).cause == "numerics"
    stop = Verdict("red", "physics", "report.blow-up", {"t": 1.0})
    assert worse(physics=(stop, note), error=1e-4) == stop
    assert worse().details == {"error": 1e-9}


@pytest.mark.parametrize(
    ("scene", "level", "code"),
    [
        ({}, "green", "report.clean"),
        ({"x0": 2.0, "sigma": 0.12}, "amber", "report.edge_probability"),
        (
            {"formula": "0*x", "x0": 0.0, "sigma": 0.4, "px": 3.0, "D": 0.5, "T": 1.0},
            "red",
            "report.edge_probability",
        ),
        ({"landscape": "step", "px": 40.0, "n": 2048, "T": 0.2}, "red", "report.error"),
        (
            {"landscape": "double-well", "order": 2, "x0": 0.0, "wick": 90},
            "red",
            "report.blow-up",
        ),
        ({"landscape": "double-well", "order": 2, "x0": 0.0, "T": 200}, "amber", "report.spread"),
        (
            {"landscape": "tilted-well", "order": 1, "wick": 90, "T": 0.02},
            "amber",
            "report.unbounded",
        ),
        ({"landscape": "tilted-well", "order": 0}, "amber", "report.left-trust"),
        (
            {"landscape": "quadratic", "order": 0, "formula": "0*x", "T": 30.0},
            "green",
            "report.clean",
        ),
        ({"sigma": 0.1, "n": 32}, "red", "report.norm_drift"),
        (
            {
                "formula": "abs(x)",
                "x0": -2.0,
                "sigma": 0.3,
                "lo": -6.5,
                "hi": 6.5,
                "n": 40,
                "D": 0.5,
                "T": 12.6,
            },
            "red",
            "report.energy_drift",
        ),
        (
            {"landscape": "quadratic", "schedule": "linear", "sigma": 0.12, "n": 40, "T": 1.0},
            "red",
            "report.tail_weight",
        ),
    ],
)
def test_a_scene_for_every_sentence(scene, level, code):
    found = verdict(**scene)
    assert (found.level, found.code) == (level, code)


def test_what_has_left_the_picture_is_said_without_alarm():
    report = solve(Problem(formula="0*x", order=0, T=30.0)).report
    assert [(note.level, note.code) for note in report.physics] == [
        ("green", "report.out-of-sight")
    ]
    assert 0.5 < report.physics[0].details["share"] <= 1


def test_walls_that_belong_are_named_and_those_of_a_user_are_not_excused():
    report = solve(Problem(landscape="rastrigin")).report
    assert math.isnan(report.edge_probability)
    assert [note.code for note in report.physics] == ["report.walls-belong"]
    moved = solve(Problem(landscape="rastrigin", hi=5.1)).report
    assert moved.edge_probability > 1e-4
    assert moved.verdict.code == "report.edge_probability"


def test_a_ring_has_no_edge():
    assert math.isnan(solve(Problem(landscape="cosine-lattice")).report.edge_probability)


def test_too_few_points_shown_are_noticed():
    report = solve(Problem(landscape="double-well", sigma=0.03, x0=0.0, n=64)).report
    assert report.verdict.level != "green"
    assert report.tail_weight > 1e-8


def test_the_trust_interval_is_where_five_percent_of_the_relief_is_crossed():
    problem = Problem(landscape="quadratic", order=1, x0=1.0)
    low, high = trust_interval(problem)
    # ζ - T₁ = (x - 1)²/2, relief = median of x²/2 on ±6.5.
    reach = math.sqrt(2 * 0.05 * 3.25**2 / 2)
    assert (low, high) == (pytest.approx(1 - reach, abs=0.01), pytest.approx(1 + reach, abs=0.01))


def test_leaving_the_trust_interval_is_dated():
    found = solve(Problem(order=2, x0=-1.0, sigma=0.1, T=1.0, frames=400))
    fields, problem = found.fields, found.problem
    note = next(note for note in found.report.physics if note.code == "report.left-trust")
    low, high = trust_interval(problem)
    x = problem.grid.x
    astray = fields.density[:, (x < low) | (x > high)].sum(axis=1) * problem.grid.dx
    before = fields.t < note.details["t"]
    assert before.sum() > 10
    assert (astray[before] <= 0.05).all()
    assert astray[before.sum()] > 0.05
    calm = solve(Problem(order=0, T=0.001, sigma=0.02)).report
    assert "report.left-trust" not in [note.code for note in calm.physics]


def test_closed_forms_are_exact_and_say_so():
    report = solve(Problem(landscape="quadratic", order=2)).report
    assert report.edges == "infinite"
    assert report.size == 0
    assert report.error < 1e-12
    assert report.verdict.level == "green"


def test_reports_survive_json():
    for scene in ({}, {"order": 2}, {"order": 2, "wick": 90, "x0": 0.0}):
        report = solve(Problem(**scene), samples=20).report
        read = json.loads(json.dumps(report.as_dict(), allow_nan=False))
        assert read["method"] == report.method
        assert read["verdict"]["level"] in LEVELS
        assert len(read["physics"]) == len(report.physics)
        assert (read["edge_probability"] is None) == math.isnan(report.edge_probability)
