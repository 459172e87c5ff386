"""Answers that are computed: measures of a scene, joined by arithmetic.

`width@end / width@start` or `gap - gap[D=0.05]`: a name, then perhaps a moment (`start`,
`end`, `highest`, `lowest` or a time), then perhaps keys of the link that differ.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scenes.values import shown
from solvers.formula import MOST_CONSTANTS, parse
from solvers.refusal import Refusal

LONGEST = 200
_MEASURE = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?)"
    r"(?:@(?P<moment>start|end|highest|lowest|\d+(?:\.\d+)?))?"
    r"(?:\[(?P<changes>[^\[\]]*)\])?(?![\w(.])"
)


@dataclass(frozen=True)
class Measure:
    """One figure of a scene.

    Attributes:
        name: What is measured.
        moment: When, empty for the end of the run.
        changes: Keys of the link that differ from the scene's, as a scene string.
    """

    name: str
    moment: str = ""
    changes: str = ""


@dataclass(frozen=True)
class Measured:
    """An expression of measures.

    Attributes:
        text: As it was written.
        formula: The same with m0, m1, … for the measures.
        measures: These, in turn.
    """

    text: str
    formula: str = field(compare=False)
    measures: tuple[Measure, ...] = field(compare=False)

    def value(self, figure: Callable[[Measure], float]) -> float:
        """The value, with the figures that a scene gives; nan where there is none."""
        figures = tuple((f"m{i}", float(figure(m))) for i, m in enumerate(self.measures))
        try:
            return float(parse(self.formula, figures).taylor(0.0, 0)[0])
        except Refusal:  # a figure or the result is not finite
            return math.nan


def measured(text: str, known: Iterable[str]) -> Measured:
    """Read an expression.

    Args:
        text: As a teacher writes it.
        known: Names of the measures that the scene has.

    Raises:
        Refusal: ``lesson.measure-unknown``, ``lesson.measure-long`` or one of the formula's.
    """
    if len(text) > LONGEST:
        raise Refusal("lesson.measure-long", limit=LONGEST)
    names, found = set(known), dict[Measure, str]()

    def replace(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in names:
            if not match["moment"] and not match["changes"] and name in ("pi", "e"):
                return name
            raise Refusal("lesson.measure-unknown", name=shown(name), allowed=some(names))
        measure = Measure(name, match["moment"] or "", match["changes"] or "")
        return found.setdefault(measure, f"m{len(found)}")

    formula = _MEASURE.sub(replace, text)
    if len(found) > MOST_CONSTANTS:
        raise Refusal("lesson.measure-many", limit=MOST_CONSTANTS)
    parse(formula, tuple((name, 1.0) for name in found.values()), variables=())
    return Measured(text.strip(), formula, tuple(found))


def some(names: Iterable[str]) -> str:
    """Names in a row, for a sentence."""
    return ", ".join(sorted(names))
