"""Everything that reads what strangers write, one line each in `TARGETS`.

A reader gives a value or raises a Refusal whose sentence exists in every language, and
refuses within `SLOWEST` seconds. Anything else is a fault, and its input becomes a file in
`tests/fuzz/found/<target>/`, which every test run reads again.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from charts.lesson_answers import RULES
from charts.page_links import PAGE_LINKS
from scenes import link
from scenes.language import LANGUAGES, explain
from scenes.lesson_text import read_lesson
from scenes.notation import levels_of, points_of
from solvers.diffusion.upload import read_table
from solvers.formula import parse, unknown_names
from solvers.refusal import Refusal
from ui.classroom import rules

ROOT = Path(__file__).parents[2]
FOUND = Path(__file__).parent / "found"
SLOWEST = 0.05  # processor seconds of a refusal
HANGS = 1.0  # of what is accepted
LONGEST = 10_000  # bytes of an input

_KEYS = (
    *("landscape=", "formula=", "V=", "let=", "points=", "levels=", "order=", "about=", "wick="),
    *("D=", "schedule=", "D_end=", "x0=", "sigma=", "px=", "T=", "frames=", "lo=", "hi=", "n="),
    *("dim=", "y0=", "py=", "about_y=", "preset=", "show=", "density=", "panel=", "beside="),
    *("speed=", "lang=", "v="),
)
_VALUES = (
    *("double-well", "himmelblau", "quadratic", "exact", "linear", "exponential", "tunnelling"),
    *("nan", "inf", "-inf", "1e308", "-1e-320", "1e999", "0x10", "１２", "null", "--1", "1_000"),
    *("-2:1.5,0:0,2:1", "0,3:0.5@90", "a:1.5,b:2", "x**2", "%2B", "%00", "%FF", "&", "=", ";"),
)
_MATHS = (
    *("x", "y", "pi", "e", "a", "(", ")", "+", "-", "*", "/", "**", "^", ",", ".", "1", "2", "9"),
    *("1e9", "sin(", "exp(", "abs(", "tanh(", "min(", "²", "³", "π", "−"),
)
_TABLE = (
    *"0123456789.,;-+eE\t\n\r\" '",
    *("\n1,2,0", "\nx,y,label\n", "1e400", "nan", "\x00", "\ufeff"),
)


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes:
        read: What takes the input.
        seeds: Inputs to start from.
        tokens: What generated inputs are put together from.
    """

    read: Callable[[bytes], object]
    seeds: tuple[str, ...]
    tokens: tuple[str, ...]


def text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    """A reader of text as one of bytes."""
    return lambda data: read(data.decode("utf-8", "replace"))


def _formula(said: str) -> None:
    for variables in (("x",), ("x", "y")):
        names = unknown_names(said, variables=variables)[:6]
        formula = parse(said, dict.fromkeys(names, 1.5), variables=variables)
        assert isinstance(formula.latex, str)


def _page_link(said: str) -> None:
    """Every page reads it; one that accepts must also be able to write it again."""
    pairs, refusal = dict(parse_qsl(said)), None
    for page in PAGE_LINKS.values():
        try:
            scene, settings, _ = page.decode(pairs)
            page.encode(scene, settings)
        except Refusal as refused:
            refusal = refused
    if refusal:
        raise refusal


def _scene(said: str) -> None:
    scene, _ = link.decode(said)
    link.decode(link.write(scene))


def _class_message(said: str) -> None:
    """As the routes read it: JSON, then whatever each of them looks for."""
    try:
        body = json.loads(said)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refusal("classroom.message", limit=len(said))
    refusal = None
    asked = {"kind": body.get("asked"), "options": ["a", "b"], "lo": -1.0, "hi": 1.0}
    readers = (
        lambda: rules.nickname(body.get("nickname")),
        lambda: rules.scene(body),
        lambda: rules.question(body),
        lambda: rules.answer(asked, body.get("value")),
        lambda: rules.code_of(str(body.get("code"))),
    )
    for read in readers:
        try:
            read()
        except Refusal as refused:
            refusal = refused
    if refusal:
        raise refusal


