"""What the pages with a free packet share: nothing but the packet may come from their links."""

from solvers.problem import Problem
from solvers.refusal import Refusal


def free(problem: Problem, *, at_rest: bool = False) -> Problem:
    """The problem itself, when it is one of a Gaussian packet with ζ = 0 and constant D.

    Args:
        problem: From a link.
        at_rest: Whether the packet has to be one without momentum, in the middle.

    Raises:
        Refusal: ``scene.not-free`` or ``scene.not-at-rest`` for any other.
    """
    flat = problem.formula == "0" and not problem.points
    if not flat or problem.levels or problem.schedule != "constant":
        raise Refusal("scene.not-free")
    if at_rest and (problem.px or problem.x0):
        raise Refusal("scene.not-at-rest")
    return problem
