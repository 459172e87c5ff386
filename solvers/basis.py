"""Plane-wave bases with exact matrix elements: sines between walls, Fourier on a ring.

Potential matrix elements come from the cosine (and sine) coefficients of ζ, found by
one transform on a grid far finer than the basis, so they are exact for every smooth
potential; a kink is the only thing that the size of that grid is felt by.
"""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

import numpy as np
import scipy.fft
from numpy.lib.stride_tricks import sliding_window_view

from solvers.arrays import Complex, Real
from solvers.grid import Grid
from solvers.kept import Kept

OVERSAMPLING = 4  # nodes per basis function on which a packet is projected
SIGNED_STATES = 64  # of which a link may name one
HARMONICS = 2048  # of a potential that are kept: those of 512 functions and of twice as many rows
POTENTIAL_NODES = 3 * 8192  # every third node is a grid of its own, to see kinks by
WAVES_KEPT = 64_000_000  # bytes; usually 0.4 MB, of 512 functions on 2048 nodes 8 MB

_waves_kept = Kept[Real](WAVES_KEPT, attrgetter("nbytes"))


@dataclass(frozen=True)
class Basis:
    """The first `size` standing (walls) or Fourier (periodic) waves on a grid's box.

    Walls: s_j(x) = √(2/L) sin(π j (x-lo)/L), j = 1…size.
    Periodic: 1/√L, then √(2/L) cos and sin of 2π j (x-lo)/L in turn.

    Attributes:
        box: Any grid with the wanted edges; its number of nodes plays no role.
        size: Number of basis functions.
    """

    box: Grid
    size: int

    @property
    def periodic(self) -> bool:
        """Whether the box closes on itself."""
        return self.box.edges == "periodic"

    @property
    def harmonics(self) -> Real:
        """Integer j of every basis function, shape (size,)."""
        return _harmonics(self.size, self.periodic)

    @property
    def k(self) -> Real:
        """Wavenumber of every basis function, shape (size,)."""
        return (2 if self.periodic else 1) * np.pi * self.harmonics / self.box.length

    @cached_property
    def quadrature(self) -> Grid:
        """The finer grid on which packets are projected."""
        return Grid(self.box.lo, self.box.hi, OVERSAMPLING * self.size, self.box.edges)

    @cached_property
    def potential_grid(self) -> Grid:
        """The grid, finer still, on which a potential is sampled."""
        return Grid(self.box.lo, self.box.hi, POTENTIAL_NODES, self.box.edges)

    def samples(self, x: Real) -> Real:
        """Values of the basis functions at the nodes `x`, shape (len(x), size)."""
        return _waves(self.k, x - self.box.lo, self.box.length, self.periodic, derivative=False)

    def derivatives(self, x: Real) -> Real:
        """First derivatives of the basis functions at `x`, shape (len(x), size)."""
        return _waves(self.k, x - self.box.lo, self.box.length, self.periodic, derivative=True)

    def project(self, values: Complex, count: int | None = None) -> Complex:
        """Coefficients of a function given on the quadrature nodes.

        Args:
            values: The function on `quadrature.x`, shape (4 size,).
            count: Number of functions of the endless basis; by default the basis itself.
                Up to 2 size is meaningful.

        Returns:
            Coefficients, shape (count,).
        """
        grid, count = self.quadrature, count or self.size
        if not self.periodic:
            parts = [scipy.fft.dst(part, type=2)[:count] for part in (values.real, values.imag)]
            return np.asarray(np.sqrt(2 / grid.length) * grid.dx / 2 * (parts[0] + 1j * parts[1]))
        coefficients: Complex = grid.dx * (Basis(self.box, count).samples(grid.x).T @ values)
        return coefficients

    def potential_matrix(self, potential: Real, rows: slice | None = None) -> Real:
        """Matrix elements of a potential given on cell-centred nodes of the box.

        Args:
            potential: ζ on `potential_grid.x` or another such grid of at least
                3 size nodes, shape (nodes,).
            rows: Which functions stand on the left, as a slice of the endless basis;
                by default the basis itself. Up to 2 size is meaningful.

        Returns:
            ⟨row|ζ|column⟩, shape (rows, size).
        """
        return self.elements(self.harmonics_of(potential), rows)

    def harmonics_of(self, potential: Real) -> Real:
        """Cosine and, on a ring, sine coefficients of a potential on cell-centred nodes.

        They depend on neither D nor the size of the basis, so a scan of D needs them once.

        Args:
            potential: ζ on such nodes, shape (nodes,).

        Returns:
            The first coefficients, shape (1 or 2, `HARMONICS` or nodes, whichever is less).
        """
        if self.periodic:
            n = len(potential)
            shift = np.exp(-1j * np.pi * np.arange(n) / n)  # nodes are cell centred
            fourier = (2 / n * np.fft.fft(potential) * shift)[:HARMONICS]
            return np.array([fourier.real, -fourier.imag])
        return np.array([scipy.fft.dct(potential, type=2)[:HARMONICS] / len(potential)])

    def elements(self, harmonics: Real, rows: slice | None = None) -> Real:
        """Matrix elements of a potential of which `harmonics_of` is known.

        Args:
            harmonics: As `harmonics_of` gives them.
            rows: See `potential_matrix`.

        Returns:
            ⟨row|ζ|column⟩, shape (rows, size).
        """
        rows = rows or slice(0, self.size)
        if self.periodic:
            return _periodic_elements(harmonics, rows, self.size)
        (cosines,) = harmonics / 2
        size, first, stop = self.size, rows.start, rows.stop
        both_ways = np.concatenate([cosines[stop - 1 : 0 : -1], cosines[:size]])
        differences = sliding_window_view(both_ways[: stop - first + size - 1], size)[::-1]
        sums = sliding_window_view(cosines[first + 2 : stop + size + 1], size)
        return np.asarray(differences - sums)