TARGETS = {
    "formula": Target(text(_formula), ("x**4-3*x**2+a*sin(5*x)", "-exp(-(x/2)²)"), _MATHS),
    "scene": Target(
        text(_scene),
        ("landscape=double-well&wick=90&D=0.1", "dim=2&formula=x*y", "v=1&points=-2:1,0:0,2:1"),
        (*_KEYS, *_VALUES, *_MATHS),
    ),
    "page": Target(
        text(_page_link),
        ("objective=schwefel&budget=100&seeds=10", "data=drawing&drawing=yWwhqq&steps=20"),
        (
            *("objective=", "budget=", "seeds=", "scipy=", "costs=", "priors=", "data=", "word="),
            *("drawing=", "sampler=", "steps=", "particles=", "points=", "view=", "means="),
            *("mechanism=", "order=", "about=", "ladder=", "inner=", "kind=", "1,2,3", "two-moons"),
            *(_KEYS[0], *_VALUES),
        ),
    ),
    "table": Target(read_table, ("x,y\n1,2\n3,4\n5,6\n", "0.5;1;0\n1;2;1\n3;1;0"), _TABLE),
    "class": Target(
        text(_class_message),
        (
            '{"nickname": "Ada", "code": "ABCDEF", "page": "lab", "link": "D=0.2", "value": 0}',
            '{"kind": "choice", "text": "Why?", "options": ["a", "b"], "asked": "number"}',
            '{"kind": "number", "text": "x?", "lo": 0, "hi": 2, "value": 1.5, "asked": "choice"}',
        ),
        (
            *'{}[]:,"0123456789.-e',
            *('"kind":', '"text":', '"options":', '"lo":', '"hi":', '"value":', '"asked":'),
            *('"nickname":', '"page":', '"link":', '"density"', '"ground":', "null", "true"),
            *("1e999", "-Infinity", "NaN", "9" * 400, "[[[[[[", '"\\u0000"', '"\\ud800"'),
        ),
    ),
    "lesson": Target(
        text(lambda said: read_lesson(said, RULES)),
        ((ROOT / "scenes/lessons/en/wick-rotation.md").read_text("utf-8"),),
        (
            *("\n# ", "\n## ", "\n- ", "\n", "title: ", "scene: ", "answer: ", "```", "{{", "}}"),
            *("[x]", "[ ]", "$", "<b>", "\x00", "\u202e", "1..2", "±", *_VALUES),
        ),
    ),
    "points": Target(text(points_of), ("-2:1.5,0:0,2:1",), (*"0123456789.,:-+e", *_VALUES)),
    "levels": Target(text(levels_of), ("0,3:0.5@90",), (*"0123456789.,:@-+e", *_VALUES)),
}


class Fault(Exception):
    """An input that was answered wrongly."""


def attempt(target: Target, data: bytes) -> bool:
    """Read an input; whether it was refused.

    Raises:
        Fault: For an exception that is no Refusal, a refusal without a sentence, or one that
            took too long even on the third try.
    """
    for _ in range(3):
        start = time.thread_time()
        refused = _read(target, data[:LONGEST])
        spent = time.thread_time() - start
        if spent <= (SLOWEST if refused else HANGS):
            return refused
    raise Fault(f"{'refused' if refused else 'read'} after {1e3 * spent:.0f} ms")


def _read(target: Target, data: bytes) -> bool:
    try:
        target.read(data)
    except Refusal as refusal:
        try:
            sentences = [explain(code, refusal) for code in LANGUAGES]
        except (KeyError, IndexError, ValueError) as error:
            raise Fault(f"no sentence for {refusal.code}: {error!r}") from error
        if any(len(sentence) > 1000 for sentence in sentences):
            raise Fault(f"the sentence of {refusal.code} is endless") from refusal
        return True
    except Exception as error:
        raise Fault(repr(error)) from error
    return False
