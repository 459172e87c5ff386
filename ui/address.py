"""The address bar: whose link it is, whether it came from outside, what is written back.

A page's link owns what is on it. A link from outside (a visit, Back, an edited address) is
followed once; what the page then shows is written back. Navigation between pages drops the
link, so each page's last one is remembered and taken up again.
"""

from collections.abc import Mapping

import streamlit as st


def arrival(page: str) -> dict[str, str] | None:
    """The link to follow in this run, None when the page goes on with what it has."""
    state = st.session_state
    entered, followed = state.get("page") != page, is_followed()
    state["page"] = page
    state["left"] = False
    state.pop("touched", None)
    if not entered and not followed:
        return None
    link = in_browser()
    if entered and not link:
        link = state.get(f"{page}.link", {})
    state[f"{page}.link"] = link
    return link


def is_followed() -> bool:
    """Whether the browser's link is one from outside.

    It lags behind while somebody changes things quickly, so it counts only in a run that
    no widget has asked for.
    """
    state = st.session_state
    known = state.get(f"{state.get('page')}.link")
    return known is None or (not state.get("touched") and in_browser() != known)


def touch() -> None:
    """To be called when a widget asks for a run: the link is then not the one to follow."""
    st.session_state["touched"] = True


def leave(page: str, link: Mapping[str, str]) -> bool:
    """Write the link of what is shown; says whether it is another one than before."""
    state = st.session_state
    changed = link != state.get(f"{page}.link")
    state["left"] = True
    if link != in_browser():  # also when an interrupted run could not tell the browser
        kept = {key: value for key, value in st.query_params.to_dict().items() if _foreign(key)}
        st.query_params.from_dict({**kept, **link})
    state[f"{page}.link"] = dict(link)
    past = state.get(f"{page}.past", [{}])
    if link != past[-1]:
        state[f"{page}.past"] = [past[-1], dict(link)]
    return changed


def go_back() -> None:
    """Show the scene before the one that is asked for; to be called from a callback.

    A run may be given up before or after it has written its link.
    """
    state = st.session_state
    page = state.get("page")
    past = state.get(f"{page}.past", [{}])
    link = past[0] if state.get("left") else past[-1]
    kept = {key: value for key, value in st.query_params.to_dict().items() if _foreign(key)}
    st.query_params.from_dict({**kept, **link})
    state.pop(f"{page}.link", None)  # it is followed like one from outside
    state.pop("touched", None)


def in_browser() -> dict[str, str]:
    """Keys and values of the address, without those that are not the scene's."""
    return {key: value for key, value in st.query_params.to_dict().items() if not _foreign(key)}


def _foreign(key: str) -> bool:
    """Keys of Streamlit, of the display, of a class: they belong to the page, not to the scene."""
    return key in ("projector", "class") or key.startswith("embed")
