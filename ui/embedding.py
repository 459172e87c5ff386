"""How much of a page another page embeds: `embedded=full`, `transport` or `picture` in its link.

The key is none of Streamlit's own (`embed`, `embed_options`), which keep their meaning. As
they do, it belongs to the address and not to the scene: it stays when the link is written.
"""

from pathlib import Path

import streamlit as st

KEY = "embedded"
LEVELS = ("full", "transport", "picture")
STYLE = Path(__file__).parents[1] / "assets" / "embedded.css"


def level() -> str:
    """The level asked for, empty for a page that stands for itself or a name unknown."""
    asked = st.query_params.get(KEY, "")
    return asked if asked in LEVELS else ""


def frame(level: str) -> None:
    """Leave out what the level has no room for; the style sheet finds the mark."""
    if level:
        style = STYLE.read_text(encoding="utf-8")
        st.html(f"<i class='wl-embedded wl-embedded-{level}'></i><style>{style}</style>")
