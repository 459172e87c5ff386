"""Sweeps that were computed once, on disk: a sweep that is asked for again is there at once.

The folder is `WICKLAB_ATLAS_CACHE`, else the user's cache directory, else one below the
system's for temporary files. A file belongs to one sweep and to one state of the solvers'
source, so that no file outlives what made it. What cannot be read is computed again.
"""

import contextlib
import os
import tempfile
import threading
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from charts.sweep_files import READABLE, map_of, npz_of
from solvers.sweep.sweep import Sweep, SweepMap

SETTING = "WICKLAB_ATLAS_CACHE"
KEPT = 64_000_000  # bytes of all files; one has 20 to 200 kB
SOLVERS = Path(__file__).parents[1] / "solvers"
_one_writer = threading.Lock()


@lru_cache
def solver_version() -> str:
    """Changes with every change of the solvers' source."""
    digest = blake2b(digest_size=8)
    for file in sorted(SOLVERS.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


@lru_cache
def folder() -> Path | None:
    """Where files are kept; None when nothing can be written anywhere."""
    chosen = os.environ.get(SETTING)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    usual = (home / "wicklab" / "atlas", Path(tempfile.gettempdir()) / "wicklab-atlas")
    for candidate in (Path(chosen),) if chosen else usual:
        try:
            candidate.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=candidate):
                return candidate
        except OSError:
            continue
    return None


def _name(sweep: Sweep) -> str:
    return repr((solver_version(), sweep))


def _file(sweep: Sweep) -> Path | None:
    place = folder()
    digest = blake2b(_name(sweep).encode(), digest_size=16).hexdigest()
    return place and place / f"{digest}.npz"


def load(sweep: Sweep) -> SweepMap:
    """What is known of a sweep; nothing when there is no file or it is damaged."""
    file = _file(sweep)
    if file is None or not file.exists():
        return SweepMap(sweep)
    try:
        found = map_of(file.read_bytes(), sweep, name=_name(sweep))
        os.utime(file)  # the one looked at last is the last to go
    except READABLE:
        with contextlib.suppress(OSError):
            file.unlink()
        return SweepMap(sweep)
    return found


def save(found: SweepMap) -> None:
    """Keep what is known; on a full or lost disk it stays in memory only."""
    file = _file(found.sweep)
    if file is None:
        return
    blob = npz_of(found, name=_name(found.sweep))
    with _one_writer, contextlib.suppress(OSError):
        partial = file.with_suffix(f".{os.getpid()}")
        partial.write_bytes(blob)
        partial.replace(file)
        _make_room(file.parent)


def _make_room(place: Path) -> None:
    """Remove what was not looked at for longest until all files fit."""
    known = sorted(place.glob("*.npz"), key=lambda file: file.stat().st_mtime)
    size = sum(file.stat().st_size for file in known)
    for file in known[:-1]:
        if size <= KEPT:
            return
        size -= file.stat().st_size
        file.unlink()
