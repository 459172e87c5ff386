"""A visitor without a browser, who speaks Streamlit's protocol.

    async with Visitor(address, "landscape=double-well") as visitor:
        await visitor.arrive()
        await visitor.change("lab.x0", 0.5)

A visitor keeps what a browser keeps (cookies, widgets and their values, messages that the server
may refer back to), so a change costs the server what it costs with a real page. What a page asks
by itself on the side, assets and `/solve`, is not asked.
"""

import asyncio
import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PATIENCE = 30.0  # seconds until an answer counts as lost
KEPT_RUNS = 2  # a message not used for so many runs is forgotten, as in the browser
FAULTS = (OSError, TimeoutError, WebSocketException)
_KEY = re.compile(r"\$\$ID-[^-]+-(.*)", re.DOTALL)


class Refused(Exception):
    """The app raised, or showed something that a visitor should never see."""


@dataclass
class Widget:
    """A widget as it came, and the value that is on it."""

    kind: str
    proto: Any
    fragment: str
    value: Any = None

    def __post_init__(self) -> None:
        proto = self.proto
        if self.kind == "slider" and proto.type == proto.SELECT_SLIDER:
            self.kind = "select_slider"
            named = [proto.options[int(index)] for index in proto.default]
            self.value = list(proto.raw_value) if proto.set_value else named
        elif self.kind == "slider":
            self.value = list(proto.value if proto.set_value else proto.default)
        elif self.kind == "selectbox":
            chosen = proto.raw_value if proto.set_value else None
            self.value = chosen or (
                proto.options[proto.default] if proto.HasField("default") else None
            )
        elif self.kind == "button_group":
            named = [proto.options[index].content for index in proto.default]
            self.value = list(proto.raw_values) if proto.set_value else named
        elif self.kind in ("number_input", "checkbox", "text_input", "text_area"):
            self.value = proto.value if proto.set_value else proto.default

    @property
    def several(self) -> bool:
        """Whether a value of it is a list."""
        return self.kind in ("slider", "select_slider", "button_group")

    def write(self, states: WidgetStates) -> None:
        """Add what a browser would send of it."""
        if self.value is None or self.kind == "button":
            return
        state = states.widgets.add(id=self.proto.id)
        if self.kind == "slider":
            state.double_array_value.data.extend(self.value)
        elif self.kind in ("button_group", "select_slider"):
            state.string_array_value.data.extend(self.value)
        else:
            name = {"number_input": "double_value", "checkbox": "bool_value"}
            setattr(state, name.get(self.kind, "string_value"), self.value)


@dataclass
class Visitor:
    """One visitor on one page.

    Attributes:
        address: Of the server, `http://host:port`.
        link: What stands after `?` in the address bar.
        page: What stands before it; nothing for the Lab.
        widgets: By their key; those of one run of the page or later.
        cookies: What the server asked to keep, sent again with every connection.
        texts: Of every message box on the page.
    """

    address: str
    link: str = ""
    page: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    received: int = 0
    _messages: dict[str, list[Any]] = field(default_factory=dict)
    _page: str = ""
    _session: str = ""
    _socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.leave()

    async def connect(self) -> None:
        """Open the connection, with the cookies of the last one."""
        headers = {"Origin": self.address}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        self._messages.clear()
        self._socket = await connect(
            re.sub("^http", "ws", self.address) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=headers,
            open_timeout=PATIENCE,
            max_size=None,
            compression=None,
        )
        response = self._socket.response
        for text in response.headers.get_all("Set-Cookie") if response else ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(text).items()}

    async def leave(self) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    def cut(self) -> None:
        """Lose the connection, as when a cable is pulled."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def arrive(self) -> float:
        """Load the page; seconds until its script had ended."""
        return await self._run("")

    async def come_back(self) -> float:
        """Connect again after a loss, as the page and its player do; seconds until settled."""
        await self.leave()
        await self.connect()
        return await self._run("")

    async def change(self, key: str, value: Any) -> float:
        """Set a widget; seconds until the page has settled.

        Raises:
            KeyError: No such widget on the page.
            Refused: The app raised.
            OSError, TimeoutError, WebSocketException: The connection is lost.
        """
        widget = self.widgets[key]
        widget.value = [value] if widget.several else value
        return await self._run(widget.fragment)

    async def overtake(self, key: str, value: Any) -> None:
        """Set a widget while a run is under way, whose awaiting goes on with the new one."""
        widget = self.widgets[key]
        widget.value = [value] if widget.several else value
        assert self._socket is not None
        await self._socket.send(self._asked(widget.fragment).SerializeToString())

    async def press(self, key: str) -> None:
        """The same with a button."""
        button = self.widgets[key]
        ask = self._asked(button.fragment)
        pressed = ask.rerun_script.widget_states.widgets.add(id=button.proto.id)
        pressed.trigger_value = True
        self.texts.clear()
        assert self._socket is not None
        await self._socket.send(ask.SerializeToString())

    def _asked(self, fragment: str) -> BackMsg:
        ask = BackMsg()
        run = ask.rerun_script
        run.page_script_hash, run.query_string = self._page, self.link
        run.page_name = "" if self._page else self.page
        run.fragment_id, run.context_info.locale = fragment, "en-US"
        run.cached_message_hashes.extend(self._messages)
        for widget in self.widgets.values():
            widget.write(run.widget_states)
        return ask

    async def _run(self, fragment: str) -> float:
        assert self._socket is not None
        ask = self._asked(fragment)
        if not fragment:
            self.texts.clear()
        start = time.perf_counter()
        await self._socket.send(ask.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(), PATIENCE)
            assert isinstance(raw, bytes)
            self.received += len(raw)
            message = ForwardMsg.FromString(raw)
            self._take(message)
            over = message.WhichOneof("type") == "script_finished"
            if over and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        taken = time.perf_counter() - start
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise Refused("the script does not compile")
        for name in [name for name, kept in self._messages.items() if kept[1] >= KEPT_RUNS]:
            del self._messages[name]
        for kept in self._messages.values():
            kept[1] += 1
        return taken

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            if message.ref_hash not in self._messages:
                raise Refused("the server refers to a message that was never sent")
            kept = self._messages[message.ref_hash]
            kept[1] = 0
            message = kept[0]
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable:
            self._messages[message.hash] = [message, 0]
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.link = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._element(message.delta)

    def _element(self, delta: Any) -> None:
        kind = delta.new_element.WhichOneof("type")
        proto = getattr(delta.new_element, kind) if kind else None
        if kind == "exception":
            raise Refused(f"{proto.type}: {proto.message}")
        if kind == "alert":
            self.texts.append(proto.body)
        named = _KEY.fullmatch(getattr(proto, "id", "") or "")
        if kind is None or not named:
            return
        widget = Widget(kind, proto, delta.fragment_id)
        before = self.widgets.get(named[1])
        if before and before.proto.id == proto.id and not getattr(proto, "set_value", False):
            widget.value = before.value  # the browser keeps the visitor's value
        self.widgets[named[1]] = widget
