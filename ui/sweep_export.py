"""`/sweep/cells.csv?link` and `.npz`: the cells of a sweep that are known, as a file.

Nothing is solved for a file: whoever asks before the map is full gets what there is.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from charts.atlas import sweep_of
from charts.page_links import PAGE_LINKS
from charts.sweep_files import csv_of, npz_of
from scenes.language import explain, language_of
from scenes.link import split
from solvers.refusal import Refusal
from ui import sweeps
from ui.assets import below_base

PATH = "/sweep"
KINDS = {"cells.csv": "text/csv; charset=utf-8", "cells.npz": "application/octet-stream"}


def answer(kind: str, link: str) -> bytes:
    """The file of a sweep.

    Args:
        kind: One of `KINDS`.
        link: What stands after the question mark in the atlas's address.

    Raises:
        Refusal: For a sweep that is none.
    """
    pairs = split(link)
    pairs.pop("lang", None)
    scene, settings, _ = PAGE_LINKS["atlas"].decode(pairs)
    found = sweeps.known(sweep_of(scene.problem, settings))
    return npz_of(found) if kind == "cells.npz" else csv_of(found).encode()


async def _cells(request: Request) -> Response:
    kind, lang = request.path_params["kind"], language_of(request.headers.get("accept-language"))
    if kind not in KINDS:
        return Response(status_code=404)
    try:
        blob = await run_in_threadpool(answer, kind, request.url.query)
    except Refusal as refusal:
        return JSONResponse({"sentence": explain(lang, refusal)}, status_code=422)
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="wicklab-atlas.{kind[-3:]}"',
    }
    return Response(blob, media_type=KINDS[kind], headers=headers)


def address() -> str:
    """Where files are asked for, below the server's origin."""
    return below_base(PATH)


route = Route(PATH + "/{kind}", _cells)
