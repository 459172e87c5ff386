"""Data of the page on noising (Fig. 5), and the answers of its tasks."""

import base64
from typing import Any

import numpy as np

from charts.knobs import choice, slider
from scenes.language import say, topic
from scenes.scene import Scene
from solvers.arrays import Real
from solvers.diffusion.merging import decided, merging_times
from solvers.diffusion.noising import MOST_PARTS, NODES, Noising, noise
from solvers.diffusion.process import Process, paths
from solvers.limits import ranges

PARTS = ("weight", "mean", "width")
CROWD = 4000  # paths that a share is measured with
LATE = 1e3  # by then everything has merged


def noising_data(problem: Noising, lang: str) -> dict[str, Any]:
    """Everything the stage needs: numbers, knobs, and all chance, made here under a seed."""
    limits = ranges(Noising)
    return {
        "lang": lang,
        "texts": topic(lang, "player") | topic(lang, "diffusion.stage"),
        "values": {key: getattr(problem, key) for key in (*limits, "process")},
        "limits": {key: [limits[f"{key}1"].low, limits[f"{key}1"].high] for key in PARTS},
        "knobs": _knobs(problem, lang),
        "nodes": NODES,
        "chance": {key: packed(array) for key, array in vars(noise(problem)).items()},
    }


def packed(array: Real) -> str:
    """Numbers as the player reads them: little-endian doubles in base 64."""
    return base64.b64encode(array.astype("<f8").tobytes()).decode()


def _knobs(problem: Noising, lang: str) -> list[dict[str, Any]]:
    def word(key: str, **details: Any) -> str:
        return say(lang, f"diffusion.{key}", **details)

    parts = choice(problem, "parts", word("parts-knob"), [])
    parts["options"] = [{"value": n, "label": str(n)} for n in range(1, MOST_PARTS + 1)]
    return [
        choice(problem, "process", word("process"), lambda name: word(f"process-{name}")),
        parts,
        slider(problem, "D", word("D"), low=0.1, high=2),
        slider(problem, "T", word("T"), low=0.5, high=12, step=0.1),
        *(
            slider(problem, f"width{i}", word("width", part=i), low=0.05, high=1)
            for i in range(1, problem.parts + 1)
        ),
    ]


def in_lab(scene: Scene, problem: Noising) -> Scene:
    """Order 0 at θ = 90° with the same D: one packet that spreads as each part does."""
    return Scene(scene.problem.having(D=problem.D), scene.view)


def _twins(problem: Noising) -> Noising:
    """What is shown, or the task's own mixture when nothing merges in it."""
    several = merging_times(Process("ve", problem.D), problem.data, LATE).size > 0
    return problem if several else Noising(parts=2, D=problem.D)


def answer_faster(_: Scene, problem: Noising) -> tuple[str, dict[str, float]]:
    """What doubling D does to the time of the last merging."""
    data = _twins(problem).data
    slow, fast = (
        float(merging_times(Process("ve", D), data, LATE)[-1]) for D in (problem.D, 2 * problem.D)
    )
    options = {"half": 0.5, "same": 1.0, "double": 2.0}
    nearest = min(options, key=lambda name: abs(options[name] - fast / slow))
    return nearest, {"slow": slow, "fast": fast}


def answer_process(_: Scene, problem: Noising) -> tuple[str, dict[str, float]]:
    """At which noise the modes merge in either process."""
    data = _twins(problem).data
    found = {}
    for kind in ("ve", "vp"):
        process = Process("ve" if kind == "ve" else "vp", problem.D)
        found[kind] = process.sigma(float(merging_times(process, data, LATE)[-1]))
    gap = found["vp"] / found["ve"] - 1
    option = "same" if abs(gap) < 1e-3 else "later" if gap > 0 else "earlier"
    return option, found


def answer_decided(_: Scene, problem: Noising) -> tuple[str, dict[str, float]]:
    """Share of paths that keep their basin from the last merging on, counted."""
    shown = _twins(problem)
    process, data = Process("ve", shown.D), shown.data
    t = float(merging_times(process, data, LATE)[-1])
    rng = np.random.default_rng(shown.seed)
    x = data.sample(CROWD, rng)[:, 0]
    ways = paths(process, x, np.array([0.0, t]), rng.standard_normal((1, CROWD)))
    share = float(decided(ways, data)[-1])
    option = "few" if share < 0.6 else "most" if share < 0.95 else "all"
    return option, {"share": 100 * share, "t": t}
