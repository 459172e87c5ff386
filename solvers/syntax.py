"""From what a user types to a syntax tree, by a whitelist; nothing is ever executed."""

import ast
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from solvers.expression import Binary, Call, Constant, Negative, Node, Number, Operator, Variable
from solvers.functions import FUNCTIONS, SYNONYMS
from solvers.refusal import Refusal

MOST_NODES = 120
DEEPEST = 60
LARGEST_NUMBER = 1e12

_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}

# As typed on a phone, in a word processor or with a Chinese input method.
_SPELLINGS = {
    "^": "**",
    "π": "pi",
    "−": "-",
    "–": "-",
    "·": "*",
    "⋅": "*",
    "×": "*",
    "÷": "/",
    "\u3000": " ",
    "\t": " ",
    "\r": " ",
    "\n": " ",
} | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))

_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<floor>//)|(?P<sign>\*\*|[-+*/(),])"
    r"|(?P<space> +)"
    r"|(?P<other>.)"
)


class Token(NamedTuple):
    """A word of the formula: number, name or sign, and where it was typed."""

    kind: str
    text: str
    column: int


@dataclass(frozen=True)
class Source:
    """A formula in plain ASCII, with the way back to what was typed.

    Attributes:
        text: The formula, no blanks around it.
        columns: For each character, and for the end, its 1-based typed column.
    """

    text: str
    columns: tuple[int, ...]

    def column(self, offset: int) -> int:
        """Typed column of a 0-based offset, clipped to the formula."""
        return self.columns[min(max(offset, 0), len(self.text))]


def normalise(text: str) -> Source:
    """Rewrite usual mathematical spellings in the plain language.

    Raises:
        Refusal: ``formula.empty``.
    """
    letters: list[str] = []
    columns: list[int] = []
    for column, letter in enumerate(text, start=1):
        plain = _SPELLINGS.get(letter, letter)
        if letter in _SUPERSCRIPTS:
            plain = _SUPERSCRIPTS[letter]
            if column == 1 or text[column - 2] not in _SUPERSCRIPTS:
                plain = "**" + plain
        letters.extend(plain)
        columns.extend([column] * len(plain))
    blank = len(letters) - len("".join(letters).lstrip())
    stripped = "".join(letters).strip()
    if not stripped:
        raise Refusal("formula.empty")
    kept = columns[blank : blank + len(stripped)]
    return Source(stripped, (*kept, kept[-1] + 1))


def parse_source(source: Source) -> ast.expr:
    """Python's own parse of a formula that passed the whitelist of words.

    Raises:
        Refusal: ``formula.not-allowed``, ``formula.missing-sign``,
            ``formula.needs-parentheses``, ``formula.syntax`` or ``formula.too-deep``.
    """
    _check_words(_words(source), source)
    try:
        return ast.parse(source.text, mode="eval").body
    except SyntaxError as error:
        # Python reports an unexpected end as offset 0.
        column = source.column(error.offset - 1 if error.offset else len(source.text))
    except (RecursionError, MemoryError):
        raise Refusal("formula.too-deep", limit=DEEPEST) from None
    raise Refusal("formula.syntax", column=column)


def _words(source: Source) -> list[Token]:
    """Cut into numbers, names and signs; refuse every other character."""
    words = []
    for match in _TOKEN.finditer(source.text):
        kind, column = str(match.lastgroup), source.column(match.start())
        if kind in ("floor", "other") or keyword.iskeyword(match.group()):
            raise Refusal("formula.not-allowed", what=match.group(), column=column)
        if kind != "space":
            words.append(Token(kind, match.group(), column))
    return words


def _check_words(words: list[Token], source: Source) -> None:
    """Refuse neighbours that lack a sign: `2x`, `x (x+1)`, `sin x`."""
    end = Token("sign", "", source.columns[-1])
    for left, right in pairwise([*words, end]):
        is_call = left.kind == "name" and right.text == "("
        if _function(left.text) and not is_call:
            raise Refusal("formula.needs-parentheses", name=left.text, column=left.column)
        left_ends = left.kind in ("number", "name") or left.text == ")"
        right_starts = right.kind in ("number", "name") or right.text == "("
        if left.kind == right.kind == "number":
            raise Refusal("formula.syntax", column=right.column)
        if left_ends and right_starts and not is_call:
            raise Refusal("formula.missing-sign", column=right.column)


