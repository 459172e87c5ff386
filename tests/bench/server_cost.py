"""Times the server's own work for D after D, as ui/player.py asks for it; prints JSON."""

import json
import statistics
import sys
import time
from itertools import pairwise

from charts.player_data import player_data
from scenes.scene import Scene
from solvers.problem import Problem
from ui import solving

CHANGES = 24


def lap(scene: Scene) -> tuple[dict[str, float], int, int]:
    marks = [time.perf_counter()]
    solved = solving.solution(scene.problem)
    marks.append(time.perf_counter())
    data = json.dumps(player_data(solved, scene.view, "en"))
    marks.append(time.perf_counter())
    clip = solving.modes(scene.problem)
    marks.append(time.perf_counter())
    steps = [b - a for a, b in pairwise(marks)]
    names = ("solution", "player_data", "modes")
    times = dict(zip(names, steps, strict=True)) | {"all": sum(steps)}
    return times, len(data), len(clip)


def summary(laps: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    found = {}
    for name in laps[0]:
        values = [times[name] for times in laps]
        found[name] = {
            "p50": statistics.median(values),
            "p95": statistics.quantiles(values, n=20)[-1],
        }
    return found


def main() -> None:
    lap(Scene(Problem()))  # imports and the words of the language
    scenes = [
        Scene(Problem(landscape="double-well", D=round(0.03 * 1.06**k, 6))) for k in range(CHANGES)
    ]
    miss, data, clip = zip(*map(lap, scenes), strict=True)
    hit = [lap(scene)[0] for scene in scenes]
    sizes = {"data": round(max(data) / 1e3), "clip": round(max(clip) / 1e3)}
    found = {"miss": summary(list(miss)), "hit": summary(hit), **sizes}
    sys.stdout.write(json.dumps(found) + "\n")


main()
