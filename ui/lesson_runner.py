"""One lesson: a step with its text, picture and questions, all steps for print, the end."""

from collections.abc import Callable

import streamlit as st

from charts.lesson_answers import told
from scenes.lesson import Lesson, Step
from ui import lesson_notebook as notebook
from ui.guide import rooted
from ui.language import words
from ui.lesson_questions import is_held, show_questions
from ui.lesson_stage import show_stage

WIDTHS = (0.34, 0.66)  # text and picture
NEXT, BACK = "Shift+PageDown", "Shift+PageUp"  # plain arrows step the player
LONGEST_NAME = 80
Go = Callable[[str, int], None]


def show_step(name: str, lesson: Lesson, step: int, go: Go) -> None:
    """A step and the ways on and back; `go` opens a lesson at a step, the list without a name."""
    held = is_held(name, lesson, step)
    shown = lesson.steps[step]
    _head(lesson, step, go)
    text, picture = st.columns(WIDTHS) if shown.page else (st.container(), None)
    with text.container(key="lesson-text"):
        st.subheader(f"{step + 1}. {shown.title}", anchor=False)
        _markdown(shown, shown.text)
        knobs = st.container()
        show_questions(name, lesson, step)
        _ways(name, lesson, step, go)
    if picture is not None:
        with picture:
            show_stage(shown, f"lesson-{name}-{step}", knobs, held=held)


def _markdown(step: Step, text: str) -> None:
    st.markdown(rooted(told(step, text)))


def _head(lesson: Lesson, step: int, go: Go) -> None:
    say, count = words(), len(lesson.steps)
    with st.container(horizontal=True, vertical_alignment="center", key="lesson-head"):
        st.button(say("lessons.all"), key="lessons.all", on_click=go, args=("", 0))
        st.markdown(f"**{lesson.title}**", width="content")
        done = min(step + 1, count)
        st.progress(done / count, say("lessons.progress", step=done, steps=count))


def _ways(name: str, lesson: Lesson, step: int, go: Go) -> None:
    say = words()
    with st.container(horizontal=True, key="lesson-ways"):
        st.button(
            say("lessons.back"),
            key="lessons.back",
            disabled=step == 0,
            on_click=go,
            args=(name, step - 1),
            shortcut=BACK,
        )
        st.button(
            say("lessons.next" if step + 1 < len(lesson.steps) else "lessons.finish"),
            key="lessons.next",
            on_click=go,
            args=(name, step + 1),
            shortcut=NEXT,
        )


def show_end(name: str, lesson: Lesson, go: Go) -> None:
    """What was answered, to look at, hand in and print."""
    say, step = words(), len(lesson.steps)
    _head(lesson, step, go)
    st.subheader(say("lessons.end"), anchor=False)
    given = notebook.answers(name)
    marks = [notebook.verdict(lesson, where, said) for where, said in given.items()]
    asked = len(lesson.questions)
    st.markdown(
        say("lessons.score", given=len(given), asked=asked, right=marks.count(True))
        + " "
        + say("lessons.privacy")
    )
    st.table(notebook.rows(name, lesson, marked=True))
    who = st.text_input(say("lessons.who"), key="lessons.who", max_chars=LONGEST_NAME)
    with st.container(horizontal=True):
        st.button(
            say("lessons.back"),
            key="lessons.back",
            on_click=go,
            args=(name, step - 1),
            shortcut=BACK,
        )
        st.download_button(
            say("lessons.hand-in-file"),
            notebook.as_csv(name, lesson, who),
            f"{name}.csv",
            "text/csv",
            key="lessons.csv",
            on_click="ignore",
        )
    with st.expander(say("lessons.print")):
        st.caption(say("lessons.print-about"))
        for i, each in enumerate(lesson.steps):
            st.subheader(f"{i + 1}. {each.title}", anchor=False)
            _markdown(each, each.text)
            for question in each.questions:
                st.markdown(f"**{told(each, question.text)}**")
                options = [f"- ☐ {told(each, option.text)}" for option in question.options]
                st.markdown("\n".join(options) or "…\n\n…")
