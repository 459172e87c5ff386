"""The list of lessons, and the place to give one of one's own."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from scenes.lesson import Lesson, Level
from scenes.lesson_text import LONGEST_FILE, explained
from solvers.refusal import Refusal
from ui import lesson_notebook as notebook
from ui import lesson_shelf
from ui.address import touch
from ui.guide import show_guide
from ui.language import language, words
from ui.session import plain

COLUMNS = 3
LEVELS = get_args(Level)  # the easy ones first
Go = Callable[[str, int], None]


def show_list(known: dict[str, Lesson], go: Go) -> None:
    """Cards of all lessons; `go` opens one at a step."""
    say = words()
    ordered = sorted(known.items(), key=lambda item: (LEVELS.index(item[1].level), item[1].minutes))
    for start in range(0, len(known), COLUMNS):
        row = ordered[start : start + COLUMNS]
        for column, (name, lesson) in zip(st.columns(COLUMNS), row, strict=False):
            with column.container(border=True, key=f"lesson-card-{name}", height="stretch"):
                _card(name, lesson, go)
    for fault in lesson_shelf.faults():
        st.warning(plain(fault))
    _own(go)
    show_guide("lessons")
    if notebook.reached():
        st.button(say("lessons.forget"), key="lessons.forget", on_click=notebook.forget)


def _card(name: str, lesson: Lesson, go: Go) -> None:
    say, given = words(), len(notebook.answers(name))
    st.subheader(lesson.title, anchor=False)
    facts = say("lessons.facts", minutes=lesson.minutes, steps=len(lesson.steps))
    st.markdown(f"{facts} · {say(f'lessons.level-{lesson.level}')}")
    if lesson.needs:
        st.markdown(f"{say('lessons.needs')} {lesson.needs}")
    asked, step = len(lesson.questions), notebook.reached().get(name)
    if step is not None:
        st.progress(given / asked if asked else 1.0, say("lessons.given", given=given, asked=asked))
    label = say("lessons.start" if step is None else "lessons.continue")
    st.button(label, key=f"lessons.open.{name}", on_click=go, args=(name, step or 0))


def _own(go: Go) -> None:
    say, state = words(), st.session_state
    with st.expander(say("lessons.own"), expanded=bool(state.get("lessons.refused"))):
        st.markdown(say("lessons.own-about"))
        st.file_uploader(say("lessons.own-file"), type=["md", "txt"], key="lessons.file")
        st.text_area(
            say("lessons.own-text"), key="lessons.pasted", max_chars=LONGEST_FILE, height=200
        )
        st.button(say("lessons.own-open"), key="lessons.give", on_click=_give, args=(go,))
        refused = state.pop("lessons.refused", "")
        if refused:
            st.error(plain(refused))


def _give(go: Go) -> None:
    touch()
    state = st.session_state
    text, file = state.get("lessons.pasted") or "", state.get("lessons.file")
    try:
        if file is not None:
            text = _decoded(file.getvalue())
        go(lesson_shelf.keep_own(text), 0)
    except Refusal as refusal:
        state["lessons.refused"] = explained(language(), refusal)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("lessons.not-text") from None
