"""QR codes: the squares drawn are those of the code, the quiet zone is there, length is bounded."""

import asyncio
import re
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import segno
from starlette.requests import Request

from ui.qr import BORDER, LONGEST, qr_svg, route

LINK = "http://localhost:8501/?v=1&formula=x**4-3*x**2&let=a:0.5&lang=zh"


def drawn(svg):
    """Dark squares of the picture as (row, column), and its side."""
    root = ElementTree.fromstring(svg)
    side = int(root.get("viewBox").split()[2])
    dark, x, y = set(), 0.0, 0.0
    path = root.findall("{*}path")[1].get("d")
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(int(y), int(x) + i) for i in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return dark, side


@pytest.mark.parametrize("text", ["a", LINK, "量子", "x" * LONGEST])
def test_the_squares_are_those_of_the_code(text):
    matrix = segno.make(text, error="m", micro=False).matrix
    dark, side = drawn(qr_svg(text))
    assert side == len(matrix) + 2 * BORDER
    assert dark == {
        (row + BORDER, column + BORDER)
        for row, line in enumerate(matrix)
        for column, square in enumerate(line)
        if square
    }


@pytest.mark.parametrize("text", ["", "x" * (LONGEST + 1), "量" * LONGEST])
def test_what_does_not_fit_is_refused(text):
    with pytest.raises(ValueError, match="QR code"):
        qr_svg(text)


def asked(**query):
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": urlencode(query)}
    return asyncio.run(route.endpoint(Request(scope)))


def test_a_browser_gets_a_picture_or_a_refusal():
    answer = asked(text=LINK)
    assert answer.media_type == "image/svg+xml"
    assert answer.body.decode() == qr_svg(LINK)
    assert asked().status_code == 422
    assert asked(text="x" * 5000).status_code == 422
