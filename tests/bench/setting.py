"""The evolutions that every solver is given, and how it hands its frames over.

i ∂ψ/∂t = [-D ∂²/∂x² + ζ(x)] ψ, and -∂ψ/∂τ = [...] ψ in imaginary time. The boxes are so wide
that walls, a periodic seam and no wall at all agree to 1e-10. A script is called with a folder;
`BENCH_LANDSCAPE` names one of `LANDSCAPES`.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

NODES, FRAMES = 512, 200


@dataclass(frozen=True)
class Landscape:
    """ζ as a formula and as a function, D, the packet, box [-half, half], duration."""

    formula: str
    zeta: Callable[[Any], Any]
    D: float
    centre: float
    width: float
    half: float
    T: float


LANDSCAPES = {
    "double well": Landscape(
        "(x**2 - 1)**2", lambda x: (x**2 - 1) ** 2, 0.05, -1.1, 0.22, 3.2, 10.0
    ),
    "rugged bowl": Landscape(
        "x**2/2 + cos(5*x)/2", lambda x: x**2 / 2 + np.cos(5 * x) / 2, 0.1, 1.5, 0.3, 11.25, 12.0
    ),
    "tilted wells": Landscape(
        "x**4/4 - 2*x**2 + x/2 + 5",
        lambda x: x**4 / 4 - 2 * x**2 + x / 2 + 5,
        0.1,
        0.4,
        0.3,
        5.0,
        8.0,
    ),
}
CHOSEN = LANDSCAPES[os.environ.get("BENCH_LANDSCAPE", "double well")]
zeta, D, HALF, T = CHOSEN.zeta, CHOSEN.D, CHOSEN.half, CHOSEN.T
CENTRE, WIDTH = CHOSEN.centre, CHOSEN.width
TIMES = np.linspace(0.0, T, FRAMES)


def gaussian(x: Any, given: Landscape) -> Any:
    height = (2 * np.pi * given.width**2) ** -0.25
    return height * np.exp(-((x - given.centre) ** 2) / (4 * given.width**2))


def packet(x: Any) -> Any:
    return gaussian(x, CHOSEN)


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
