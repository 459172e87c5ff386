"""Data and clips of the page on the inference chain (Fig. 7)."""

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, fields, make_dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np

from charts.clip import pack
from charts.knobs import choice, slider
from scenes.language import say, topic
from solvers.arrays import Real
from solvers.diffusion.chain import (
    REACH,
    Saved,
    Station,
    quality,
    saved_steps,
    station,
    station_steps,
    stream,
)
from solvers.diffusion.problem import Sampling
from solvers.diffusion.quality import Quality
from solvers.diffusion.samplers import SAMPLERS
from solvers.limits import check, one_of

CHUNK = 8  # saved moments sent at a time
GRAIN = 8 / 32767  # of a place on the screen: int16 reaches ±8
SIDE_BY_SIDE = 300  # particles of each sampler when all run

# What a link holds: the fields of a Sampling that a link can carry, and the view.
Inference: Any = make_dataclass(
    "Inference",
    [
        *(
            (item.name, Any, field(default=item.default, metadata=item.metadata))
            for item in fields(Sampling)
            if "unlinked" not in item.metadata
        ),
        ("view", str, one_of("chain", "samplers")),
    ],
    frozen=True,
    namespace={"__post_init__": check},
)


def sampling(settings: Any, table: bytes, **changes: Any) -> Sampling:
    """The problem that settings and the visitor's own table stand for.

    Raises:
        Refusal: See `solvers.diffusion.problem.Sampling`.
    """
    values = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    values.pop("view")
    return Sampling(**{**values, "table": table if settings.data == "table" else b"", **changes})


def problems(settings: Any, table: bytes) -> list[Sampling]:
    """The runs that are shown: one sampler's, or every sampler's from the same noise.

    Raises:
        Refusal: See `solvers.diffusion.problem.Sampling`.
    """
    if settings.view == "chain":
        return [sampling(settings, table)]
    particles = min(settings.particles, SIDE_BY_SIDE)
    return [sampling(settings, table, sampler=name, particles=particles) for name in SAMPLERS]


def run_name(runs: list[Sampling]) -> str:
    """Name of the clip of some runs."""
    return blake2b(repr(runs).encode(), digest_size=8).hexdigest()


def inference_data(settings: Any, runs: list[Sampling], lang: str) -> dict[str, Any]:
    """What the stage needs beside its clip."""
    problem = runs[0]
    kept, stops = saved_steps(problem.steps), station_steps(problem.steps)
    return {
        "lang": lang,
        "texts": topic(lang, "player") | topic(lang, "inference.stage"),
        "knobs": _knobs(settings, problem, lang),
        "values": {"drawing": settings.drawing, "data": settings.data},
        "view": settings.view,
        "clip": run_name(runs),
        "samplers": [run.sampler for run in runs],
        "names": [say(lang, f"inference.sampler-{run.sampler}") for run in runs],
        "reach": REACH,
        "grain": GRAIN,
        "steps": kept,
        "sigmas": [float(problem.sigmas[step]) for step in kept],
        "stations": [kept.index(step) for step in stops],
        "particles": problem.particles,
        "points": _packed(problem.dataset.points),
        "labels": problem.dataset.labels.tolist(),
        "condition": problem.condition,
        "h": problem.h,
    }


def _packed(array: Real) -> str:
    return base64.b64encode(array.astype("<f4").tobytes()).decode()


def _knobs(settings: Any, problem: Sampling, lang: str) -> list[dict[str, Any]]:
    def word(key: str, **details: Any) -> str:
        return say(lang, f"inference.{key}", **details)

    def named(kind: str) -> Callable[[str], str]:
        return lambda name: word(f"{kind}-{name}")

    classes = problem.dataset.classes
    wanted = choice(settings, "condition", word("condition"), (), kind="select")
    wanted["options"] = [
        {"value": n, "label": word("class", number=n) if n else word("no-condition")}
        for n in range(classes + 1)
    ]
    word_knob = {
        "key": "word", "kind": "text", "label": word("word"), "longest": 4, "value": settings.word,
    }  # fmt: skip
    return [
        choice(settings, "view", word("view"), named("view")),
        choice(settings, "data", word("data"), named("data"), kind="select"),
        *([word_knob] if settings.data == "letters" else []),
        slider(settings, "h", word("h"), high=0.3, step=0.005),
        *(
            [choice(settings, "sampler", word("sampler"), named("sampler"), kind="select")]
            if settings.view == "chain"
            else []
        ),
        slider(settings, "steps", word("steps"), step=1),
        *([wanted] if classes > 1 else []),
        *(
            [slider(settings, "weight", word("weight"), high=8, step=0.1)]
            if settings.condition
            else []
        ),
        slider(settings, "seed", word("seed"), high=20, step=1),
    ]


def inference_clips(runs: list[Sampling]) -> Iterator[bytes]:
    """Parts of some runs in step, each as soon as it is solved; the last has the figures."""
    moments = zip(*(stream(run) for run in runs), strict=True)
    stops, name, first = set(station_steps(runs[0].steps)), run_name(runs), 0
    while part := list(islice(moments, CHUNK)):
        shown = [station(runs[0], row[0]) for row in part if row[0].step in stops]
        header = {
            "kind": "cloud",
            "clip": name,
            "first": first,
            "count": len(part),
            "stations": [first + i for i, row in enumerate(part) if row[0].step in stops],
        }
        if part[-1][0].sigma == 0:
            found = [quality(run, row) for run, row in zip(runs, part[-1], strict=True)]
            header["quality"] = [figures(one) for one in found]
        yield pack(header, _arrays(runs, part, shown))
        first += len(part)


def figures(found: Quality) -> dict[str, Any]:
    """Figures as JSON has them."""
    return {**vars(found), "shares": found.shares.tolist()}


def _arrays(
    runs: list[Sampling], part: list[tuple[Saved, ...]], shown: list[Station]
) -> dict[str, Any]:
    """Places divided by √(1 + σ²), as DDPM has them, but for plain Langevin, whose noise stays."""
    arrays = {
        "x": _grains([[_screen(run, s) for run, s in zip(runs, row, strict=True)] for row in part])
    }
    if shown:
        arrays["clean"] = _grains([one.clean for one in shown])
        arrays["arrows"] = _grains([one.arrows / 4 for one in shown])
    return arrays


def _screen(run: Sampling, saved: Saved) -> Real:
    factor = 1.0 if run.sampler == "langevin" else float(np.sqrt(1 + saved.sigma**2))
    return np.asarray(saved.x / factor)


def _grains(places: Iterable[Any]) -> Any:
    whole = np.clip(np.round(np.array(list(places)) / GRAIN), -32767, 32767)
    return whole.astype("<i2")
