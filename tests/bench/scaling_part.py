"""Part "scaling": how time grows with nodes, frames, walkers, particles and dimension.

Every point is the least processor time of several repeats, in one thread. The exponent is
fitted to the largest half of the sizes, where what is done once no longer counts, and so is
that of the law beside it: n log n grows a little faster than n.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from table import Row, ms

from solvers.chin import Chin4A
from solvers.diffusion.mixture import Mixture
from solvers.formula import parse
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian
from solvers.plane.chin import PlaneChin4A
from solvers.problem import Problem
from solvers.schedules import Schedule
from solvers.search.objective import objective
from solvers.search.walkers import generation, settle
from solvers.solution import solve
from solvers.spectral import Spectrum, diagonalise

REPEATS = 5
HALF, D, T, STEPS = 3.4, 0.1, 2.0, 10
CURVES: list[dict[str, Any]] = []  # for the picture

Work = Callable[[], Any]
RNG = np.random.default_rng(1)


@dataclass(frozen=True)
class Case:
    """Something whose size can be chosen.

    Attributes:
        name: What is timed.
        unit: What is counted, the title of its axis.
        sizes: Ascending.
        prepared: Work for a size, with all that is not timed done.
        law: Time expected, up to a factor.
        words: The law as people read it.
    """

    name: str
    unit: str
    sizes: tuple[int, ...]
    prepared: Callable[[int], Work]
    law: Callable[[Any], Any]
    words: str


def _eigenstates(size: int) -> Work:
    well = Hamiltonian(parse("(x**2 - 1)**2"), D, -HALF, HALF)
    return lambda: diagonalise(well, size)


def _frames(count: int) -> Work:
    kept: dict[Any, Spectrum] = {}

    def known(hamiltonian: Hamiltonian, size: int) -> Spectrum:
        if (hamiltonian, size) not in kept:
            kept[hamiltonian, size] = diagonalise(hamiltonian, size)
        return kept[hamiltonian, size]

    problem = Problem(landscape="double-well")
    return lambda: solve(problem, samples=count, diagonalise=known)


def _line(nodes: int) -> Work:
    grid = Grid(-HALF, HALF, nodes)
    x, schedule = grid.x, Schedule("constant", D, D, T)
    chin = Chin4A(grid, (x**2 - 1) ** 2, np.abs(4 * x * (x**2 - 1)), schedule, 0.0)
    psi = np.exp(-((x + 0.8) ** 2) / 0.4).astype(complex)
    return lambda: chin.integrate(psi, 0.0, T, STEPS)


def _plane(nodes: int) -> Work:
    grid = Grid(-HALF, HALF, nodes)
    x, y = np.meshgrid(grid.x, grid.x)
    slope = np.hypot(4 * x * (x**2 - 1), 3 * y)
    zeta, schedule = (x**2 - 1) ** 2 + 1.5 * y**2, Schedule("constant", D, D, T)
    chin = PlaneChin4A(grid, zeta, slope, schedule, 0.0)
    psi = np.exp(-((x + 0.8) ** 2 + y**2) / 0.4).astype(complex)
    return lambda: chin.integrate(psi, 0.0, T, 2)


class _Open:
    """A landscape that charges nothing and has no walls."""

    def evaluate(self, points: Any, wanted: Any) -> Any:
        return np.where(wanted, objective("rastrigin-2d").values(points), np.inf)

    def reflect(self, points: Any) -> Any:
        return points


def _walkers(number: int) -> Work:
    first = settle(RNG.uniform(-3, 3, (1, number, 2)), _Open(), 3 * number)
    one = np.ones(1)
    return lambda: generation(first, _Open(), RNG, step=0.1 * one, dt=0.01 * one, growth=0 * one)


def _particles(number: int) -> Work:
    data, x = _data(2), RNG.standard_normal((number, 2))
    return lambda: data.score(x)


def _dimension(d: int) -> Work:
    data, x = _data(d), RNG.standard_normal((4000, d))
    return lambda: data.score(x)


def _data(d: int) -> Mixture:
    return Mixture.smoothed(RNG.standard_normal((100, d)), 0.5)


def _power(exponent: int) -> Callable[[Any], Any]:
    return lambda n: np.asarray(n, float) ** exponent


CASES = (
    Case("1-D: eigenstates", "plane waves", (96, 128, 192, 256, 384, 512, 768), _eigenstates,
         _power(3), "n³"),
    Case("1-D: frames from known eigenstates", "frames", (50, 100, 200, 400, 800, 1600), _frames,
         _power(1), "n"),
    Case("1-D: a step", "nodes", (512, 1024, 2048, 4096, 8192, 16384), _line,
         lambda n: n * np.log(n), "n log n"),
    Case("2-D: a step", "nodes along an axis", (64, 96, 128, 192, 256, 384), _plane,
         lambda n: n**2 * np.log(n), "n² log n"),
    Case("diffusion Monte Carlo: a generation", "walkers", (1000, 2000, 4000, 8000, 16000, 32000),
         _walkers, _power(1), "n"),
    Case("exact score of 100 points", "particles", (1000, 2000, 4000, 8000, 16000, 32000),
         _particles, _power(1), "n"),
    Case("exact score, 4,000 particles", "dimensions", (2, 4, 8, 16, 32, 64), _dimension,
         _power(1), "n"),
)  # fmt: skip


def measure() -> list[Row]:
    rows = []
    for case in CASES:
        seconds = [_least(case.prepared(size)) for size in case.sizes]
        expected = _scaled([float(case.law(n)) for n in case.sizes], seconds)
        found, awaited = exponent(case.sizes, seconds), exponent(case.sizes, expected)
        CURVES.append({**vars(case), "seconds": seconds, "expected": expected})
        last = f"{ms(seconds[0])} at {case.sizes[0]:,}, {ms(seconds[-1])} at {case.sizes[-1]:,}"
        rows.append(Row(f"{case.name}, by {case.unit}", last, ratio=f"n^{found:.2f}",
                        verdict=f"expected {case.words}: n^{awaited:.2f}"))  # fmt: skip
    return rows


def exponent(sizes: Any, seconds: Any) -> float:
    """Slope of log seconds against log size over the largest half of the sizes."""
    half = len(sizes) // 2
    return float(np.polyfit(np.log(sizes[half:]), np.log(seconds[half:]), 1)[0])


def _scaled(expected: list[float], seconds: list[float]) -> list[float]:
    """The law through the time of the largest size."""
    return [seconds[-1] * value / expected[-1] for value in expected]


def _least(work: Work) -> float:
    """Least processor seconds; short work is repeated until it can be told from the clock."""
    work()
    times = []
    for _ in range(REPEATS):
        start, count = time.process_time(), 0
        while time.process_time() - start < 0.02:
            work()
            count += 1
        times.append((time.process_time() - start) / count)
    return min(times)
