"""Two servers behind nginx: who stays where, and what happens when one is gone."""

import asyncio
import contextlib
import csv
import io
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench.visitor import FAULTS, Visitor
from tests.class_client import ask
from tests.serving import until

pytestmark = pytest.mark.quiet  # seconds count here
PEOPLE = 40
BACK = 5.0  # seconds until somebody works again after a server has gone


def answered_by(address, cookie=""):
    """Which server answered, and the cookie that was set."""
    request = urllib.request.Request(f"{address}/_stcore/health", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=5) as answer:
        cookies = answer.headers.get_all("Set-Cookie")
        place = next(text for text in cookies if text.startswith("wicklab_place="))
        return answer.headers["X-Server"], place.split(";")[0]


def answers_elsewhere(address, cookie, lost):
    """Whether another server answers.

    A server that was away a while ago is on trial for nginx, which lets one request through and
    refuses the others until that one is over, or `fail_timeout` is: when the one is a page's
    WebSocket, a request beside it is refused for so long.
    """
    with contextlib.suppress(urllib.error.HTTPError):
        return answered_by(address, cookie)[0] != lost
    return False


async def arrive(school, number):
    """Somebody with a scene of their own, who knows which server has them."""
    visitor = Visitor(school.address, f"landscape=double-well&x0={-1 + number / 100:.2f}")
    await visitor.connect()
    await visitor.arrive()
    server, place = answered_by(school.address, f"wicklab_place={visitor.cookies['wicklab_place']}")
    assert place == f"wicklab_place={visitor.cookies['wicklab_place']}"
    return visitor, server


async def work_again(visitor, gone):
    """Change D until it works, on whatever server; seconds since the server had gone."""
    while True:
        try:
            await visitor.change("lab.D", "0.0631")
            return time.monotonic() - gone
        except FAULTS:
            with contextlib.suppress(*FAULTS):
                await visitor.come_back()


def predict(school):
    """A class of as many, each with an answer; its code and the teacher's key."""
    opened = ask(school.address, "", body={})[1]
    code, teacher = opened["code"], opened["key"]
    question = {"kind": "choice", "text": "?", "options": ["a", "b"]}
    ask(school.address, f"/{code}/ask", teacher, question)
    for number in range(PEOPLE):
        joined = ask(school.address, f"/{code}/join", body={"nickname": f"n{number}"})[1]
        given = {"number": 1, "value": number % 2}
        assert ask(school.address, f"/{code}/answer", joined["key"], given)[0] == 200
    return code, teacher


async def lose_a_server(school):
    people = [await arrive(school, number) for number in range(PEOPLE)]
    where = [server for _, server in people]
    assert set(where) == set(school.servers), "all on one server"
    lost = where[0]
    school.end(lost)
    gone = time.monotonic()
    back = await asyncio.gather(*(work_again(visitor, gone) for visitor, _ in people))
    for number, (visitor, _) in enumerate(people):
        assert f"&D=0.0631&x0={-1 + number / 100:g}" in visitor.link
        await visitor.leave()
    return lost, max(back)


@pytest.mark.timeout(120)
def test_a_server_goes_and_everybody_works_on(school):
    first, place = answered_by(school.address)
    assert {answered_by(school.address, place) for _ in range(20)} == {(first, place)}

    code, teacher = predict(school)
    with ThreadPoolExecutor(1) as aside:  # Playwright's loop may be at home in this thread
        lost, latest = aside.submit(asyncio.run, lose_a_server(school)).result()
    assert latest <= BACK
    for _ in range(10):
        assert answered_by(school.address)[0] != lost
    _, table = ask(school.address, f"/{code}/results.csv", teacher)
    answers = csv.DictReader(io.StringIO(table))
    assert len({row["nickname"] for row in answers}) == PEOPLE


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
def test_figures_for_those_who_run_it_are_not_shown(school, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(school.address + path, timeout=5)
    assert refused.value.code == 404


@pytest.mark.browser
def test_a_page_works_on_when_its_server_is_gone(school, chromium):
    page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto(f"{school.address}/?landscape=double-well&wick=90")
    page.wait_for_selector(".wl-player[data-ready]")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    place = f"wicklab_place={cookies['wicklab_place']}"
    server, _ = answered_by(school.address, place)

    school.end(server)
    gone = time.monotonic()
    handle = page.locator(".st-key-lab-D input[type=range]")
    handle.focus()
    while "D=" not in page.url and time.monotonic() - gone < 3 * BACK:
        handle.press("ArrowRight")
        page.wait_for_timeout(500)
    assert time.monotonic() - gone <= BACK
    assert "landscape=double-well" in page.url
    assert "wick=90" in page.url
    elsewhere = lambda: answers_elsewhere(school.address, place, server)  # noqa: E731
    until(elsewhere, gone + BACK - time.monotonic())
    page.context.close()
