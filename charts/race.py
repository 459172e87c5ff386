"""What the race's stage gets: the landscape, films of first runs, tallies as they fill."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any

import numpy as np

from charts.clip import pack
from charts.knobs import choice, slider, switch, text
from scenes.language import say, topic
from solvers.arrays import Real
from solvers.formula import LONGEST
from solvers.landscapes import CATALOGUE
from solvers.limits import check, number, one_of
from solvers.limits import text as short_text
from solvers.search.limit import infinite_population
from solvers.search.objective import TEXTBOOK, SearchObjective, objectives
from solvers.search.own import DESCENTS, NODES, OWN
from solvers.search.race import Part, Race, Tally
from solvers.search.references import OPTIMISERS
from solvers.terrain import relief

RASTER = {1: 400, 2: 96}  # nodes an axis of the landscape drawn
PALE = 4  # times the uniform density: what is lower is not drawn brighter
TALLEST = 3.0  # reliefs drawn: walls that are higher would leave no colour for the wells
NEWS = 24  # rounds told of at most, so that a long race sends no more than a short one
PLAYERS = {
    "random": "random",
    "descent": "gradient-descent",
    "metropolis": "metropolis",
    "annealing": "simulated-annealing",
    "walkers": "diffusion-monte-carlo",
    "annealed": "annealed-diffusion",
    "mqhoa": "mqhoa",
}

Run = Callable[[Race], Iterator[Part]]


@dataclass(frozen=True)
class RaceSettings:
    """What a link of the race says.

    Attributes:
        objective: Name of the landscape, or ``formula``.
        formula: ζ of that, in x or in x and y.
        lo: Lower edge of its box, along every axis.
        hi: Upper edge.
        budget: Evaluations of ζ each run may spend.
        seeds: Runs of each search.
        seed: First seed.
        random: Whether uniform points take part; the others likewise.
        descent: Gradient descent with restarts.
        metropolis: One walker at one temperature.
        annealing: Simulated annealing.
        walkers: Diffusion Monte Carlo at one D.
        annealed: Diffusion Monte Carlo while D falls.
        mqhoa: The multi-scale quantum harmonic oscillator algorithm.
        scipy: SciPy's own optimisers.
    """

    objective: str = one_of(*objectives(), OWN)
    formula: str = short_text(LONGEST, default="0.3*(x**2+y**2)-2*exp(-4*((x-2)**2+(y-1)**2))")
    lo: float = number(-1e3, 1e3, default=-4.0)
    hi: float = number(-1e3, 1e3, default=4.0)
    budget: int = number(50, 10_000, integer=True, default=3000)
    seeds: int = number(10, 400, integer=True, default=50)
    seed: int = number(0, 999_999, integer=True, default=1)
    random: bool = True
    descent: bool = True
    metropolis: bool = True
    annealing: bool = True
    walkers: bool = True
    annealed: bool = True
    mqhoa: bool = True
    scipy: bool = False

    def __post_init__(self) -> None:
        check(self)

    @property
    def race(self) -> Race:
        """The race that is run.

        Raises:
            Refusal: ``scene.…`` or ``race.too-much``.
        """
        own = tuple(name for key, name in PLAYERS.items() if getattr(self, key))
        methods = own + (tuple(OPTIMISERS) if self.scipy else ())
        numbers = (self.budget, self.seeds, self.seed)
        if self.objective == OWN:
            return Race(OWN, methods, *numbers, self.formula, self.lo, self.hi)
        return Race(self.objective, methods, *numbers)


def race_data(settings: RaceSettings, lang: str) -> dict[str, Any]:
    """Everything but the clips, ready for JSON."""
    race = settings.race
    words = topic(lang, "race")
    stage = {key: text for key, text in words.items() if key.startswith("stage-")}
    if settings.objective == OWN:
        stage["stage-success-about"] = words["success-about-formula"]
    clock = {"time-real": words["stage-clock"], "clock": f"{{time}} {{now}} / {race.budget}"}
    return {
        "clip": clip_name(race),
        "texts": topic(lang, "player") | stage | clock,
        "wick": 0,
        "knobs": _knobs(settings, lang),
        "objective": _landscape(race.searched),
        "note": _note(race.searched, lang),
        "budget": race.budget,
        "seeds": race.seeds,
        "marks": race.marks.tolist(),
        "methods": [{"key": key, "title": words[f"method-{key}"]} for key in race.methods],
    }


def clip_name(race: Race) -> str:
    """Names the parts of a race; equal races have equal names."""
    return blake2b(repr(race).encode(), digest_size=8).hexdigest()


def _knobs(settings: RaceSettings, lang: str) -> list[dict[str, Any]]:
    def word(key: str) -> str:
        return say(lang, f"race.{key}")

    listed = [(name, objective_title(name, lang)) for name in (*objectives(), OWN)]
    kinds = [item.name for item in fields(RaceSettings) if isinstance(item.default, bool)]
    return [
        choice(settings, "objective", word("objective"), listed, kind="select"),
        *(_own_knobs(settings, lang) if settings.objective == OWN else ()),
        slider(
            settings, "budget", word("budget"), low=100, step=1, log=True, help=word("budget-help")
        ),
        slider(settings, "seeds", word("seeds"), high=200, step=10),
        slider(settings, "seed", word("seed"), low=1, high=20, step=1, help=word("seed-help")),
        *(switch(settings, key, word(f"method-{PLAYERS.get(key, key)}")) for key in kinds),
    ]


def _own_knobs(settings: RaceSettings, lang: str) -> list[dict[str, Any]]:
    return [
        text(settings, "formula", say(lang, "race.formula"), help=say(lang, "race.formula-help")),
        slider(settings, "lo", say(lang, "race.lo"), low=-10, high=0, step=0.1),
        slider(settings, "hi", say(lang, "race.hi"), low=0, high=10, step=0.1),
    ]


def _note(searched: SearchObjective, lang: str) -> str:
    """What counts as success, and how well the minimum is known."""
    tolerance = f"{searched.tolerance:.2g}"
    if searched.name == OWN:
        place = ", ".join(f"{value:.4g}" for value in searched.minima[0])
        nodes = NODES[searched.dimension] ** searched.dimension
        found = {"minimum": f"{searched.minimum:.5g}", "place": place}
        work = {"descents": DESCENTS, "nodes": nodes}
        return say(lang, "race.note-formula", tolerance=tolerance, **found, **work)
    kind = "textbook" if searched in TEXTBOOK else "catalogue"
    return say(lang, f"race.note-{kind}", tolerance=tolerance)


def objective_title(name: str, lang: str) -> str:
    """Name of a landscape as people read it."""
    if name == OWN:
        return say(lang, "race.own")
    plain = name.removesuffix("-2d")
    where = "landscapes" if plain in CATALOGUE else "planes"
    title = say(lang, f"{where}.{plain}.title")
    return say(lang, "race.in-2d", title=title) if name.endswith("-2d") else title


def _landscape(searched: SearchObjective) -> dict[str, Any]:
    """ζ on nodes as bytes from its lowest up to `TALLEST` reliefs; rows are y."""
    n = RASTER[searched.dimension]
    x = searched.lo + (np.arange(n) + 0.5) * searched.length / n
    mesh = np.stack(np.meshgrid(*[x] * searched.dimension, indexing="xy"), axis=-1)
    zeta = searched.values(mesh)
    low = float(zeta.min())
    high = min(float(zeta.max()), low + TALLEST * relief(zeta))
    kind = "|u1" if searched.dimension == 2 else "<f4"
    values = (np.minimum(zeta, high) - low) / (high - low) * (255 if kind == "|u1" else 1)
    return {
        "dimension": searched.dimension,
        "lo": searched.lo,
        "hi": searched.hi,
        "values": base64.b64encode(values.round(4).astype(kind).tobytes()).decode(),
        "n": n,
        "low": low,
        "high": high,
        "minima": searched.minima,
        "minimum": searched.minimum,
        "tolerance": searched.tolerance,
    }


def race_parts(race: Race, run: Run) -> Iterator[bytes]:
    """Blobs for the stage: the wave, then films and tallies as soon as they are there."""
    name, first = clip_name(race), 1
    yield _wave(race, name)
    rounds = -(-race.seeds // 10)
    every, pending = max(-(-rounds // NEWS), 1), dict[str, Tally]()
    for part in run(race):
        pending[part.method] = part.tally
        if part.film is not None:
            arrays = {
                "points": part.film.points.astype("<f4"),
                "found": (part.film.zeta - race.searched.minimum).astype("<f4"),
                "at": part.film.at.astype("<f4"),
                "particles": part.film.particles.astype("<f4"),
            }
            header = {"kind": "film", "clip": name, "first": first, "method": part.method}
            yield pack({**header, "width": part.film.particles.shape[1]}, arrays)
            first += 1
        finished = part.done == 1
        in_turn = part.method == race.methods[-1] and (part.tally.runs // 10) % every == 0
        if part.film is not None or finished or in_turn:
            yield _tallies(pending, name, first, part.done)
            first, pending = first + 1, {}


def _tallies(pending: dict[str, Tally], name: str, first: int, done: float) -> bytes:
    rows = [
        np.stack([tally.success, tally.low, tally.high, *tally.quartiles])
        for tally in pending.values()
    ]
    header = {
        "kind": "tallies",
        "clip": name,
        "first": first,
        "methods": list(pending),
        "runs": [tally.runs for tally in pending.values()],
        "done": done,
    }
    return pack(header, {"tallies": np.array(rows).astype("<f4")})


def _wave(race: Race, name: str) -> bytes:
    """The density, every frame scaled to its highest value; the row of y is the first axis.

    What is nearly uniform stays pale.
    """
    limit = infinite_population(race.searched, race.budget)
    height = limit.density.reshape(len(limit.at), -1).max(axis=1)
    height = np.maximum(height, PALE * height[0])
    scaled: Real = limit.density / height.reshape(-1, *[1] * race.searched.dimension)
    if race.searched.dimension == 2:
        scaled = scaled.swapaxes(1, 2)
    header = {"kind": "wave", "clip": name, "first": 0, "n": len(limit.x)}
    arrays = {
        "density": np.round(255 * scaled).astype("|u1"),
        "at": limit.at.astype("<f4"),
        "mean": (limit.zeta - race.searched.minimum).astype("<f4"),
    }
    return pack(header, arrays)


def rates(parts: Iterator[Part]) -> dict[str, float]:
    """Success of every search at the end of a race, in percent."""
    return {part.method: 100 * float(part.tally.success[-1]) for part in parts}
