"""Questions of a step: predict before the run, answer after it, compare."""

import streamlit as st

from charts.lesson_answers import answer_of, told
from scenes.language import explain, number
from scenes.lesson import Lesson, Question
from solvers.refusal import Refusal
from ui import lesson_notebook as notebook
from ui.address import touch
from ui.language import language, words
from ui.session import plain

Where = tuple[int, int]


def is_held(name: str, lesson: Lesson, step: int) -> bool:
    """Whether a step waits for a prediction before its run may play."""
    questions = lesson.steps[step].questions
    waits = bool(questions) and questions[0].predict
    return waits and (step, 0) not in notebook.answers(name)


def show_questions(name: str, lesson: Lesson, step: int) -> None:
    """The questions of a step; those after a prediction come once it is made."""
    for j, question in enumerate(lesson.steps[step].questions):
        with st.container(border=True, key=f"lesson-question-{j}"):
            try:
                _show(name, lesson, (step, j), question)
            except Refusal as refusal:
                st.warning(plain(explain(language(), refusal)))
        if is_held(name, lesson, step):
            return


def _show(name: str, lesson: Lesson, where: Where, question: Question) -> None:
    say, step = words(), lesson.steps[where[0]]
    kind = "predict" if question.predict else question.kind
    st.markdown(f"**{say(f'lessons.kind-{kind}')}** {told(step, question.text)}")
    said = notebook.answers(name).get(where)
    key = f"{name}.{where[0]}.{where[1]}"
    if said is not None and question.predict:
        st.markdown(f"{say('lessons.yours')} {notebook.shown(lesson, where, said)}")
        if where not in notebook.compared(name):
            st.info(say("lessons.locked"))
            st.button(
                say("lessons.compare"),
                key=f"lessons.compare.{key}",
                on_click=_compare,
                args=(name, where),
            )
            return
    else:
        _ask(key, name, lesson, where, said)
    if said is not None:
        _feedback(lesson, where, question, said)


def _ask(key: str, name: str, lesson: Lesson, where: Where, said: str | None) -> None:
    say, step = words(), lesson.steps[where[0]]
    question = step.questions[where[1]]
    label = told(step, question.text)
    st.session_state.setdefault(f"{notebook.FIELD}{key}", _begun(question, said))
    with st.form(f"lessons.form.{key}", border=False):
        field = {"key": f"{notebook.FIELD}{key}", "label_visibility": "collapsed"}
        if question.kind == "choice":
            options = [told(step, option.text) for option in question.options]
            st.radio(
                label, range(len(options)), index=None, format_func=options.__getitem__, **field
            )
        elif question.kind == "number":
            st.number_input(label, value=None, step=None, format="%g", **field)
        else:
            most = notebook.LONGEST_ANSWER
            st.text_area(label, max_chars=most, height=110, **field)
        button = "lock" if question.predict else "check" if question.kind != "text" else "hand-in"
        st.form_submit_button(
            say(f"lessons.{button}"), on_click=_take, args=(key, name, where, question)
        )
    if st.session_state.pop(f"lessons.nothing.{key}", False):
        st.warning(say("lessons.nothing"))


def _begun(question: Question, said: str | None) -> int | float | str | None:
    """What the field holds when it is drawn first."""
    if question.kind == "text":
        return said or ""
    if said is None:
        return None
    return int(said) if question.kind == "choice" else float(said)


def _take(key: str, name: str, where: Where, question: Question) -> None:
    touch()
    value = st.session_state.get(f"{notebook.FIELD}{key}")
    said = "" if value is None else str(value).strip()
    if notebook.is_answer(question, said):
        notebook.answers(name)[where] = said
    else:
        st.session_state[f"lessons.nothing.{key}"] = True


def _compare(name: str, where: Where) -> None:
    touch()
    notebook.compared(name).add(where)


def _feedback(lesson: Lesson, where: Where, question: Question, said: str) -> None:
    say, step = words(), lesson.steps[where[0]]
    right = notebook.verdict(lesson, where, said)
    chosen = question.options[int(said)].feedback if question.options else ""
    parts = [told(step, part) for part in (chosen, question.because) if part]
    if question.kind == "number":
        answer = answer_of(step, question)
        assert answer is not None
        parts.insert(0, say("lessons.computed", answer=number(float(f"{answer:.3g}"))))
    text = "\n\n".join(parts)
    if question.kind == "text":
        st.info(f"{say('lessons.model')}\n\n{text}")
    elif right:
        st.success(f"{say('page.right')} {text}")
    else:
        st.error(f"{say('page.wrong')} {text}")
