"""The script behind every page: what all pages share, then the page that is asked for."""

from pathlib import Path
from typing import Any

import streamlit as st

from ui import embedding, language, slots, waiting
from ui.classroom import bar
from ui.visitors import visitor

PAGES = Path(__file__).parents[1] / "pages"
STYLE = Path(__file__).parents[1] / "assets" / "page.css"
PAPER = (
    "framework",
    "dispersion",
    "transition",
    "taylor",
    "convergence",
    "softmax",
    "diffusion",
    "mapping",
    "inference",
)
SECTIONS = {
    "": ("lab",),
    "paper": PAPER,
    "search": ("race", "annealing", "atlas"),
    "teach": ("lessons", "classroom", "teachers"),
}


def page(name: str) -> Any:
    """A page under its own name; the Lab opens first, at the root."""
    first = name == "lab"
    title = say(f"{name}.title")
    path = "" if first else name
    return st.Page(PAGES / f"{name}.py", title=title, url_path=path, default=first)


st.session_state["pages"] = [name for names in SECTIONS.values() for name in names]
st.set_page_config(
    page_title="Wicklab", page_icon=str(PAGES.parent / "assets" / "icon.svg"), layout="wide"
)
language.adopt()
say = language.words()
sections = {
    say(f"page.section-{section}") if section else "": [page(name) for name in names]
    for section, names in SECTIONS.items()
}
level = embedding.level()
current = st.navigation(sections, position="hidden" if level else "top")
st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")
embedding.frame(level)
with st.container(key="corner"):
    language.switch()
bar.take_step()
with st.container(key="class"):
    bar.show_bar()
waiting.reserve()
slots.queue.greet(visitor().name)
current.run()
