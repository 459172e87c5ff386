"""The catalogue: minima, spectra, default packets, and its sentences."""

import string
import tomllib
from pathlib import Path

import numpy as np
import pytest

from solvers.grid import Grid
from solvers.landscapes import CATALOGUE, Landscape, landscape
from solvers.refusal import Refusal

NAMES = [
    "quadratic",
    "double-well",
    "tilted-well",
    "narrow-wide",
    "rastrigin",
    "ackley",
    "griewank",
    "schwefel",
    "styblinski-tang",
    "morse",
    "poschl-teller",
    "cosine-lattice",
    "barrier",
    "step",
    "sin-regression",
]
BOUND = [name for name in NAMES if name not in ("barrier", "step")]
TEXTS = Path(__file__).parents[2] / "scenes" / "texts"


def levels(entry: Landscape, size: int = 300) -> np.ndarray:
    """Energies by a Galerkin method, in sines between walls or in plane waves on a ring."""
    grid = Grid(entry.lo, entry.hi, 4 * size, entry.edges)
    m = np.arange(1, size + 1)
    if entry.edges == "walls":
        k = np.pi * m / grid.length
        basis = np.sqrt(2 / grid.length) * np.sin(np.outer(grid.x - grid.lo, k))
    else:
        k = 2 * np.pi * (m - size // 2) / grid.length
        basis = np.exp(1j * np.outer(grid.x, k)) / np.sqrt(grid.length)
    objective = entry.objective.values(grid.x)[:, None]
    H = np.diag(entry.D * k**2) + basis.conj().T @ (objective * basis) * grid.dx
    return np.linalg.eigvalsh(H)


def evolve(entry: Landscape, t: float, size: int = 400) -> tuple[Grid, np.ndarray]:
    """Density of the default packet at time t, between walls."""
    grid = Grid(entry.lo, entry.hi, 4 * size)
    k = np.pi * np.arange(1, size + 1) / grid.length
    basis = np.sqrt(2 / grid.length) * np.sin(np.outer(grid.x - grid.lo, k))
    H = np.diag(entry.D * k**2)
    H += basis.T @ (entry.objective.values(grid.x)[:, None] * basis) * grid.dx
    energies, states = np.linalg.eigh(H)
    modes = basis @ states
    psi = np.exp(-((grid.x - entry.x0) ** 2) / (4 * entry.sigma**2) + 1j * entry.p * grid.x)
    psi /= np.sqrt((np.abs(psi) ** 2).sum() * grid.dx)
    psi = modes @ (np.exp(-1j * energies * t) * (modes.T @ psi) * grid.dx)
    return grid, np.abs(psi) ** 2


def test_catalogue_is_complete_and_in_order():
    assert list(CATALOGUE) == NAMES
    assert all(landscape(name).name == name for name in NAMES)


def test_unknown_landscape_is_refused():
    with pytest.raises(Refusal) as refusal:
        landscape("atlantis")
    assert refusal.value.code == "scene.unknown-landscape"
    assert refusal.value.details == {"name": "atlantis", "allowed": ", ".join(NAMES)}


@pytest.mark.parametrize("name", NAMES)
def test_objective_is_finite_on_the_box(name):
    entry = CATALOGUE[name]
    values = entry.objective.finite_values(np.linspace(entry.lo, entry.hi, 2001))
    assert np.abs(values).max() < 1e4


@pytest.mark.parametrize("name", NAMES)
def test_minima_are_the_minima_of_the_formula(name):
    entry = CATALOGUE[name]
    period = entry.hi - entry.lo
    for x, value in entry.minima:
        assert float(entry.objective.values(np.array(x))) == pytest.approx(value, abs=2e-8)
        near = entry.objective.values(x + np.array([-1e-3, 1e-3]))
        assert (near > value).all()
        slope, curvature = entry.objective.jet(np.array([x]), 2)[1:, 0]
        if np.isfinite(slope):  # not at the cone of Ackley
            assert abs(slope / (2 * curvature)) < 1e-8
    # A fine scan meets no other one.
    x = np.linspace(entry.lo, entry.hi, 20_001)
    if entry.edges == "periodic":
        x = np.append(x, x[1] + period)
    v = entry.objective.values(x)
    dips = x[1:-1][(v[1:-1] < v[:-2] - 1e-15) & (v[1:-1] < v[2:] - 1e-15)]
    assert np.sort([m[0] for m in entry.minima]) == pytest.approx(np.sort(dips), abs=period / 1e4)


@pytest.mark.parametrize("name", NAMES)
def test_global_minimum_stands_first(name):
    minima = CATALOGUE[name].minima
    assert [v for _, v in minima] == sorted(v for _, v in minima)


@pytest.mark.parametrize("name", BOUND)
def test_ground_energy_and_gap_at_the_default_diffusivity(name):
    entry = CATALOGUE[name]
    # The wall of Morse's box at -1.6 shifts the levels by 4e-8; the cones of Ackley and
    # Schwefel make the sines converge algebraically.
    tolerance = {"ackley": 1e-5, "morse": 5e-8}.get(name, 1e-8)
    energies = levels(entry, 500 if name == "ackley" else 300)
    assert energies[0] == pytest.approx(entry.energy, abs=tolerance)
    assert energies[1] - energies[0] == pytest.approx(entry.gap, abs=2 * tolerance)


@pytest.mark.parametrize(
    ("name", "energy", "gap", "digits"),
    [
        ("quadratic", 0.5, 1.0, 8),
        ("double-well", 0.41136, 0.012512, 5),
        ("tilted-well", 0.43757384, 0.2587658, 7),
        ("narrow-wide", 0.4949, 0.1375, 4),
        ("rastrigin", 1.1298, 0.3435, 4),
        ("ackley", 0.4272, 0.4620, 4),
        ("griewank", 0.9357, 0.0678, 4),
        ("schwefel", 0.7751, 1.1774, 4),
        ("styblinski-tang", -3.2141, 1.3245, 4),
        ("morse", 0.9375, 1.5, 6),
        ("poschl-teller", -9.0, 5.0, 7),
        ("cosine-lattice", 0.38496118, 0.03607, 5),
        ("sin-regression", 0.1462, 0.2656, 4),
    ],
)
def test_digits_found_by_an_independent_method(name, energy, gap, digits):
    """Sinc-DVR of an earlier study; closed forms for the solvable wells."""
    entry = CATALOGUE[name]
    tolerance = 0.6 * 10.0**-digits
    assert entry.energy == pytest.approx(energy, abs=tolerance)
    assert entry.gap == pytest.approx(gap, abs=tolerance)


def test_lattice_band_edges_are_those_of_mathieu():
    energies = levels(CATALOGUE["cosine-lattice"], 64)
    assert energies[[0, 3]] == pytest.approx([0.38496118, 0.46885963], abs=1e-8)
    assert energies[4] - energies[3] == pytest.approx(0.49213966, abs=1e-8)


def test_sin_regression_is_the_mean_squared_error_on_twelve_points():
    w = np.linspace(-9, 9, 301)
    points = np.linspace(-1.5, 1.5, 12)
    mean = np.mean((np.sin(np.outer(w, points)) - np.sin(4 * points)) ** 2, axis=1)
    assert CATALOGUE["sin-regression"].objective.values(w) == pytest.approx(mean, abs=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_default_packet_and_ranges_suit_the_box(name):
    entry = CATALOGUE[name]
    assert entry.D_low < entry.D < entry.D_high
    assert entry.lo < entry.x0 < entry.hi
    walls = np.array([entry.lo, entry.hi])
    density = np.exp(-((walls - entry.x0) ** 2) / (2 * entry.sigma**2))
    assert (density / (np.sqrt(2 * np.pi) * entry.sigma) < 1e-9).all()
    values = entry.objective.values(np.linspace(entry.lo, entry.hi, 1001))
    assert entry.D / (4 * entry.sigma**2) < np.ptp(values)
    assert 0 < entry.T <= 60


@pytest.mark.parametrize("name", ["barrier", "step", "poschl-teller"])
def test_scattered_packets_stay_clear_of_the_walls(name):
    entry = CATALOGUE[name]
    grid, density = evolve(entry, entry.T)
    outer = np.abs(grid.x) > 0.97 * entry.hi
    assert density[outer].max() < 1e-6
    assert density[outer].sum() * grid.dx < 1e-6
    assert density.sum() * grid.dx == pytest.approx(1, abs=1e-9)


def test_scattering_does_what_the_catalogue_promises():
    grid, density = evolve(CATALOGUE["barrier"], CATALOGUE["barrier"].T)
    assert 0.3 < density[grid.x > 1].sum() * grid.dx < 0.5
    entry = CATALOGUE["step"]
    assert entry.D * entry.p**2 == pytest.approx(1.5, abs=1e-6)


@pytest.mark.parametrize("topic", ["formula", "landscapes"])
def test_both_languages_hold_the_same_sentences(topic):
    english, chinese = (_sentences(language, topic) for language in ("en", "zh"))
    assert list(english) == list(chinese)
    for key, sentence in english.items():
        assert _placeholders(sentence) == _placeholders(chinese[key]), key
        assert sentence.endswith(".") or key.endswith(".title")
        assert chinese[key].endswith("。") or key.endswith(".title")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_landscape_has_a_title_and_a_sentence(language):
    expected = [f"{name}.{key}" for name in NAMES for key in ("title", "about")]
    assert list(_sentences(language, "landscapes")) == expected


def _sentences(language: str, topic: str) -> dict[str, str]:
    text = (TEXTS / language / f"{topic}.toml").read_text(encoding="utf-8")
    flat = {}
    for key, value in tomllib.loads(text).items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        flat |= {f"{key}.{name}".rstrip("."): sentence for name, sentence in inner}
    return flat


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
