"""The two-loop algorithm: settle at a fixed D, then halve D.

The inner loop is imaginary time at fixed D, exact in eigenstates; it ends when the state
has a sharp energy, √Var(H) < ε(√D₀ + |⟨H⟩|). A sharp energy is not the ground state's:
in a wrong well that is closed off the loop ends, though the exact equation would in the
end select the tail that reaches into a better one, however small.

References:
    Wang Peng & M. Maimaitiabudula, Acta Phys. Sin. 74, 060701 (2025), abstract: D is the
    scale of an outer loop, the ground state at that scale the aim of the inner one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from solvers.arrays import Real
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian
from solvers.packets import Packet, boxed
from solvers.spectral import Diagonalise, diagonalise

SHARP = 0.02  # ε
END = 9e-4  # D at which the outer loop ends: 12 scales from D₀ = 2
LONGEST = 40.0  # imaginary time spent at one D at most
SIZE = 256  # basis functions
LOOKS = 4000  # times at which the inner loop asks whether it is done, per scale


@dataclass(frozen=True, eq=False)
class Settled:
    """The end of one inner loop.

    Attributes:
        D: Diffusivity of this scale.
        tau: Imaginary time the inner loop took.
        energy: ⟨H⟩ at its end.
        ground: E₀ at this D.
        overlap: |⟨φ₀|ψ⟩|² at its end.
        psi: ψ at its end, on the nodes asked for, Σ|ψ|²dx = 1, shape (n,).
        lowest: φ₀ at this D, on the same nodes, shape (n,).
        way: ψ at evenly spaced times of the inner loop, both ends included, shape (m, n).
        spread: √Var(H) at these times, shape (m,).
    """

    D: float
    tau: float
    energy: float
    ground: float
    overlap: float
    psi: Real
    lowest: Real
    way: Real
    spread: Real


def two_loop(  # noqa: PLR0913 -- where it begins, how it ends, what is shown
    first: Hamiltonian,
    packet: Packet,
    grid: Grid,
    *,
    end: float = END,
    longest: float = LONGEST,
    moments: int = 2,
    diagonalise: Diagonalise = diagonalise,
) -> Iterator[Settled]:
    """Run both loops, one scale at a time.

    Args:
        first: H at D₀.
        packet: Where to begin; its momentum plays no role.
        grid: Nodes that ψ is given on.
        end: The outer loop ends before D falls below it.
        longest: Imaginary time after which an inner loop gives up.
        moments: States of each inner loop that are given, both ends included.
        diagonalise: Replaced by a cached version where many people ask.

    Yields:
        What every inner loop ends with.
    """
    waves: Real | None = None
    D = first.diffusivity
    while end <= D:
        spectrum = diagonalise(replace(first, diffusivity=D), SIZE)
        if waves is None:
            basis = spectrum.basis
            waves = np.real(basis.project(boxed(packet, basis.quadrature)))
        weights: Real = spectrum.vectors.T @ waves
        root = math.sqrt(first.diffusivity)
        tau, settled = settle(weights, spectrum.energies, root, longest)
        gaps = spectrum.energies - spectrum.energies[0]
        way = weights * np.exp(-np.outer(np.linspace(0, tau, moments), gaps))
        way = way / np.linalg.norm(way, axis=1, keepdims=True)
        modes = spectrum.eigenstates(grid, SIZE)
        states = way @ modes.T
        weights = settled
        waves = np.asarray(spectrum.vectors @ weights)
        yield Settled(
            D=D,
            tau=tau,
            energy=float(weights**2 @ spectrum.energies),
            ground=float(spectrum.energies[0]),
            overlap=float(weights[0] ** 2),
            psi=np.asarray(states[-1]),
            lowest=np.asarray(modes[:, 0]),
            way=np.asarray(states),
            spread=_spread(way, gaps),
        )
        D /= 2


def settle(weights: Real, energies: Real, root: float, longest: float) -> tuple[float, Real]:
    """Time of the first look at which the energy is sharp, and the weights there.

    Args:
        weights: Amplitudes in the eigenstates, shape (m,).
        energies: E_n, ascending, shape (m,).
        root: √D₀, which the sharpness is measured by together with ⟨H⟩.
        longest: Imaginary time after which the loop gives up.
    """
    gaps = energies - energies[0]
    for tau in np.linspace(0.0, longest, LOOKS + 1):
        moved = weights * np.exp(-gaps * tau)
        moved = moved / np.linalg.norm(moved)
        energy = float(moved**2 @ gaps) + float(energies[0])
        if float(_spread(moved, gaps)) < SHARP * (root + abs(energy)):
            break
    return float(tau), moved


def _spread(weights: Real, levels: Real) -> Real:
    """√Var(H) of normalised weights, shape (…, n): one number for each row."""
    mean = weights**2 @ levels
    return np.asarray(np.sqrt(np.sum(weights**2 * (levels - mean[..., None]) ** 2, axis=-1)))
