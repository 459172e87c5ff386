"""The catalogue in two dimensions: minima, passes, spectra, default packets, sentences."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from solvers.grid import Grid
from solvers.landscapes import CATALOGUE, CATALOGUES, landscape
from solvers.plane.landscapes import PLANE_CATALOGUE
from solvers.plane.learners import EXAMPLES
from solvers.plane.spectrum import contracted_spectrum
from solvers.plane.surrogate import plane_surrogate
from solvers.refusal import Refusal

NAMES = [
    *("double-well", "himmelblau", "rosenbrock", "narrow-wide", "muller-brown"),
    *("rastrigin", "ackley", "griewank", "schwefel", "styblinski-tang"),
    *("one-neuron", "logistic"),
]
SEVERAL = [name for name in NAMES if name not in ("rosenbrock", "logistic", "narrow-wide")]
TEXTS = Path(__file__).parents[3] / "scenes" / "texts"


def sampled(entry, n):
    x = np.linspace(entry.lo, entry.hi, n)
    return x, entry.objective.values(*np.meshgrid(x, x))


def value(entry, x, y):
    return float(entry.objective.values(np.array(x), np.array(y)))


def test_catalogue_is_complete_and_in_order():
    assert list(PLANE_CATALOGUE) == NAMES
    assert all(landscape(name, 2).dim == 2 for name in NAMES)
    assert CATALOGUES[1] is CATALOGUE


def test_unknown_landscape_is_refused():
    with pytest.raises(Refusal) as refusal:
        landscape("morse", 2)
    assert refusal.value.code == "scene.unknown-landscape"


@pytest.mark.parametrize("name", NAMES)
def test_minima_are_the_lowest_of_the_formula(name):
    entry = PLANE_CATALOGUE[name]
    for x, y, lowest in entry.minima:
        assert value(entry, x, y) == pytest.approx(lowest, abs=2e-8)
        around = 1e-3 * np.exp(2j * np.pi * np.arange(8) / 8)
        near = entry.objective.values(x + around.real, y + around.imag)
        assert (near > lowest).all()
        if (name, x) != ("ackley", 0.0):  # a cone has no gradient
            expansion = plane_surrogate(entry.objective, (x, y), 2)
            step = np.linalg.solve(expansion.hessian, expansion.gradient)
            assert np.abs(step).max() < 2e-8
    values = [lowest for *_, lowest in entry.minima]
    assert values == sorted(values)
    _, zeta = sampled(entry, 801)
    assert zeta.min() >= values[0] - 1e-8


@pytest.mark.parametrize("name", NAMES)
def test_no_other_minimum_is_as_low(name):
    """A fine scan finds no dip below the highest one listed that is not listed."""
    entry = PLANE_CATALOGUE[name]
    x, zeta = sampled(entry, 1201)
    inner = zeta[1:-1, 1:-1]
    dips = np.ones_like(inner, bool)
    for i in range(3):
        for j in range(3):
            if (i, j) != (1, 1):
                dips &= inner < zeta[i : i + inner.shape[0], j : j + inner.shape[1]]
    rows, columns = np.nonzero(dips & (inner < entry.minima[-1][2] - 1e-3))
    found = np.column_stack([x[1:-1][columns], x[1:-1][rows]])
    listed = np.array([minimum[:2] for minimum in entry.minima])
    for place in found:
        assert np.abs(listed - place).max(axis=1).min() < 3 * (x[1] - x[0])


@pytest.mark.parametrize("name", SEVERAL)
def test_barrier_is_the_lowest_pass_by_flooding(name):
    entry = PLANE_CATALOGUE[name]
    x, zeta = sampled(entry, 801)
    places = [
        tuple(round((c - entry.lo) / (x[1] - x[0])) for c in (y, x_)) for x_, y, _ in entry.minima
    ]
    passes = []
    for other in places[1:]:
        low, high = max(zeta[places[0]], zeta[other]), zeta.max()
        for _ in range(30):
            level = (low + high) / 2
            lake, _ = ndimage.label(zeta <= level)
            joined = lake[places[0]] and lake[places[0]] == lake[other]
            low, high = (low, level) if joined else (level, high)
        passes.append(high)
    assert min(passes) - entry.minima[0][2] == pytest.approx(entry.barrier, abs=5e-4)


@pytest.mark.parametrize("name", NAMES)
def test_ground_energy_and_gap_at_the_default_diffusivity(name):
    entry = PLANE_CATALOGUE[name]
    grid = Grid(entry.lo, entry.hi, 160)
    zeta = entry.objective.values(*np.meshgrid(grid.x, grid.x))
    found = contracted_spectrum(zeta, entry.D, grid, functions=56, products=1400)
    # Cones converge algebraically; valleys that end at the wall are what the products like least.
    hard = {"ackley": 5e-6, "schwefel": 2e-6, "griewank": 2e-6, "one-neuron": 2e-5}
    tolerance = hard.get(name, 2e-7)
    if name == "muller-brown":
        tolerance = 2e-6
    assert found.energies[0] == pytest.approx(entry.energy, abs=tolerance)
    assert found.gap == pytest.approx(entry.gap, abs=tolerance)


@pytest.mark.parametrize(
    ("name", "energy", "gap", "tolerance"),
    [
        ("double-well", 0.92048, 0.074223, 6e-6),
        ("himmelblau", 0.5885, 0.0809, 6e-5),
        ("rosenbrock", 0.3063, 0.0930, 6e-5),
        ("rastrigin", 1.9400, 0.1847, 6e-5),
        ("ackley", 0.722, 0.288, 6e-4),
        ("griewank", 0.7257, 0.013, 4e-4),
        ("schwefel", 2.173, 1.167, 4e-3),
        ("styblinski-tang", -6.4282, 1.3245, 6e-5),
        ("muller-brown", -2.785, 0.420, 6e-4),
        ("one-neuron", 0.6000, 4.0e-4, 6e-5),
        ("logistic", 0.3036, 0.0722, 6e-5),
    ],
)
def test_digits_found_by_an_independent_method(name, energy, gap, tolerance):
    """Sinc-DVR of an earlier study, on smaller boxes and coarser nodes."""
    entry = PLANE_CATALOGUE[name]
    assert entry.energy == pytest.approx(energy, abs=tolerance)
    assert entry.gap == pytest.approx(gap, abs=tolerance)


@pytest.mark.parametrize("name", ["rastrigin", "schwefel", "styblinski-tang"])
def test_sums_are_sums_of_the_same_landscape_on_a_line(name):
    points = np.random.default_rng(2).uniform(-4.5, 4.5, (2, 50))
    line, plane = CATALOGUE[name].objective, PLANE_CATALOGUE[name].objective
    assert plane.values(*points) == pytest.approx(line.values(points[0]) + line.values(points[1]))


def test_logistic_is_the_mean_loss_of_its_examples():
    w = np.array([1.3, -0.4])
    losses = [np.log1p(np.exp(-label * (w @ x))) for *x, label in EXAMPLES]
    expected = np.mean(losses) + 0.01 * w @ w
    assert value(PLANE_CATALOGUE["logistic"], *w) == pytest.approx(expected, rel=1e-12)


def test_narrow_and_wide_well_are_the_softer_of_two_bowls():
    x, y = np.array([-1.0, 0.2, 1.4]), np.array([0.3, -0.2, 0.5])
    narrow, wide = 20 * ((x + 1.2) ** 2 + y**2), 0.5 + 3 * ((x - 1.2) ** 2 + y**2)
    expected = -0.05 * np.log(np.exp(-narrow / 0.05) + np.exp(-wide / 0.05))
    entry = PLANE_CATALOGUE["narrow-wide"]
    assert entry.objective.values(x, y) == pytest.approx(expected, rel=1e-12)
    # The ridge is too sharp to flood on a grid; its lowest point is on the line between both.
    between = entry.objective.values(np.linspace(-1.2, 1.2, 200_001), np.zeros(200_001))
    assert between.max() - entry.minima[0][2] == pytest.approx(entry.barrier, abs=1e-5)


def test_one_neuron_has_the_symmetry_of_its_signs():
    entry = PLANE_CATALOGUE["one-neuron"]
    x = np.array([-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0])
    w, v = 0.7, -1.1
    loss = np.mean((v * np.tanh(w * x) - 1.5 * np.tanh(x)) ** 2) + 0.05 * (w * w + v * v)
    assert value(entry, w, v) == pytest.approx(loss, rel=1e-12)
    assert value(entry, -w, -v) == pytest.approx(loss, rel=1e-12)


def test_muller_brown_is_the_published_surface_below_its_cap():
    A, a, b = (-200, -100, -170, 15), (-1, -1, -6.5, 0.7), (0, 0, 11, 0.6)
    c, x0, y0 = (-10, -10, -6.5, 0.7), (1, 0, -0.5, -1), (0, 0.5, 1.5, 1)
    x, y = -0.3, 0.9
    terms = [
        A[i]
        * np.exp(a[i] * (x - x0[i]) ** 2 + b[i] * (x - x0[i]) * (y - y0[i]))
        * np.exp(c[i] * (y - y0[i]) ** 2)
        for i in range(4)
    ]
    assert value(PLANE_CATALOGUE["muller-brown"], x, y) == pytest.approx(sum(terms) / 40, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_packets_start_clear_of_the_walls_and_diffusivities_are_ordered(name):
    entry = PLANE_CATALOGUE[name]
    for place in (entry.x0, entry.y0):
        assert min(place - entry.lo, entry.hi - place) > 5 * entry.sigma
    assert entry.D_low < entry.D < entry.D_high


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_landscape_has_its_words(language):
    texts = tomllib.loads((TEXTS / language / "planes.toml").read_text(encoding="utf-8"))
    for name in NAMES:
        assert texts[name]["title"]
        assert texts[name]["about"].endswith((".", "。"))
    assert set(texts) == set(NAMES)
