"""Files of a sweep: one row a cell as CSV, arrays as NPZ; the NPZ can be read back."""

import csv
import io
import json
import math
import zipfile
import zlib
from typing import Any

import numpy as np

from solvers.sweep.sweep import STATES, Sweep, SweepMap

# A changed bit may ask for a password or an unknown method: RuntimeError.
READABLE = (OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile,
            zlib.error)  # fmt: skip
LARGEST = 4_000_000  # bytes of a file that is read; a full map of 64 × 64 cells has 0.2 MB


def csv_of(found: SweepMap) -> str:
    """The cells that are known, row by row; what a cell has to say is its sentence's key."""
    sweep, text = found.sweep, io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow((sweep.across.key, sweep.up.key, sweep.figure, "error", "verdict", "note"))
    across, up = sweep.across.values.tolist(), sweep.up.values.tolist()
    for i, j in np.argwhere(found.levels >= 0).tolist():
        value, error = float(found.values[i, j]), float(found.errors[i, j])
        code, _ = found.notes.get((i, j), ("", {}))
        shown = ["" if math.isnan(number) else number for number in (value, error)]
        rows.writerow((across[j], up[i], *shown, STATES[found.levels[i, j]], code))
    return text.getvalue()


def npz_of(found: SweepMap, **more: str) -> bytes:
    """The map as arrays, first row first; `levels` counts in `states`, -1 is not known.

    Args:
        found: The map.
        more: What else is written, as text.
    """
    sweep, file = found.sweep, io.BytesIO()
    notes = [[*place, *note] for place, note in found.notes.items()]
    arrays: dict[str, Any] = {
        "across": sweep.across.values,
        "up": sweep.up.values,
        "values": found.values,
        "errors": found.errors,
        "levels": found.levels,
        "states": np.array(STATES),
        "axes": np.array((sweep.across.key, sweep.up.key)),
        "figure": np.array(sweep.figure),
        "notes": np.array(json.dumps(notes)),
        **{key: np.array(text) for key, text in more.items()},
    }
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def map_of(blob: bytes, sweep: Sweep, **more: str) -> SweepMap:
    """The map that `npz_of` wrote for this sweep.

    Raises:
        ValueError: When the file is of another sweep, or damaged; so do all of `READABLE`.
    """
    if len(blob) > LARGEST:
        raise ValueError("Argument `blob` is too long.")
    found = SweepMap(sweep)
    with np.load(io.BytesIO(blob), allow_pickle=False) as saved:
        if any(str(saved[key]) != text for key, text in more.items()):
            raise ValueError("Argument `blob` holds another sweep.")
        for key in ("values", "errors", "levels"):
            wanted, there = getattr(found, key), saved[key]
            if there.shape != wanted.shape or there.dtype != wanted.dtype:
                raise ValueError(f"Argument `blob` holds other {key}.")
            wanted[:] = there
        notes = json.loads(str(saved["notes"]))
    if found.levels.min() < -1 or found.levels.max() >= len(STATES):
        raise ValueError("Argument `blob` holds a level that does not exist.")
    found.notes.update({(int(i), int(j)): (str(code), dict(said)) for i, j, code, said in notes})
    return found
