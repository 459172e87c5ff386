"""`/class`: how browsers open, join, follow, steer and answer, without a run of any script.

Who asks says so with `Authorization: Bearer <key>`; there are no cookies, and other sites'
pages cannot send JSON here. Every answer that is not 2xx holds one sentence.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from scenes.language import explain, language_of
from solvers.refusal import Refusal
from ui.assets import below_base
from ui.classroom import rooms, rules, store
from ui.classroom.results import table
from ui.pace import Pace

PATH = "/class"
LARGEST = 8192  # bytes of a message
STATUS = {
    "classroom.unknown": 404,
    "classroom.not-yours": 403,
    "classroom.too-fast": 429,
    "classroom.full": 503,
    "classroom.unreachable": 503,
    "classroom.version": 503,
}
_opening = Pace(burst=20, rate=0.02)  # by address
_missing = Pace(burst=120, rate=2)  # by address: wrong codes and keys
_joining = Pace(burst=100, rate=10)  # by session
_saying = Pace(burst=12, rate=1)  # by key: steers, questions, answers
_asking = Pace(burst=20, rate=4)  # by key: news
Body = Mapping[str, Any]


def _steer(code: str, key: str, body: Body) -> Body:
    store.steer(code, key, *rules.scene(body))
    return {}


def _ask(code: str, key: str, body: Body) -> Body:
    return {"number": store.ask(code, key, rules.question(body))}


def _answer(code: str, key: str, body: Body) -> Body:
    store.answer(code, key, body.get("number"), body.get("value"))
    return {}


def _door(code: str, key: str, body: Body) -> Body:
    store.set_door(code, key, is_open=body.get("open") is True)
    return {}


def _set(state: str, code: str, key: str, _: Body) -> Body:
    store.set_question(code, key, state)
    return {}


def _end(code: str, key: str, _: Body) -> Body:
    store.end(code, key)
    return {}


ACTIONS: Mapping[str, Callable[[str, str, Body], Body]] = {
    "scene": _steer,
    "ask": _ask,
    "answer": _answer,
    "door": _door,
    "close": partial(_set, "closed"),
    "reveal": partial(_set, "revealed"),
    "clear": partial(_set, "gone"),
    "end": _end,
}


async def _open(request: Request) -> Response:
    await _body(request)
    _keep(_opening, _address(request))
    code, key = await run_in_threadpool(store.open_class)
    return JSONResponse({"code": code, "key": key}, status_code=201)


async def _join(request: Request) -> Response:
    code, body = rules.code_of(request.path_params["code"]), await _body(request)
    _keep(_joining, code)
    key = await run_in_threadpool(store.join, code, body.get("nickname"))
    rooms.poke(code)
    return JSONResponse({"code": code, "key": key}, status_code=201)


async def _act(request: Request) -> Response:
    code, body = rules.code_of(request.path_params["code"]), await _body(request)
    action, key = ACTIONS.get(request.path_params["action"]), _key(request)
    if action is None:
        return Response(status_code=404)
    _keep(_saying, key)
    said = await run_in_threadpool(action, code, key, body)
    rooms.poke(code)
    return JSONResponse(said)


async def _state(request: Request) -> Response:
    """What a screen shows, as soon as it is newer than `have`; 204 when nothing came."""
    code, key = rules.code_of(request.path_params["code"]), _key(request)
    asked, held = request.query_params, request.query_params.get("have", "")
    _keep(_asking, key)
    if asked.get("as") == "teacher":
        view = partial(store.teacher_view, code, key)
        shown = await run_in_threadpool(view)  # refuses whoever is not the teacher
        if held == shown["version"]:
            if not await rooms.room(code).news(held, teacher=True):
                return Response(status_code=204)
            shown = await run_in_threadpool(view)
        said = json.dumps(shown, ensure_ascii=False).encode()
    else:
        room = await _with_student(code, key, asked.get("following") != "0")
        view = partial(store.student_view, code)
        if held and not await room.news(held, teacher=False):
            return Response(status_code=204)
        said = await room.view(view) if held else await run_in_threadpool(rooms.written, view)
    return Response(said, media_type="application/json", headers={"Cache-Control": "no-store"})


async def _with_student(code: str, key: str, follows: bool) -> rooms.Room:
    """The room of a session, this student in it."""
    mark = rules.fingerprint(key)
    known = rooms.known(code, mark)
    number = known if known is not None else await run_in_threadpool(store.member, code, key)
    room = rooms.room(code)
    room.known[mark] = number
    room.present[number] = follows
    return room


async def _results(request: Request) -> Response:
    code, key = rules.code_of(request.path_params["code"]), _key(request)
    _keep(_saying, key)
    text = await run_in_threadpool(lambda: table(store.export(code, key)))
    name = f'attachment; filename="class-{code}.csv"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


async def _body(request: Request) -> dict[str, Any]:
    """A message: a JSON object of bounded size."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Refusal("classroom.message", limit=LARGEST)
    text = bytearray()
    async for part in request.stream():
        text += part
        if len(text) > LARGEST:
            raise Refusal("classroom.message", limit=LARGEST)
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refusal("classroom.message", limit=LARGEST)
    return body


def _key(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")[:64]


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _keep(pace: Pace, who: str) -> None:
    if not pace.admits(who):
        raise Refusal("classroom.too-fast")


def _guarded(handle: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """Refusals as answers with a sentence; who guesses codes or keys is slowed down."""

    async def answered(request: Request) -> Response:
        address = _address(request)
        try:
            if not _missing.admits(address, cost=0):
                raise Refusal("classroom.too-fast")
            return await handle(request)
        except Refusal as refusal:
            status = STATUS.get(refusal.code, 422)
            if status in (403, 404):
                _missing.admits(address)
            lang = language_of(request.headers.get("x-language"))
            said = {"code": refusal.code, "sentence": explain(lang, refusal)}
            return JSONResponse(said, status_code=status, headers={"Cache-Control": "no-store"})

    return answered


def address() -> str:
    """Where browsers find these, below the server's origin."""
    return below_base(PATH)


routes = [
    Route(PATH, _guarded(_open), methods=["POST"]),
    Route(PATH + "/{code}/join", _guarded(_join), methods=["POST"]),
    Route(PATH + "/{code}/state", _guarded(_state)),
    Route(PATH + "/{code}/results.csv", _guarded(_results)),
    Route(PATH + "/{code}/{action}", _guarded(_act), methods=["POST"]),
]
