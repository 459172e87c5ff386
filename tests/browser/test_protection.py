"""What the running server says to browsers, and whom it does not talk to."""

import http.client
from urllib.parse import urlsplit

import pytest

HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "streamlit",
}


def ask(server, path, **headers):
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=5)
    connection.request("GET", path, headers={**headers})
    answer = connection.getresponse()
    connection.close()
    return answer


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/solve?D=0.2", "/solve?D=x", "/nothing"])
def test_every_answer_carries_the_headers(server, path):
    headers = ask(server, path).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 101),
        ("same", 101),
        ("http://evil.example", 403),
        ("http://localhost:1", 403),
        ("null", 403),
        ("http://localhost.evil.example", 403),
    ],
)
def test_a_foreign_page_gets_no_connection_and_no_delay(server, origin, status):
    said = {} if origin is None else {"Origin": server if origin == "same" else origin}
    assert ask(server, "/_stcore/stream", **HANDSHAKE, **said).status == status
