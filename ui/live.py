"""`/solve?scene`: a scene straight from the solver, for sliders that are being moved.

One request, no script run: measured against a rerun of the page it saves the widgets and
their fifty messages. It solves nothing that the page would not solve a moment later, with
the same caches, and it keeps no state.
"""

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
from ui import solving
from ui.assets import below_base

PATH = "/solve"


def answer(query: str, held: str, lang: str) -> bytes:
    """Scene and, unless the asker holds it already, its clip as one blob.

    Args:
        query: Scene string.
        held: Name of the clip the asker has.
        lang: Language of the words.

    Raises:
        Refusal: For a scene that cannot be shown, or whose D changes: such a run
            streams through the page.
    """
    scene, _ = decode(query)
    if solving.streams(scene.problem):
        raise Refusal("scene.streams")
    solved = solving.solution(scene.problem)
    data = player_data(solved, scene.view, lang)
    data["solve"] = below_base(PATH)
    arrays = {}
    if solved.expansion is not None and data["clip"] != held:
        arrays["clip"] = np.frombuffer(solving.modes(scene.problem), np.uint8)
    return pack({"scene": data}, arrays)


async def _solve(request: Request) -> Response:
    headers = request.headers
    lang = language_of(headers.get("x-language"))
    try:
        blob = await run_in_threadpool(answer, request.url.query, headers.get("x-clip", ""), lang)
    except Refusal as refusal:
        return JSONResponse({"sentence": explain(lang, refusal)}, status_code=422)
    return Response(
        blob, media_type="application/octet-stream", headers={"Cache-Control": "no-store"}
    )


route = Route(PATH, _solve)
