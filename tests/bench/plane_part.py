"""Part "plane": one evolution on 256² nodes, against QMsolve and against bare transforms.

Error is the relative L² error of |ψ|² on 256² nodes at the end, against fine steps of ours,
which the tests check against closed forms and another basis. Both are run at several step
lengths or tolerances in processor time, in turns, median of several; both curves of time
against error are read at 1e-4, between the runs around it and never beyond them. Once Wicklab
may step on fewer nodes where the waves allow it, as the app does, and once it may not.
"""

import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import scipy.fft
from plane_setting import HALF, NODES, D, T, packet, zeta
from solve_part import ROOT, run_script
from table import Row, judged, ms

sys.path.insert(0, str(ROOT))

from solvers.formula import parse
from solvers.grid import Grid
from solvers.plane.chin import PlaneChin4A
from solvers.plane.split_operator import propagate
from solvers.schedules import Schedule

AIM, FACTOR, BARE = 1e-4, 5, 1.5
TOLERANCES = (1e-3, 3e-4, 1e-4, 3e-5)
ROUNDS = 7
GRID = Grid(-HALF, HALF, NODES)
FORMULA = parse("(x**2 - 1)**2 + 1.5*y**2", variables=("x", "y"))
SCHEDULE = Schedule("constant", D, D, T)

Run = tuple[str, float, float]  # how it was set, seconds, error


def _sampled(grid: Grid) -> tuple[Any, Any]:
    """V and |∇V| at the nodes of a grid."""
    x, y = np.meshgrid(grid.x, grid.x)
    points = (x.ravel(), y.ravel())
    along = [FORMULA.jet_along(points, u, 1)[1] for u in ((1.0, 0.0), (0.0, 1.0))]
    return zeta(x, y), np.hypot(*along).reshape(x.shape)


POTENTIAL, GRADIENT = _sampled(GRID)
START = packet(*np.meshgrid(GRID.x, GRID.x))


def _ours(wick: float, tolerance: float, *, fewer: bool = False) -> Any:
    run = propagate(
        START,
        GRID,
        POTENTIAL,
        GRADIENT,
        schedule=SCHEDULE,
        wick=wick,
        t_save=np.array([0.0, T]),
        tolerance=tolerance,
        sampled=_sampled if fewer else None,
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


def measure(rounds: int = ROUNDS) -> list[Row]:
    peers = os.environ.get("WICKLAB_PEERS", ".venv-peers/bin/python")
    rows, theirs, ours = [], {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):  # in turns: what the machine does meets both
            for row in run_script(peers, "peers_qmsolve_plane.py", folder)["rows"]:
                theirs.setdefault((row["wick"], row["steps"]), []).append(row)
            for wick, tolerance, fewer in product((0, 90), TOLERANCES, (True, False)):
                spent, psi = spent_on(
                    lambda w=wick, t=tolerance, f=fewer: _ours(math.radians(w), t, fewer=f)
                )
                ours.setdefault((wick, fewer, tolerance), []).append((spent, psi))
        for wick, name in ((0, "real"), (90, "imaginary")):
            truth = _density(_ours(math.radians(wick), 1e-9), GRID.dx)
            peer = [
                _peer(f"{steps} steps", found, truth)
                for (angle, steps), found in theirs.items()
                if angle == wick
            ]
            rows += [Row(f"{name} time: QMsolve, {how}", ms(s), f"{e:.0e}") for how, s, e in peer]
            for fewer in (True, False):
                runs = [
                    _mine(f"tolerance {tolerance:g}", found, truth)
                    for (angle, less, tolerance), found in ours.items()
                    if (angle, less) == (wick, fewer)
                ]
                nodes = "as few nodes as do" if fewer else f"{NODES}² nodes"
                rows += [
                    Row(f"{name} time: Wicklab, {nodes}, {how}", ms(s), f"{e:.0e}")
                    for how, s, e in runs
                ]
                ratio = _time_at(AIM, peer) / _time_at(AIM, runs)
                what = f"{name} time at error {AIM:g}, {nodes}: QMsolve over Wicklab"
                if fewer:
                    rows.append(judged(what, ratio, FACTOR, unit=" ×", least=True))
                else:
                    rows.append(Row(what, ratio=f"{ratio:.3g} ×"))
            what = f"{name} time, a step over its transforms"
            rows.append(judged(what, _over(math.radians(wick)), BARE, unit=" ×"))
    return rows


def spent_on(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of this process, and the result."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def _error(rho: Any, truth: Any) -> float:
    return float(np.linalg.norm(rho - truth) / np.linalg.norm(truth))


def _mine(how: str, found: list[tuple[float, Any]], truth: Any) -> Run:
    error = _error(_density(found[0][1], GRID.dx), truth)
    return how, statistics.median(spent for spent, _ in found), error


def _peer(how: str, found: list[dict[str, Any]], truth: Any) -> Run:
    with np.load(found[0]["file"]) as saved:
        x, psi = saved["x"], saved["psi"]
    inside = np.abs(x) < HALF
    rho = _density(psi, x[1] - x[0])[np.ix_(inside, inside)]
    here = _at(x[inside], truth)
    # Their first axis is x or y, whichever fits: ζ tells them apart.
    error = min(_error(rho, here), _error(rho.T, here))
    return how, statistics.median(row["seconds"] for row in found), error


def _time_at(error: float, runs: list[Run]) -> float:
    """Seconds at an error, between the runs around it, on logarithmic axes.

    Beyond the roughest run its time is taken: never less than what was measured.
    """
    ordered = sorted((miss, spent) for _, spent, miss in runs)
    errors, seconds = np.log(ordered).T
    return float(np.exp(np.interp(math.log(error), errors, seconds)))


def _over(angle: float) -> float:
    """Processor time of 40 steps over that of their 160 transforms, median of pairs."""
    chin = PlaneChin4A(GRID, POTENTIAL, GRADIENT, SCHEDULE, angle)
    state = START.astype(float if angle else complex)
    state = state / np.linalg.norm(state)
    chin.integrate(state, 0.0, T, 40)
    ratios = []
    for _ in range(ROUNDS):
        stepped, _ = spent_on(lambda: chin.integrate(state, 0.0, T, 40))
        parts = np.array([state] if angle else [state.real, state.imag])
        bare, _ = spent_on(lambda p=parts: _transforms(p, 80))
        ratios.append(stepped / bare)
    return statistics.median(ratios)


def _transforms(parts: Any, pairs: int) -> None:
    for _ in range(pairs):
        for transform in (scipy.fft.dstn, scipy.fft.idstn):
            parts = transform(parts, type=2, axes=(1, 2), overwrite_x=True, workers=1)
