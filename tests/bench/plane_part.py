"""Part "plane": one evolution on 256² nodes, against QMsolve and against bare transforms.

Error is the relative L² error of |ψ|² at the end, against fine steps of ours, which the tests
check against closed forms and another basis. QMsolve's time is interpolated (its error falls
with the square of its steps) to the error at which Wicklab is timed.
"""

import math
import os
import sys
import tempfile
import time
from typing import Any

import numpy as np
import scipy.fft
from plane_setting import HALF, NODES, D, T, packet, zeta
from setting import timed
from solve_part import ROOT, run_script
from table import Row, judged, ms

sys.path.insert(0, str(ROOT))

from solvers.formula import parse
from solvers.grid import Grid
from solvers.plane.chin import PlaneChin4A
from solvers.plane.split_operator import propagate
from solvers.schedules import Schedule

AIM, FACTOR, BARE = 1e-4, 5, 1.5
GRID = Grid(-HALF, HALF, NODES)
X, Y = np.meshgrid(GRID.x, GRID.x)
SCHEDULE = Schedule("constant", D, D, T)


def _setting() -> tuple[Any, Any, Any]:
    formula = parse("(x**2 - 1)**2 + 1.5*y**2", variables=("x", "y"))
    points = (X.ravel(), Y.ravel())
    along = [formula.jet_along(points, u, 1)[1] for u in ((1.0, 0.0), (0.0, 1.0))]
    return packet(X, Y), zeta(X, Y), np.hypot(*along).reshape(X.shape)


def _ours(wick: float, tolerance: float, setting: tuple[Any, Any, Any]) -> Any:
    psi, potential, gradient = setting
    run = propagate(
        psi,
        GRID,
        potential,
        gradient,
        schedule=SCHEDULE,
        wick=wick,
        t_save=np.array([0.0, T]),
        tolerance=tolerance,
    )
    return list(run)[-1].psi


def _density(psi: Any, dx: float) -> Any:
    rho = np.abs(psi) ** 2
    return rho / (rho.sum() * dx**2)


def _at(x: Any, rho: Any) -> Any:
    """A density on our nodes at other nodes, by its sine series."""
    series = scipy.fft.dstn(rho, type=2) / NODES**2
    k = np.pi * np.arange(1, NODES + 1) / (2 * HALF)
    waves = np.sin(np.outer(np.asarray(x) + HALF, k))
    waves[:, -1] /= 2
    return waves @ series @ waves.T


def measure() -> list[Row]:
    setting = _setting()
    rows, peers = [], os.environ.get("WICKLAB_PEERS", ".venv-peers/bin/python")
    with tempfile.TemporaryDirectory() as folder:
        found = run_script(peers, "peers_qmsolve_plane.py", folder)["rows"]
        for wick, name in ((0, "real"), (90, "imaginary")):
            angle = math.pi / 2 if wick else 0.0
            truth = _density(_ours(angle, 1e-9, setting), GRID.dx)
            seconds, psi = timed(lambda w=angle: _ours(w, AIM, setting))
            error = _error(_density(psi, GRID.dx), truth)
            title = f"{name} time, {NODES}²: Wicklab, error estimated on the way"
            rows.append(Row(title, ms(seconds), f"{error:.0e}"))
            theirs = [_peer(row, truth) for row in found if row["wick"] == wick]
            for steps, spent, miss in theirs:
                title = f"{name} time: QMsolve, {steps} steps"
                rows.append(Row(title, ms(spent), f"{miss:.0e}", f"{spent / seconds:.1f} ×"))
            ratio = _time_at(max(error, AIM), theirs) / seconds
            what = f"{name} time, QMsolve at the same error or {AIM:g}"
            rows.append(judged(what, ratio, FACTOR, unit=" ×", least=True))
            rows.append(
                judged(
                    f"{name} time, a step over its transforms",
                    _over(angle, setting),
                    BARE,
                    unit=" ×",
                )
            )
    return rows


def _error(rho: Any, truth: Any) -> float:
    return float(np.linalg.norm(rho - truth) / np.linalg.norm(truth))


def _peer(row: dict[str, Any], truth: Any) -> tuple[int, float, float]:
    with np.load(row["file"]) as saved:
        x, psi = saved["x"], saved["psi"]
    inside = np.abs(x) < HALF
    rho = _density(psi, x[1] - x[0])[np.ix_(inside, inside)]
    here = _at(x[inside], truth)
    # Their first axis is x or y, whichever fits: ζ tells them apart.
    return row["steps"], row["seconds"], min(_error(rho, here), _error(rho.T, here))


def _time_at(error: float, runs: list[tuple[int, float, float]]) -> float:
    """Seconds at an error, between the two runs around it, on logarithmic axes."""
    errors = np.log([run[2] for run in runs])[::-1]
    seconds = np.log([run[1] for run in runs])[::-1]
    return float(np.exp(np.interp(math.log(error), errors, seconds)))


def _over(angle: float, setting: tuple[Any, Any, Any]) -> float:
    """Time of 40 steps over the time of their 160 transforms, the lowest of five pairs."""
    psi, potential, gradient = setting
    chin = PlaneChin4A(GRID, potential, gradient, SCHEDULE, angle)
    state = psi.astype(float if angle else complex)
    state = state / np.linalg.norm(state)
    parts = state[None] if angle else np.stack([state.real, state.imag])
    chin.integrate(state, 0.0, T, 40)
    ratios = []
    for _ in range(5):
        start = time.perf_counter()
        chin.integrate(state, 0.0, T, 40)
        middle = time.perf_counter()
        for _ in range(80):
            parts = scipy.fft.dstn(parts, type=2, axes=(1, 2), overwrite_x=True, workers=1)
            parts = scipy.fft.idstn(parts, type=2, axes=(1, 2), overwrite_x=True, workers=1)
        ratios.append((middle - start) / (time.perf_counter() - middle))
    return min(ratios)
