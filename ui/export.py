"""`/export/…?scene`: a run as a file, solved when somebody asks for the file and not before.

The writers are the command line's. How large a file gets, how many are made at once and for
how long is bounded, since whoever asks is a stranger: a run that would be too large is saved
at fewer times, and one whose asker has gone is dropped.
"""

import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from anyio import from_thread
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from charts import plane_files, run_files
from charts.page import offline_page, page_of
from charts.plane_clip import Film
from charts.plane_data import plane_data
from charts.script import python_script
from scenes.language import explain, language_of, say
from scenes.link import decode
from scenes.scene import Scene
from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Frame
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.solution import collect, solve, stream
from solvers.split_operator import Saved
from ui import journal, planes
from ui.assets import below_base
from ui.slots import in_turn, slot
from ui.visitors import GoneError, Visitor, asking
from ui.visitors import address as origin

PATH = "/export"
KINDS = {
    "run.npz": "application/octet-stream",
    "run.csv": "text/csv; charset=utf-8",
    "run.html": "text/html; charset=utf-8",
    "scene.py": "text/x-python; charset=utf-8",
}
HEAVIEST = 64_000_000  # bytes of the arrays of a file
NODE = 24  # bytes of ψ and density at one node
AT_ONCE = 2  # files being made
_places = threading.BoundedSemaphore(AT_ONCE)
Gone = Callable[[], bool]


class AbandonedError(GoneError):
    """Nobody waits for the file any more."""


def fitting(problem: Problem) -> Problem:
    """The same run, saved at so few times that its arrays stay within `HEAVIEST`."""
    room = HEAVIEST // (NODE * problem.n**problem.dim)
    return problem.having(frames=min(problem.frames, max(room, 2)))


def save(kind: str, path: Path, scene: Scene, lang: str, gone: Gone) -> None:
    """Write one of `KINDS`.

    Args:
        kind: Which.
        path: Where.
        scene: What is solved.
        lang: Language of the words in it.
        gone: Says whether nobody waits any more.

    Raises:
        Refusal: For a scene that cannot be solved.
        AbandonedError: When `gone` says so.
    """
    if kind == "scene.py":
        path.write_text(python_script(scene), encoding="utf-8")
    elif isinstance(scene.problem, PlaneProblem):
        _save_plane(kind, path, scene, lang, gone)
    else:
        _save_line(kind, path, scene, lang, gone)


def _save_line(kind: str, path: Path, scene: Scene, lang: str, gone: Gone) -> None:
    problem = fitting(scene.problem)
    steps: list[Saved] = []
    if problem.schedule == "constant":
        with slot():
            solution = solve(problem)
    else:
        steps = list(_watched(stream(problem), gone))
        solution = collect(problem, steps)
    if kind == "run.npz":
        run_files.save_arrays(path, solution)
    elif kind == "run.csv":
        run_files.save_observables(path, solution.fields)
    else:
        path.write_text(offline_page(solution, scene, lang, steps), encoding="utf-8")


class _Watched(Film):
    """A film that ends with the wish for it."""

    def __init__(self, problem: PlaneProblem, lang: str, gone: Gone) -> None:
        super().__init__(planes.terrain(problem), lang)
        self._gone = gone

    def frames(self) -> Iterator[Frame]:
        """See Film."""
        return _watched(super().frames(), self._gone)


def _save_plane(kind: str, path: Path, scene: Scene, lang: str, gone: Gone) -> None:
    problem = scene.problem
    assert isinstance(problem, PlaneProblem)
    if kind == "run.npz":
        plane_files.save_arrays(path, _Watched(fitting(problem), "", gone))
        return
    film = _Watched(problem, lang if kind == "run.html" else "", gone)
    solution = film.finish()
    if kind == "run.csv":
        plane_files.save_observables(path, solution.fields)
        return
    data = plane_data(film.terrain, scene.view, lang, solution.report)
    path.write_text(page_of("plane", data, film.clips), encoding="utf-8")


def _stop(gone: Gone) -> None:
    if gone():
        raise AbandonedError


def _watched(steps: Iterator[Any], gone: Gone) -> Iterator[Any]:
    """Steps one by one, each in its turn among all who solve."""
    for step in in_turn(steps):
        if gone():
            raise AbandonedError
        yield step


async def _export(request: Request) -> Response:
    kind, lang = request.path_params["kind"], language_of(request.headers.get("x-language"))
    if kind not in KINDS:
        return Response(status_code=404)
    if not _places.acquire(blocking=False):
        return JSONResponse({"sentence": say(lang, "share.busy")}, status_code=503)
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / kind
    gone = partial(from_thread.run, request.is_disconnected)
    try:
        scene, _ = decode(request.url.query)
        who = Visitor(origin(request.scope), partial(_stop, gone))
        with asking(who), journal.request("export", (kind, scene.problem)):
            await run_in_threadpool(save, kind, path, scene, lang, gone)
    except Refusal as refusal:
        folder.cleanup()
        return JSONResponse({"sentence": explain(lang, refusal)}, status_code=422)
    except AbandonedError:
        folder.cleanup()
        return Response(status_code=499)
    finally:
        _places.release()
    headers = {"Cache-Control": "no-store"}
    tidy = BackgroundTask(folder.cleanup)
    return FileResponse(
        path, media_type=KINDS[kind], filename=kind, headers=headers, background=tidy
    )


def address() -> str:
    """Where files are asked for, below the server's origin."""
    return below_base(PATH)


route = Route(PATH + "/{kind}", _export)
