"""What is known about the errors of a run in two dimensions."""

import math
from collections.abc import Iterator

import numpy as np

from solvers.plane.gaussian import ending
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Numbers, PlaneSolution, collect
from solvers.plane.terrain import floor_below
from solvers.report import THRESHOLDS, TRUST_LEFT, Report, Verdict, ended, worst_first


def solved(problem: PlaneProblem, frames: list[Numbers]) -> PlaneSolution:
    """The Solution of a problem whose frames have all arrived (or as many as have)."""
    return PlaneSolution(problem, collect(frames), report(problem, frames))


def report(problem: PlaneProblem, frames: list[Numbers]) -> Report:
    """Errors of a run, each the largest over the frames, as in one dimension."""
    notes = list(_surrogate_notes(problem, frames))
    norm = max(abs(frame.seen.norm - 1) for frame in frames)
    edge = max(frame.seen.edge for frame in frames)
    error = max(frame.error for frame in frames)
    if problem.is_closed_form:
        beyond = max(1 - min(frame.seen.norm, 1.0) ** 2 for frame in frames)
        if beyond > THRESHOLDS["edge_probability"][1]:
            notes.append(Verdict("green", "physics", "report.out-of-sight", {"share": beyond}))
        return Report(
            method="closed-form",
            edges="infinite",
            size=0,
            error=error,
            norm_drift=math.nan,
            energy_drift=math.nan,
            edge_probability=math.nan,
            tail_weight=math.nan,
            t_end=frames[-1].t,
            physics=worst_first(notes),
        )
    if problem.walls_belong:
        if edge > THRESHOLDS["edge_probability"][0]:
            notes.append(Verdict("green", "physics", "report.walls-belong", {"share": edge}))
        edge = math.nan
    return Report(
        method="plane-steps",
        edges="walls",
        size=problem.n,
        error=error,
        norm_drift=norm,
        energy_drift=_energy_drift(problem, frames),
        edge_probability=edge,
        tail_weight=max(frame.seen.tail for frame in frames),
        t_end=frames[-1].t,
        physics=worst_first(notes),
    )


def _energy_drift(problem: PlaneProblem, frames: list[Numbers]) -> float:
    if problem.schedule != "constant":
        return math.nan
    energy = np.array([frame.seen.energy for frame in frames])
    floor = float(problem.zeta.min())
    scale = max(float(np.abs(energy - floor).max()), 1e-12)
    if problem.wick == 0:
        return float(np.ptp(energy)) / scale
    return max(float(np.diff(energy).max(initial=0.0)), 0.0) / scale


def _surrogate_notes(problem: PlaneProblem, frames: list[Numbers]) -> Iterator[Verdict]:
    polynomial, end = problem.polynomial, frames[-1].t
    if polynomial is None:
        return
    if problem.is_closed_form and end < problem.T:
        yield ended(ending(polynomial, problem.D, problem.sigma, problem.theta)[1], end)
    elif problem.wick > 0 and not math.isinf(floor_below(problem.zeta, polynomial)):
        yield Verdict("amber", "physics", "report.unbounded", {"order": polynomial.order})
    left = [frame.t for frame in frames if frame.astray > TRUST_LEFT]
    if left:
        yield Verdict("amber", "physics", "report.left-trust", {"t": left[0]})
