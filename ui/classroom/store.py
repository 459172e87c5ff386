"""Class sessions in the data base: opened, joined, steered, asked, answered, ended.

Every function is one transaction. What it returns has been written.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from solvers.refusal import Refusal
from ui.classroom import clock, rules
from ui.classroom.database import engine, told, writing
from ui.classroom.results import results
from ui.classroom.schema import answers, classes, members, questions

PRESENT = 30.0  # seconds after which somebody silent has left


@contextmanager
def _writing() -> Iterator[Connection]:
    with told(), writing(engine()) as connection:
        yield connection


@contextmanager
def _reading() -> Iterator[Connection]:
    with told(), engine().connect() as connection:
        yield connection


def open_class() -> tuple[str, str]:
    """A new session: its code and the key that steers it. Removes what has expired.

    Raises:
        Refusal: When there are too many already.
    """
    key, now = rules.new_key(), clock.now()
    with _writing() as connection:
        connection.execute(delete(classes).where(classes.c.expires < now))
        taken = set(connection.execute(select(classes.c.code)).scalars())
        if len(taken) >= rules.SESSIONS:
            raise Refusal("classroom.too-many", limit=rules.SESSIONS)
        code = next(code for code in iter(rules.new_code, None) if code not in taken)
        fresh = {"version": 1, "tally": 1, "page": "", "link": "", "door": True, "asked": 0}
        key_held, until = rules.fingerprint(key), now + rules.LIFETIME
        connection.execute(insert(classes).values(code=code, key=key_held, expires=until, **fresh))
    return code, key


def _running(connection: Connection, code: str, *, lock: bool = False) -> Row[Any]:
    """The row of a session that has not expired; with `lock`, ours until the transaction ends."""
    query = select(classes).where(classes.c.code == rules.code_of(code))
    found = connection.execute(query.with_for_update() if lock else query).first()
    if found is None or found.expires < clock.now():
        raise Refusal("classroom.unknown")
    return found


def _steered(connection: Connection, code: str, key: str, *, lock: bool = True) -> Row[Any]:
    found = _running(connection, code, lock=lock)
    if not compare_digest(found.key, rules.fingerprint(key)):
        raise Refusal("classroom.not-yours")
    return found


def _changed(connection: Connection, found: Row[Any], **values: Any) -> None:
    """Write what students see."""
    version = found.version + 1
    connection.execute(
        update(classes).where(classes.c.code == found.code).values(version=version, **values)
    )


def _counted(connection: Connection, found: Row[Any]) -> None:
    """Note that the teacher has something new to see."""
    tally = found.tally + 1
    connection.execute(update(classes).where(classes.c.code == found.code).values(tally=tally))


def join(code: str, nickname: Any) -> str:
    """Let a student in; the key that answers for them.

    Raises:
        Refusal: For an unknown code, a nickname taken or unfit, a full or closed session.
    """
    name, key = rules.nickname(nickname), rules.new_key()
    folded = name.casefold()
    with _writing() as connection:
        found = _running(connection, code, lock=True)
        if not found.door:
            raise Refusal("classroom.closed-door")
        here = members.c.code == found.code
        if connection.execute(select(func.count()).where(here)).scalar_one() >= rules.STUDENTS:
            raise Refusal("classroom.crowded", limit=rules.STUDENTS)
        if connection.execute(select(members.c.id).where(here, members.c.folded == folded)).first():
            raise Refusal("classroom.taken", name=name)
        connection.execute(
            insert(members).values(
                code=found.code, key=rules.fingerprint(key), nickname=name, folded=folded,
                seen=clock.now(), following=True,
            )
        )  # fmt: skip
        _counted(connection, found)
    return key


def member(code: str, key: str) -> int:
    """Number of the student whom a key answers for.

    Raises:
        Refusal: When it is nobody's, or the session is over.
    """
    with _reading() as connection:
        return _member(connection, _running(connection, code), key)


def _member(connection: Connection, found: Row[Any], key: str) -> int:
    here = members.c.code == found.code, members.c.key == rules.fingerprint(key)
    number = connection.execute(select(members.c.id).where(*here)).scalar()
    if number is None:
        raise Refusal("classroom.not-yours")
    return int(number)


def steer(code: str, key: str, page: str, link: str) -> None:
    """Show a class another scene."""
    with _writing() as connection:
        found = _steered(connection, code, key)
        if (found.page, found.link) != (page, link):
            _changed(connection, found, page=page, link=link)


def set_door(code: str, key: str, *, is_open: bool) -> None:
    """Let more students in, or nobody."""
    with _writing() as connection:
        found = _steered(connection, code, key)
        door = update(classes).where(classes.c.code == found.code).values(door=is_open)
        connection.execute(door)
        _counted(connection, found)


def ask(code: str, key: str, question: Mapping[str, Any]) -> int:
    """Put a question on the screens; its number."""
    with _writing() as connection:
        found = _steered(connection, code, key)
        last = select(func.max(questions.c.number)).where(questions.c.code == found.code)
        number = (connection.execute(last).scalar() or 0) + 1
        if number > rules.QUESTIONS:
            raise Refusal("classroom.asked-enough", limit=rules.QUESTIONS)
        body = json.dumps(question, ensure_ascii=False)
        connection.execute(
            insert(questions).values(code=found.code, number=number, body=body, state="open")
        )
        _changed(connection, found, asked=number)
    return number


def set_question(code: str, key: str, state: str) -> None:
    """Close or reveal the question on the screens; `gone` takes it off them."""
    with _writing() as connection:
        found = _steered(connection, code, key)
        if state == "gone":
            _changed(connection, found, asked=0)
            return
        this = questions.c.code == found.code, questions.c.number == found.asked
        connection.execute(update(questions).where(*this).values(state=state))
        _changed(connection, found)


def answer(code: str, key: str, number: Any, value: Any) -> None:
    """Keep a student's answer; a later one takes its place while the question is open.

    Raises:
        Refusal: When the question is not open, or the answer not of its kind.
    """
    with _writing() as connection:
        found = _running(connection, code, lock=True)
        student = _member(connection, found, key)
        asked = _question(connection, found)
        if asked is None or asked.number != number or asked.state != "open":
            raise Refusal("classroom.not-open")
        fit = rules.answer(json.loads(asked.body), value)
        kept = {"value": json.dumps(fit), "at": time.time()}
        this = answers.c.question == asked.id, answers.c.member == student
        if not connection.execute(update(answers).where(*this).values(**kept)).rowcount:
            connection.execute(insert(answers).values(question=asked.id, member=student, **kept))
        _counted(connection, found)


def _question(connection: Connection, found: Row[Any]) -> Row[Any] | None:
    this = questions.c.code == found.code, questions.c.number == found.asked
    return connection.execute(select(questions).where(*this)).first()


def versions(code: str) -> tuple[int, int]:
    """Counters of what students and of what the teacher sees."""
    with _reading() as connection:
        found = _running(connection, code)
        return found.version, found.tally


def seen(code: str, present: Mapping[int, bool]) -> None:
    """Note who is there, and whether they follow."""
    now = clock.now()
    with _writing() as connection:
        found = _running(connection, code, lock=True)
        for following in (True, False):
            these = [number for number, follows in present.items() if follows is following]
            for start in range(0, len(these), rules.STUDENTS):
                some = members.c.id.in_(these[start : start + rules.STUDENTS])
                mine = members.c.code == found.code
                fresh = update(members).where(some, mine).values(seen=now, following=following)
                connection.execute(fresh)
        _counted(connection, found)


def student_view(code: str) -> dict[str, Any]:
    """What every student of a session may see: answers only once they are revealed."""
    with _reading() as connection:
        return _view(connection, _running(connection, code), all_answers=False)


def teacher_view(code: str, key: str) -> dict[str, Any]:
    """The same, with the answers as they come and who is there."""
    with _reading() as connection:
        found = _steered(connection, code, key, lock=False)
        rows = connection.execute(select(members).where(members.c.code == found.code)).all()
        late = clock.now() - PRESENT
        here = [row for row in rows if row.seen > late]
        view = _view(connection, found, all_answers=True)
    return view | {
        "version": f"{found.version}.{found.tally}",
        "door": found.door,
        "joined": len(rows),
        "here": len(here),
        "following": sum(row.following for row in here),
        "nicknames": sorted(row.nickname for row in rows),
    }


def _view(connection: Connection, found: Row[Any], *, all_answers: bool) -> dict[str, Any]:
    asked = _question(connection, found)
    view = {"version": str(found.version), "page": found.page, "link": found.link}
    if asked is None:
        return view | {"question": None}
    body = json.loads(asked.body)
    question = body | {"number": asked.number, "state": asked.state}
    if all_answers or asked.state == "revealed":
        mine = select(answers.c.value).where(answers.c.question == asked.id)
        values = connection.execute(mine.order_by(answers.c.member)).scalars()
        question["results"] = results(body, [json.loads(value) for value in values])
    return view | {"question": question}


def export(code: str, key: str) -> list[tuple[int, dict[str, Any], str, Any, float]]:
    """Every answer: number and body of the question, nickname, value, time."""
    query = (
        select(
            questions.c.number, questions.c.body, members.c.nickname, answers.c.value, answers.c.at
        )
        .join(answers, answers.c.question == questions.c.id)
        .join(members, members.c.id == answers.c.member)
        .order_by(questions.c.number, members.c.nickname)
    )
    with _reading() as connection:
        found = _steered(connection, code, key, lock=False)
        rows = connection.execute(query.where(questions.c.code == found.code)).all()
    return [(n, json.loads(body), name, json.loads(value), at) for n, body, name, value, at in rows]


def end(code: str, key: str) -> None:
    """End a session and erase all that was said in it."""
    with _writing() as connection:
        found = _steered(connection, code, key)
        connection.execute(delete(classes).where(classes.c.code == found.code))
