"""py-pde: finite differences of order 2 on 512 points, compiled by numba.

Its error is the grid's, so the best it can do is the fastest step that is stable: RK4 in real
time, Euler on real numbers in imaginary time, at nine and seven tenths of their limits. The
compiled stepper is made once and not counted (about 10 s); adaptive RK45, Crank–Nicolson (by
fixed-point iteration) and scipy's methods were all slower.
"""

import numpy as np
import pde
from setting import HALF, NODES, TIMES, D, Delivery, packet, timed, zeta

GRID = pde.CartesianGrid([[-HALF, HALF]], NODES, periodic=False)
X = GRID.axes_coords[0]
HIGHEST = 4 * D / GRID.discretization[0] ** 2 + zeta(X).max()  # of the discrete H
CASES = (
    (0, "runge-kutta", 0.9 * 2.828 / HIGHEST, "1j*", complex),
    (90, "euler", 0.7 * 2 / HIGHEST, "", float),
)


def run(stepper, start: pde.ScalarField) -> tuple[np.ndarray, np.ndarray]:
    state, now = start.copy(), 0.0
    frames = [state.data.copy()]
    for t in TIMES[1:]:
        now = stepper(state, now, t)
        frames.append(state.data.copy())
    return X, np.array(frames)


def main() -> None:
    out = Delivery("py-pde")
    for wick, method, dt, factor, kind in CASES:
        equation = pde.PDE(
            {"psi": f"{factor}{D}*laplace(psi) - {factor}Z*psi"},
            bc={"value": 0},
            consts={"Z": pde.ScalarField(GRID, zeta(X))},
        )
        start = pde.ScalarField(GRID, packet(X).astype(kind), dtype=kind)
        stepper = pde.solvers.SolverBase.from_name(method, equation).make_stepper(start, dt)
        seconds, result = timed(lambda s=stepper, p=start: run(s, p))
        out.add(f"{method}, dt = {dt:.2g}, compiled", wick, seconds, *result)
    out.send()


main()
