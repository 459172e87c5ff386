"""What the tests of the spectral method share."""

from functools import lru_cache

import numpy as np

from solvers import expansion
from solvers.expansion import expand
from solvers.formula import parse
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian
from solvers.problem import Problem
from solvers.spectral import diagonalise

ANGLES = (0.0, 0.7, np.pi / 2)
REAL, IMAGINARY = 0.0, np.pi / 2
diagonalised = lru_cache(maxsize=None)(diagonalise)


def hamiltonian(text: str, D: float, lo: float, hi: float, edges="walls") -> Hamiltonian:
    return Hamiltonian(parse(text), D, lo, hi, edges)


def levels(text: str, D: float, lo: float, hi: float, size: int = 256, edges="walls"):
    return diagonalise(hamiltonian(text, D, lo, hi, edges), size).energies


def run(problem: Problem, size: int | None, t: np.ndarray, grid: Grid):
    """ψ on a grid and the expansion, in a basis of given or chosen size."""
    if size is None:
        chosen = expand(
            problem.hamiltonian,
            problem.packet,
            wick=problem.theta,
            t_end=float(t[-1]),
            diagonalise=diagonalised,
        )
    else:
        chosen = expansion._project(diagonalised(problem.hamiltonian, size), problem.packet)
    coefficients, _ = chosen.at(t, problem.theta)
    return coefficients @ chosen.spectrum.eigenstates(grid, chosen.count).T, chosen
