"""A map of one figure over two parameters of a scene, solved in batches that share work.

Scenes that differ in packet, Wick angle and duration have the same Hamiltonian: one
eigensolve serves them all. Where one axis changes H and the other does not, a batch is a
whole line of the map; where neither does, some cells; where both do, a few, since each then
has an eigensolve of its own. Batches go from coarse to fine: every fourth line, then those
between, so that the picture can be read long before it is complete.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from solvers.arrays import Real
from solvers.grid import Grid
from solvers.hamiltonian import Hamiltonian
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.report import LEVELS
from solvers.spectral import Spectrum
from solvers.spectral import diagonalise as diagonalised
from solvers.sweep.axis import Axis, axes_of, having
from solvers.sweep.figures import FIGURES, REFUSED, SAMPLES, Cell, evaluate

MOST_NODES = 512
MOST_STEPPED = 256  # cells of a scene whose D changes: each is stepped through
TOGETHER = 32  # cells of a batch that share one Hamiltonian
APART = 8  # cells of a batch that share none
STATES = (*LEVELS, REFUSED)

Place = tuple[int, int]
Batch = tuple[Place, ...]


@dataclass(frozen=True)
class Sweep:
    """What is swept.

    Attributes:
        problem: The scene; what its axes say replaces its own numbers.
        across: Parameter of the columns.
        up: Parameter of the rows.
        figure: One of `FIGURES`.

    Raises:
        Refusal: ``atlas.same-axis``, ``atlas.no-axis``, ``scene.not-one-of`` or
            ``atlas.too-many``.
    """

    problem: Problem
    across: Axis
    up: Axis
    figure: str

    def __post_init__(self) -> None:
        frames, n = SAMPLES, min(self.problem.n, MOST_NODES)
        object.__setattr__(self, "problem", self.problem.having(frames=frames, n=n))
        if self.figure not in FIGURES:
            allowed = ", ".join(FIGURES)
            raise Refusal("scene.not-one-of", key="figure", value=self.figure, allowed=allowed)
        if self.across.key == self.up.key:
            raise Refusal("atlas.same-axis", key=self.up.key)
        allowed_axes = axes_of(self.problem)
        for axis in (self.across, self.up):
            if axis.key not in allowed_axes:
                raise Refusal("atlas.no-axis", key=axis.key, allowed=", ".join(allowed_axes))
        if self.problem.schedule != "constant" and self.size > MOST_STEPPED:
            raise Refusal("atlas.too-many", count=self.size, limit=MOST_STEPPED)

    @property
    def shape(self) -> Place:
        """Rows and columns."""
        return self.up.count, self.across.count

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.up.count * self.across.count

    def problem_at(self, place: Place) -> Problem:
        """The scene of a cell.

        Raises:
            Refusal: When there is no such scene.
        """
        row, column = place
        here = {
            self.across.key: float(self.across.values[column]),
            self.up.key: float(self.up.values[row]),
        }
        return having(self.problem, here)

    def batches(self) -> tuple[Batch, ...]:
        """All cells, coarse to fine, in the portions that are solved at once."""
        rows, columns = self.shape
        by_row, by_column = self._changes_hamiltonian(1, 0), self._changes_hamiltonian(0, 1)
        if by_row and not by_column:
            return tuple(tuple((i, j) for j in range(columns)) for i in coarse_first(rows))
        if by_column and not by_row:
            return tuple(tuple((i, j) for i in range(rows)) for j in coarse_first(columns))
        cells = sorted(
            ((i, j) for i in range(rows) for j in range(columns)),
            key=lambda place: -min(_coarseness(place[0]), _coarseness(place[1])),
        )
        size = APART if by_row or self.problem.schedule != "constant" else TOGETHER
        return tuple(tuple(cells[k : k + size]) for k in range(0, len(cells), size))

    def _changes_hamiltonian(self, row: int, column: int) -> bool:
        try:
            here, there = self.problem_at((0, 0)), self.problem_at((row, column))
            if here.is_closed_form and self.figure != "surrogate":
                return False
            return here.hamiltonian != there.hamiltonian
        except Refusal:
            return True


def coarse_first(count: int) -> list[int]:
    """0…count-1, multiples of the highest powers of two first."""
    return sorted(range(count), key=lambda i: -_coarseness(i))


def _coarseness(i: int) -> int:
    """Exponent of the highest power of two that divides i; 0 comes first of all."""
    return (i & -i).bit_length() - 1 if i else 99


class SharedSpectrum(Spectrum):
    """A spectrum whose eigenstates on a grid are kept: the cells of a line ask for the same."""

    @cached_property
    def _sampled(self) -> dict[tuple[Grid, int], Real]:
        return {}

    def eigenstates(self, grid: Grid, count: int) -> Real:
        """See `Spectrum`."""
        if (grid, count) not in self._sampled:
            self._sampled[grid, count] = super().eigenstates(grid, count)
        return self._sampled[grid, count]


@lru_cache(maxsize=8)  # at most 4 MB each; a batch needs one or two at a time
def shared_spectrum(hamiltonian: Hamiltonian, size: int) -> Spectrum:
    """See `solvers.spectral.diagonalise`; the last ones are kept."""
    return SharedSpectrum(**vars(diagonalised(hamiltonian, size)))


def solve_batch(sweep: Sweep, batch: Batch) -> list[Cell]:
    """The cells at some places, in their order."""
    return [cell for cell in solve_cells(sweep, batch) if cell is not None]


def solve_cells(sweep: Sweep, batch: Batch) -> Iterator[Cell | None]:
    """The same one by one, with None wherever others may have their turn."""
    for place in batch:
        try:
            problem = sweep.problem_at(place)
        except Refusal as refusal:
            yield Cell(np.nan, np.nan, REFUSED, refusal.code, refusal.details)
            continue
        yield from evaluate(problem, sweep.figure, shared_spectrum)


@dataclass(eq=False)
class SweepMap:
    """The cells of a sweep as far as they are known.

    Attributes:
        sweep: What is swept.
        values: The figure, nan where there is none or it is not known, shape (rows, columns).
        errors: Estimated error of ψ, same shape.
        levels: Index into `STATES`, -1 where nothing is known, same shape.
        notes: Code and details of what a cell has to say, by its place.
    """

    sweep: Sweep
    values: Real = field(init=False)
    errors: Real = field(init=False)
    levels: np.ndarray = field(init=False)
    notes: dict[Place, tuple[str, dict[str, str | float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = self.sweep.shape
        self.values, self.errors = np.full(shape, np.nan), np.full(shape, np.nan)
        self.levels = np.full(shape, -1, dtype=np.int8)

    @property
    def done(self) -> int:
        """Number of cells known."""
        return int((self.levels >= 0).sum())

    @property
    def is_complete(self) -> bool:
        """Whether every cell is known."""
        return self.done == self.sweep.size

    def take(self, places: Batch, cells: list[Cell]) -> None:
        """Fill in what has been solved."""
        for place, cell in zip(places, cells, strict=True):
            self.values[place], self.errors[place] = cell.value, cell.error
            if cell.code:
                self.notes[place] = (cell.code, cell.details)
            self.levels[place] = STATES.index(cell.level)

    def missing(self) -> list[Batch]:
        """The batches that are not all known, coarse to fine."""
        return [
            batch
            for batch in self.sweep.batches()
            if any(self.levels[place] < 0 for place in batch)
        ]
