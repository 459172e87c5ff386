import numpy as np
import pytest

from solvers.formula import parse
from solvers.hamiltonian import Hamiltonian
from solvers.search.ledger import Ledger
from solvers.search.limit import infinite_population
from solvers.search.objective import SearchObjective, objective
from solvers.search.walkers import (
    FIRST_STEP,
    LAST_STEP,
    SELECTION,
    Walkers,
    generation,
    settle,
)
from solvers.spectral import diagonalise


class Unbounded:
    """A landscape without walls that charges nothing."""

    def __init__(self, formula):
        self.formula = parse(formula)

    def evaluate(self, points, wanted):
        return np.where(wanted, self.formula.values(points[..., 0]), np.inf)

    def reflect(self, points):
        return points


def sampled(formula, *, D, dt, walkers, generations, burn, seed):
    """Mean and error of ⟨ζ⟩, and the walkers of every generation after `burn`."""
    rng, world = np.random.default_rng(seed), Unbounded(formula)
    crowd = settle(0.5 * rng.standard_normal((1, walkers, 1)), world, 2 * walkers)
    step, time = np.array([np.sqrt(2 * D * dt)]), np.array([dt])
    energies, first, second, left = [], [], [], []
    for g in range(generations):
        growth = 1 - crowd.number / walkers
        crowd = generation(crowd, world, rng, step=step, dt=time, growth=growth)
        if g >= burn:
            x = crowd.x[0, crowd.alive[0], 0]
            energies.append(crowd.energy[0])
            first.append(x.mean())
            second.append((x**2).mean())
            left.append((x < 0).mean())
    return (*map(np.mean, (energies, second, left)), np.mean(first))


def test_oscillator_energy_and_width_of_the_walkers():
    """Check 25: D = k/2 = 1/2, E₀ = 1/2; u, not ρ, has the variance √(2D/k) = 1."""
    energy, second, _, mean = sampled(
        "x**2/2", D=0.5, dt=0.1, walkers=2000, generations=3000, burn=500, seed=3
    )
    assert energy == pytest.approx(0.5, abs=0.006)
    assert second - mean**2 == pytest.approx(1.0, abs=0.03)


def test_tilted_well_has_the_walkers_share_not_born_s():
    hamiltonian = Hamiltonian(parse("(x**2 - 1)**2 + 0.15*x"), 0.1, -2.6, 2.6)
    spectrum = diagonalise(hamiltonian, 128)
    grid = spectrum.basis.quadrature
    ground = np.abs(spectrum.eigenstates(grid, 1)[:, 0])
    exact = ground[grid.x < 0].sum() / ground.sum()
    assert exact == pytest.approx(0.85854, abs=1e-5)  # |ψ|² has 0.970 there
    _, _, left, _ = sampled(
        "(x**2 - 1)**2 + 0.15*x", D=0.1, dt=0.05, walkers=1000, generations=5000, burn=1500, seed=4
    )
    assert left == pytest.approx(exact, abs=0.02)


def test_one_generation_has_the_mean_its_weights_ask_for():
    """Copies are int(W + U): W on average, as long as nothing is capped."""
    rng = np.random.default_rng(0)
    world = Unbounded("x**2/2")
    crowd = settle(rng.standard_normal((1, 40_000, 1)), world, 80_000)
    still, dt = np.zeros(1), np.array([0.2])
    after = generation(crowd, world, rng, step=still, dt=dt, growth=still)
    zeta = crowd.zeta[0, :40_000]
    weight = np.exp(-(zeta - zeta.mean()) * 0.2)
    assert after.number[0] == pytest.approx(weight.sum(), rel=0.005)
    assert after.energy[0] == pytest.approx((weight * zeta).sum() / weight.sum(), rel=0.01)


def test_a_population_that_dies_out_keeps_its_best_walker():
    x = np.array([[[1.0], [2.0]]])
    crowd = Walkers(x, np.array([[1.0, 4.0]]), np.ones((1, 2), bool))
    gone = generation(
        crowd,
        Unbounded("x**2"),
        np.random.default_rng(0),
        step=np.zeros(1),
        dt=np.array([50.0]),
        growth=np.array([-100.0]),
    )
    assert gone.number[0] == 1
    assert gone.x[0, 0, 0] == 1.0


@pytest.mark.parametrize("name", ["tilted-well", "griewank-2d"])
def test_many_walkers_tend_to_the_limit(name):
    """⟨ζ⟩ of 20 000 annealed walkers against the density on the grid, all the way down."""
    searched, budget = objective(name), 1500
    limit = infinite_population(searched, budget, frames=1000)
    rng = np.random.default_rng(1)
    many = 20_000
    ledger = Ledger(searched, 1, 10**6)
    nodes = searched.values(_mesh(limit.x, searched.dimension))
    dt = np.array([SELECTION / nodes.std()])
    crowd = settle(ledger.uniform(rng, many), ledger, 2 * many)
    last = len(limit.at) - 1
    for g in range(last):
        share = (LAST_STEP / FIRST_STEP) ** (g / last)
        step = np.array([FIRST_STEP * searched.length * share])
        growth = (1 - crowd.number / many) / dt
        crowd = generation(crowd, ledger, rng, step=step, dt=dt, growth=growth)
        assert crowd.energy[0] == pytest.approx(limit.zeta[g + 1], rel=0.04, abs=0.02 * nodes.std())


def test_the_limit_is_a_density_that_ends_where_zeta_is_low():
    limit = infinite_population(objective("rastrigin-2d"), 3000)
    cell = (10.24 / 64) ** 2
    assert limit.density.sum(axis=(1, 2)) * cell == pytest.approx(1.0, rel=1e-12)
    assert (limit.density >= 0).all()
    assert limit.zeta[-1] < 0.2 * limit.zeta[0]
    assert limit.at[0] == 530
    assert limit.at[-1] <= 3000


def test_walls_hold_what_diffuses():
    flat = SearchObjective("flat", parse("0*x + 1"), -1.0, 1.0, ((0.0,),), 1.0, 0.1)
    ledger = Ledger(flat, 3, 100)
    folded = ledger.reflect(np.array([[[1.2], [-3.5], [0.3]]]))
    assert folded[0, :, 0] == pytest.approx([0.8, 0.5, 0.3])
    assert Ledger(flat, 3, 100, wraps=True).reflect(np.array([[[1.2]]]))[0, 0, 0] == pytest.approx(
        -0.8
    )


def _mesh(x, dimension):
    return np.stack(np.meshgrid(*[x] * dimension, indexing="ij"), axis=-1)
