"""Answers and progress of a visit. The browser keeps them, the server stores nothing.

A component hands over what the browser has when a visit begins, and writes down what
changes. Whatever it hands over may have been changed by hand, so it is read as strictly as
a link; nobody but its owner sees it.
"""

import csv
import io
import json
from typing import Any

import streamlit as st

from charts.lesson_answers import is_right, told
from scenes.lesson import Lesson, Question
from solvers.refusal import Refusal
from ui import lesson_shelf
from ui.address import touch
from ui.language import words
from ui.player import loader
from ui.session import plain

KEY = "lessons-notebook"
LONGEST_KEPT = 1_000_000  # characters of all that a browser hands over
FIELD = "lessons.field."  # widgets that answers are typed into
LONGEST_ANSWER = 2000
MOST_LESSONS = 60
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would compute

Answers = dict[tuple[int, int], str]


def answers(name: str) -> Answers:
    """Answers of a lesson by step and question."""
    book: dict[str, Answers] = st.session_state.setdefault("lessons.answers", {})
    return book.setdefault(name, {})


def compared(name: str) -> set[tuple[int, int]]:
    """Predictions that have been compared with the run."""
    book: dict[str, set[tuple[int, int]]] = st.session_state.setdefault("lessons.compared", {})
    return book.setdefault(name, set())


def reached() -> dict[str, int]:
    """The furthest step of every lesson, from 0."""
    furthest: dict[str, int] = st.session_state.setdefault("lessons.reached", {})
    return furthest


def reach(name: str, step: int) -> None:
    """Note that a step has been opened."""
    reached()[name] = max(step, reached().get(name, 0))


def forget() -> None:
    """Forget all answers, also in the browser; to be called from a callback."""
    touch()
    state = st.session_state
    for part in ("answers", "compared", "reached", "own"):
        state.pop(f"lessons.{part}", None)
    state["lessons.forgotten"] = state.get("lessons.forgotten", 0) + 1


def keep(name: str) -> None:
    """Let the browser write down a lesson; the first time it says what it has.

    Args:
        name: The lesson on the screen, empty for none.
    """
    state = st.session_state
    known = state.get("lessons.known", False)
    record = _record(name) if name and known else None
    st.components.v2.component(
        "wicklab_notebook",
        js=loader("lessons", "mount"),
        html="<span></span>",
        isolate_styles=False,
    )(
        key=KEY,
        data={
            "asks": not known,
            "lesson": name,
            "record": json.dumps(record) if record else "",
            "forgotten": state.get("lessons.forgotten", 0),
        },
        on_kept_change=touch,
    )


def _record(name: str) -> dict[str, Any]:
    return {
        "answers": {f"{i}.{j}": said for (i, j), said in answers(name).items()},
        "compared": [f"{i}.{j}" for i, j in sorted(compared(name))],
        "step": reached().get(name, 0),
        "text": lesson_shelf.own_text(name),
    }


def receive() -> None:
    """Take over what the browser has kept, once; what this visit has said since then wins."""
    state = st.session_state
    said = (state.get(KEY) or {}).get("kept")
    if said is None or state.get("lessons.known"):
        return
    state["lessons.known"] = True
    for key in [key for key in state if str(key).startswith(FIELD)]:
        del state[key]  # fields then begin with what was kept
    if not isinstance(said, str) or len(said) > LONGEST_KEPT:
        return
    try:
        book = json.loads(said)
    except (ValueError, RecursionError):
        return
    if isinstance(book, dict):
        for name, record in list(book.items())[:MOST_LESSONS]:
            if isinstance(record, dict):
                _take_lesson(name, record)


def _take_lesson(name: str, record: dict[str, Any]) -> None:
    text, kept, step = (record.get(key) for key in ("text", "answers", "step"))
    if isinstance(text, str) and text:
        try:
            name = lesson_shelf.keep_own(text)
        except Refusal:
            return  # written by another version, or by hand
    lesson = lesson_shelf.lessons().get(name)
    if lesson is None:
        return
    if isinstance(kept, dict):
        _take_answers(name, lesson, kept, record.get("compared"))
    if type(step) is int:
        reach(name, min(max(step, 0), len(lesson.steps)))


def _take_answers(name: str, lesson: Lesson, kept: dict[Any, Any], marks: Any) -> None:
    for place, said in kept.items():
        where = _place(lesson, place)
        if where and is_answer(lesson.steps[where[0]].questions[where[1]], said):
            answers(name).setdefault(where, said)
    for place in marks if isinstance(marks, list) else ():
        where = _place(lesson, place)
        if where in answers(name):
            compared(name).add(where)


def _place(lesson: Lesson, text: Any) -> tuple[int, int] | None:
    return {f"{i}.{j}": (i, j) for i, j in lesson.questions}.get(str(text))


def is_answer(question: Question, said: Any) -> bool:
    """Whether a text can be an answer to a question."""
    if not isinstance(said, str) or not 0 < len(said) <= LONGEST_ANSWER:
        return False
    if question.kind == "choice":
        return said in [str(i) for i in range(len(question.options))]
    if question.kind == "number":
        try:
            return abs(float(said)) < 1e300
        except ValueError:
            return False
    return True


def verdict(lesson: Lesson, where: tuple[int, int], said: str) -> bool | None:
    """Whether an answer is right; None for free text, or when nothing can be computed."""
    step = lesson.steps[where[0]]
    try:
        return is_right(step, step.questions[where[1]], said)
    except Refusal:
        return None


def shown(lesson: Lesson, where: tuple[int, int], said: str, *, marked: bool = True) -> str:
    """An answer in words; `marked` as Markdown that shows just what was typed."""
    step = lesson.steps[where[0]]
    question = step.questions[where[1]]
    if question.options:
        return told(step, question.options[int(said)].text)
    return plain(said) if marked else said


def rows(name: str, lesson: Lesson, *, marked: bool = False) -> list[dict[str, str]]:
    """Every question with its answer, for a table; `marked` for one that reads Markdown."""
    say, given = words(), answers(name)
    marks = {True: say("lessons.mark-right"), False: say("lessons.mark-wrong"), None: ""}
    heads = [say(f"lessons.column-{key}") for key in ("step", "question", "answer", "mark")]
    found = []
    for i, j in lesson.questions:
        step, said = lesson.steps[i], given.get((i, j), "")
        cells = (
            f"{i + 1} · {step.title}",
            told(step, step.questions[j].text),
            shown(lesson, (i, j), said, marked=marked) if said else "",
            marks[verdict(lesson, (i, j), said)] if said else "",
        )
        found.append(dict(zip(heads, cells, strict=True)))
    return found


def as_csv(name: str, lesson: Lesson, who: str) -> bytes:
    """The answers as a table that spreadsheets open and do not compute."""
    out = io.StringIO()
    writer = csv.writer(out)
    table = rows(name, lesson)
    writer.writerow([lesson.title, _harmless(who)])
    writer.writerow(table[0] if table else [])
    for row in table:
        writer.writerow([_harmless(cell) for cell in row.values()])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
