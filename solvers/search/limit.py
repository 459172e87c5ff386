"""The wave: what annealed walkers tend to as their number grows without bound.

It has evaluated ζ at every node before it begins, so it knows the minimum from the start:
a limit to be drawn beside the searches, not one of them.
"""

from dataclasses import dataclass

import numpy as np
import scipy.fft

from solvers.arrays import Real
from solvers.search.ledger import CALIBRATION
from solvers.search.objective import SearchObjective
from solvers.search.walkers import FIRST_STEP, LAST_STEP, POPULATION, SELECTION

NODES = {1: 512, 2: 64}  # along every axis, by dimension
FRAMES = 60


@dataclass(frozen=True, eq=False)
class Limit:
    """The walkers' density u at some numbers of evaluations.

    Attributes:
        x: Nodes along an axis, shape (n,).
        at: Evaluations that a population of `POPULATION` would have spent, shape (nf,).
        density: u = ψ/∫ψ, shape (nf, n) or (nf, n, n), first axis x.
        zeta: ⟨ζ⟩ under u, shape (nf,).
        diffusivity: D of the generation before, shape (nf,).
    """

    x: Real
    at: Real
    density: Real
    zeta: Real
    diffusivity: Real


def infinite_population(objective: SearchObjective, budget: int, frames: int = FRAMES) -> Limit:
    """Follow the density of infinitely many annealed walkers, generation by generation.

    u ← e^{-ζ dt/2} G e^{-ζ dt/2} u with G the diffusion over √(2D dt) between mirrors:
    the symmetric splitting of ∂u/∂τ = D∇²u - ζu, with the steps `annealed_diffusion` takes.
    """
    n, d = NODES[objective.dimension], objective.dimension
    x = objective.lo + (np.arange(n) + 0.5) * objective.length / n
    mesh = np.stack(np.meshgrid(*[x] * d, indexing="ij"), axis=-1)
    zeta = objective.values(mesh)
    dt = SELECTION / float(zeta.std())
    begun = min(CALIBRATION, budget // 2)
    generations = max((budget - begun) // POPULATION - 1, 1)
    shown = np.unique(np.linspace(0, generations, min(frames, generations + 1)).astype(int))
    half = np.exp(-(zeta - zeta.min()) * dt / 2)
    wave_number = sum(np.ix_(*[(np.pi * np.arange(n) / objective.length) ** 2] * d))
    u = np.full((n,) * d, 1 / n**d)
    kept, D = [u], [0.0]
    for g in range(generations):
        step = FIRST_STEP * (LAST_STEP / FIRST_STEP) ** (g / generations) * objective.length
        spectrum = scipy.fft.dctn(half * u) * np.exp(-(step**2) / 2 * wave_number)
        u = half * np.maximum(scipy.fft.idctn(spectrum), 0.0)
        u = u / u.sum()
        if g + 1 in shown:
            kept.append(u)
            D.append(step**2 / (2 * dt))
    density = np.array(kept)
    mean = (density * zeta).reshape(len(kept), -1).sum(axis=1)
    at = begun + POPULATION * (shown + 1.0)
    D[0] = D[1]
    return Limit(x, at, density * (n / objective.length) ** d, mean, np.array(D))
