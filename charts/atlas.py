"""What the atlas's stage gets: axes, controls, the scene of every cell, cells as they come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from charts.clip import fingerprint, pack
from charts.knobs import choice, slider
from charts.player_data import stage_texts
from scenes.language import explain, say
from scenes.link import encode
from scenes.scene import Scene
from solvers.landscapes import CATALOGUE
from solvers.limits import check, number, one_of, text
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.sweep.axis import CONSTANT, WHOLE, Axis, axes_of, usual_span, value_of
from solvers.sweep.figures import FIGURES, SHARES, USUAL_ORDER
from solvers.sweep.sweep import Place, Sweep, SweepMap

BASE = "landscape=tilted-well&wick=90&T=10"
LOGARITHMIC = ("D", "D_end", "T", "sigma")  # sliders that run over decades
LONGEST_KEY = 24
SMALLEST_WICK_STEP = 1.0


@dataclass(frozen=True)
class AtlasSettings:
    """What a link of the atlas says beside its scene.

    Attributes:
        across: Parameter of the columns, one of `solvers.sweep.axis.axes_of`.
        across_lo: Its first value, None for what suits the scene.
        across_hi: Its last value.
        up: Parameter of the rows.
        up_lo: Its first value.
        up_hi: Its last value.
        figure: What is shown.
        cells: Values along each axis.
        hold: Whether nothing more is computed: what is known is shown.
    """

    across: str = text(LONGEST_KEY, default="x0")
    across_lo: float | None = number(-1e3, 5e3)
    across_hi: float | None = number(-1e3, 5e3)
    up: str = text(LONGEST_KEY, default="D")
    up_lo: float | None = number(-1e3, 5e3)
    up_hi: float | None = number(-1e3, 5e3)
    figure: str = one_of(*FIGURES)
    cells: int = number(4, 64, integer=True, default=40)
    hold: bool = False

    def __post_init__(self) -> None:
        check(self)


def sweep_of(problem: Problem, settings: AtlasSettings) -> Sweep:
    """The sweep that scene and settings ask for.

    Raises:
        Refusal: ``atlas.…`` or ``scene.…``.
    """
    axes = [_axis(problem, settings, name) for name in ("across", "up")]
    return Sweep(problem, axes[0], axes[1], settings.figure)


def _axis(problem: Problem, settings: AtlasSettings, name: str) -> Axis:
    key = getattr(settings, name)
    allowed = axes_of(problem)
    if key not in allowed:
        raise Refusal("atlas.no-axis", key=key, allowed=", ".join(allowed))
    low, high = span_of(problem, settings, name)
    return Axis(key, low, high, settings.cells)


def span_of(problem: Problem, settings: AtlasSettings, name: str) -> tuple[float, float]:
    """First and last value of an axis: the link's, or those that suit the scene."""
    key = getattr(settings, name)
    ends = (getattr(settings, f"{name}_lo"), getattr(settings, f"{name}_hi"))
    low, high = (
        usual if given is None else given
        for given, usual in zip(ends, usual_span(problem, key), strict=True)
    )
    return low, high


def atlas_data(scene: Scene, settings: AtlasSettings, sweep: Sweep, lang: str) -> dict[str, Any]:
    """Everything but the clips, ready for JSON."""
    problem = scene.problem
    texts = stage_texts(lang, "atlas")
    return {
        "clip": clip_name(sweep),
        "lang": lang,
        "texts": texts,
        "knobs": _knobs(problem, settings, lang),
        "usual": {key: usual_span(problem, key) for key in axes_of(problem)},
        "across": _axis_data(sweep.across, lang),
        "up": _axis_data(sweep.up, lang),
        "figure": {
            "key": sweep.figure,
            "label": say(lang, f"atlas.figure-{sweep.figure}"),
            "about": say(lang, f"atlas.about-{sweep.figure}"),
            "span": (0.0, 1.0) if sweep.figure in SHARES else None,
        },
        "hold": settings.hold,
        "size": sweep.size,
        "pairs": _pairs(scene, sweep),
        "let": dict(problem.let),
    }


def clip_name(sweep: Sweep) -> str:
    """Names the parts of a sweep; equal sweeps have equal names."""
    return fingerprint("atlas", sweep)


def axis_label(key: str, lang: str) -> str:
    """Name of a parameter as people read it; a formula's constant is its own."""
    if key.startswith(CONSTANT):
        return key.removeprefix(CONSTANT)
    return say(lang, f"atlas.axis-{key}")


def _axis_data(axis: Axis, lang: str) -> dict[str, Any]:
    return {
        "key": axis.key,
        "label": axis_label(axis.key, lang),
        "values": axis.values.tolist(),
        "log": axis.is_logarithmic,
    }


