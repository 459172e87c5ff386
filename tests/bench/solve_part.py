"""Part "solve": three landscapes in 1-D, Wicklab beside the solvers people know.

The error of every row is the same: the largest relative L² error of the density over all
frames, against a sinc-DVR matrix of 1024 points on a wider line, diagonalised densely.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from setting import FRAMES, LANDSCAPES, Landscape, gaussian
from table import Row, judged, ms

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = ("peers_qmsolve.py", "peers_qutip.py", "peers_pypde.py")
LIMIT = 90  # seconds a solver may take in all
SEEN = 3e-5  # about the error at which the budget was set: no projector shows it
EXACT = 1e-9
FACTOR = 10
CURVES: list[dict[str, Any]] = []  # every run, for the picture of error against time


class Reference:
    """ψ on the infinite line, from another basis than anybody's."""

    def __init__(self, given: Landscape, points: int = 1024) -> None:
        half = 1.25 * given.half
        self.times = np.linspace(0.0, given.T, FRAMES)
        self.h = 2 * half / points
        self.nodes = -half + self.h * (np.arange(points) + 0.5)
        apart = np.arange(points)[:, None] - np.arange(points)
        kinetic = 2 * (1.0 - 2.0 * (apart % 2)) / np.where(apart == 0, 1, apart) ** 2
        np.fill_diagonal(kinetic, np.pi**2 / 3)
        matrix = given.D / self.h**2 * kinetic + np.diag(given.zeta(self.nodes))
        self.energies, self.vectors = np.linalg.eigh(matrix)
        self.start = self.vectors.T @ gaussian(self.nodes, given)

    def density(self, x: np.ndarray, wick: int) -> np.ndarray:
        kappa = 1j * np.exp(-1j * np.radians(wick))
        gaps = self.energies - self.energies[0]
        c = np.exp(-kappa * np.outer(self.times, gaps)) * self.start
        c /= np.sqrt(self.h) * np.linalg.norm(c, axis=1, keepdims=True)
        shown = np.sinc((x[:, None] - self.nodes) / self.h) @ self.vectors
        return np.abs(c @ shown.T) ** 2

    def error(self, file: str, wick: int) -> float:
        with np.load(file) as saved:
            x, density = saved["x"], saved["density"]
        truth = self.density(x, wick)
        miss = np.linalg.norm(density - truth, axis=1) / np.linalg.norm(truth, axis=1)
        return float(np.nan_to_num(miss, nan=np.inf).max())


def run_script(
    python: str, script: str, *arguments: str, landscape: str = "double well", **settings: str
) -> dict[str, Any]:
    """The last line a script prints; every solver gets one thread for linear algebra.

    Args:
        python: Interpreter.
        script: A file beside this one.
        arguments: Its arguments.
        landscape: One of `setting.LANDSCAPES`.
        settings: Environment variables.
    """
    more = {"OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg", "BENCH_LANDSCAPE": landscape}
    more |= settings
    if python == sys.executable:
        more["PYTHONPATH"] = str(ROOT)
    command = [python, str(HERE / script), *arguments]
    done = subprocess.run(
        command,
        env=os.environ | more,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(f"{script} failed: {last}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def measure() -> list[Row]:
    return [row for name in LANDSCAPES for row in on(name)]


def quick() -> list[Row]:
    """One landscape only."""
    return on(next(iter(LANDSCAPES)))


def on(landscape: str) -> list[Row]:
    """Everybody on one landscape."""
    found, failed = runs(landscape)
    CURVES.extend({**run, "landscape": landscape} for run in found if run["wick"] != 45)
    rows = [*_lines(found), *failed, *_verdicts(found)]
    for row in rows:
        row.what = f"{landscape}, {row.what}"
    return rows


def runs(landscape: str) -> tuple[list[dict[str, Any]], list[Row]]:
    """Every run with its error, and what crashed."""
    peers = os.environ.get("WICKLAB_PEERS", ".venv-peers/bin/python")
    found, failed = [], []
    with tempfile.TemporaryDirectory() as folder:
        scripts = [(sys.executable, "peers_wicklab.py"), *((peers, name) for name in PEERS)]
        for python, script in scripts:
            try:
                found += run_script(python, script, folder, landscape=landscape)["rows"]
            except (RuntimeError, subprocess.TimeoutExpired, OSError, ValueError) as trouble:
                failed.append(Row(script, verdict=f"CRASHED: {trouble}"[:110]))
        reference = Reference(LANDSCAPES[landscape])
        for row in found:
            row["error"] = reference.error(row["file"], row["wick"])
    return found, failed


def _is_ours(row: dict[str, Any]) -> bool:
    return row["solver"] == "Wicklab"


def _ours(found: list[dict[str, Any]], wick: int) -> dict[str, Any] | None:
    cold = [row for row in found if _is_ours(row) and row["wick"] == wick]
    return cold[0] if cold else None


def _lines(found: list[dict[str, Any]]) -> list[Row]:
    lines = []
    for row in sorted(found, key=lambda row: row["wick"]):
        ours = _ours(found, row["wick"])
        time = {0: "real time", 90: "imaginary time"}.get(row["wick"], f"Wick {row['wick']}°")
        ratio = f"{row['seconds'] / ours['seconds']:.1f} ×" if ours else ""
        name = f"{time}: {row['solver']} ({row['setting']})"
        lines.append(Row(name, ms(row["seconds"]), f"{row['error']:.0e}", ratio))
    return lines


def _verdicts(found: list[dict[str, Any]]) -> list[Row]:
    errors = [row["error"] for row in found if _is_ours(row)]
    if not errors:
        return []
    rows = [judged("error of Wicklab, worst of all angles", max(errors), EXACT, unit="")]
    for wick, time in ((0, "real"), (90, "imaginary")):
        for bound, name in ((EXACT, "as exact as Wicklab"), (SEEN, f"error ≤ {SEEN:g}")):
            rows += _against(found, wick, bound, f"{time} time, fastest peer, {name}")
    return rows


def _against(found: list[dict[str, Any]], wick: int, bound: float, what: str) -> list[Row]:
    ours = _ours(found, wick)
    rivals = [r for r in found if r["wick"] == wick and not _is_ours(r) and r["error"] <= bound]
    if not ours or not rivals:
        return [Row(what, verdict="no peer reaches it")]
    best = min(rivals, key=lambda row: row["seconds"])
    ratio = best["seconds"] / ours["seconds"]
    return [judged(f"{what}: {best['solver']}", ratio, FACTOR, unit=" ×", least=True)]