def _function(name: str) -> str | None:
    """Name in the table of functions, None for any other name."""
    name = SYNONYMS.get(name, name)
    return name if name in FUNCTIONS else None


@dataclass
class Builder:
    """Turns Python's tree into ours; a node that is not listed here is refused.

    Attributes:
        source: Where columns come from.
        variables: Names of the coordinates.
        constants: Values of all named numbers.
        nodes: Nodes met so far.
    """

    source: Source
    variables: tuple[str, ...]
    constants: Mapping[str, float]
    nodes: int = field(default=0, init=False)

    def build(self, node: ast.AST, depth: int = 1) -> Node:
        """Build a tree.

        Raises:
            Refusal: For anything outside the language or its limits.
        """
        self.nodes += 1
        if depth > DEEPEST:
            raise Refusal("formula.too-deep", limit=DEEPEST)
        if self.nodes > MOST_NODES:
            raise Refusal("formula.too-many-terms", limit=MOST_NODES)
        match node:
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self._name(node)
            case ast.UnaryOp():
                operand = self.build(node.operand, depth + 1)
                return Negative(operand) if isinstance(node.op, ast.USub) else operand
            case ast.BinOp():
                return self._binary(node, depth)
            case ast.Call():
                return self._call(node, depth)
        raise self._refusal(node)

    def _number(self, node: ast.Constant) -> Node:
        if not isinstance(node.value, int | float):
            raise self._refusal(node)
        # Compared before float(), which fails on a huge integer.
        if node.value > LARGEST_NUMBER:
            raise Refusal(
                "formula.number-too-large", limit=LARGEST_NUMBER, column=self._column(node)
            )
        return Number(float(node.value))

    def _name(self, node: ast.Name) -> Node:
        if node.id in self.variables:
            return Variable(node.id)
        if node.id in self.constants:
            return Constant(node.id, self.constants[node.id])
        allowed = ", ".join((*self.variables, *self.constants))
        raise Refusal(
            "formula.unknown-name", name=node.id, allowed=allowed, column=self._column(node)
        )

    def _binary(self, node: ast.BinOp, depth: int) -> Node:
        if type(node.op) not in _OPERATORS:
            raise self._refusal(node)
        left, right = self.build(node.left, depth + 1), self.build(node.right, depth + 1)
        return Binary(_OPERATORS[type(node.op)], left, right)

    def _call(self, node: ast.Call, depth: int) -> Node:
        if not isinstance(node.func, ast.Name):
            raise Refusal("formula.missing-sign", column=self._end(node.func))
        typed = node.func.id
        name = _function(typed)
        if name is None:
            if typed in self.variables or typed in self.constants:
                raise Refusal("formula.missing-sign", column=self._end(node.func))
            raise Refusal(
                "formula.unknown-function",
                name=typed,
                allowed=", ".join(FUNCTIONS),
                column=self._column(node),
            )
        if node.keywords or len(node.args) != FUNCTIONS[name].arity:
            raise Refusal(
                "formula.arguments",
                name=typed,
                expected=FUNCTIONS[name].arity,
                given=len(node.args) + len(node.keywords),
                column=self._column(node),
            )
        return Call(name, tuple(self.build(argument, depth + 1) for argument in node.args))

    def _column(self, node: ast.expr) -> int:
        return self.source.column(node.col_offset)

    def _end(self, node: ast.expr) -> int:
        return self.source.column(node.end_col_offset or 0)

    def _refusal(self, node: ast.AST) -> Refusal:
        """Refusal that shows the piece of text that is not allowed."""
        start = getattr(node, "col_offset", 0)
        end = getattr(node, "end_col_offset", None)
        return Refusal(
            "formula.not-allowed",
            what=self.source.text[start:end],
            column=self.source.column(start),
        )
