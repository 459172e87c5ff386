"""The scene string: the part of a link after `?`, the command line's argument, a preset.

Only what differs from the defaults is written. What is written is checked on the way
in: unknown keys and clamped numbers are reported, anything unreadable is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import quote, unquote

from scenes.notation import levels_of, points_of, written_levels, written_points
from scenes.presets import preset
from scenes.scene import FASTEST, LONGEST_BESIDE, SLOWEST, Scene, View
from scenes.values import Note, clamp_note, clamped, number, shown, written
from solvers.formula import parse
from solvers.landscape import COORDINATES
from solvers.limits import ranges
from solvers.plane.problem import PlaneProblem
from solvers.problem import RANGES, SHORTEST, Problem, suiting, usual_end
from solvers.refusal import Refusal

VERSION = "1"
LONGEST = 2000
WRITERS: dict[str, Callable[[Any], str]] = {"levels": written_levels, "points": written_points}
_VIEW_KEYS = tuple(item.name for item in fields(View))
KINDS: dict[str, type[Problem]] = {"1": Problem, "2": PlaneProblem}
PAIRED = "about_y"  # travels in `about`, behind a comma


def keys(kind: type[Problem]) -> tuple[str, ...]:
    """Keys of a link for a kind of problem, `v` and `dim` aside."""
    names = tuple(item.name for item in (*fields(kind), *fields(View)))
    return tuple(name for name in names if name != PAIRED)


KEYS = keys(PlaneProblem)


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
            raise Refusal("scene.malformed", part=shown(part))
        if unquote(key) in pairs:
            raise Refusal("scene.repeated", key=shown(key))
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
    if "preset" in pairs:
        pairs = {**split(preset(shown(pairs.pop("preset")))), **pairs}
    kind = _kind(pairs)
    for key in [key for key in pairs if key not in keys(kind)]:
        notes.append(Note("scene.unknown-key", {"key": shown(key)}))
        del pairs[key]
    if kind.dim == 2:
        _part_about(pairs)
        if pairs.pop("beside", ""):
            notes.append(Note("scene.one-dimension-only", {"key": "beside"}))
    defaults = suiting(shown(pairs.get("landscape", kind.landscape)), kind.dim)
    problem = _problem_values(kind, pairs, defaults, notes)
    return Scene(kind(**problem), _view(pairs, notes)), notes


def encode(scene: Scene) -> dict[str, str]:
    """Keys and values of a scene, differences from the defaults only."""
    problem, view = scene.problem, scene.view
    usual = suiting(problem.landscape, problem.dim)
    usual |= {"D_end": usual_end(problem.D, problem.schedule)}
    pairs: dict[str, str] = {} if problem.dim == 1 else {"dim": str(problem.dim)}
    for item in fields(type(problem)):
        value = getattr(problem, item.name)
        if item.name == PAIRED and value is not None:
            pairs["about"] += f",{written(value)}"
        elif value != usual.get(item.name, item.default):
            pairs[item.name] = WRITERS.get(item.name, written)(value)
    for item in fields(View):
        value = getattr(view, item.name)
        if value != item.default:
            pairs[item.name] = written(value)
    return {"v": VERSION, **pairs} if pairs else {}


def write(scene: Scene) -> str:
    """The scene string, ready to stand after `?`."""
    return "&".join(f"{key}={quote(value, safe='*(),:/@')}" for key, value in encode(scene).items())


def _kind(pairs: dict[str, str]) -> type[Problem]:
    """The kind of problem; takes version and dimension out of the pairs."""
    if pairs.pop("v", VERSION) != VERSION:
        raise Refusal("scene.version", allowed=VERSION)
    dim = pairs.pop("dim", "1")
    if dim not in KINDS:
        raise Refusal("scene.dimension", allowed=", ".join(KINDS))
    return KINDS[dim]


def _part_about(pairs: dict[str, str]) -> None:
    """An expansion point `x,y` as two keys."""
    if pairs.get("about"):
        x, comma, y = pairs["about"].partition(",")
        if not comma:
            raise Refusal("scene.about-pair")
        pairs |= {"about": x, PAIRED: y}


def _problem_values(
    kind: type[Problem], pairs: dict[str, str], defaults: dict[str, float], notes: list[Note]
) -> dict[str, Any]:
    values: dict[str, Any] = {
        key: shown(pairs[key]) for key in ("landscape", "schedule") if key in pairs
    }
    values["let"] = _constants(pairs.get("let", ""))
    if pairs.get("formula"):
        values["formula"] = _healed(pairs["formula"], values["let"], COORDINATES[kind.dim])
    values["levels"] = levels_of(pairs.get("levels", ""))
    values["points"] = points_of(pairs.get("points", ""))
    if pairs.get("order", "exact") == "exact":
        pairs.pop("order", None)
    for key, allowed in ranges(kind).items():
        if key in pairs:
            values[key] = clamped(key, number(key, pairs[key]), allowed, notes)
    _keep_inside(values, defaults, notes)
    return values


def _healed(formula: str, let: tuple[tuple[str, float], ...], variables: tuple[str, ...]) -> str:
    """A formula from a link typed by hand, where browsers read `+` as a blank."""
    formula = formula.strip()
    for reading in (formula, formula.replace(" ", "+")):
        try:
            parse(reading, let, variables=variables)
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
    for key in ("x0", "y0", "about", PAIRED):
        value = values.get(key, defaults.get(key))
        if value is not None and not lo + margin <= value <= hi - margin:
            values[key] = round(min(max(value, lo + margin), hi - margin), 6)
            notes.append(clamp_note(key, value, lo + margin, hi - margin))
    value, widest = values.get("sigma", defaults["sigma"]), (hi - lo) / 4
    if value > widest:
        values["sigma"] = round(widest, 6)
        notes.append(clamp_note("sigma", value, RANGES["sigma"].low, widest))


def _view(pairs: dict[str, str], notes: list[Note]) -> View:
    names = ("density", "panel", "norm", "lang")
    values: dict[str, Any] = {key: shown(pairs[key]) for key in names if key in pairs}
    if "beside" in pairs:
        values["beside"] = companion(pairs["beside"])
    if "show" in pairs:
        values["show"] = tuple(shown(name) for name in pairs["show"].split(",") if name)
    if "speed" in pairs:
        speed = number("speed", pairs["speed"])
        values["speed"] = min(max(speed, SLOWEST), FASTEST)
        if values["speed"] != speed:
            notes.append(clamp_note("speed", speed, SLOWEST, FASTEST))
    return View(**values)


def companion(text: str) -> str:
    """The scene string of a second scene, as this version writes it, without a view.

    Raises:
        Refusal: When it is none, or ``scene.beside`` when it cannot play beside another: it
            has two dimensions, or a D that changes.
    """
    if len(text) > LONGEST_BESIDE:
        raise Refusal("scene.too-long", length=len(text), limit=LONGEST_BESIDE)
    pairs = {key: value for key, value in split(text).items() if key not in _VIEW_KEYS}
    if not pairs:
        return ""
    problem = decode(pairs)[0].problem
    if problem.dim != 1 or problem.schedule != "constant":
        raise Refusal("scene.beside")
    return write(Scene(problem)) or f"v={VERSION}"


def _constants(text: str) -> tuple[tuple[str, float], ...]:
    pairs = []
    for part in text.split(",") if text else []:
        name, colon, value = part.partition(":")
        if not colon:
            raise Refusal("scene.constants", part=shown(part))
        pairs.append((name.strip(), number(name, value)))
    if len(dict(pairs)) != len(pairs):
        raise Refusal("scene.repeated", key="let")
    return tuple(pairs)
