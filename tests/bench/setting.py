"""The evolution that every solver is given, and how it hands its frames over.

i ∂ψ/∂t = [-D ∂²/∂x² + ζ(x)] ψ with ζ = (x² - 1)², and -∂ψ/∂τ = [...] ψ in imaginary time.
The box is so wide that walls, a periodic seam and no wall at all agree to 1e-10.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

D = 0.05
CENTRE, WIDTH = -1.1, 0.22
HALF, NODES = 3.2, 512  # box [-HALF, HALF]
T, FRAMES = 10.0, 200
TIMES = np.linspace(0.0, T, FRAMES)


def zeta(x: Any) -> Any:
    return (x**2 - 1) ** 2


def packet(x: Any) -> Any:
    height = (2 * np.pi * WIDTH**2) ** -0.25
    return height * np.exp(-((x - CENTRE) ** 2) / (4 * WIDTH**2))


def timed(work: Callable[[], Any], repeats: int = 3, *, warm: bool = True) -> tuple[float, Any]:
    """Best seconds of some repeats after one that is not counted, and the last result."""
    if warm:
        work()
    best = np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return float(best), result


class Delivery:
    """Rows of one solver: seconds in a line of JSON, densities in files."""

    def __init__(self, name: str) -> None:
        self.name, self.folder, self.rows = name, Path(sys.argv[1]), []

    def add(self, setting: str, wick: int, seconds: float, x: Any, psi: Any) -> None:
        """One run.

        Args:
            setting: How the solver was set, for the table.
            wick: 0 for real time, 90 for imaginary time.
            seconds: Best time.
            x: Nodes, evenly spaced, shape (n,).
            psi: Wavefunctions of any norm, shape (FRAMES, n).
        """
        density = np.abs(np.asarray(psi)) ** 2
        density /= density.sum(axis=1, keepdims=True) * (x[1] - x[0])
        file = self.folder / f"{self.name}-{len(self.rows)}.npz"
        np.savez(file, x=x, density=density)
        row = {"solver": self.name, "setting": setting, "wick": wick, "seconds": seconds}
        self.rows.append({**row, "file": str(file)})

    def send(self, **more: Any) -> None:
        sys.stdout.write("\n" + json.dumps({"rows": self.rows, **more}) + "\n")
