"""Tasks: predict first, then run, then compare with what the state says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from scenes.scene import Scene
from ui.language import words

Answer = Callable[[Scene, Any], tuple[str, dict[str, float]]]


@dataclass(frozen=True)
class Task:
    """One prediction.

    Its words are `task-<name>`, `task-<name>-<option>` for each option, and
    `task-<name>-because`, which may hold the figures that `answer` gives.

    Attributes:
        name: Ends the keys of its texts.
        options: Names of the answers offered.
        answer: The right option and the figures that show it, computed from a solved scene.
        link: Keys of the scene it is asked of.
    """

    name: str
    options: tuple[str, ...]
    answer: Answer
    link: dict[str, str]


def show_tasks(
    page: str,
    tasks: Iterable[Task],
    scene: Scene,
    settings: Any,
    set_up: Callable[[dict[str, str]], None],
) -> None:
    """Cards with the tasks of a page."""
    say, listed = words(), list(tasks)
    st.subheader(say("page.try"))
    for column, task in zip(st.columns(len(listed)), listed, strict=True):
        with column.container(border=True):
            _show(page, task, scene, settings, set_up)


def _show(
    page: str, task: Task, scene: Scene, settings: Any, set_up: Callable[[dict[str, str]], None]
) -> None:
    say, key = words(), f"{page}.task-{task.name}"
    st.markdown(say(key))
    guess = st.radio(
        say("page.predict"),
        task.options,
        index=None,
        key=key,
        format_func=lambda option: say(f"{key}-{option}"),
    )
    left, right = st.columns(2)
    left.button(say("page.set-up"), key=f"{key}.set-up", on_click=set_up, args=(task.link,))
    asked = (guess, scene.problem, settings)
    if right.button(say("page.check"), key=f"{key}.check", disabled=guess is None):
        st.session_state[f"{key}.verdict"] = (asked, task.answer(scene, settings))
    known, answer = st.session_state.get(f"{key}.verdict", (None, None))
    if known == asked:  # it stays while guess and scene do, whatever else asks for a run
        right_option, figures = answer
        because = say(f"{key}-because", **figures)
        if guess == right_option:
            st.success(f"{say('page.right')} {because}")
        else:
            st.error(f"{say('page.wrong')} {because}")