def _harmonics(size: int, periodic: bool) -> Real:
    count = np.arange(1.0, size + 1)
    return count // 2 if periodic else count


def _waves(k: Real, offset: Real, length: float, periodic: bool, *, derivative: bool) -> Real:
    phase = np.outer(offset, k)
    sine, cosine = (np.cos, np.sin) if derivative else (np.sin, np.cos)
    if not periodic:
        values = np.sqrt(2 / length) * sine(phase)
        return np.asarray(values * k if derivative else values)
    out = np.sqrt(2 / length) * np.where(np.arange(len(k)) % 2 == 1, cosine(phase), sine(phase))
    out[:, 0] = 0.0 if derivative else 1 / np.sqrt(length)
    signs = np.where(np.arange(len(k)) % 2 == 1, -1.0, 1.0)
    return np.asarray(out * (k * signs) if derivative else out)


def _periodic_elements(harmonics: Real, rows: slice, size: int) -> Real:
    """Products of cos and sin turned into sums: every element is two Fourier coefficients."""
    even, odd = harmonics
    i, j = np.arange(rows.start, rows.stop)[:, None], np.arange(size)[None, :]
    a, b = (i + 1) // 2, (j + 1) // 2
    plus, minus, sign = a + b, np.abs(a - b), np.sign(a - b)
    cos_i, cos_j = (i % 2 == 1) | (i == 0), (j % 2 == 1) | (j == 0)
    both_cos = (even[minus] + even[plus]) / 2
    both_sin = (even[minus] - even[plus]) / 2
    sin_cos = (odd[plus] + sign * odd[minus]) / 2
    cos_sin = (odd[plus] - sign * odd[minus]) / 2
    elements = np.where(
        cos_i, np.where(cos_j, both_cos, cos_sin), np.where(cos_j, sin_cos, both_sin)
    )
    elements = elements * np.where(i == 0, np.sqrt(0.5), 1.0) * np.where(j == 0, np.sqrt(0.5), 1.0)
    return np.asarray(elements)


def upright(basis: Basis, vectors: Real) -> None:
    """Give columns signs such that the left-most lobe of each function is positive.

    Eigenvectors come with any sign; phases between them would mean nothing in a link. A
    lobe counts when it passes a hundredth of the highest: tails are rounding.

    Args:
        basis: The plane waves.
        vectors: Their coefficients in columns, shape (size, size), of which the first
            `SIGNED_STATES` are turned in place.
    """
    grid = Grid(basis.box.lo, basis.box.hi, 4 * SIGNED_STATES, basis.box.edges)
    values = sampled_waves(basis, grid) @ vectors[:, :SIGNED_STATES]
    height = np.abs(values)
    first = np.argmax(height > 0.01 * height.max(axis=0), axis=0)
    vectors[:, :SIGNED_STATES] *= np.sign(values[first, np.arange(values.shape[1])])


def sampled_waves(basis: Basis, grid: Grid) -> Real:
    """`basis.samples(grid.x)`, kept because every change of ζ asks for it again."""

    def make() -> Real:
        values = basis.samples(grid.x)
        values.flags.writeable = False
        return values

    return _waves_kept.once((basis, grid), make)
