"""Formulas typed by a user: parsed by a whitelist, evaluated, expanded exactly."""

import ast
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from solvers import jets
from solvers.arrays import Real
from solvers.expression import Node, evaluate, expand
from solvers.functions import FUNCTIONS, SYNONYMS
from solvers.jets import Jet
from solvers.refusal import Refusal
from solvers.syntax import LARGEST_NUMBER, Builder, normalise, parse_source
from solvers.typeset import latex

LONGEST = 200
MOST_CONSTANTS = 6
BUILT_IN_CONSTANTS = {"pi": math.pi, "e": math.e}

_CONSTANT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,11}")


@dataclass(frozen=True)
class Formula:
    """A real function ζ of the coordinates; hashable, equal if the trees are.

    Attributes:
        text: What was typed.
        tree: What it means, named constants replaced by their values.
        variables: Names of the coordinates.
    """

    text: str = field(compare=False)
    tree: Node
    variables: tuple[str, ...] = ("x",)

    def values(self, *points: Real) -> Real:
        """Values of the formula; infinite or NaN where it has none.

        Args:
            points: One array per variable, all of one shape.

        Returns:
            Values, a new array of that shape.
        """
        arrays = [np.asarray(axis, dtype=float) for axis in points]
        with np.errstate(all="ignore"):
            result = evaluate(self.tree, dict(zip(self.variables, arrays, strict=True)))
        return np.array(np.broadcast_to(result, arrays[0].shape), dtype=float)

    def finite_values(self, x: Real) -> Real:
        """Values of a formula of one variable, all finite.

        Args:
            x: Points, shape (nx,).

        Returns:
            Values, shape (nx,).

        Raises:
            Refusal: ``formula.not-finite`` with the first point that has no value.
        """
        result = self.values(x)
        lost = ~np.isfinite(result)
        if lost.any():
            raise Refusal("formula.not-finite", x=float(np.asarray(x)[lost][0]))
        return result

    def jet(self, x: Real, order: int) -> Jet:
        """Exact Taylor coefficients of a formula of one variable at every point.

        Args:
            x: Points, shape (nx,).
            order: Highest order, >= 0.

        Returns:
            Coefficients f⁽ᵏ⁾(x)/k!, shape (order + 1, nx); not finite at corners,
            jumps and poles.
        """
        return self.jet_along((x,), (1.0,), order)

    def taylor(self, x0: float, order: int) -> Real:
        """Exact Taylor coefficients at one point.

        Args:
            x0: Expansion point.
            order: Highest order, >= 0.

        Returns:
            Coefficients c_0 … c_order of Σ c_k (x - x0)ᵏ, shape (order + 1,).

        Raises:
            Refusal: ``formula.not-smooth`` at a corner, jump or pole.
        """
        coefficients = self.jet(np.array([x0]), order)[:, 0]
        if not np.isfinite(coefficients).all():
            raise Refusal("formula.not-smooth", x=float(x0))
        return coefficients

    def jet_along(self, points: tuple[Real, ...], direction: tuple[float, ...], order: int) -> Jet:
        """Exact Taylor coefficients along straight lines through points.

        Args:
            points: One array per variable, each of shape (nx,).
            direction: One component per variable.
            order: Highest order, >= 0.

        Returns:
            Coefficients of sᵏ of f(points + s direction), shape (order + 1, nx); not
            finite where the line meets a corner, a jump or a pole.
        """
        lines = {}
        for name, x, component in zip(self.variables, points, direction, strict=True):
            lines[name] = jets.variable(np.asarray(x, dtype=float), order)
            lines[name][1:2] *= component
        with np.errstate(all="ignore"):
            result = expand(self.tree, lines)
        return result if result.ndim else jets.constant(float(result), lines[self.variables[0]])

    @property
    def latex(self) -> str:
        """LaTeX of the formula, without dollar signs."""
        return latex(self.tree)


def parse(
    text: str,
    constants: Mapping[str, float] | Iterable[tuple[str, float]] = (),
    *,
    variables: tuple[str, ...] = ("x",),
    longest: int = LONGEST,
) -> Formula:
    """Parse a formula such as ``x**4 - 3*x**2 + a*sin(5*x)``.

    Known are + - * / ** and parentheses, the usual mathematical spellings
    (^ × · ÷ π x²), pi, e and the functions of `solvers.functions`.

    Args:
        text: The formula.
        constants: Names and values of further constants.
        variables: Names of the coordinates.
        longest: Most characters accepted.

    Returns:
        The formula.

    Raises:
        Refusal: ``formula.…``, with the 1-based column where it is known.
    """
    if len(text) > longest:
        raise Refusal("formula.too-long", length=len(text), limit=longest)
    named = _checked_constants(dict(constants), variables)
    source = normalise(text)
    builder = Builder(source, variables, BUILT_IN_CONSTANTS | named)
    return Formula(text, builder.build(parse_source(source)), variables)


def unknown_names(text: str, *, variables: tuple[str, ...] = ("x",)) -> tuple[str, ...]:
    """Free names of a formula, in order, each of which may become a constant.

    Args:
        text: The formula.
        variables: Names of the coordinates.

    Returns:
        Names that are neither coordinates, pi, e nor functions.

    Raises:
        Refusal: ``formula.…`` if the text is no formula at all.
    """
    if len(text) > LONGEST:
        raise Refusal("formula.too-long", length=len(text), limit=LONGEST)
    root = parse_source(normalise(text))
    called = {id(node.func) for node in ast.walk(root) if isinstance(node, ast.Call)}
    names = [
        node for node in ast.walk(root) if isinstance(node, ast.Name) and id(node) not in called
    ]
    ordered = dict.fromkeys(node.id for node in sorted(names, key=lambda node: node.col_offset))
    return tuple(name for name in ordered if _is_free(name, variables))


def _is_free(name: str, variables: tuple[str, ...]) -> bool:
    """Whether a name may be given to a constant."""
    taken = {*variables, *BUILT_IN_CONSTANTS, *FUNCTIONS, *SYNONYMS}
    return _CONSTANT_NAME.fullmatch(name) is not None and name not in taken


def _checked_constants(constants: dict[str, float], variables: tuple[str, ...]) -> dict[str, float]:
    """Named constants of the user, as floats."""
    if len(constants) > MOST_CONSTANTS:
        raise Refusal("formula.too-many-constants", limit=MOST_CONSTANTS)
    for name, value in constants.items():
        if not _is_free(name, variables):
            raise Refusal("formula.constant-name", name=name)
        if not abs(value) <= LARGEST_NUMBER:
            raise Refusal("formula.constant-value", name=name, limit=LARGEST_NUMBER)
    return {name: float(value) for name, value in constants.items()}
