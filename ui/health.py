"""`/health`: whether this server can do its work, and which version it is.

For probes of a proxy or an orchestrator, and for reports of problems. `/_stcore/health` says
only that the process answers; this also solves a small problem whose answer is known.
"""

import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from solvers.problem import Problem
from solvers.spectral import diagonalise

PATH = "/health"
VERSION = "0.1.0"
BUILD, DATA = "WICKLAB_BUILD", "WICKLAB_DATA"
FRESH = 5.0  # seconds for which an answer counts: nobody makes the server check without end
SIZE = 64  # basis functions; E0 of ½x² is then exact to 1e-10

_checked: tuple[float, dict[str, bool]] = (-FRESH, {})
_turn = threading.Lock()


def build() -> str:
    """What the image says it was built from; a checkout says nothing."""
    return os.environ.get(BUILD, "")[:80]


def solver_works() -> bool:
    """Whether the harmonic oscillator's ground state has the energy ½ at D = ½."""
    problem = Problem(landscape="quadratic", D=0.5, n=128)
    try:
        found = diagonalise(problem.hamiltonian, SIZE).energies[0]
    except (ArithmeticError, ValueError, MemoryError):
        return False
    return bool(abs(found - 0.5) < 1e-6)


def can_write() -> bool:
    """Whether the folder of class sessions, if one is set, takes and keeps a file."""
    named = os.environ.get(DATA)
    if not named:
        return True
    try:
        with tempfile.TemporaryFile(dir=named) as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return Path(named).is_dir()


def checks() -> dict[str, bool]:
    """Each check and whether it passed."""
    global _checked  # noqa: PLW0603 - one answer for all who ask at once
    with _turn:
        if time.monotonic() - _checked[0] >= FRESH:
            found = {"solver": solver_works(), "data": can_write()}
            _checked = (time.monotonic(), found)
        return _checked[1]


async def _answer(_: Request) -> JSONResponse:
    found: dict[str, Any] = await run_in_threadpool(checks)
    healthy = all(found.values())
    answer = {"healthy": healthy, "version": VERSION, "build": build(), "checks": found}
    return JSONResponse(
        answer, status_code=200 if healthy else 503, headers={"Cache-Control": "no-store"}
    )


route = Route(PATH, _answer)