def _pairs(scene: Scene, sweep: Sweep) -> dict[str, str]:
    """Link of the scene of any cell; the browser puts the cell's own two numbers in."""
    problem = scene.problem
    if sweep.figure == "surrogate" and problem.order is None:
        scene = scene.having(order=USUAL_ORDER)
    return encode(scene.having(speed=1.0))


def _knobs(problem: Problem, settings: AtlasSettings, lang: str) -> list[dict[str, Any]]:
    def word(key: str) -> str:
        return say(lang, f"atlas.{key}")

    listed = [(name, say(lang, f"landscapes.{name}.title")) for name in CATALOGUE]
    own = problem.formula or problem.points
    figures = [(name, word(f"figure-{name}")) for name in FIGURES]
    return [
        choice(settings, "figure", word("figure"), figures, kind="select"),
        *([] if own else [choice(problem, "landscape", word("landscape"), listed, kind="select")]),
        *_axis_knobs(problem, settings, "across", lang),
        *_axis_knobs(problem, settings, "up", lang),
        slider(settings, "cells", word("cells"), low=8, step=4, help=word("cells-help")),
        *(
            _scene_knob(problem, key, lang)
            for key in ("wick", "T", "D", "x0", "sigma", "px")
            if key in axes_of(problem) and key not in (settings.across, settings.up)
        ),
    ]


def _axis_knobs(
    problem: Problem, settings: AtlasSettings, name: str, lang: str
) -> list[dict[str, Any]]:
    """Which parameter an axis has, and from where to where it goes."""
    key = getattr(settings, name)
    options = [(item, axis_label(item, lang)) for item in axes_of(problem)]
    low, high = span_of(problem, settings, name)
    widest = _offered(problem, key, low, high)
    ends = [
        {
            **_bare(key, widest),
            "key": f"{name}_{end}",
            "label": say(lang, f"atlas.{end}", symbol=_symbol(key)),
            "value": value,
        }
        for end, value in (("lo", low), ("hi", high))
    ]
    return [choice(settings, name, say(lang, f"atlas.{name}"), options, kind="select"), *ends]


def _bare(key: str, offered: tuple[float, float]) -> dict[str, Any]:
    low, high = offered
    log = key in LOGARITHMIC
    step = 1 if key in (*WHOLE, "wick") else 0.01
    kind = "log" if log else "range"
    return {"kind": kind, "low": low, "high": high, "step": step, "help": "", "unit": ""}


def _symbol(key: str) -> str:
    symbols = {"x0": "x₀", "sigma": "σ₀", "px": "p₀", "wick": "θ", "D_end": "D₁"}
    names = {"order": "n", "about": "x₁"}
    return (symbols | names).get(key, key.removeprefix(CONSTANT))


def _offered(problem: Problem, key: str, low: float, high: float) -> tuple[float, float]:
    """What the two sliders of an axis reach: twice as far as is usual, and what they hold."""
    first, last = usual_span(problem, key)
    if key in LOGARITHMIC:
        first, last = first / 4, last * 4
    elif key in ("x0", "about"):
        margin = 0.01 * (problem.hi - problem.lo)
        first, last = problem.lo + margin, problem.hi - margin
    elif key in (*WHOLE, "wick"):
        last = 8.0 if key in WHOLE else last
    else:
        first, last = first - (last - first) / 2, last + (last - first) / 2
    return min(first, low), max(last, high)


def _scene_knob(problem: Problem, key: str, lang: str) -> dict[str, Any]:
    value = value_of(problem, key)
    low, high = _offered(problem, key, value, value)
    return {**_bare(key, (low, high)), "key": key, "label": axis_label(key, lang), "value": value}


@dataclass(frozen=True)
class Part:
    """Cells that have just become known.

    Attributes:
        places: Row and column of each.
        done: Number of cells known with them.
        where: ``here``, ``cluster`` or ``kept``: what made them.
    """

    places: tuple[Place, ...]
    done: int
    where: str


def part_blobs(found: SweepMap, parts: Iterable[Part], lang: str) -> Iterator[bytes]:
    """Blobs for the stage, each as soon as its part is there."""
    name, columns = clip_name(found.sweep), found.sweep.shape[1]
    for first, part in enumerate(parts):
        at = tuple(np.array(part.places, dtype=int).reshape(-1, 2).T)
        notes = {
            i * columns + j: _sentence(found.notes[i, j], lang)
            for i, j in part.places
            if (i, j) in found.notes
        }
        header = {"kind": "cells", "clip": name, "first": first, "done": part.done}
        yield pack(
            {**header, "where": part.where, "notes": notes},
            {
                "places": (at[0] * columns + at[1]).astype("<i2"),
                "values": found.values[at].astype("<f8"),
                "errors": found.errors[at].astype("<f4"),
                "levels": found.levels[at].astype("|u1"),
            },
        )


def _sentence(note: tuple[str, dict[str, str | float]], lang: str) -> str:
    code, details = note
    return explain(lang, Refusal(code, **details))
