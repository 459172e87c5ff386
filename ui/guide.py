"""The teacher's guide: four headings for every page, from the texts alone."""

import re

import streamlit as st

from ui.language import words

HEADINGS = ("controls", "simplifications", "thinking", "suggestions")
PAGE = "../pages/teachers.py"  # as seen from the script behind all pages
_TO_THE_LAB = re.compile(r"\]\(lab\b")  # which stands at the root of the app


def rooted(text: str) -> str:
    """Markdown whose links to the Lab lead to the app's root."""
    return _TO_THE_LAB.sub("](.", text)


def guide_of(page: str) -> str:
    """The guide of a page, as Markdown."""
    say = words()
    return "\n\n".join(
        f"**{say(f'guide.{heading}')}**\n\n{say(f'guide.{page}.{heading}').strip()}"
        for heading in HEADINGS
    )


def show_guide(page: str) -> None:
    """The guide of a page, folded away under it."""
    say = words()
    with st.expander(say("guide.expander")):
        st.markdown(guide_of(page))
        st.page_link(PAGE, label=say("guide.plan-title"))
