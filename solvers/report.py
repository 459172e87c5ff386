"""What is known about the errors of a run, and the verdict a user reads."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from solvers import observables
from solvers.arrays import Complex, Real
from solvers.taylor import trust_radius
from solvers.terrain import relief, trusted

if TYPE_CHECKING:
    from solvers.expansion import Expansion
    from solvers.problem import Problem
    from solvers.solution import Fields

Level = Literal["green", "amber", "red"]
LEVELS: tuple[Level, ...] = ("green", "amber", "red")

# figure: (amber from, red from)
THRESHOLDS = {
    "error": (1e-5, 1e-3),
    "norm_drift": (1e-8, 1e-4),
    "energy_drift": (1e-5, 1e-3),
    "edge_probability": (1e-6, 1e-2),
    "tail_weight": (1e-8, 1e-3),
}
PLANE_ERROR = (1e-4, 1e-3)  # in two dimensions: a picture has 8 bits, which show 2e-3
LOOKS = 60  # at the estimated error, spread over a run
TRUST_SHARE = 0.05  # of the relief: where a surrogate differs more, it is not trusted
TRUST_LEFT = 0.05  # of the probability: when more is outside, the packet has left


@dataclass(frozen=True)
class Verdict:
    """The sentence under the picture.

    Attributes:
        level: green, amber or red.
        cause: ``numerics`` or ``physics``.
        code: Key of the sentence, such as ``report.edge_probability``.
        details: Values for its placeholders.
    """

    level: Level
    cause: Literal["numerics", "physics"]
    code: str
    details: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """Errors of a run, each the largest over the saved times.

    Attributes:
        method: ``closed-form``, ``spectral`` or ``split-operator``.
        edges: ``infinite``, ``walls`` or ``periodic``.
        size: Basis functions or nodes; 0 for a closed form.
        error: Estimated relative L² error of ψ.
        norm_drift: |‖ψ‖ - 1| of the normalised state summed on the shown grid; nan
            when the packet may leave the box.
        energy_drift: Real time: change of ⟨H⟩ taken on the shown grid, relative to the
            energy scale; with damping: its largest rise. nan where D changes.
        edge_probability: Probability within 3 % of the edges; nan without walls, and where
            the walls belong to the landscape.
        tail_weight: Weight beyond 0.9 of the largest wavenumber shown.
        t_end: Last time of the run.
        physics: What is no error but must be said, worst first.
    """

    method: str
    edges: str
    size: int
    error: float
    norm_drift: float
    energy_drift: float
    edge_probability: float
    tail_weight: float
    t_end: float
    physics: tuple[Verdict, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst of all checks; numerics first where they are equally bad."""
        worst = Verdict("green", "numerics", "report.clean", {"error": self.error})
        for candidate in (*self._numerics(), *self.physics):
            if LEVELS.index(candidate.level) > LEVELS.index(worst.level):
                worst = candidate
        return worst

    def _numerics(self) -> Iterator[Verdict]:
        limits = THRESHOLDS | ({"error": PLANE_ERROR} if self.method == "plane-steps" else {})
        for key, (amber, red) in limits.items():
            value = getattr(self, key)
            if math.isfinite(value) and value > amber:
                level: Level = "red" if value > red else "amber"
                yield Verdict(level, "numerics", f"report.{key}", {"value": value})

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: figures (None for those that do not apply) and the verdict."""
        figures = {
            key: value if not isinstance(value, float) or math.isfinite(value) else None
            for key, value in vars(self).items()
            if key != "physics"
        }
        spoken = self.verdict
        notes = [vars(item) for item in self.physics]
        return figures | {"verdict": vars(spoken), "physics": notes}


def report_closed_form(problem: "Problem", fields: "Fields", ending: str) -> Report:
    """Report of a Gaussian on the infinite line: exact up to rounding.

    Args:
        problem: What was solved.
        fields: The evolution.
        ending: What a run that ends before T ends by, as `gaussian.ending` says it.
    """
    kept = observables.norm(fields.psi, problem.grid)
    beyond = float(np.max(1 - np.minimum(kept, 1) ** 2))
    notes = list(_surrogate_notes(problem, fields))
    if fields.t[-1] < problem.T:
        notes.insert(0, ended(ending, float(fields.t[-1])))
    if beyond > THRESHOLDS["edge_probability"][1]:
        notes.append(Verdict("green", "physics", "report.out-of-sight", {"share": beyond}))
    rounding = 1e-15 * (1 + abs(problem.D * problem.T) * (problem.px**2 + 1 / problem.sigma**2))
    return Report(
        method="closed-form",
        edges="infinite",
        size=0,
        error=rounding,
        norm_drift=math.nan,
        energy_drift=math.nan,
        edge_probability=math.nan,
        tail_weight=math.nan,
        t_end=float(fields.t[-1]),
        physics=worst_first(notes),
    )


def ended(code: str, t: float) -> Verdict:
    """What is said of a closed form's run that ends before T."""
    if code == "report.blow-up":
        return Verdict("red", "physics", "report.blow-up", {"t": t})
    return Verdict("amber", "physics", "report.spread", {"t": t})


