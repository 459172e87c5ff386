"""QuTiP: sesolve, with every method and Hamiltonian that turned out fastest at its error.

`diag` diagonalises the dense sinc-DVR matrix once, which is exact; `vern7` steps with a
banded matrix of fourth order. Of diag, krylov, vern7, tsit5, dop853, adams and bdf at
several tolerances these two lead. Imaginary time is sesolve with the generator -iH and
the output normalised.
"""

import numpy as np
import qutip
from scipy import sparse
from setting import HALF, NODES, TIMES, D, Delivery, packet, timed, zeta

H = 2 * HALF / NODES  # spacing
X = -HALF + H * (np.arange(NODES) + 0.5)
STENCIL = np.array([1 / 12, -4 / 3, 5 / 2, -4 / 3, 1 / 12])  # -∂²/∂x², order 4


def sinc_dvr() -> qutip.Qobj:
    i = np.arange(NODES)
    apart = i[:, None] - i
    sign = 1.0 - 2.0 * (apart % 2)
    kinetic = 2 * sign / np.where(apart == 0, 1, apart) ** 2
    kinetic[i, i] = np.pi**2 / 3
    return qutip.Qobj((D / H**2 * kinetic + np.diag(zeta(X))).astype(complex))


def banded() -> qutip.Qobj:
    shape = (NODES, NODES)
    kinetic = sparse.diags_array(STENCIL, offsets=range(-2, 3), shape=shape, dtype=float)
    whole = D / H**2 * kinetic + sparse.diags_array(zeta(X))
    return qutip.Qobj(whole.tocsr().astype(complex)).to("Dia")


def run(matrix, wick: int, **options) -> tuple[np.ndarray, np.ndarray]:
    generator = matrix() if wick == 0 else -1j * matrix()
    start = qutip.Qobj(packet(X).astype(complex)).unit()
    quiet = {"progress_bar": "", "store_states": True, "normalize_output": True}
    result = qutip.sesolve(generator, start, TIMES, options={**quiet, **options})
    return X, np.array([state.full()[:, 0] for state in result.states])


def main() -> None:
    out = Delivery("QuTiP")
    cases = (
        ("diag, sinc-DVR", sinc_dvr, {"method": "diag"}),
        ("vern7, 4th-order stencil", banded, {"method": "vern7", "atol": 1e-5, "rtol": 1e-5}),
    )
    for wick in (0, 90):
        for setting, matrix, options in cases:
            more = {"nsteps": 10**6} if options["method"] != "diag" else {}
            seconds, result = timed(lambda m=matrix, w=wick, o=options | more: run(m, w, **o))
            out.add(setting, wick, seconds, *result)
    out.send()


main()
