"""Which basis will do, judged from a smaller one, so that those between need not be tried."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solvers.arrays import Real
from solvers.basis import Basis
from solvers.hamiltonian import sampled

if TYPE_CHECKING:
    from solvers.spectral import Spectrum

AIM = 1e-7  # estimated error at which a climb ends; the true one is smaller
WORTH = 2.0  # times less error: what a larger basis must promise

Judge = Callable[["Spectrum", int], float]  # error to expect of a spectrum of a size


def next_size(
    spectrum: "Spectrum",
    count: int,
    sizes: Sequence[int],
    *,
    error: float,
    judge: Judge,
) -> tuple[int, float] | None:
    """Where a climb through larger bases would end, as far as can be foreseen.

    Args:
        spectrum: In the present basis.
        count: Number of its states that are occupied.
        sizes: Of the larger bases, ascending.
        error: Estimated error of what is wanted, in the present basis.
        judge: The same of a spectrum, for a basis of a size.

    Returns:
        A size and the error with which the climb should end there (0 if it cannot be told),
        or None for the present one.
    """
    if not sizes:
        return None
    # What is foreseen may be too bad. What no basis takes away is known.
    least = replace(
        spectrum,
        state_errors=np.zeros_like(spectrum.state_errors),
        energy_errors=spectrum.unresolved,
        leaks=spectrum.leaks[:0],
    )
    best = judge(least, sizes[-1])
    if best > error / WORTH:
        return None
    spectra = foreseen(spectrum, count, sizes)
    promised = [judge(larger, size) for larger, size in zip(spectra, sizes, strict=True)]
    end = next((i for i, there in enumerate(promised) if there < AIM), int(np.argmin(promised)))
    return (sizes[end], promised[end]) if promised[end] < error / WORTH else (sizes[0], 0.0)


def foreseen(spectrum: "Spectrum", count: int, sizes: Sequence[int]) -> list["Spectrum"]:
    """A spectrum with the errors that its lowest states would have in larger bases.

    To first order in what couples them to the waves beyond, and no less than if their
    coefficients went on falling as they do at the edge of the present basis.

    Args:
        spectrum: In the present basis.
        count: Number of states looked at; the others keep their errors.
        sizes: Of the larger bases, ascending.
    """
    basis, hamiltonian = spectrum.basis, spectrum.hamiltonian
    potential, vectors = sampled(hamiltonian), spectrum.vectors[:, :count]
    beyond = Basis(basis.box, sizes[-1] + sizes[-1] // 2)
    rows = slice(basis.size, beyond.size)
    leaks = basis.elements(potential.harmonics, rows) @ vectors
    level = hamiltonian.diffusivity * beyond.k[rows] ** 2 + potential.mean
    distance = np.maximum(level[:, None] - spectrum.energies[:count], 1e-3 * level[-1])
    leaks /= np.sqrt(distance)
    found = []
    for size in sizes:
        first = size - basis.size
        tail = _tails(vectors, size)
        states, energies = spectrum.state_errors.copy(), spectrum.energy_errors.copy()
        squares, unresolved = leaks[first:] ** 2, spectrum.unresolved.copy()
        unresolved[:count] += np.minimum(tail * distance[first], energies[:count])
        lacking = np.sqrt((squares / distance[first:]).sum(axis=0) + tail)
        states[:count] = np.minimum(states[:count], lacking)
        energies[:count] = np.minimum(energies[:count], squares.sum(axis=0) + unresolved[:count])
        found.append(
            replace(
                spectrum,
                state_errors=states,
                energy_errors=energies,
                unresolved=unresolved,
                leaks=leaks[first:],
            )
        )
    return found


def _tails(vectors: Real, size: int) -> Real:
    """Weight of each column beyond a size if it goes on falling, shape (columns,)."""
    quarter = len(vectors) // 4
    inner = (vectors[-2 * quarter : -quarter] ** 2).sum(axis=0)
    outer = (vectors[-quarter:] ** 2).sum(axis=0)
    fall = np.minimum(outer / np.maximum(inner, np.finfo(float).tiny), 1.0)
    return np.asarray(outer * fall ** (1 + (size - len(vectors)) / quarter))
