"""The page Framework: both loops run on one landscape, and where its boxes lead."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from charts.clip import fingerprint, pack
from charts.knobs import choice
from charts.player_data import packed, player_data, stage_texts
from scenes.language import say
from scenes.scene import Scene
from solvers.annealing import hamiltonian
from solvers.arrays import Real
from solvers.grid import Grid
from solvers.landscapes import landscape
from solvers.limits import check, one_of
from solvers.packets import Packet
from solvers.problem import Problem
from solvers.solution import Solution
from solvers.two_loop import Settled, two_loop

BASE = "landscape=rastrigin&wick=90&schedule=geometric&D=2&D_end=0.001&x0=3&sigma=0.15&T=20"
LARGE, SMALL = "2", "0.02"  # D₀
START = Packet(3.0, 0.15)
NODES = 256
MOMENTS = 48  # pictures of each inner loop
INNER = 0.8  # of a scale's time on the clock; the rest shows D being halved
NEAR = 0.5  # of a minimum: the minima are 1 apart
WELL = Problem(wick=90, n=160)  # what the boxes of time, angle and order show
# Each box opens its page where there is one, else a scene in the Lab.
BOXES = {
    "objective": ("", "landscape=rastrigin&wick=90&x0=3"),
    "potential": ("", "landscape=rastrigin&x0=3"),
    "schrodinger": ("dispersion", "px=1"),
    "wick": ("transition", "wick=45"),
    "taylor": ("taylor", "order=2&wick=90"),
    "ground": ("convergence", "wick=90"),
}


@dataclass(frozen=True)
class Framework:
    """What a link of the page says.

    Attributes:
        start: D₀, where the outer loop begins.

    Raises:
        Refusal: ``scene.not-one-of``.
    """

    start: str = one_of(LARGE, SMALL)

    def __post_init__(self) -> None:
        """Check where it begins."""
        check(self)


def stage_data(
    settings: Framework, scene: Scene, solved: Solution, pages: Collection[str], lang: str
) -> dict[str, Any]:
    """What `assets/stages/framework.js` shows.

    Args:
        settings: Where the outer loop begins.
        scene: Speed and language.
        solved: The solution of `WELL`.
        pages: Names of the pages that can be opened.
        lang: Language of all words.
    """
    grid, texts = _grid(), stage_texts(lang, "framework")
    scales = len(run(settings.start))
    return {
        "clip": clip_name(settings.start),
        "lang": lang,
        "texts": texts | {"time-real": texts["clock-name"], "clock": "{time} {now} / {end}"},
        "inner": INNER,
        "duration": scales - 1 + INNER,
        "frames": 40 * scales,
        "speed": scene.view.speed,
        "zeta": packed(landscape("rastrigin").objective.finite_values(grid.x)),
        "grid": {"lo": grid.lo, "hi": grid.hi, "n": grid.n},
        "well": player_data(solved, scene.view, lang),
        "series": packed(WELL.objective.jet(WELL.grid.x, 2)),
        "links": hrefs(pages, scene.view.lang),
        "knobs": [
            choice(
                settings,
                "start",
                say(lang, "framework.stage.start"),
                lambda name: f"D₀ = {name}",
            )
        ],
    }


def hrefs(pages: Collection[str], lang: str) -> dict[str, str]:
    """Where each box leads, seen from the page; `lang` is kept when somebody chose it."""
    more = [f"lang={lang}"] if lang else []
    links = {}
    for box, (page, in_lab) in BOXES.items():
        name, query = (page, more) if page in pages else ("./", [in_lab, *more])
        links[box] = f"{name}?{'&'.join(query)}" if query else name
    return links


def clip_name(start: str) -> str:
    """Name of the clip of a run."""
    return fingerprint("two-loop", start, NODES, MOMENTS)


def _grid() -> Grid:
    rastrigin = landscape("rastrigin")
    return Grid(rastrigin.lo, rastrigin.hi, NODES)


@lru_cache(maxsize=2)
def run(start: str) -> tuple[Settled, ...]:
    """Both loops from a D₀ that the page offers."""
    first = hamiltonian(landscape("rastrigin"), float(start))
    return tuple(two_loop(first, START, _grid(), moments=MOMENTS))


@lru_cache(maxsize=2)
def clip(start: str) -> bytes:
    """The run for the player: `MOMENTS` rows a scale, densities in 255ths of their peaks.

    τ counts from the start of the run; `lowest` is |φ₀|² at each scale.
    """
    scales, grid = run(start), _grid()
    density = np.concatenate([scale.way**2 for scale in scales])
    begun = np.cumsum([0.0, *(scale.tau for scale in scales[:-1])])
    tau = [t + np.linspace(0, scale.tau, MOMENTS) for t, scale in zip(begun, scales, strict=True)]
    mean, width, near = moments(density, grid)
    arrays = {
        **_bytes("density", density),
        **_bytes("lowest", np.array([scale.lowest**2 for scale in scales])),
        "D": np.array([scale.D for scale in scales]),
        "tau": np.concatenate(tau),
        "spread": np.concatenate([scale.spread for scale in scales]),
        "mean": mean,
        "width": width,
        "near": near,
    }
    return pack({"kind": "two-loop", "clip": clip_name(start), "moments": MOMENTS}, arrays)


def _bytes(name: str, rows: Real) -> dict[str, Any]:
    peak = rows.max(axis=1)
    return {name: np.rint(255 * rows / peak[:, None]).astype("|u1"), f"{name}_peak": peak}


def moments(density: Real, grid: Grid) -> tuple[Real, Real, Real]:
    """⟨x⟩, the standard deviation and P(|x| < ½) of densities, one a row."""
    weight = density * grid.dx
    mean = weight @ grid.x
    variance = weight @ grid.x**2 - mean**2
    return mean, np.sqrt(variance), weight[:, np.abs(grid.x) < NEAR].sum(axis=1)


def found(_: Scene, __: Framework) -> tuple[str, dict[str, float]]:
    """Where the run from the small D₀ ends, whatever is on the screen."""
    last = run(SMALL)[-1]
    mean, _width, near = (float(value[0]) for value in moments(last.psi[None] ** 2, _grid()))
    places = {"lowest": 0.0, "near": 2.0, "start": START.centre}
    option = min(places, key=lambda name: abs(mean - places[name]))
    return option, {"D": float(SMALL), "mean": round(mean, 3), "near": round(100 * near, 2)}


def narrowed(_: Scene, settings: Framework) -> tuple[str, dict[str, float]]:
    """What the last halving of D does to the width of the packet in its well."""
    before, after = (_width_in_well(scale) for scale in run(settings.start)[-2:])
    factors = {"half": 0.5, "root": 0.5**0.5, "fourth": 0.5**0.25, "same": 1.0}
    ratio = after / before
    option = min(factors, key=lambda name: abs(np.log(ratio / factors[name])))
    return option, {"before": before, "after": after, "ratio": ratio}


def _width_in_well(scale: Settled) -> float:
    grid, density = _grid(), scale.psi**2
    inside = np.abs(grid.x - grid.x[np.argmax(density)]) < NEAR
    weight = density[inside] / density[inside].sum()
    mean = weight @ grid.x[inside]
    return float(np.sqrt(weight @ (grid.x[inside] - mean) ** 2))
