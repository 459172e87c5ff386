"""Clips: one blob of header and typed arrays that the player unpacks.

Layout, little endian: `WKLB`, header length as uint32, the header as JSON padded with
blanks to a multiple of 8, then the arrays one after the other, each padded to 8. The
header lists name, type, shape and offset (from the end of the header) of every array. Rows
in 16 bits are followed by the size of a step in each row, whose offset is `steps`.

Two kinds travel as blobs: *modes* (eigenstates; the player synthesises any time, Wick
angle and packet from them) and *frames* (what a stepping solver has saved so far).
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solvers.expansion import Expansion
from solvers.problem import Problem
from solvers.spectral import FEWEST_STATES
from solvers.split_operator import Saved

MAGIC = b"WKLB"
SIGNED = 32767  # steps of 16 bits on either side of zero
HALF_STEP = 1 / (2 * SIGNED)  # of the largest number of a row: how far a rounded one may be off
ROUNDING = 1e-12  # of ψ: an imaginary part below is none
FEWER = 2  # times fewer waves than nodes: then waves travel, and the browser adds them up
Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Rounded:
    """Rows of numbers in 16 bits; each comes back within half a step of its row.

    Attributes:
        whole: Whole numbers, uint16 where no number is negative, else int16, shape (rows, n).
        steps: What 1 stands for in each row, shape (rows,).
    """

    whole: Array
    steps: Array

    @classmethod
    def of(cls, rows: Array) -> "Rounded":
        """Round: half a step is at most `HALF_STEP` of a row's largest.

        A row that holds a number that is not finite comes back as NaN.
        """
        kind, most = ("<i2", SIGNED) if (rows < 0).any() else ("<u2", 2 * SIGNED + 1)
        steps = np.abs(rows).max(axis=-1, initial=0.0) / most
        steps = np.where(np.isfinite(steps), steps, np.nan)
        whole = np.rint(rows / np.where(steps == 0, 1.0, steps)[..., None])
        return cls(np.nan_to_num(whole).astype(kind), steps)

    @property
    def numbers(self) -> Array:
        """What the rows come back as, float64."""
        return np.asarray(self.whole * self.steps[..., None])


def pack(header: Mapping[str, Any], arrays: Mapping[str, Array | Rounded]) -> bytes:
    """Header and arrays as one blob."""
    listing: list[dict[str, Any]] = []
    body: list[bytes] = []

    def add(array: Array) -> int:
        data = np.ascontiguousarray(array).tobytes()
        body.append(data + bytes(-len(data) % 8))
        return sum(map(len, body[:-1]))

    for name, array in arrays.items():
        values = array.whole if isinstance(array, Rounded) else array
        entry = {"name": name, "type": values.dtype.str, "shape": values.shape}
        listing.append({**entry, "offset": add(values)})
        if isinstance(array, Rounded):
            listing[-1]["steps"] = add(array.steps.astype("<f8"))
    text = json.dumps({**header, "arrays": listing}).encode()
    text += b" " * (-(len(text) + 8) % 8)
    return MAGIC + struct.pack("<I", len(text)) + text + b"".join(body)


def unpack(blob: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of a blob, those that were rounded as float64.

    Raises:
        ValueError: When the blob is not one of ours.
    """
    if blob[:4] != MAGIC:
        raise ValueError("Argument `blob` must start with WKLB, but does not.")
    (length,) = struct.unpack("<I", blob[4:8])
    header = json.loads(blob[8 : 8 + length])
    arrays = {}

    def read(kind: str, shape: tuple[int, ...], offset: int) -> Array:
        array = np.frombuffer(blob, np.dtype(kind), int(np.prod(shape)), 8 + length + offset)
        return array.reshape(shape)

    for entry in header.pop("arrays"):
        array = read(entry["type"], entry["shape"], entry["offset"])
        if "steps" in entry:
            steps = read("<f8", entry["shape"][:-1], entry["steps"])
            array = Rounded(array, steps).numbers
        arrays[entry["name"]] = array
    return header, arrays


def clip_name(problem: Problem, expansion: Expansion | None = None) -> str:
    """Name of the clip that shows a problem; scenes that can share one share its name.

    A modes clip is the same for every packet, Wick angle and duration.
    """
    if expansion is None:
        return fingerprint("run", problem)
    size = expansion.spectrum.basis.size
    return fingerprint("modes", problem.hamiltonian, size, expansion.count, problem.n)


def modes_clip(problem: Problem, expansion: Expansion) -> bytes:
    """Eigenstates, one a row: as sums of waves where that is shorter.

    Of few waves and many nodes the coefficients of `solvers.basis.Basis` travel as `waves`,
    shape (count, size), else the values on the problem's grid, shape (count, n): the lowest
    as `states`, the others as `higher`. Only these are in 16 bits: what is wrong with a low
    state that is nearly absent is magnified by imaginary time, so those are float32.
    """
    spectrum, count, grid = expansion.spectrum, expansion.count, problem.grid
    header: dict[str, Any] = {"kind": "modes", "clip": clip_name(problem, expansion)}
    if FEWER * spectrum.basis.size <= grid.n:
        places = {"lo": grid.lo, "hi": grid.hi, "n": grid.n, "edges": grid.edges}
        waves = spectrum.vectors[:, :count].T.astype("<f4")
        return pack({**header, "grid": places, "size": spectrum.basis.size}, {"waves": waves})
    states = spectrum.eigenstates(grid, count).T
    arrays: dict[str, Array | Rounded] = {"states": states[:FEWEST_STATES].astype("<f4")}
    if count > FEWEST_STATES:
        arrays["higher"] = Rounded.of(states[FEWEST_STATES:])
    return pack(header, arrays)


def frames_clip(problem: Problem, first: int, steps: list[Saved], **more: Any) -> bytes:
    """Consecutive frames of a stepping solver, ψ in 16 bits, shape (count, n).

    Where ψ is real, as in imaginary time for a packet at rest, no imaginary part travels.

    Args:
        problem: What is being solved.
        first: Index of the first frame in the run.
        steps: The saved states.
        more: What else the header carries, such as the report with the last frames.
    """
    psi = np.array([step.psi for step in steps])
    arrays: dict[str, Array | Rounded] = {"real": Rounded.of(psi.real)}
    if np.abs(psi.imag).max() > ROUNDING * np.abs(psi.real).max():
        arrays["imaginary"] = Rounded.of(psi.imag)
    arrays["t"] = np.array([step.t for step in steps])
    arrays["log_norm"] = np.array([step.log_norm for step in steps])
    return pack({"kind": "frames", "clip": clip_name(problem), "first": first, **more}, arrays)


def fingerprint(*parts: object) -> str:
    """Short name of whatever the parts say; equal parts have equal names."""
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()
