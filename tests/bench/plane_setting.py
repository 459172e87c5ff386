"""The evolution in two dimensions that every solver is given: ψ at the end, at equal error.

i ∂ψ/∂t = [-D ∇² + ζ] ψ with ζ = (x² - 1)² + 1.5 y², and -∂ψ/∂τ = [...] ψ in imaginary time,
on 256² nodes of a box so wide that walls and a periodic seam agree.
"""

from typing import Any

import numpy as np

D, WIDTH, CENTRE = 0.1, 0.32, -0.8
HALF, NODES, T = 3.4, 256, 2.0


def zeta(x: Any, y: Any) -> Any:
    return (x**2 - 1) ** 2 + 1.5 * y**2


def packet(x: Any, y: Any) -> Any:
    return np.exp(-((x - CENTRE) ** 2 + y**2) / (4 * WIDTH**2))
