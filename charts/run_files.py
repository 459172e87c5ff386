"""Files of a run in one dimension: arrays as NPZ, observables as CSV."""

import csv
from pathlib import Path

import numpy as np

from solvers.solution import Fields, Solution

OBSERVABLES = ("t", "energy", "mean", "std", "log_norm", "ground")


def save_arrays(path: Path, solution: Solution) -> None:
    """ψ (complex128, frames first), density, ζ, its surrogate and the numbers, as NPZ."""
    fields = solution.fields
    surrogate = solution.zeta if solution.surrogate is None else solution.surrogate
    with path.open("wb") as file:  # np.savez would add .npz to a name without it
        np.savez(
            file,
            x=solution.problem.grid.x,
            t=fields.t,
            psi=fields.psi,
            log_norm=fields.log_norm,
            density=fields.density,
            zeta=solution.zeta,
            surrogate=surrogate,
            energy=fields.energy,
            mean=fields.mean,
            std=fields.std,
        )


def save_observables(path: Path, fields: Fields) -> None:
    """Expectation values, a row a frame."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(OBSERVABLES)
        columns = [getattr(fields, name) for name in OBSERVABLES]
        rows.writerows(zip(*(column.tolist() for column in columns), strict=True))
