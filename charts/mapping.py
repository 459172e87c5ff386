"""Data and clip of the page on the sampling map (Fig. 6), and the answers of its tasks."""

import base64
from collections.abc import Iterator
from dataclasses import field, fields, make_dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from charts.clip import pack
from charts.knobs import choice, slider, switch
from scenes.language import say, topic
from scenes.scene import Scene
from solvers.arrays import Real
from solvers.diffusion.sampling_map import TARGETS, Generator, covariance, equivalence
from solvers.diffusion.spreading import Spreading, spread
from solvers.limits import check

REACH = 3.5  # half the plane that is shown
NODES = 57  # of the contours, per axis
MOMENTS = 13  # at which noise here and noise there are compared
GRAIN = 16 / 32767  # of a parameter on the screen

# What a link holds: the fields of a Spreading, and which cloud the data are drawn of.
Mapping: Any = make_dataclass(
    "Mapping",
    [
        *(
            (item.name, Any, field(default=item.default, metadata=item.metadata))
            for item in fields(Spreading)
        ),
        ("selection", bool, field(default=False)),
    ],
    frozen=True,
    namespace={"__post_init__": check},
)


def spreading(settings: Any, **changes: Any) -> Spreading:
    """The problem behind the settings."""
    return Spreading(**{f.name: getattr(settings, f.name) for f in fields(Spreading)} | changes)


def mapping_data(settings: Any, lang: str) -> dict[str, Any]:
    """What the stage needs beside its clip: landscape, data, what first order says."""
    problem = spreading(settings)
    generator, origin = problem.generator, problem.origin
    times = np.linspace(0, problem.duration, MOMENTS)
    measured = [equivalence(generator, origin, 2 * problem.D * t) for t in times[1:]]
    spreads = [_spread(generator, origin, 2 * problem.D * t) for t in times]
    return {
        "lang": lang,
        "texts": topic(lang, "player") | topic(lang, "mapping.stage"),
        "knobs": _knobs(settings, lang),
        "values": {"first": problem.first, "second": problem.second},
        "clip": _name(problem),
        "kind": problem.kind,
        "D": problem.D,
        "duration": problem.duration,
        "frames": problem.frames,
        "walkers": problem.walkers,
        "grain": GRAIN,
        "reach": REACH,
        "zeta": _landscape(generator),
        "target": list(TARGETS[problem.kind]),
        "wanted": generator.wanted.tolist(),
        "jacobian": generator.jacobian(origin).T.tolist(),
        "times": times.tolist(),
        "spreads": _packed(np.array(spreads)),
        "ratio": [1.0, *(one.ratio for one in measured)],
        "error": [0.0, *(one.error for one in measured)],
        "stretch": list(measured[0].stretch),
    }


def _spread(generator: Generator, theta: Real, variance: float) -> Real:
    """Standard deviation of every value of the data, shape (m,)."""
    if variance == 0:
        return np.zeros(len(generator.data(theta[None])[0]))
    return np.sqrt(np.diag(covariance(generator, theta, variance)))


def _landscape(generator: Generator) -> list[list[float]]:
    line = np.linspace(-REACH, REACH, NODES)
    nodes = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    rows: list[list[float]] = np.round(generator.misfit(nodes).reshape(NODES, NODES), 4).tolist()
    return rows


def _name(problem: Spreading) -> str:
    return blake2b(repr(problem).encode(), digest_size=8).hexdigest()


def _packed(array: Real) -> str:
    return base64.b64encode(array.astype("<f4").tobytes()).decode()


def _knobs(settings: Any, lang: str) -> list[dict[str, Any]]:
    def word(key: str) -> str:
        return say(lang, f"mapping.{key}")

    return [
        choice(settings, "kind", word("kind"), lambda name: word(f"kind-{name}")),
        switch(settings, "selection", word("selection")),
        slider(settings, "D", word("D"), low=1e-3, high=1, log=True),
        slider(settings, "duration", word("duration"), low=0.1, high=3, step=0.05),
        slider(settings, "first", word("first")),
        slider(settings, "second", word("second")),
    ]


def mapping_clip(settings: Any) -> Iterator[bytes]:
    """Both clouds as int16, shape (frames, walkers, 2), and ⟨ζ⟩ of each, shape (frames,)."""
    problem = spreading(settings)
    cloud, generator = spread(problem), problem.generator
    arrays = {}
    for name, places in (("free", cloud.free), ("selected", cloud.selected)):
        whole = np.clip(np.round(places / GRAIN), -32767, 32767)
        arrays[name] = whole.astype("<i2")
        arrays[f"{name}_zeta"] = np.array([generator.misfit(x).mean() for x in places])
    yield pack({"kind": "parameters", "clip": _name(problem)}, arrays)


def answer_order(_: Scene, settings: Any) -> tuple[str, dict[str, float]]:
    """How the error of first order grows when Dτ grows tenfold."""
    problem = spreading(settings)
    small, large = (
        equivalence(problem.generator, problem.origin, 2 * x).error for x in (1e-3, 1e-2)
    )
    options = {"root": np.sqrt(10), "linear": 10.0, "square": 100.0}
    growth = np.log(large / small)
    option = min(options, key=lambda name: abs(growth - np.log(options[name])))
    return option, {"small": 100 * small, "large": 100 * large}


def answer_explore(_: Scene, settings: Any) -> tuple[str, dict[str, float]]:
    """What diffusion alone does to ⟨ζ⟩, and what selection does."""
    problem = spreading(settings)
    cloud, generator = spread(problem), problem.generator
    begin = float(generator.misfit(problem.origin[None])[0])
    free, selected = (
        float(generator.misfit(places[-1]).mean()) for places in (cloud.free, cloud.selected)
    )
    option = "rises" if free > begin + 0.05 else "falls" if free < begin - 0.05 else "stays"
    return option, {"begin": begin, "free": free, "selected": selected}


def answer_directions(_: Scene, settings: Any) -> tuple[str, dict[str, float]]:
    """In how many directions the data of a small cloud spread."""
    problem = spreading(settings)
    levels = np.linalg.eigvalsh(covariance(problem.generator, problem.origin, 2e-5))[::-1]
    count = int((levels > 1e-3 * levels[0]).sum())
    option = {1: "one", 2: "two"}.get(count, "all")
    return option, {"count": float(count), "values": float(len(levels))}
