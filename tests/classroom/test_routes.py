"""`/class` over HTTP: status codes, sentences, waiting, floods, a data base that goes away."""

import json
import sqlite3
import threading
import time
from http.client import HTTPConnection
from itertools import product
from urllib.parse import urlencode

import psycopg
import pytest
import uvicorn
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette

from solvers.refusal import Refusal
from ui.classroom import database, rooms, routes, store
from ui.pace import Pace

QUESTION = {"kind": "choice", "text": "Which?", "options": ["left", "right"]}


class Answer:
    def __init__(self, found):
        self.status_code, self.headers = found.status, dict(found.getheaders())
        self.text = found.read().decode()

    def json(self):
        return json.loads(self.text)


class Web:
    """A server's address, and how to ask it."""

    def __init__(self, port):
        self.port = port

    def get(self, path, params=None, headers=None):
        return self.ask("GET", f"{path}?{urlencode(params or {})}", None, headers)

    def post(self, path, json=None, content=None, headers=None):
        typed = {"Content-Type": "application/json", **(headers or {})}
        return self.ask("POST", path, content if json is None else dumped(json), typed)

    def ask(self, method, path, body, headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = Answer(connection.getresponse())
        connection.close()
        return answer


def dumped(body):
    return json.dumps(body).encode()


@pytest.fixture
def web(tmp_path, monkeypatch):
    monkeypatch.setenv(database.FOLDER, str(tmp_path))
    monkeypatch.delenv(database.DATABASE, raising=False)
    monkeypatch.setattr(rooms, "HOLD", 0.6)
    for name in ("_opening", "_missing", "_joining", "_saying", "_asking"):
        before = getattr(routes, name)
        monkeypatch.setattr(routes, name, Pace(before.burst, before.rate))
    app = Starlette(routes=routes.routes)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Web(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join(10)
    rooms._rooms.clear()
    database._ready.pop(database.address()).dispose()


class Browser:
    """Somebody with a key, or without."""

    def __init__(self, web, code="", key=""):
        self.web, self.code, self.key = web, code, key

    def post(self, action, body=None, **headers):
        mine = {"Authorization": f"Bearer {self.key}", **headers}
        return self.web.post(f"/class/{self.code}/{action}", json=body or {}, headers=mine)

    def state(self, **asked):
        mine = {"Authorization": f"Bearer {self.key}"}
        return self.web.get(f"/class/{self.code}/state", params=asked, headers=mine)


@pytest.fixture
def teacher(web):
    opened = web.post("/class", json={}).json()
    return Browser(web, opened["code"], opened["key"])


@pytest.fixture
def student(web, teacher):
    joined = web.post(f"/class/{teacher.code.lower()}/join", json={"nickname": "Ada"})
    assert joined.status_code == 201
    return Browser(web, teacher.code, joined.json()["key"])


def test_a_student_follows_answers_and_sees_what_is_revealed(teacher, student):
    assert teacher.post("scene", {"page": "lab", "link": "wick=90"}).status_code == 200
    state = student.state().json()
    assert (state["page"], state["link"], state["question"]) == ("lab", "wick=90", None)
    assert teacher.post("ask", QUESTION).json() == {"number": 1}
    assert student.post("answer", {"number": 1, "value": 1}).status_code == 200
    assert "results" not in student.state().json()["question"]
    seen = teacher.state(**{"as": "teacher"}).json()
    assert seen["question"]["results"]["counts"] == [0, 1]
    teacher.post("reveal")
    assert student.state().json()["question"]["results"]["counts"] == [0, 1]
    mine = {"Authorization": f"Bearer {teacher.key}"}
    table = teacher.web.get(f"/class/{teacher.code}/results.csv", headers=mine)
    assert "Ada,right" in table.text
    assert table.headers["content-disposition"].endswith(f'class-{teacher.code}.csv"')
    teacher.post("end")
    assert student.state().status_code == 404


def test_nothing_new_is_waited_for_and_news_ends_the_wait(teacher, student):
    held = student.state().json()["version"]
    before = time.monotonic()
    assert student.state(have=held).status_code == 204
    assert time.monotonic() - before > 0.5
    waited = {}

    def wait():
        waited["state"] = student.state(have=held).json()
        waited["at"] = time.monotonic()

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.1)
    steered = time.monotonic()
    teacher.post("scene", {"page": "race", "link": ""})
    waiting.join(5)
    assert waited["state"]["page"] == "race"
    assert waited["at"] - steered < 1


@pytest.mark.parametrize("action", ["scene", "ask", "close", "reveal", "clear", "door", "end"])
def test_a_forged_steer_is_refused(teacher, student, action):
    body = {"page": "race", "link": "", **QUESTION}
    before = student.state().json()
    for key in (student.key, "", "x" * 1000):
        answer = Browser(teacher.web, teacher.code, key).post(action, body)
        assert answer.status_code == 403
        assert answer.json()["sentence"] == "This is not your class: the key does not fit."
    assert student.state().json() == before


def test_a_student_sees_nothing_of_the_teachers(teacher, student):
    assert student.state(**{"as": "teacher"}).status_code == 403
    mine = {"Authorization": f"Bearer {student.key}"}
    answer = student.web.get(f"/class/{student.code}/results.csv", headers=mine)
    assert answer.status_code == 403
    assert Browser(student.web, student.code, "nobody").state().status_code == 403


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"[" * 8000, "application/json"),
        (b'"text"', "application/json"),
        (b"{}" + b" " * 9000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"{}", "text/plain"),  # what a foreign page may send without being asked
    ],
)
def test_hostile_messages_are_one_sentence(teacher, content, kind):
    headers = {"Authorization": f"Bearer {teacher.key}", "Content-Type": kind}
    address = f"/class/{teacher.code}/ask"
    answer = teacher.web.post(address, content=content, headers=headers)
    assert answer.status_code == 422
    assert "8192 bytes" in answer.json()["sentence"]
    headers["X-Language"] = "zh"
    assert "8192 字节" in teacher.web.post(address, content=content, headers=headers).text


