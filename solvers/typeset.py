"""Formulas as LaTeX, for the page to show; built from our own tree, so always safe."""

import re

from solvers.expression import Binary, Call, Constant, Negative, Node, Number, Variable
from solvers.functions import FUNCTIONS

SUM, SIGN, PRODUCT, POWER, ATOM = range(5)

_GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|mu|nu|xi|rho|sigma|tau|phi|chi|psi"
    "|omega|pi|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega"
)


def latex(node: Node) -> str:
    """LaTeX of a tree, without dollar signs."""
    return _typeset(node)[0]


def _typeset(node: Node) -> tuple[str, int]:
    """LaTeX and how tightly its outermost sign binds."""
    match node:
        case Number(value):
            return _number(value)
        case Constant(name) | Variable(name):
            return _name(name), ATOM
        case Negative(operand):
            return "-" + _within(operand, PRODUCT), SIGN
        case Call(name, arguments):
            return _call(FUNCTIONS[name].latex, ", ".join(latex(a) for a in arguments))
        case Binary():
            return _binary(node)


def _binary(node: Binary) -> tuple[str, int]:
    match node.operator:
        case "+" | "-":
            # A minus binds its right side: a - (b + c).
            right = _within(node.right, PRODUCT)
            return f"{_within(node.left, SUM)} {node.operator} {right}", SUM
        case "*":
            left, right = _within(node.left, SIGN), _within(node.right, PRODUCT)
            sign = r" \cdot " if right[0].isdigit() else r" \, "
            return left + sign + right, SIGN if left.startswith("-") else PRODUCT
        case "/":
            return rf"\frac{{{latex(node.left)}}}{{{latex(node.right)}}}", PRODUCT
        case "**":
            return f"{{{_within(node.left, ATOM)}}}^{{{latex(node.right)}}}", POWER


def _within(node: Node, least: int) -> str:
    """LaTeX of an operand, in parentheses if it binds more loosely than required."""
    text, binding = _typeset(node)
    return text if binding >= least else rf"\left({text}\right)"


def _number(value: float) -> tuple[str, int]:
    digits, _, exponent = f"{value:.10g}".partition("e")
    if not exponent:
        return digits, ATOM
    return rf"{digits} \cdot 10^{{{int(exponent)}}}", PRODUCT


def _name(name: str) -> str:
    if name == "e":
        return r"\mathrm{e}"
    if _GREEK.fullmatch(name):
        return "\\" + name
    return name if len(name) == 1 else r"\mathrm{" + name.replace("_", r"\_") + "}"


def _call(template: str, arguments: str) -> tuple[str, int]:
    if "#1" in template:
        binding = POWER if "^" in template else ATOM
        return template.replace("#1", arguments), binding
    return rf"{template}\left({arguments}\right)", ATOM
