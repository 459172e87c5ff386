"""The scene string: the part of a link after `?`, the command line's argument, a preset.

Only what differs from the defaults is written. What is written is checked on the way
in: unknown keys and clamped numbers are reported, anything unreadable is refused.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote, unquote

from scenes.notation import levels_of, points_of, short, written_levels, written_points
from scenes.scene import FASTEST, SLOWEST, Scene, View
from solvers.formula import parse
from solvers.problem import RANGES, SHORTEST, Problem, Range, suiting, usual_end
from solvers.refusal import Refusal

VERSION = "1"
LONGEST = 2000
WRITERS: dict[str, Callable[[Any], str]] = {"levels": written_levels, "points": written_points}
KEYS = tuple(item.name for item in fields(Problem)) + tuple(item.name for item in fields(View))


@dataclass(frozen=True)
class Note:
    """Something that was changed on the way in and must be said.

    Attributes:
        code: Key of the sentence.
        details: Values for its placeholders.
    """

    code: str
    details: dict[str, str | float]


def split(text: str) -> dict[str, str]:
    """Keys and values of a scene string; `+` stays a plus, as in a formula.

    Raises:
        Refusal: ``scene.too-long``, ``scene.malformed`` or ``scene.repeated``.
    """
    if len(text) > LONGEST:
        raise Refusal("scene.too-long", length=len(text), limit=LONGEST)
    pairs: dict[str, str] = {}
    for part in text.strip().removeprefix("?").split("&"):
        key, equals, value = part.partition("=")
        if not part:
            continue
        if not equals:
            raise Refusal("scene.malformed", part=_shown(part))
        if unquote(key) in pairs:
            raise Refusal("scene.repeated", key=_shown(key))
        pairs[unquote(key)] = unquote(value)
    return pairs


def decode(source: str | Mapping[str, str]) -> tuple[Scene, list[Note]]:
    """The scene a string names, and what had to be changed to show it.

    Args:
        source: A scene string, or its keys and values already split.

    Raises:
        Refusal: When a name, formula or number cannot be read at all.
    """
    pairs = split(source) if isinstance(source, str) else dict(source)
    if sum(len(key) + len(value) for key, value in pairs.items()) > LONGEST:
        raise Refusal("scene.too-long", length=LONGEST + 1, limit=LONGEST)
    notes: list[Note] = []
    _check_rules(pairs)
    for key in [key for key in pairs if key not in KEYS]:
        notes.append(Note("scene.unknown-key", {"key": _shown(key)}))
        del pairs[key]
    defaults = suiting(_shown(pairs.get("landscape", Problem.landscape)))
    problem = _problem_values(pairs, defaults, notes)
    return Scene(Problem(**problem), _view(pairs, notes)), notes


def encode(scene: Scene) -> dict[str, str]:
    """Keys and values of a scene, differences from the defaults only."""
    problem, view = scene.problem, scene.view
    usual = suiting(problem.landscape) | {"D_end": usual_end(problem.D, problem.schedule)}
    pairs: dict[str, str] = {}
    for item in fields(Problem):
        value = getattr(problem, item.name)
        if value != usual.get(item.name, item.default):
            pairs[item.name] = WRITERS.get(item.name, _written)(value)
    for item in fields(View):
        value = getattr(view, item.name)
        if value != item.default:
            pairs[item.name] = _written(value)
    return {"v": VERSION, **pairs} if pairs else {}


def write(scene: Scene) -> str:
    """The scene string, ready to stand after `?`."""
    return "&".join(f"{key}={quote(value, safe='*(),:/@')}" for key, value in encode(scene).items())


def _check_rules(pairs: dict[str, str]) -> None:
    if pairs.pop("v", VERSION) != VERSION:
        raise Refusal("scene.version", allowed=VERSION)
    if pairs.pop("dim", "1") != "1":
        raise Refusal("scene.dimension")


def _problem_values(
    pairs: dict[str, str], defaults: dict[str, float], notes: list[Note]
) -> dict[str, Any]:
    values: dict[str, Any] = {
        key: _shown(pairs[key]) for key in ("landscape", "schedule") if key in pairs
    }
    values["let"] = _constants(pairs.get("let", ""))
    if pairs.get("formula"):
        values["formula"] = _healed(pairs["formula"], values["let"])
    values["levels"] = levels_of(pairs.get("levels", ""))
    values["points"] = points_of(pairs.get("points", ""))
    if pairs.get("order", "exact") == "exact":
        pairs.pop("order", None)
    for key in [key for key in RANGES if key in pairs]:
        values[key] = _clamped(key, _number(key, pairs[key]), RANGES[key], notes)
    _keep_inside(values, defaults, notes)
    return values


def _healed(formula: str, let: tuple[tuple[str, float], ...]) -> str:
    """A formula from a link typed by hand, where browsers read `+` as a blank."""
    formula = formula.strip()
    for reading in (formula, formula.replace(" ", "+")):
        try:
            parse(reading, let)
        except Refusal:
            continue
        return reading.replace(" ", "")
    return formula


def _keep_inside(values: dict[str, Any], defaults: dict[str, float], notes: list[Note]) -> None:
    """Packet and expansion point are kept off the edges."""
    lo, hi = (values.get(key, defaults[key]) for key in ("lo", "hi"))
    if hi - lo < SHORTEST:
        raise Refusal("scene.domain", lo=lo, hi=hi)
    margin = 0.01 * (hi - lo)
    for key in ("x0", "about"):
        value = values.get(key, defaults.get(key))
        if value is not None and not lo + margin <= value <= hi - margin:
            values[key] = round(min(max(value, lo + margin), hi - margin), 6)
            notes.append(_clamp_note(key, value, lo + margin, hi - margin))
    value, widest = values.get("sigma", defaults["sigma"]), (hi - lo) / 4
    if value > widest:
        values["sigma"] = round(widest, 6)
        notes.append(_clamp_note("sigma", value, RANGES["sigma"].low, widest))


def _view(pairs: dict[str, str], notes: list[Note]) -> View:
    values: dict[str, Any] = {
        key: _shown(pairs[key]) for key in ("density", "lang") if key in pairs
    }
    if "show" in pairs:
        values["show"] = tuple(_shown(name) for name in pairs["show"].split(",") if name)
    if "speed" in pairs:
        speed = _number("speed", pairs["speed"])
        values["speed"] = min(max(speed, SLOWEST), FASTEST)
        if values["speed"] != speed:
            notes.append(_clamp_note("speed", speed, SLOWEST, FASTEST))
    return View(**values)


def _constants(text: str) -> tuple[tuple[str, float], ...]:
    pairs = []
    for part in text.split(",") if text else []:
        name, colon, value = part.partition(":")
        if not colon:
            raise Refusal("scene.constants", part=_shown(part))
        pairs.append((name.strip(), _number(name, value)))
    if len(dict(pairs)) != len(pairs):
        raise Refusal("scene.repeated", key="let")
    return tuple(pairs)


def _number(key: str, text: str) -> float:
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refusal("scene.not-a-number", key=_shown(key), value=_shown(text))
    return value


def _clamped(key: str, value: float, allowed: Range, notes: list[Note]) -> float:
    kept = min(max(value, allowed.low), allowed.high)
    if allowed.integer:
        kept = round(kept)
    if kept != value:
        notes.append(_clamp_note(key, value, allowed.low, allowed.high))
    return kept


def _clamp_note(key: str, value: float, low: float, high: float) -> Note:
    return Note("scene.clamped", {"key": key, "value": value, "low": low, "high": high})


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(
            item if isinstance(item, str) else f"{item[0]}:{_written(item[1])}" for item in value
        )
    if isinstance(value, str):
        return value.replace(" ", "")
    return short(value)


def _shown(text: str, longest: int = 40) -> str:
    """A stranger's text, short enough to stand in a sentence."""
    printable = "".join(char if char.isprintable() else "?" for char in text)
    return printable if len(printable) <= longest else printable[:longest] + "…"
