"""Files of a run in two dimensions, written frame by frame: a run does not fit in memory.

240 frames of 256² nodes are 250 MB as complex numbers, so they go straight into the
archive; what is collected meanwhile is numbers.
"""

import csv
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO

import numpy as np

from charts.plane_clip import Film
from solvers.arrays import Real
from solvers.plane.observables import density
from solvers.plane.solution import PlaneFields, Terrain, collect

COLUMNS = ("t", "energy", "mean_x", "mean_y", "std_x", "std_y", "log_norm", "ground", "basin")


def save_arrays(path: Path, film: Film) -> None:
    """Solve a run into an NPZ file: ψ (complex128), density, ζ and the numbers.

    Args:
        path: The file.
        film: The run, not yet started.

    Raises:
        Refusal: See `solvers.plane.solution.stream`.
    """
    terrain, problem = film.terrain, film.terrain.problem
    shape = (problem.frames, problem.n, problem.n)
    # An archive has one entry open at a time: densities wait in a file of their own.
    with zipfile.ZipFile(path, "w") as archive, tempfile.TemporaryFile() as densities:
        with archive.open("psi.npy", "w", force_zip64=True) as entry:
            _head(entry, "<c16", shape)
            for frame in film.frames():
                entry.write(np.ascontiguousarray(frame.psi, "<c16").tobytes())
                densities.write(density(frame.psi).astype("<f8").tobytes())
        densities.seek(0)
        with archive.open("density.npy", "w", force_zip64=True) as entry:
            _head(entry, "<f8", shape)
            shutil.copyfileobj(densities, entry, 1 << 20)
        for name, values in _small(terrain, collect(film.numbers)).items():
            with archive.open(f"{name}.npy", "w") as entry:
                np.lib.format.write_array(entry, values)


def _head(entry: IO[bytes], kind: str, shape: tuple[int, ...]) -> None:
    header = {"descr": kind, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(entry, header)


def _small(terrain: Terrain, fields: PlaneFields) -> dict[str, Real]:
    x = terrain.problem.grid.x
    surrogate = terrain.zeta if terrain.surrogate is None else terrain.surrogate
    names = ("t", "log_norm", "energy", "mean", "std")
    numbers = {name: getattr(fields, name) for name in names}
    return {"x": x, "y": x, "zeta": terrain.zeta, "surrogate": surrogate, **numbers}


def save_observables(path: Path, fields: PlaneFields) -> None:
    """Expectation values, a row a frame."""
    columns = [
        *(fields.t, fields.energy, *fields.mean.T, *fields.std.T),
        *(fields.log_norm, fields.ground, fields.basin),
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        rows.writerows(zip(*(column.tolist() for column in columns), strict=True))
