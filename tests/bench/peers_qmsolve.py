"""QMsolve: split-step of order 2 on a periodic box, in Hartree units (ħ = m_e = 1).

D = ħ²/2m, so the mass is 1/(2D); lengths stay in its unit, the Bohr radius, since nothing
here is in ångström or femtoseconds. Its wavenumbers, taken between two rounded ends, are not
centred on zero: the packet drifts, and no step makes the error small. So it is timed as
published, and with the wavenumbers of its own nodes put in their place (same work, so the
same time). Imaginary time is not offered; complex times happen to work, with a warning.
"""

import contextlib
import os
import warnings
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import numpy as np
from qmsolve import Hamiltonian, SingleParticle, TimeSimulation
from setting import FRAMES, HALF, NODES, D, Delivery, T, packet, timed, zeta

STEPS = (2, 4, 16)  # between two frames
MANY_STEPS = 640  # what an error of 1e-9 takes: seconds, so it runs once


def run(steps: int, turn: complex, centred: bool) -> tuple[np.ndarray, np.ndarray]:
    hamiltonian = Hamiltonian(
        particles=SingleParticle(m=1 / (2 * D)),
        potential=lambda particle: zeta(particle.x),
        spatial_ndim=1,
        N=NODES,
        extent=2 * HALF,
    )
    simulation = TimeSimulation(hamiltonian=hamiltonian, method="split-step")
    x = hamiltonian.particle_system.x
    if centred:
        k = 2 * np.pi * np.fft.fftfreq(NODES, x[1] - x[0])
        simulation.method.p2 = np.fft.fftshift(k) ** 2
    simulation.run(
        lambda particle: packet(particle.x),
        total_time=turn * T,
        dt=turn * T / (FRAMES - 1) / steps,
        store_steps=FRAMES - 1,
    )
    return x, simulation.Ψ


def main() -> None:
    warnings.simplefilter("ignore")
    out = Delivery("QMsolve")
    with (
        Path(os.devnull).open("w") as hush,
        contextlib.redirect_stdout(hush),
        contextlib.redirect_stderr(hush),
    ):
        for wick, turn in ((0, 1), (90, -1j)):
            for steps in STEPS:
                seconds, result = timed(lambda n=steps, u=turn: run(n, u, centred=True))
                out.add(f"k centred, {steps} steps a frame", wick, seconds, *result)
            seconds, result = timed(lambda u=turn: run(STEPS[-1], u, centred=False))
            out.add(f"as published, {STEPS[-1]} steps a frame", wick, seconds, *result)
        seconds, result = timed(lambda: run(MANY_STEPS, 1, centred=True), 1, warm=False)
        out.add(f"k centred, {MANY_STEPS} steps a frame", 0, seconds, *result)
    out.send()


main()
