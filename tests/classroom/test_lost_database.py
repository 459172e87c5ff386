"""A data base server that is ended and started again while a class is on."""

import pytest

from solvers.refusal import Refusal
from ui.classroom import database, rules, store

CHOICE = {"kind": "choice", "text": "Which well?", "options": ["left", "right"]}


def test_who_answers_meanwhile_is_told_and_what_was_confirmed_is_there_again(
    postgresql, monkeypatch
):
    monkeypatch.setenv(database.DATABASE, postgresql.address)
    code, key = store.open_class()
    students = [store.join(code, f"student {number}") for number in range(4)]
    store.ask(code, key, rules.question(CHOICE))
    store.answer(code, students[0], 1, 1)
    postgresql.stop()
    for act in (
        lambda: store.answer(code, students[1], 1, 0),
        lambda: store.student_view(code),
        lambda: store.join(code, "late"),
        store.open_class,
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "classroom.unreachable"
    postgresql.start()
    for student in students[1:]:  # more than one connection of the pool was cut off
        store.answer(code, student, 1, 0)
    results = store.teacher_view(code, key)["question"]["results"]
    assert results == {"count": 4, "counts": [3, 1]}
    store.end(code, key)
