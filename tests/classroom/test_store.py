"""Sessions in both data bases: who may do what, limits, expiry, thirty at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from solvers.refusal import Refusal
from ui.classroom import clock, database, results, rules, store
from ui.classroom.schema import VERSION, answers, classes, members, questions, shape

CHOICE = {"kind": "choice", "text": "Which well?", "options": ["left", "right", "both"]}
NUMBER = {"kind": "number", "text": "When?", "lo": 0.0, "hi": 10.0}
DENSITY = {"kind": "density", "text": "Where will it be?", "lo": -2.0, "hi": 2.0}
SKETCH = [0] * 16 + [200] * 32 + [0] * 16

pytestmark = pytest.mark.usefixtures("kept")


def refused(code, act, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        act(*arguments, **named)
    assert caught.value.code == f"classroom.{code}"


@pytest.fixture
def lesson():
    """A session with a question on the screens and two students."""
    code, key = store.open_class()
    ada, bob = store.join(code, "Ada"), store.join(code, "Bob")
    store.ask(code, key, rules.question(CHOICE))
    return code, key, ada, bob


def test_a_class_from_opening_to_export():
    code, key = store.open_class()
    assert set(code) <= set(rules.LETTERS)
    assert not set(rules.LETTERS) & set("0O1I")
    ada = store.join(code.lower(), "  Ada   Lovelace ")
    store.steer(code, key, "lab", "landscape=morse&wick=90")
    assert store.ask(code, key, rules.question(NUMBER)) == 1
    store.answer(code, ada, 1, 2.5)
    store.answer(code, ada, 1, 3)  # the later one counts
    view = store.student_view(code)
    assert (view["page"], view["link"]) == ("lab", "landscape=morse&wick=90")
    assert view["question"] == {**rules.question(NUMBER), "number": 1, "state": "open"}
    taught = store.teacher_view(code, key)
    assert taught["question"]["results"] == {"count": 1, "numbers": [3.0]}
    assert (taught["joined"], taught["here"], taught["following"]) == (1, 1, 1)
    store.set_question(code, key, "revealed")
    assert store.student_view(code)["question"]["results"] == {"count": 1, "numbers": [3.0]}
    ((number, body, name, value, _),) = store.export(code, key)
    assert (number, body["text"], name, value) == (1, "When?", "Ada Lovelace", 3.0)
    store.end(code, key)
    refused("unknown", store.student_view, code)
    with database.engine().connect() as connection:
        for table in (classes, members, questions, answers):
            assert connection.execute(select(table)).all() == []


def test_only_the_teachers_key_steers(lesson):
    code, key, ada, _ = lesson
    before = store.student_view(code)
    for forged in (ada, "", "x", key[:-1], key.swapcase(), "é" * 30):
        refused("not-yours", store.steer, code, forged, "race", "")
        refused("not-yours", store.ask, code, forged, rules.question(NUMBER))
        refused("not-yours", store.set_question, code, forged, "revealed")
        refused("not-yours", store.set_door, code, forged, is_open=False)
        refused("not-yours", store.end, code, forged)
        refused("not-yours", store.export, code, forged)
        refused("not-yours", store.teacher_view, code, forged)
    assert store.student_view(code) == before


def test_no_key_stands_in_the_data_base(lesson):
    _, key, ada, bob = lesson
    with database.engine().connect() as connection:
        rows = [*connection.execute(select(classes)), *connection.execute(select(members))]
    text = repr(rows)
    assert not any(secret in text for secret in (key, ada, bob))


def test_answers_of_others_are_seen_when_they_are_revealed_and_not_before(lesson):
    code, key, ada, bob = lesson
    store.answer(code, ada, 1, 0)
    store.answer(code, bob, 1, 2)
    for state in ("open", "closed"):
        store.set_question(code, key, state)
        assert "results" not in store.student_view(code)["question"]
    refused("not-open", store.answer, code, ada, 1, 1)
    store.set_question(code, key, "revealed")
    assert store.student_view(code)["question"]["results"]["counts"] == [1, 0, 1]
    refused("not-open", store.answer, code, ada, 1, 1)
    store.set_question(code, key, "gone")
    assert store.student_view(code)["question"] is None


def test_a_student_of_one_class_is_nobody_in_another(lesson):
    _, _, ada, _ = lesson
    other, key = store.open_class()
    store.ask(other, key, rules.question(CHOICE))
    refused("not-yours", store.answer, other, ada, 1, 0)
    refused("not-yours", store.member, other, ada)


def test_answers_that_do_not_fit_are_refused(lesson):
    code, key, ada, _ = lesson
    for value in (3, -1, 1.0, "0", None, True, [0]):
        refused("choice", store.answer, code, ada, 1, value)
    refused("not-open", store.answer, code, ada, 2, 0)
    store.ask(code, key, rules.question(NUMBER))
    refused("not-open", store.answer, code, ada, 1, 0)  # the question before
    refused("outside", store.answer, code, ada, 2, 10.5)
    store.ask(code, key, rules.question(DENSITY))
    refused("sketch", store.answer, code, ada, 3, [0] * 64)
    store.answer(code, ada, 3, SKETCH)
    found = store.teacher_view(code, key)["question"]["results"]
    assert sum(found["mean"]) * 4 / 63 == pytest.approx(1)
    assert bytes.fromhex(found["sketches"][0]) == bytes(SKETCH)


def test_nicknames_are_taken_once_and_the_door_can_be_closed(lesson):
    code, key, *_ = lesson
    refused("taken", store.join, code, "ADA")
    refused("taken", store.join, code, "Ａｄａ")  # full-width letters
    store.set_door(code, key, is_open=False)
    refused("closed-door", store.join, code, "Cleo")
    store.set_door(code, key, is_open=True)
    assert store.join(code, "Cleo")


def test_numbers_of_students_questions_and_sessions_are_bounded(lesson, monkeypatch):
    code, key, *_ = lesson
    monkeypatch.setattr(rules, "STUDENTS", 3)
    store.join(code, "third")
    refused("crowded", store.join, code, "fourth")
    monkeypatch.setattr(rules, "QUESTIONS", 2)
    store.ask(code, key, rules.question(CHOICE))
    refused("asked-enough", store.ask, code, key, rules.question(CHOICE))
    monkeypatch.setattr(rules, "SESSIONS", 2)
    store.open_class()
    refused("too-many", store.open_class)


def test_what_has_expired_is_gone_for_everybody_and_cleaned_up_by_who_comes(lesson, monkeypatch):
    code, key, ada, _ = lesson
    store.answer(code, ada, 1, 0)
    later = clock.now() + rules.LIFETIME + 1
    monkeypatch.setattr(clock, "now", lambda: later)
    for act, *arguments in ((store.student_view,), (store.export, key), (store.answer, ada, 1, 0)):
        refused("unknown", act, code, *arguments)
    other, _ = store.open_class()
    with database.engine().connect() as connection:
        assert connection.execute(select(classes.c.code)).scalars().all() == [other]
        assert connection.execute(select(answers)).all() == []


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
def test_a_clock_that_is_set_ends_no_class(lesson, monkeypatch, jump):
    code, key, ada, bob = lesson
    store.answer(code, ada, 1, 0)
    real = store.time.time
    monkeypatch.setattr(store.time, "time", lambda: real() + jump)
    store.open_class()  # who opens a class removes what has expired
    store.answer(code, bob, 1, 1)
    view = store.teacher_view(code, key)
    assert view["question"]["results"]["counts"] == [1, 1, 0]
    assert view["here"] == 2


def test_thirty_answer_at_once_and_none_is_lost():
    code, key = store.open_class()

    with ThreadPoolExecutor(30) as pool:
        keys = list(pool.map(lambda number: store.join(code, f"student {number}"), range(30)))
        store.ask(code, key, rules.question(CHOICE))
        given = zip(keys, range(30), strict=True)
        list(pool.map(lambda one: store.answer(code, one[0], 1, one[1] % 3), given))
    view = store.teacher_view(code, key)
    assert view["question"]["results"]["counts"] == [10, 10, 10]
    assert view["version"] == "2.61"  # 30 joined, 30 answered, each counted
    assert len(store.export(code, key)) == 30


def test_who_is_there_and_who_follows(lesson, monkeypatch):
    code, key, ada, bob = lesson
    store.seen(code, {store.member(code, ada): False, store.member(code, bob): True})
    view = store.teacher_view(code, key)
    assert (view["here"], view["following"], view["nicknames"]) == (2, 1, ["Ada", "Bob"])
    later = clock.now() + store.PRESENT + 1
    monkeypatch.setattr(clock, "now", lambda: later)
    view = store.teacher_view(code, key)
    assert (view["joined"], view["here"], view["following"]) == (2, 0, 0)


def test_tables_of_another_version_are_left_alone(kept):
    with database.writing(database.engine()) as connection:
        connection.execute(shape.update().values(version=VERSION + 1))
    held = database._ready.pop(database.address())
    refused("version", database.engine)
    with database.writing(held) as connection:
        connection.execute(shape.update().values(version=VERSION))
    assert database.engine() is held


def test_a_full_disk_is_said_and_what_was_confirmed_stays(lesson, kept):
    if kept != "sqlite":
        pytest.skip("a full disk of PostgreSQL's is imitated in test_routes.py")
    code, key, ada, bob = lesson
    store.answer(code, ada, 1, 2)
    found = database.engine()

    def fill(connection, _):
        connection.execute("PRAGMA max_page_count=1")  # no page more than there are

    event.listen(found, "connect", fill)
    found.dispose()
    refused("full", lambda: [store.join(code, f"student {number}") for number in range(3, 300)])
    assert store.teacher_view(code, key)["question"]["results"]["counts"] == [0, 0, 1]
    event.remove(found, "connect", fill)
    found.dispose()
    store.answer(code, bob, 1, 0)
    assert store.teacher_view(code, key)["question"]["results"]["counts"] == [1, 0, 1]


def test_the_table_of_answers_runs_nothing_in_a_spreadsheet(lesson):
    code, key, *_ = lesson
    evil = store.join(code, "=1+1")
    store.answer(code, evil, 1, 1)
    store.ask(code, key, rules.question({**NUMBER, "lo": -5.0}))
    store.answer(code, evil, 2, -2.5)
    lines = results.table(store.export(code, key)).lstrip("\ufeff").splitlines()
    assert lines[0] == "number,question,kind,from,to,nickname,answer,time"
    assert lines[1].startswith("1,Which well?,choice,,,'=1+1,right,")
    assert lines[2].startswith("2,When?,number,-5.0,10.0,'=1+1,-2.5,")
