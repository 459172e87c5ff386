"""Solve a scene from the command line.

    python -m scenes "landscape=morse&wick=90&T=8" --out run.npz

prints the report as JSON. A scene that cannot be shown is answered with one line on
standard error and exit status 2.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from charts import plane_files, run_files
from charts.page import offline_page, page_of
from charts.plane_clip import Film
from charts.plane_data import plane_data
from scenes.language import DEFAULT, explain, say
from scenes.link import decode, write
from scenes.scene import Scene
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain
from solvers.refusal import Refusal
from solvers.report import Report
from solvers.solution import collect, solve, stream


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    lang = DEFAULT
    try:
        scene, notes = decode(options.scene)
        lang = scene.view.lang or DEFAULT
        found = _run_plane if isinstance(scene.problem, PlaneProblem) else _run
        known = found(scene, options, lang)
    except Refusal as refusal:
        sys.stderr.write(explain(lang, refusal) + "\n")
        return 2
    report = {
        "scene": write(scene),
        "notes": [say(lang, note.code, **note.details) for note in notes],
        **known.as_dict(),
        "sentence": say(lang, known.verdict.code, **known.verdict.details),
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    return 0


def _run(scene: Scene, options: argparse.Namespace, lang: str) -> Report:
    steps = [] if scene.problem.schedule == "constant" else list(stream(scene.problem))
    solution = collect(scene.problem, steps) if steps else solve(scene.problem)
    if options.out:
        _written(options.out, lambda path: run_files.save_arrays(path, solution))
    if options.csv:
        _written(options.csv, lambda path: run_files.save_observables(path, solution.fields))
    if options.html:
        page = offline_page(solution, scene, lang, steps)
        _written(options.html, lambda path: path.write_text(page, encoding="utf-8"))
    return solution.report


def _run_plane(scene: Scene, options: argparse.Namespace, lang: str) -> Report:
    """The same in two dimensions, where frames are written as they come."""
    assert isinstance(scene.problem, PlaneProblem)
    terrain = Terrain(scene.problem)
    film = Film(terrain, lang if options.html else "")
    if options.out:
        _written(options.out, lambda path: plane_files.save_arrays(path, film))
    solution = film.finish()
    if options.csv:
        _written(options.csv, lambda path: plane_files.save_observables(path, solution.fields))
    if options.html:
        data = plane_data(terrain, scene.view, lang, solution.report)
        page = page_of("plane", data, film.clips)
        _written(options.html, lambda path: path.write_text(page, encoding="utf-8"))
    return solution.report


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scenes", description=__doc__.split("\n")[0])
    parser.add_argument(
        "scene", help="what stands after ? in a link, such as landscape=morse&wick=90"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.npz", help="wavefunction and observables")
    parser.add_argument("--csv", type=Path, metavar="FILE.csv", help="observables, a row a frame")
    parser.add_argument("--html", type=Path, metavar="FILE.html", help="a page that plays offline")
    return parser


def _written(path: Path, save: Callable[[Path], object]) -> None:
    try:
        save(path)
    except OSError as error:
        raise Refusal("scene.cannot-write", file=str(path), reason=error.strerror or "") from error


if __name__ == "__main__":
    sys.exit(main())
