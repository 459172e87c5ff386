"""`/solve?scene`: a scene straight from the solver, for sliders that are being moved.

One request, no script run: measured against a rerun of the page it saves the widgets and
their fifty messages. It solves nothing that the page would not solve a moment later, with
the same caches, and it keeps no state. What a player only expects to want (X-Ahead) is solved
by a server that few are using; others say 204. `/solve/<token>` says whose page asks, so that its
questions are counted with its work.
"""

import asyncio
import threading

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from charts.clip import pack
from charts.player_data import player_data
from scenes.language import explain, language_of
from scenes.link import decode
from solvers.refusal import Refusal
from ui import journal, slots, solving
from ui.admission import TooManyError, question, too_many
from ui.assets import below_base
from ui.visitors import GoneError, Visitor, address, asking, session_of, token

PATH = "/solve"
LOOK = 0.1  # seconds between two looks whether the asker is still there


def place() -> str:
    """Where the page of the session whose script runs asks."""
    return f"{below_base(PATH)}/{token()}"


def answer(query: str, held: str, lang: str, solve: str = PATH) -> bytes:
    """Scene and, unless the asker holds it already, its clip as one blob.

    Args:
        query: Scene string.
        held: Name of the clip the asker has.
        lang: Language of the words.
        solve: Where the asker asks.

    Raises:
        Refusal: For a scene that cannot be shown, or whose D changes: such a run
            streams through the page.
    """
    scene, _ = decode(query)
    if solving.streams(scene.problem.dim, scene.problem.schedule):
        raise Refusal("scene.streams")
    solved = solving.solution(scene.problem)
    data = player_data(solved, scene.view, lang)
    data["solve"] = solve
    arrays = {}
    if solved.expansion is not None and data["clip"] != held:
        arrays["clip"] = np.frombuffer(solving.modes(scene.problem), np.uint8)
    return pack({"scene": data}, arrays)


async def _solve(request: Request) -> Response:
    headers = request.headers
    lang = language_of(headers.get("x-language"))
    who = session_of(request.path_params.get("token", "")) or address(request.scope)
    if "x-ahead" in headers and not slots.queue.is_idle_but_for(who):
        return Response(status_code=204)
    try:
        async with question(who):
            blob = await _answered(request, who, headers.get("x-clip", ""), lang)
    except TooManyError:
        return too_many(lang)
    except GoneError:
        return Response(status_code=499)
    except Refusal as refusal:
        return JSONResponse({"sentence": explain(lang, refusal)}, status_code=422)
    return Response(
        blob, media_type="application/octet-stream", headers={"Cache-Control": "no-store"}
    )


async def _answered(request: Request, who: str, held: str, lang: str) -> bytes:
    """The answer, for as long as the asker waits for it."""
    gone = threading.Event()

    def check() -> None:
        if gone.is_set():
            raise GoneError

    def work() -> bytes:
        query = request.url.query
        with asking(Visitor(who, check)), journal.request("solve", query):
            return answer(query, held, lang, request.url.path)

    watching = asyncio.create_task(_watch(request, gone))
    try:
        return await run_in_threadpool(work)
    finally:
        watching.cancel()


async def _watch(request: Request, gone: threading.Event) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(LOOK)
    gone.set()


routes = (Route(PATH, _solve), Route(PATH + "/{token}", _solve))
