"""Lessons: a list of them, then one step after the other beside a live picture."""

import re

import streamlit as st

from ui import lesson_notebook as notebook
from ui.address import arrival, leave, touch
from ui.language import chosen, words
from ui.lesson_list import show_list
from ui.lesson_runner import show_end, show_step
from ui.lesson_shelf import OWN, lessons
from ui.player import tell_language
from ui.session import plain

PAGE = "lessons"


def go(name: str, step: int) -> None:
    """Open a step, or the list; to be called from a callback."""
    touch()
    st.session_state["lessons.at"] = (name, step)


def follow(link: dict[str, str]) -> None:
    """Open what a link names."""
    step = link.get("step", "1")
    place = int(step) - 1 if re.fullmatch("[0-9]{1,3}", step) else 0
    st.session_state["lessons.at"] = (link.get("lesson", ""), max(place, 0))


link = arrival(PAGE)
notebook.receive()
say, known = words(), lessons()
if link is not None:
    follow(link)
name, step = st.session_state["lessons.at"]
lesson = known.get(name)
if lesson is None:
    st.html(
        f"<div class='wl-title'><h1>{say('lessons.title')}</h1><p>{say('lessons.lead')}</p></div>"
    )
    waiting = name.startswith(OWN) and not st.session_state.get("lessons.known")
    if name and not waiting:  # the browser may still hand over a lesson of one's own
        st.warning(say("lessons.unknown", name=plain(name[:60])))
    show_list(known, go)
else:
    step = min(step, len(lesson.steps))
    notebook.reach(name, step)
    if step < len(lesson.steps):
        show_step(name, lesson, step, go)
    else:
        show_end(name, lesson, go)
tell_language()
notebook.keep(name if lesson else "")
at = {"lesson": name, "step": str(step + 1)} if name and (lesson or waiting) else {}
leave(PAGE, at | ({"lang": chosen()} if chosen() else {}))
