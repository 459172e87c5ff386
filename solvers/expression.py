"""The syntax tree of a formula and its two readings: values and jets."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from solvers import jets
from solvers.arrays import Real
from solvers.functions import FUNCTIONS
from solvers.jets import Jet

MULTIPLIED = range(3, 17)  # exponents; numpy itself squares

Operator = Literal["+", "-", "*", "/", "**"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed."""

    value: float


@dataclass(frozen=True, slots=True)
class Variable:
    """A coordinate, such as x."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A named number: pi, e or one of the user's."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus the operand."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands joined by an operator."""

    operator: Operator
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the table with its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node: TypeAlias = Number | Variable | Constant | Negative | Binary | Call


def _power(base: Real, exponent: Real) -> Real:
    """Small integer powers are squared and multiplied, ten times as fast as `np.power`."""
    if exponent.ndim or float(exponent) not in MULTIPLIED:
        return np.power(base, exponent)
    half = _power(base, np.asarray(float(exponent) // 2))
    square = half * half
    return square * base if float(exponent) % 2 else square


_VALUES: dict[Operator, Callable[[Real, Real], Real]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": _power,
}

_JETS: dict[Operator, Callable[[Jet, Jet], Jet]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": jets.product,
    "/": jets.quotient,
    "**": lambda base, exponent: jets.exp(jets.product(exponent, jets.log(base))),
}


def evaluate(node: Node, points: Mapping[str, Real]) -> Real:
    """Values of a tree; constant parts stay 0-dimensional.

    Args:
        node: Root of the tree.
        points: For each variable its values, all of one shape.

    Returns:
        Values of that shape, or 0-dimensional where no variable occurs.
    """
    match node:
        case Variable(name):
            return points[name]
        case Negative(operand):
            return -evaluate(operand, points)
        case Binary(symbol, left, right):
            return _VALUES[symbol](evaluate(left, points), evaluate(right, points))
        case Call(name, arguments):
            return FUNCTIONS[name].values(*(evaluate(a, points) for a in arguments))
        case Number() | Constant():
            return np.asarray(node.value)


def expand(node: Node, points: Mapping[str, Jet]) -> Jet:
    """Jet of a tree; constant parts stay 0-dimensional.

    Constant parts are evaluated as numbers, so that `abs(0)` or `sqrt(0)` inside
    a formula is no corner and a constant exponent is recognised as such.

    Args:
        node: Root of the tree.
        points: For each variable its jet, all of shape (order + 1, nx).

    Returns:
        Jet of that shape, or a 0-dimensional value where no variable occurs.
    """
    match node:
        case Variable(name):
            return points[name]
        case Negative(operand):
            return -expand(operand, points)
        case Binary(symbol, left, right):
            return _expand_binary(symbol, expand(left, points), expand(right, points))
        case Call(name, arguments):
            return _expand_call(name, [expand(a, points) for a in arguments])
        case Number() | Constant():
            return np.asarray(node.value)


def _expand_binary(symbol: Operator, left: Jet, right: Jet) -> Jet:
    """Join two jets, either of which may be a 0-dimensional constant."""
    if left.ndim == right.ndim == 0:
        return np.asarray(_VALUES[symbol](left, right))
    if symbol == "**" and right.ndim == 0:
        return jets.power(left, float(right))
    return _JETS[symbol](*_lifted([left, right]))


def _expand_call(name: str, arguments: list[Jet]) -> Jet:
    """Call a function on jets, any of which may be a 0-dimensional constant."""
    if all(argument.ndim == 0 for argument in arguments):
        return np.asarray(FUNCTIONS[name].values(*arguments))
    return FUNCTIONS[name].jet(*_lifted(arguments))


def _lifted(operands: list[Jet]) -> list[Jet]:
    """Turn 0-dimensional constants into jets like the others."""
    like = next(operand for operand in operands if operand.ndim)
    return [o if o.ndim else jets.constant(float(o), like) for o in operands]