def report_spectral(problem: "Problem", fields: "Fields", expansion: "Expansion") -> Report:
    """Report of an expansion in eigenstates."""
    some = fields.t[np.unique(np.linspace(0, len(fields.t) - 1, LOOKS).astype(int))]
    error = float(expansion.error(some, problem.theta).max())
    return _grid_report(problem, fields, "spectral", expansion.spectrum.basis.size, error)


def report_stepped(problem: "Problem", fields: "Fields", error: float) -> Report:
    """Report of a split-operator run."""
    return _grid_report(problem, fields, "split-operator", problem.n, error)


def _grid_report(
    problem: "Problem", fields: "Fields", method: str, size: int, error: float
) -> Report:
    grid, psi = problem.grid, fields.psi
    momentum = observables.momentum_density(psi, grid)
    notes = list(_surrogate_notes(problem, fields))
    edge = math.nan
    if problem.edges == "walls":
        edge = float(observables.edge_probability(psi, grid).max())
    if problem.walls_belong:
        if edge > THRESHOLDS["edge_probability"][0]:
            notes.append(Verdict("green", "physics", "report.walls-belong", {"share": edge}))
        edge = math.nan
    return Report(
        method=method,
        edges=problem.edges,
        size=size,
        error=error,
        norm_drift=float(np.abs(observables.norm(psi, grid) - 1).max()),
        energy_drift=_energy_drift(problem, psi, momentum),
        edge_probability=edge,
        tail_weight=float(observables.tail_weight(momentum, grid).max()),
        t_end=float(fields.t[-1]),
        physics=worst_first(notes),
    )


def _energy_drift(problem: "Problem", psi: Complex, momentum: Real) -> float:
    if problem.schedule != "constant":
        return math.nan
    zeta = problem.hamiltonian.values(problem.grid.x)
    energy = observables.energy(psi, problem.grid, zeta, problem.D, momentum)
    scale = max(float(np.abs(energy - zeta.min()).max()), 1e-12)
    if problem.wick == 0:
        return float(np.ptp(energy)) / scale
    return max(float(np.diff(energy).max(initial=0.0)), 0.0) / scale


def trust_interval(problem: "Problem") -> tuple[float, float]:
    """Where the surrogate differs from ζ by at most 5 % of the relief."""
    assert problem.surrogate is not None
    x = problem.grid.x
    zeta = problem.objective.values(x)
    return trust_radius(zeta, problem.surrogate, x, TRUST_SHARE * relief(zeta))


def _surrogate_notes(problem: "Problem", fields: "Fields") -> Iterator[Verdict]:
    if problem.surrogate is None:
        return
    runs_on = fields.t[-1] >= problem.T
    if problem.wick > 0 and not problem.surrogate.is_bounded_below and runs_on:
        yield Verdict("amber", "physics", "report.unbounded", {"order": problem.surrogate.order})
    # What is out of the picture is not counted: nothing is known about ζ there.
    distrusted = ~trusted(problem.grid.x, trust_interval(problem))
    astray = observables.probability(fields.psi, problem.grid, distrusted)
    left = fields.t[astray > TRUST_LEFT]
    if len(left):
        yield Verdict("amber", "physics", "report.left-trust", {"t": float(left[0])})


def worst_first(notes: Iterator[Verdict] | list[Verdict]) -> tuple[Verdict, ...]:
    """Notes as a report holds them."""
    return tuple(sorted(notes, key=lambda note: -LEVELS.index(note.level)))
