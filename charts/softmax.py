"""The page Softmax & Sigmoid: K candidates weighed by exp(-ζτ)."""

from dataclasses import replace
from typing import Any

import numpy as np

from charts.knobs import choice, slider
from charts.player_data import stage_texts
from scenes.language import say
from scenes.scene import Scene
from solvers.candidates import FEWEST, HIGHEST_COST, MOST, Candidates, last_share, probabilities

BASE = "wick=90"  # in the Lab two candidates are the two wells it opens with
DURATION = 10.0
FRAMES = 240
GHOSTS = (0.5, 1.0, 2.0, 5.0, 10.0)  # τ at which the sigmoid leaves a trace
REACH = 6.0  # of ζ₂ - ζ₁, and of the costs a hand can give
_SAME = 5e-3  # of a share: smaller changes cannot be seen
_LOOKS = np.linspace(0.0, DURATION, 401)


def stage_data(candidates: Candidates, scene: Scene, lang: str) -> dict[str, Any]:
    """What `assets/stages/softmax.js` shows."""

    def words(name: str) -> str:
        return say(lang, f"softmax.stage.{name}")

    counts = [{"value": k, "label": str(k)} for k in range(FEWEST, MOST + 1)]
    return {
        "lang": lang,
        "texts": stage_texts(lang, "softmax"),
        "duration": DURATION,
        "frames": FRAMES,
        "speed": scene.view.speed,
        "ghosts": GHOSTS,
        "reach": REACH,
        "highest": REACH,
        "costs": candidates.costs,
        "priors": candidates.priors,
        "knobs": [
            {
                "key": "K",
                "kind": "choice",
                "label": words("count"),
                "options": counts,
                "value": len(candidates.costs),
            },
            choice(candidates, "reading", words("reading"), words),
            slider(candidates, "J", words("hopping"), step=0.05, help=words("hopping-help")),
            slider(candidates, "wick", say(lang, "lab.wick"), step=1, unit="°"),
        ],
    }


def _winner(candidates: Candidates) -> int:
    return int(np.argmin(candidates.costs))


def _share(candidates: Candidates, s: float) -> float:
    return float(probabilities(candidates, np.array([s]))[0, _winner(candidates)])


def raised(_: Scene, candidates: Candidates) -> tuple[str, dict[str, float]]:
    """What a cost that is added to every candidate does to the share of the cheapest."""
    shift = min(1.0, HIGHEST_COST - max(candidates.costs))
    other = replace(candidates, costs=tuple(cost + shift for cost in candidates.costs))
    before, after = (_share(c, 1.0) for c in (candidates, other))
    option = "same" if abs(after - before) < _SAME else "more" if after > before else "less"
    return option, {"before": 100 * before, "after": 100 * after, "shift": shift}


def lasting(_: Scene, candidates: Candidates) -> tuple[str, dict[str, float]]:
    """Whether the winner takes all in the end."""
    share = last_share(candidates)
    option = "all" if share > 1 - _SAME else "most" if share > 0.5 else "less"
    return option, {"share": 100 * share, "J": candidates.J}


def swinging(_: Scene, candidates: Candidates) -> tuple[str, dict[str, float]]:
    """What the share of the cheapest does during the run."""
    share = probabilities(candidates, _LOOKS)[:, _winner(candidates)]
    steps = np.diff(share)
    falls, rises = -steps[steps < 0].sum(), steps[steps > 0].sum()
    if max(falls, rises) < _SAME:
        option = "stays"
    else:
        option = "swings" if min(falls, rises) > _SAME else "grows" if rises > falls else "shrinks"
    return option, {"low": 100 * float(share.min()), "high": 100 * float(share.max())}
