"""What the middleware does to connections, on a socket like the one Streamlit makes."""

import asyncio
import socket

import uvicorn
from websockets.asyncio.client import connect

from ui.protection import Protection


async def tells_its_delay(scope, receive, send):
    """An app that answers a WebSocket with the state of TCP_NODELAY on its connection."""
    await receive()
    await send({"type": "websocket.accept"})
    connection = send.__self__.transport.get_extra_info("socket")
    at_once = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await send({"type": "websocket.send", "text": str(bool(at_once))})
    await send({"type": "websocket.close"})


async def answer(app):
    # Made without a protocol number, as Streamlit does: asyncio then leaves Nagle's algorithm on.
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app, ws="websockets-sansio", lifespan="off", log_level="error", loop="asyncio"
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        port = listening.getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}/") as client:
            said = await client.recv()
        server.should_exit = True
        await task
    return said


def test_small_messages_are_not_held_back():
    assert asyncio.run(answer(Protection(tells_its_delay))) == "True"


def test_without_the_middleware_they_would_be():
    """When this fails, asyncio or uvicorn has learnt it, and ours can go."""
    assert asyncio.run(answer(tells_its_delay)) == "False"
