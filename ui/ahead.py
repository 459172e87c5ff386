"""Says with a page itself what its stage will ask for: the stage comes a second or two later."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.assets import AHEAD, FOLDER, address

STAGES = {path.stem for path in (FOLDER / "stages").glob("*.js")}
FIRST = "lab"  # stands at the root


def links(page: str) -> str:
    """The header `Link` of a page; nothing for one without a stage."""
    if page not in STAGES:
        return ""
    needed = (*AHEAD, ("modulepreload", f"linked/{page}.js"))
    return ", ".join(f"<{address(name)}>; rel={rel}; as=script" for rel, name in needed)


class Ahead:
    """ASGI middleware: the header on what is a page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; Streamlit answers with its page at the address of every page of ours."""
        said = links(scope["path"].rpartition("/")[2] or FIRST) if scope["type"] == "http" else ""

        async def with_links(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", said)
            await send(message)

        await self.app(scope, receive, with_links if said else send)
