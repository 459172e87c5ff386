"""The language of a visit: the switch in the corner, else the link, else the browser's."""

from collections.abc import Callable

import streamlit as st

from scenes.language import LANGUAGES, language_of, say
from ui.address import in_browser, is_followed, touch

_CHOSEN = "language"  # the widget's own key goes when its page does not draw it


def adopt() -> None:
    """Take over the language of a link from outside; an unknown one is the page's to refuse."""
    asked = in_browser().get("lang", "")
    if asked in LANGUAGES and is_followed():
        st.session_state[_CHOSEN] = st.session_state["lang"] = asked


def switch() -> None:
    """The switch in the corner; the choice also stands in the link."""
    st.session_state.setdefault("lang", language())
    st.segmented_control(
        "Language · 语言",
        list(LANGUAGES),
        key="lang",
        format_func=LANGUAGES.get,
        label_visibility="collapsed",
        on_change=_keep,
    )


def _keep() -> None:
    state = st.session_state
    touch()
    if state["lang"]:
        state[_CHOSEN] = state["lang"]
    else:  # the pressed button was pressed again
        state["lang"] = language()


def chosen() -> str:
    """The language somebody asked for, empty for the browser's: what a link says."""
    code: str = st.session_state.get(_CHOSEN, "")
    return code


def language() -> str:
    """Language of this run."""
    return chosen() or language_of(st.context.locale)


def words() -> Callable[..., str]:
    """`say` in this run's language."""
    code = language()
    return lambda key, /, **details: say(code, key, **details)
