"""What the pages with a free packet share: nothing but the packet may come from their links."""

from solvers.problem import Problem
from solvers.refusal import Refusal


def free(problem: Problem) -> Problem:
    """The problem itself, when it is one of a Gaussian packet with ζ = 0 and constant D.

    Raises:
        Refusal: ``scene.not-free`` for any other.
    """
    flat = problem.formula == "0" and not problem.points
    if not flat or problem.levels or problem.schedule != "constant":
        raise Refusal("scene.not-free")
    return problem
