"""Part "bytes": how large every kind of clip is, and against the same numbers in 32 bits."""

import json
import math
import struct
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from table import Row

from charts import annealing, framework, inference, mapping, race, transition
from charts.clip import frames_clip, modes_clip
from charts.page_links import PAGE_LINKS
from charts.plane_clip import Film
from scenes.link import decode
from solvers.annealing import anneal
from solvers.plane.solution import Terrain
from solvers.search.race import run
from solvers.solution import solve, stream

CHUNK = 24  # frames of a clip, as `ui.solving` sends them
SINGLE = 4  # bytes of a number in 32 bits

Blobs = Iterable[bytes]


def _modes(query: str) -> Blobs:
    problem = decode(query)[0].problem
    expansion = solve(problem, samples=2).expansion
    assert expansion is not None
    return [modes_clip(problem, expansion)]


def _frames(query: str) -> Blobs:
    problem = decode(query)[0].problem
    steps = list(stream(problem))
    return [
        frames_clip(problem, first, steps[first : first + CHUNK])
        for first in range(0, len(steps), CHUNK)
    ]


def _film(query: str) -> Blobs:
    film = Film(Terrain(decode(query)[0].problem), "en")
    film.finish()
    return film.clips


def _annealing() -> Blobs:
    scene, settings, _ = PAGE_LINKS["annealing"].decode({})
    problem, grid = scene.problem, annealing.grid_of(scene.problem)
    blobs: list[bytes] = []
    for which, wick in annealing.BOTH.items():
        saved = anneal(problem, problem.diffusivity, wick, grid, frames=annealing.FRAMES)
        blobs += annealing.run_parts(problem, settings, which, saved, 0)
    return blobs


def _inference() -> Blobs:
    settings = PAGE_LINKS["inference"].decode({})[1]
    return inference.inference_clips([inference.sampling(settings, b"")])


def _transition() -> Blobs:
    scene, settings, _ = PAGE_LINKS["transition"].decode({})
    return [transition.noise_clip(transition.shown(scene.problem), settings)]


KINDS: dict[str, Callable[[], Blobs]] = {
    "eigenstates, 192 functions": lambda: _modes("landscape=double-well"),
    "eigenstates, 512 functions": lambda: _modes("landscape=barrier"),
    "240 frames while D falls, real time": lambda: _frames("schedule=linear"),
    "240 frames while D falls, imaginary time": lambda: _frames("schedule=linear&wick=90"),
    "a run in two dimensions, 128² nodes": lambda: _film("dim=2&landscape=himmelblau&n=128&T=4"),
    "Annealing, both runs": _annealing,
    "Framework, both loops": lambda: [framework.clip("2")],
    "Sampling map": lambda: mapping.mapping_clip(PAGE_LINKS["mapping"].decode({})[1]),
    "Inference chain": _inference,
    "Race, 10 seeds": lambda: race.race_parts(race.RaceSettings(seeds=10, budget=500).race, run),
    "Transition, random numbers": _transition,
}


def measure() -> list[Row]:
    rows = []
    for name, made in KINDS.items():
        blobs = list(made())
        size, wide = sum(map(len, blobs)), sum(map(_single, blobs))
        ratio = f"{wide / size:.2f} ×"
        text = f"{size / 1e3:.1f} kB in {len(blobs)} parts"
        rows.append(Row(f"{name}: 32 bits a number over this", text, ratio=ratio))
    return rows


def _single(blob: bytes) -> int:
    """Bytes of the numbers that a blob stands for, in 32 bits each."""
    (length,) = struct.unpack("<I", blob[4:8])
    header: dict[str, Any] = json.loads(blob[8 : 8 + length])
    if header["kind"] == "plane":
        return SINGLE * len(_array(blob, header, "t", length)) * 2 * header["n"] ** 2
    if "waves" in {entry["name"] for entry in header["arrays"]}:
        (shape,) = (entry["shape"] for entry in header["arrays"])
        return SINGLE * shape[0] * int(header["grid"]["n"])
    return sum(SINGLE * math.prod(entry["shape"]) for entry in header["arrays"])


def _array(blob: bytes, header: dict[str, Any], name: str, length: int) -> Any:
    (entry,) = (one for one in header["arrays"] if one["name"] == name)
    count = math.prod(entry["shape"])
    return np.frombuffer(blob, entry["type"], count, 8 + length + entry["offset"])
