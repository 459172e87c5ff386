"""The player's files and Plotly, served by the app itself and kept by browsers for good.

The address holds a fingerprint of the content, so a changed file has a new address and
nothing is ever asked for twice. Compressed once, not at every request: Streamlit's own
static route would spend 166 ms of processor time on each copy of Plotly.
"""

import gzip
import re
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from charts.linking import link, needed, source_map
from charts.page import sheets
from charts.plotly_script import plotly_script

FOLDER = Path(__file__).parents[1] / "assets"
SERVED = ("player", "stages")
TYPES = {".js": "text/javascript", ".css": "text/css", ".map": "application/json"}
_SPINE = "const linked = {};\nexport { linked };\n"
_STAGE = 'import { linked as spine } from "./player.js";\nconst linked = { ...spine };\n'
AHEAD = (("preload", "plotly.js"), ("modulepreload", "linked/player.js"))  # what every stage needs
FOREVER = "public, max-age=31536000, immutable"


@lru_cache
def files() -> dict[str, bytes]:
    """Every file served, by its path below `assets`."""
    paths = sorted(path for name in SERVED for path in (FOLDER / name).rglob("*.*"))
    own = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    texts = own | _linked(own) | {"plotly.js": plotly_script()}
    return {name: text.encode() for name, text in texts.items()}


def _linked(sources: dict[str, str]) -> dict[str, str]:
    """The spine and each stage as one script, with the source map that leads back."""
    spine = needed(sources, *(name for name in sources if re.fullmatch(r"player/\w+\.js", name)))
    found = _script(
        "player", _SPINE, spine, "{ deliver, speak } = linked['player/mount.js']", sources
    )
    for name in sources:
        if re.fullmatch(r"stages/\w+\.js", name):
            own = [module for module in needed(sources, name) if module not in spine]
            stage = Path(name).stem
            found |= _script(stage, _STAGE, own, f"{{ mount }} = linked['{name}']", sources)
    return found


def _script(
    name: str, head: str, modules: list[str], export: str, sources: dict[str, str]
) -> dict[str, str]:
    foot = f"export const {export};\n//# sourceMappingURL={name}.js.map\n"
    return {
        f"linked/{name}.js": head + link(sources, modules) + foot,
        f"linked/{name}.js.map": source_map(sources, modules, head.count("\n"), "../"),
    }


@lru_cache
def fingerprint() -> str:
    """Short name of all contents together."""
    digest = blake2b(digest_size=6)
    for name, content in files().items():
        digest.update(name.encode() + content)
    return digest.hexdigest()


@lru_cache(maxsize=256)
def _compressed(name: str) -> bytes:
    return gzip.compress(files()[name], 6)


def below_base(path: str) -> str:
    """A path of ours where the server does not stand at the root of its host."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{path}" if base else path


def address(name: str) -> str:
    """Address of a file, below the server's origin."""
    return below_base(f"/assets/{fingerprint()}/{name}")


async def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    if request.path_params["tag"] != fingerprint() or name not in files():
        return Response(status_code=404)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    kind = TYPES[Path(name).suffix]
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(files()[name], media_type=kind, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(_compressed(name), media_type=kind, headers=headers)


@lru_cache
def styles(stage: str) -> list[str]:
    """Addresses of a stage's style sheets, in the order in which they count."""
    return [address(name) for name in sheets(stage)]


def routes() -> list[Route]:
    """Routes for the app; the large file is compressed before anyone asks."""
    _compressed("plotly.js")
    return [Route("/assets/{tag}/{name:path}", _serve)]
