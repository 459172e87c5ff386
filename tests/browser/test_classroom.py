"""A whole class: a teacher and two students in browsers, twenty-eight more over HTTP."""

import pytest

from tests.class_client import Client
from tests.serving import Server, until

CLIENTS = 28


@pytest.fixture
def own_server(tmp_path):
    settings = {"WICKLAB_DATA": str(tmp_path)}
    with Server(tmp_path / "log", settings, host="localhost") as server:
        yield server
    assert "Traceback" not in server.said()


@pytest.fixture
def browsers(chromium):
    """Three people's pages. A server that is away is an error to a browser, but not to us."""
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 720}) for _ in range(3)]
    pages, errors = [context.new_page() for context in contexts], []
    for page in pages:
        page.on("pageerror", lambda error: errors.append(str(error)))
    yield pages
    for context in contexts:
        context.close()
    assert errors == []


def choose(page, name, **options):
    page.get_by_role("button", name=name, exact=True, **options).click()


def open_class(teacher):
    choose(teacher, "Open a class")
    return teacher.inner_text(".wl-classroom-code")


def join(page, address, nickname):
    page.goto(address)
    page.get_by_label("Nickname").fill(nickname)
    page.keyboard.press("Enter")
    page.wait_for_selector(
        ".wl-classroom-line :text('you follow'), :text('Waiting for the teacher')"
    )


def draw(page):
    """A hump over the left half of the pad."""
    pad = page.wait_for_selector(".wl-classroom-pad.wl-classroom-over")
    page.wait_for_timeout(400)  # the page scrolls to the picture
    box = pad.bounding_box()
    at = [(0.1, 0.9), (0.25, 0.3), (0.3, 0.25), (0.4, 0.9)]
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in at]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=6)
    page.mouse.up()


def test_a_class_of_thirty_from_opening_to_export(browsers, own_server, tmp_path):
    teacher, ada, bob = browsers
    teacher.goto(f"{own_server.address}/classroom")
    code = open_class(teacher)
    teacher.wait_for_function("document.querySelector('.wl-classroom-board img')?.naturalWidth > 0")
    join(ada, f"{own_server.address}/classroom?class={code}", "Ada")
    join(bob, f"{own_server.address}/?class={code}", "Bob")
    clients = [Client(own_server.address, code, number) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    teacher.wait_for_selector(".wl-classroom-counts:has-text('30 joined · 30 here')")
    follow(own_server, teacher, (ada, bob), clients)
    key = bob.evaluate("window.wicklabClass.key")
    assert clients[0].ask("scene", {"page": "race", "link": ""}, key)[0] == 403  # forged
    predict(teacher, ada, bob, clients)
    restart(own_server, teacher, (ada, bob), clients)
    sketch(teacher, ada)
    break_off(own_server, teacher, ada, bob)
    export(teacher, own_server, tmp_path)
    until(lambda: all(client.over for client in clients))
    ada.wait_for_selector(":text('No class has this code')")


def follow(server, teacher, students, clients):
    """Pages and clients follow the teacher's address to a scene."""
    teacher.goto(f"{server.address}/?wick=90")
    teacher.wait_for_selector(".wl-lab[data-ready]")
    for page in students:
        page.wait_for_url("**wick=90**")
    until(lambda: {client.seen[0] for client in clients} == {"lab"})


def break_off(server, teacher, ada, bob):
    """The page the teacher turns to is not Bob's until he comes back."""
    choose(bob, "Explore on my own")
    teacher.goto(f"{server.address}/softmax")
    ada.wait_for_url("**/softmax**")
    assert "wick=45" in bob.url
    choose(bob, "Back to the class")
    bob.wait_for_url("**/softmax**")


def predict(teacher, ada, bob, clients):
    """Counts come live to the teacher; nobody else sees any."""
    teacher.wait_for_selector(".wl-lab[data-ready]")
    choose(teacher, "Ask")
    choose(teacher, "Ask the class")
    choose(ada, "in the left well")
    choose(bob, "in both")
    teacher.wait_for_selector(":text('30 of 30 answered')")
    assert "results" not in clients[0].question
    assert ada.locator(".wl-classroom-chart").count() == 0


def restart(server, teacher, students, clients):
    """Nothing is lost, everybody reconnects and follows again."""
    server.stop()
    for page in students:
        page.wait_for_selector(".wl-classroom-line:has-text('cannot be reached')")
    server.start()
    teacher.wait_for_selector(".wl-classroom-line:has-text('joined')")
    choose(teacher, "Reveal to all")
    for page in students:
        page.wait_for_selector(".wl-classroom-chart .bars path")
    results = until(lambda: (clients[0].question or {}).get("results"))
    assert results["counts"] == [11, 9, 10]  # 28 by their numbers, Ada left, Bob both
    choose(teacher, "Next question")
    teacher.evaluate("history.replaceState(history.state, '', '/?wick=45')")
    for page in students:
        page.wait_for_url("**wick=45**")
    until(lambda: {client.seen for client in clients} == {("lab", "wick=45")})


def sketch(teacher, ada):
    """A density over the current picture: its range, its landscape, the student's hump."""
    choose(teacher, "Sketch")
    assert teacher.locator(".wl-classroom-note:has-text('over this picture')").count() == 1
    choose(teacher, "Ask the class")
    draw(ada)
    choose(ada, "Send")
    teacher.wait_for_selector(":text('1 of 30 answered')")
    asked = teacher.evaluate("window.wicklabClass.state.question")
    assert len(asked["ground"]) == 64
    mean, step = asked["results"]["mean"], (asked["hi"] - asked["lo"]) / 63
    assert sum(mean) * step == pytest.approx(1)
    peak = mean.index(max(mean)) / 63
    assert 0.2 < peak < 0.35


def export(teacher, server, folder):
    teacher.goto(f"{server.address}/classroom")
    with teacher.expect_download() as download:
        choose(teacher, "Export answers (CSV)")
    download.value.save_as(folder / "answers.csv")
    rows = (folder / "answers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 30 + 1
    assert rows[1].startswith(
        "1,Where will the packet be at the end?,choice,,,Ada,in the left well,"
    )
    choose(teacher, "End the class")
    choose(teacher, "Erase all answers and end?")
    teacher.wait_for_selector("button:has-text('Open a class')")
