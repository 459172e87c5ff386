"""The page Transition: dispersion that turns into diffusion, four ways."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from charts.clip import Rounded, pack
from charts.free_packet import free
from charts.knobs import choice, slider
from charts.player_data import player_data, stage_texts
from scenes.language import say
from scenes.scene import Scene
from solvers import transition
from solvers.limits import check, number, one_of
from solvers.problem import Problem
from solvers.solution import Solution, solve

BASE = "formula=0&order=0&lo=-12&hi=12&D=1&x0=0&sigma=0.5&px=0&T=3&wick=5"
MECHANISMS = ("angle", "flights", "measurements", "trajectories")
PARTICLES = 400
LATE = 1e3  # in t_d: where every tilted time has long made up its mind
BALLISTIC, DIFFUSIVE = 1.9, 1.1  # local slopes beyond which a law has its name


@dataclass(frozen=True)
class Settings:
    """The page's own keys of a link.

    Attributes:
        mechanism: What takes the phase away.
        memory: Mean time between two new velocities, in t_d.
        interval: Time between two measurements, in t_d.
        lam: λ, from Bohm's trajectories to Nelson's.
        seed: Of the random numbers.

    Raises:
        Refusal: For a name or a number that is not allowed.
    """

    mechanism: str = one_of(*MECHANISMS)
    memory: float = number(transition.SHORTEST_MEMORY, 4.0, default=1.0)
    interval: float = number(transition.SHORTEST_MEMORY, 4.0, default=1.0)
    lam: float = number(0.0, 1.0, default=1.0)
    seed: int = number(1, 9999, integer=True, default=1)

    def __post_init__(self) -> None:
        """Check names and numbers."""
        check(self)


def shown(problem: Problem) -> Problem:
    """The problem in closed form, at rest in the middle.

    Raises:
        Refusal: ``scene.not-free`` or ``scene.not-at-rest``.
    """
    return free(problem, at_rest=True).having(order=0, about=None)


def duration(problem: Problem) -> float:
    """T in units of t_d."""
    return problem.T * problem.D / problem.sigma**2


@lru_cache(maxsize=16)  # 0.3 MB each
def _drawn(t_end: float, seed: int) -> dict[str, Rounded]:
    found = transition.noise(PARTICLES, t_end, seed)
    return {"normal": Rounded.of(found.normal), "wait": Rounded.of(found.wait)}


def noise_of(t_end: float, seed: int) -> transition.Noise:
    """The random numbers of a run, of 16 bits each here as in the browser.

    Raises:
        Refusal: ``transition.too-long``.
    """
    drawn = _drawn(t_end, seed)
    return transition.Noise(drawn["normal"].numbers, drawn["wait"].numbers)


def noise_clip(problem: Problem, settings: Settings) -> bytes:
    """Random numbers for the particles, as `solvers.transition.Noise` has them."""
    header = {"kind": "noise", "clip": noise_name(problem, settings), "count": PARTICLES}
    return pack(header, _drawn(duration(problem), settings.seed))


def noise_name(problem: Problem, settings: Settings) -> str:
    """Name of that clip."""
    return f"noise-{duration(problem):.6g}-{settings.seed}"


def stage_data(solution: Solution, scene: Scene, settings: Settings, lang: str) -> dict[str, Any]:
    """What `assets/stages/transition.js` shows."""
    problem = scene.problem
    return {
        **player_data(solution, scene.view, lang),
        "texts": stage_texts(lang, "transition"),
        "noise": noise_name(problem, settings),
        "t_end": duration(problem),
        "knobs": knobs(scene, settings, lang),
    }


def knobs(scene: Scene, settings: Settings, lang: str) -> list[dict[str, Any]]:
    """The controls beside the picture; the stage shows those of the mechanism chosen."""

    def words(key: str) -> str:
        return say(lang, f"transition.{key}")

    return [
        choice(settings, "mechanism", words("mechanism"), words),
        slider(scene.problem, "wick", words("wick"), step=1, unit="°"),
        slider(settings, "memory", words("memory"), log=True, unit=" t_d"),
        slider(settings, "interval", words("interval"), log=True, unit=" t_d"),
        slider(settings, "lam", words("lam"), step=0.05),
        slider(settings, "seed", words("seed"), high=20, step=1),
    ]


def exponent(scene: Scene, _: Settings) -> tuple[str, dict[str, float]]:
    """Which power of time the packet's variance follows in the end."""
    problem = shown(scene.problem)
    times = LATE * problem.sigma**2 / problem.D * np.array([1.0, 1.1])
    gains = [
        float(solve(problem.having(T=min(T, 5e3)), samples=2).fields.std[-1]) ** 2
        - problem.sigma**2
        for T in times
    ]
    slope = math.log(gains[1] / gains[0]) / math.log(1.1)
    option = "square" if slope > BALLISTIC else "linear" if slope < DIFFUSIVE else "between"
    return option, {"slope": slope, "wick": problem.wick}


def memory(scene: Scene, settings: Settings) -> tuple[str, dict[str, float]]:
    """What twice the memory does to the spreading of the particles."""
    t_end = duration(shown(scene.problem))
    random = noise_of(t_end, settings.seed)
    end, gains = np.array([t_end]), []
    for length in (settings.memory, 2 * settings.memory):
        places = transition.flights(random, end, length)
        gains.append(transition.mean_square(places, random.normal[:, 0]))
    (before, error), (after, also) = ((float(mean[0]), float(sd[0])) for mean, sd in gains)
    noise = 2 * math.hypot(error, also)
    option = "same" if abs(after - before) < noise else "wider" if after > before else "narrower"
    return option, {"before": before, "after": after, "noise": noise}


def bohm_or_nelson(scene: Scene, settings: Settings) -> tuple[str, dict[str, float]]:
    """Which of the two kinds of trajectories ends up more widely spread."""
    t_end = duration(shown(scene.problem))
    random = noise_of(t_end, settings.seed)
    gains = []
    for lam in (0.0, 1.0):
        places = transition.trajectories(random, t_end, lam)
        gains.append(transition.mean_square(places[-1:], random.normal[:, 0]))
    (bohm, error), (nelson, also) = ((float(mean[0]), float(sd[0])) for mean, sd in gains)
    noise = 2 * math.hypot(error, also)
    option = "same" if abs(bohm - nelson) < noise else "bohm" if bohm > nelson else "nelson"
    return option, {"bohm": bohm, "nelson": nelson, "noise": noise}
