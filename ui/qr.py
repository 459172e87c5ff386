"""QR codes as SVG, for links that a class reads off the board."""

from io import BytesIO

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.assets import below_base

PATH = "/qr"
LONGEST = 2300  # characters; version 40 holds 2331 bytes at level M
BORDER = 4  # modules of white around the code that ISO/IEC 18004 asks for


def qr_svg(text: str) -> str:
    """A QR code of a text, dark on white whatever the page's theme: readers want that.

    The error correction is level M or the next better one that costs no larger code.

    Args:
        text: Up to `LONGEST` bytes of UTF-8.

    Raises:
        ValueError: For an empty text or a longer one.
    """
    if not text or len(text.encode()) > LONGEST:
        raise ValueError(f"a QR code holds between 1 and {LONGEST} bytes")
    code = segno.make(text, error="m", micro=False, boost_error=True)
    out = BytesIO()
    code.save(
        out, kind="svg", border=BORDER, dark="#000", light="#fff",
        omitsize=True, xmldecl=False, svgclass=None, lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode()


async def _answer(request: Request) -> Response:
    try:
        svg = await run_in_threadpool(qr_svg, request.query_params.get("text", ""))
    except ValueError:
        return Response(status_code=422)
    return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


def address() -> str:
    """Where a browser asks for the code of `?text=`, below the server's origin."""
    return below_base(PATH)


route = Route(PATH, _answer)
