"""Clips: one blob of header and typed arrays that the player unpacks.

Layout, little endian: `WKLB`, header length as uint32, the header as JSON padded with
blanks to a multiple of 8, then the arrays one after the other, each padded to 8. The
header lists name, type, shape and offset (from the end of the header) of every array.

Two kinds travel as blobs: *modes* (eigenstates; the player synthesises any time, Wick
angle and packet from them) and *frames* (what a stepping solver has saved so far).
"""

import json
import struct
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solvers.problem import Problem
from solvers.spectral import Expansion
from solvers.split_operator import Saved

MAGIC = b"WKLB"
Array = NDArray[Any]


def pack(header: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    """Header and arrays as one blob."""
    listing, body, offset = [], [], 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        data += bytes(-len(data) % 8)
        entry = {"name": name, "type": array.dtype.str, "shape": array.shape, "offset": offset}
        listing.append(entry)
        body.append(data)
        offset += len(data)
    text = json.dumps({**header, "arrays": listing}).encode()
    text += b" " * (-(len(text) + 8) % 8)
    return MAGIC + struct.pack("<I", len(text)) + text + b"".join(body)


def unpack(blob: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of a blob.

    Raises:
        ValueError: When the blob is not one of ours.
    """
    if blob[:4] != MAGIC:
        raise ValueError("Argument `blob` must start with WKLB, but does not.")
    (length,) = struct.unpack("<I", blob[4:8])
    header = json.loads(blob[8 : 8 + length])
    arrays = {}
    for entry in header.pop("arrays"):
        count = int(np.prod(entry["shape"]))
        start = 8 + length + entry["offset"]
        array = np.frombuffer(blob, np.dtype(entry["type"]), count, start)
        arrays[entry["name"]] = array.reshape(entry["shape"])
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
    """Eigenstates on the problem's grid, float32, shape (count, n): one state a row."""
    states = expansion.spectrum.eigenstates(problem.grid, expansion.count)
    header = {"kind": "modes", "clip": clip_name(problem, expansion)}
    return pack(header, {"states": states.T.astype("<f4")})


def frames_clip(problem: Problem, first: int, steps: list[Saved], **more: Any) -> bytes:
    """Consecutive frames of a stepping solver, ψ as float32, shape (count, n).

    Args:
        problem: What is being solved.
        first: Index of the first frame in the run.
        steps: The saved states.
        more: What else the header carries, such as the report with the last frames.
    """
    psi = np.array([step.psi for step in steps])
    return pack(
        {"kind": "frames", "clip": clip_name(problem), "first": first, **more},
        {
            "real": psi.real.astype("<f4"),
            "imaginary": psi.imag.astype("<f4"),
            "t": np.array([step.t for step in steps]),
            "log_norm": np.array([step.log_norm for step in steps]),
        },
    )


def fingerprint(*parts: object) -> str:
    """Short name of whatever the parts say; equal parts have equal names."""
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()
