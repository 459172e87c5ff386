"""`/share/<page>?link`: what the share sheet says, asked for when somebody opens it.

Nothing here stands in the page's own data but the address, so pages that nobody shares
pay nothing for it.
"""

import re
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from charts.page_links import PAGE_LINKS
from scenes.language import language_of, say, topic
from scenes.link import decode
from scenes.presets import PRESETS
from solvers.problem import Problem
from solvers.refusal import Refusal
from ui import export, health, qr
from ui.assets import below_base
from ui.protection import embedders

PATH = "/share"
LAB_QUESTIONS = ("predict", "start", "moment", "end", "trust", "explain")
FEWEST_LINES, MORE_LINES = 2, 3  # room for an answer, in lines: to a choice, in words
BIBTEX = """@article{wang2025quantum,
  author        = {Wang, Peng and Maimaitiabudula, Maimaitiniyazi},
  title         = {Quantum dynamics of machine learning},
  journal       = {Acta Physica Sinica},
  volume        = {74},
  pages         = {060701},
  year          = {2025},
  eprint        = {2407.19890},
  archivePrefix = {arXiv}
}"""
_MARKS = re.compile(r"\*\*|\$|\\,")


def address() -> str:
    """Where the sheet is asked for, below the server's origin."""
    return below_base(PATH)


def offer(page: str, lang: str, said: list[str]) -> dict[str, Any]:
    """What a stage needs to offer the sheet, and to talk with a page that embeds it.

    Args:
        page: Name of the page.
        lang: Language code of its words.
        said: Sentences about what its link had that could not be shown.
    """
    return {
        "address": f"{address()}/{page}",
        "page": page,
        "lang": lang,
        "label": say(lang, "share.open"),
        "loading": say(lang, "share.loading"),
        "unreachable": say(lang, "share.unreachable"),
        "embedders": embedders(),
        "said": said,
    }


@lru_cache
def _named() -> dict[Problem, str]:
    return {decode(text)[0].problem: name for name, text in PRESETS.items()}


def preset_of(link: str) -> str:
    """Name of the preset whose problem a link shows, empty for none."""
    try:
        return _named().get(decode(link)[0].problem, "")
    except Refusal:
        return ""


def questions(page: str, lang: str) -> list[dict[str, Any]]:
    """Questions of a worksheet: the page's tasks, for the Lab those that suit every scene."""
    if page == "lab":
        return [
            {"question": say(lang, f"share.question-{name}"), "options": [], "lines": MORE_LINES}
            for name in LAB_QUESTIONS
        ]
    texts = topic(lang, page)
    names = [key.removesuffix("-because") for key in texts if re.fullmatch(r"task-.+-because", key)]
    found = []
    for name in names:
        options = [
            _plain(text)
            for key, text in texts.items()
            if key.startswith(f"{name}-") and not key.endswith("-because")
        ]
        found.append({"question": _plain(texts[name]), "options": options, "lines": FEWEST_LINES})
    return found


def _plain(sentence: str) -> str:
    return _MARKS.sub("", sentence)


def sheet(page: str, link: str, lang: str) -> dict[str, Any]:
    """Words and addresses of the sheet.

    Args:
        page: Name of a page.
        link: What stands after the question mark in its address.
        lang: Language code.
    """
    name = preset_of(link) if page == "lab" else ""
    return {
        "page": page,
        "lang": lang,
        "title": say(lang, f"{page}.title"),
        "texts": topic(lang, "share"),
        "preset": {"name": name, "title": say(lang, f"presets.{name}")} if name else None,
        "bibtex": BIBTEX,
        "questions": questions(page, lang),
        "server": {"version": health.VERSION, "build": health.build()},
        "qr": qr.address(),
        "longest": qr.LONGEST,
        "export": export.address() if page == "lab" else None,
        "embedders": embedders(),
    }


async def _sheet(request: Request) -> Response:
    lang, page = language_of(request.headers.get("x-language")), request.path_params["page"]
    if page not in ("lab", *PAGE_LINKS):
        return Response(status_code=404)
    said = sheet(page, request.url.query, lang)
    return JSONResponse(said, headers={"Cache-Control": "no-store"})


routes = [Route(PATH + "/{page}", _sheet), export.route, qr.route]
