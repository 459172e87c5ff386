"""Who asks: the session of a script's run, or of a request; an address where there is none.

Work is shared out by visitor. A class sits behind one address, so an address stands for
somebody only where no session is known.
"""

import ipaddress
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

TRUSTED_HOPS = "WICKLAB_TRUSTED_HOPS"  # proxies of our own between the visitor and this server
REMEMBERED = 4096  # tokens
_NEIGHBOURS = 64  # bits of an IPv6 address that one household or room shares

_secret = secrets.token_bytes(32)
_tokens: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()


class GoneError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True)
class Visitor:
    """Whose work it is.

    Attributes:
        name: Of the session or the address; it leaves this process nowhere.
        check: Raises when nobody waits for the work any more.
        tell: Says which place in the queue the work has, 0 when its turn has come.
    """

    name: str
    check: Callable[[], None] = lambda: None
    tell: Callable[[int], None] = lambda _: None


_asking: ContextVar[Visitor | None] = ContextVar("visitor", default=None)


@contextmanager
def asking(visitor: Visitor) -> Iterator[None]:
    """What is computed inside is for this visitor."""
    before = _asking.set(visitor)
    try:
        yield
    finally:
        _asking.reset(before)


def visitor() -> Visitor:
    """Whose work this thread does: who `asking` named, else the session whose script runs."""
    named = _asking.get()
    if named is not None:
        return named
    context = get_script_run_ctx(suppress_warning=True)
    return Visitor("") if context is None else Visitor(context.session_id, _still_there, _tell)


def _still_there() -> None:
    """Streamlit ends a run that is overtaken, or whose page is closed, where it reads the state."""
    _ = "page" in st.session_state


def _tell(place: int) -> None:
    notice = st.session_state.get("queue")
    if notice is not None:
        notice.tell(place)


def token() -> str:
    """Names the session whose script runs, towards its own browser and nobody else."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return "none"
    name = blake2b(context.session_id.encode(), key=_secret, digest_size=12).hexdigest()
    with _lock:
        _tokens.pop(name, None)
        _tokens[name] = context.session_id
        if len(_tokens) > REMEMBERED:
            _tokens.popitem(last=False)
    return name


def session_of(name: str) -> str | None:
    """The session of a token, while it is connected."""
    with _lock:
        session = _tokens.get(name)
    return session if session is not None and exists() and has_page(session) else None


def has_page(name: str) -> bool:
    """Whether a visitor's page is open; without a server there is nothing to close."""
    return not exists() or get_instance().is_active_session(name)


def address(scope: Scope) -> str:
    """Where a request comes from, as the outermost of our own proxies saw it.

    Proxies append to `X-Forwarded-For`, and whatever stands left of what ours wrote is hearsay.
    """
    peer = (scope.get("client") or ("",))[0]
    hops = trusted_hops()
    said = [part.strip() for part in Headers(scope=scope).get("x-forwarded-for", "").split(",")]
    text = said[-hops] if 0 < hops <= len(said) and said[-hops] else peer
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return peer
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, _NEIGHBOURS), strict=False))
    return str(found)


def trusted_hops() -> int:
    """The setting; 0, no proxy, when it is not a number."""
    text = os.environ.get(TRUSTED_HOPS, "0")
    return int(text) if text.isascii() and text.isdigit() else 0
