"""Settings, controls and limits of the annealing page, in one and in two dimensions."""

from dataclasses import dataclass
from typing import Any

from charts.knobs import choice, slider
from scenes.language import say, topic
from scenes.scene import Scene
from solvers.formula import LONGEST
from solvers.landscape import Landscape
from solvers.landscapes import CATALOGUES
from solvers.limits import check, one_of
from solvers.problem import Problem, usual_end
from solvers.refusal import Refusal
from solvers.schedules import KINDS

LAWS = tuple(kind for kind in KINDS if kind != "constant")
LIMITS = {"T": (0.5, 400.0), "D": (1e-4, 250.0), "D_end": (1e-4, 250.0)}
PLACES = {1: ("x0",), 2: ("x0", "y0")}
TITLES = {1: "landscapes", 2: "planes"}
KINDS_OF_ZETA = {1: "", 2: "-plane"}  # in the keys of texts


@dataclass(frozen=True)
class AnnealingSettings:
    """What a link of the page says beside its scene.

    Attributes:
        inner: ``continuous`` for D(t), ``two-loop`` for settling at every scale.
    """

    inner: str = one_of("continuous", "two-loop")

    def __post_init__(self) -> None:
        check(self)


def admit(problem: Problem) -> None:
    """Refuse what this page, which anneals some sixty times, would take too long for.

    Raises:
        Refusal: ``scene.out-of-range``.
    """
    for key, (low, high) in LIMITS.items():
        value = getattr(problem, key)
        if not low <= value <= high:
            raise Refusal("scene.out-of-range", key=key, value=value, low=low, high=high)


def suited(scene: Scene) -> Scene:
    """The scene as this page shows it: on a square D falls to what suits, unless told otherwise."""
    problem = scene.problem
    lowest = problem.catalogue_entry.D_low
    told = problem.D_end != usual_end(problem.D, problem.schedule)
    if problem.dim == 1 or told or lowest >= problem.D:
        return scene
    return scene.having(D_end=lowest)


def page_texts(settings: AnnealingSettings, lang: str) -> dict[str, str]:
    """What the stage says."""
    words = topic(lang, "annealing")
    stage = {key: text for key, text in words.items() if key.startswith("stage-")}
    stage["stage-not-held"] = words["not-held"]
    clock = {"time-real": words["stage-scale"]} if settings.inner == "two-loop" else {}
    return topic(lang, "player") | stage | clock


def suits() -> dict[int, dict[str, dict[str, float]]]:
    """Numbers that suit each landscape, by number of parameters and name."""
    return {
        dim: {name: _suiting(entry) for name, entry in catalogue.items()}
        for dim, catalogue in CATALOGUES.items()
    }


def _suiting(entry: Landscape) -> dict[str, float]:
    packet = {"x0": entry.x0, "sigma": entry.sigma} | ({"y0": entry.y0} if entry.dim == 2 else {})
    T = min(max(entry.T, LIMITS["T"][0]), LIMITS["T"][1])
    return {"D": entry.D_high, "D_end": entry.D_low, "T": T, **packet}


def knobs(problem: Problem, settings: AnnealingSettings, lang: str) -> list[dict[str, Any]]:
    """The controls of the stage."""

    def word(key: str) -> str:
        return say(lang, f"annealing.{key}")

    low, high, least = _span(problem)
    inner = [(way, word(f"inner-{way}")) for way in ("continuous", "two-loop")]
    dims = [{"value": dim, "label": word(f"dim-{dim}")} for dim in CATALOGUES]
    common = [
        choice(settings, "inner", word("inner"), inner),
        {**choice(problem, "dim", word("dim"), []), "options": dims},
        *_zeta_knobs(problem, lang),
        slider(problem, "D", word("D"), low=low, high=high, log=True, help=word("D-help")),
    ]
    if settings.inner == "two-loop":
        places = PLACES[problem.dim]
        return [
            *common,
            *(
                slider(problem, key, say(lang, f"lab.{key}"), low=problem.lo, high=problem.hi)
                for key in places
            ),
        ]
    laws = [(law, say(lang, f"lab.schedule-{law}")) for law in LAWS]
    return [
        *common,
        slider(problem, "D_end", say(lang, "lab.D_end"), low=least, high=high, log=True),
        slider(problem, "T", word("T"), low=1, high=200, log=True, help=word("T-help")),
        choice(problem, "schedule", word("law"), laws, kind="select"),
    ]


def _zeta_knobs(problem: Problem, lang: str) -> list[dict[str, Any]]:
    """A landscape of the catalogue, or a formula, which is named last in the list."""
    which, titles = KINDS_OF_ZETA[problem.dim], TITLES[problem.dim]
    listed = [(name, say(lang, f"{titles}.{name}.title")) for name in CATALOGUES[problem.dim]]
    own = bool(problem.formula or problem.points)
    if own:
        listed.append(("", say(lang, f"page.own{which}")))
    landscape = choice(
        problem, "landscape", say(lang, f"lab.landscape{which}"), listed, kind="select"
    )
    formula = {
        "key": "formula",
        "kind": "text",
        "label": say(lang, f"lab.formula{which}"),
        "help": say(lang, "race.formula-help"),
        "longest": LONGEST,
        "value": problem.formula,
    }
    return [landscape | ({"value": ""} if own else {}), formula]


def _span(problem: Problem) -> tuple[float, float, float]:
    """Least and largest D to begin with, and least one to end with."""
    entry = problem.catalogue_entry
    if problem.dim == 1:
        return min(entry.D_low / 2, 0.01), max(4 * entry.D_high, 2.0), 1e-4
    return entry.D_low / 2, 4 * entry.D_high, entry.D_low / 2