def test_who_floods_is_slowed_down_and_nobody_else(web, teacher, student, monkeypatch):
    teacher.post("ask", QUESTION)
    for name in ("_missing", "_saying"):  # as if all came in one moment
        before = getattr(routes, name)
        monkeypatch.setattr(routes, name, Pace(before.burst, before.rate, clock=lambda: 0.0))
    codes = [student.post("answer", {"number": 1, "value": 0}).status_code for _ in range(30)]
    assert codes == [200] * 12 + [429] * 18
    assert teacher.post("close").status_code == 200
    codes = [f"BBB{''.join(end)}" for end in product("BCDFGHJKMNPQ", repeat=2)][:130]
    guesses = [web.post(f"/class/{code}/join", json={"nickname": "a"}) for code in codes]
    assert [guess.status_code for guess in guesses] == [404] * 120 + [429] * 10


def test_a_data_base_that_goes_away_is_said_and_what_was_confirmed_is_kept(
    teacher, student, monkeypatch
):
    teacher.post("ask", QUESTION)
    assert student.post("answer", {"number": 1, "value": 1}).status_code == 200

    def broken():
        with database.told():
            raise database.SQLAlchemyError("away")

    with monkeypatch.context() as away:
        away.setattr(store, "engine", broken)
        answer = student.post("answer", {"number": 1, "value": 0})
        assert answer.status_code == 503
        assert "cannot be reached" in answer.json()["sentence"]
    file = database.address().removeprefix("sqlite:///")
    with sqlite3.connect(file) as direct:
        assert direct.execute("select value from wicklab_answers").fetchall() == [("1",)]
    assert student.state().status_code == 200


def test_a_server_that_cannot_be_found_is_one_sentence(monkeypatch):
    monkeypatch.setenv(database.DATABASE, "postgresql+psycopg://nobody@127.0.0.1:9/none")
    with pytest.raises(Refusal) as caught:
        database.engine()
    assert caught.value.code == "classroom.unreachable"
    monkeypatch.setenv(database.DATABASE, "no address at all")
    with pytest.raises(Refusal) as caught:
        database.engine()
    assert caught.value.code == "classroom.unreachable"


def test_without_a_setting_a_private_temporary_folder_is_used(monkeypatch, tmp_path):
    monkeypatch.delenv(database.FOLDER, raising=False)
    monkeypatch.delenv(database.DATABASE, raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (folder,) = {database._folder(), database._folder()}
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o077 == 0
    folder.rmdir()
    folder.symlink_to(tmp_path)  # somebody else's trap
    assert database._folder() != folder


def test_a_full_disk_under_postgresql_is_told_as_one():
    error = psycopg.errors.DiskFull("could not extend file: No space left on device")
    with pytest.raises(Refusal) as caught, database.told():
        raise OperationalError("insert", {}, error)
    assert caught.value.code == "classroom.full"
