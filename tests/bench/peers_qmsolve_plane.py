"""QMsolve in two dimensions: split-step of order 2, one frame at the end.

As in one dimension (peers_qmsolve.py) its wavenumbers are put where its nodes want them;
the work is the same.
"""

import contextlib
import json
import os
import sys
import time
import warnings
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import numpy as np
from plane_setting import HALF, NODES, D, T, packet, zeta
from qmsolve import Hamiltonian, SingleParticle, TimeSimulation

STEPS = (20, 40, 80, 160)


def run(steps: int, turn: complex) -> tuple[np.ndarray, np.ndarray]:
    hamiltonian = Hamiltonian(
        particles=SingleParticle(m=1 / (2 * D)),
        potential=lambda particle: zeta(particle.x, particle.y),
        spatial_ndim=2,
        N=NODES,
        extent=2 * HALF,
    )
    simulation = TimeSimulation(hamiltonian=hamiltonian, method="split-step")
    x = hamiltonian.particle_system.x[0]
    k = np.fft.fftshift(2 * np.pi * np.fft.fftfreq(NODES, x[1] - x[0]))
    simulation.method.p2 = k[:, None] ** 2 + k**2
    simulation.run(
        lambda particle: packet(particle.x, particle.y),
        total_time=turn * T,
        dt=turn * T / steps,
        store_steps=1,
    )
    return x, simulation.Ψ[-1]


def main() -> None:
    warnings.simplefilter("ignore")
    rows, folder = [], Path(sys.argv[1])
    with (
        Path(os.devnull).open("w") as hush,
        contextlib.redirect_stdout(hush),
        contextlib.redirect_stderr(hush),
    ):
        run(STEPS[0], 1)  # the first one imports and plans
        for wick, turn in ((0, 1), (90, -1j)):
            for steps in STEPS:
                start = time.process_time()
                x, psi = run(steps, turn)
                seconds = time.process_time() - start
                file = folder / f"qmsolve-plane-{wick}-{steps}.npz"
                np.savez(file, x=x, psi=psi)
                rows.append({"wick": wick, "steps": steps, "seconds": seconds, "file": str(file)})
    sys.stdout.write("\n" + json.dumps({"rows": rows}) + "\n")


main()
