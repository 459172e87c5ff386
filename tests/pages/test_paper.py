"""The pages Taylor and Convergence without a browser: languages, links, tasks, refusals."""

import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say
from ui.live import answer as solved

PAGES = ("taylor", "convergence")
TASKS = [
    ("taylor", "lost", "higher", "zeroth"),
    ("taylor", "ground", "ends", "settles"),
    ("taylor", "newton", "parabola", "landscape"),
    ("convergence", "tail", "nobody", "crowd"),
    ("convergence", "objective", "rises", "falls"),
    ("convergence", "symmetric", "later", "next"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_it_opens_in_both_languages(open_page, name, lang):
    page = open_page(name, lang=lang)
    assert page.data["texts"]["panel-picture"] == say(lang, f"{name}.stage.panel-picture")
    head = next(part.proto.body for part in page.app.get("html") if "wl-title" in part.proto.body)
    assert say(lang, f"{name}.lead") in head
    assert page.warnings == []
    assert page.link == ({} if lang == "en" else {"v": "1", "lang": "zh"}) or "lang" in page.link


def test_taylor_sends_the_truth_and_order_n(open_page):
    page = open_page("taylor", order="5")
    names = [unpack(clip)[0]["clip"] for clip in page.clips]
    assert names == [page.data["truth"]["clip"], page.data["higher"]["clip"]]
    assert page.data["higher"]["order"] == 5
    assert page.data["higher"]["floor"] is None or page.data["higher"]["floor"] < 0
    assert page.data["truth"]["order"] is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "task", "right", "wrong"), TASKS)
def test_tasks_praise_the_right_and_correct_the_wrong(open_page, name, task, right, wrong, lang):
    page = open_page(name, lang=lang)
    page.set_up(task)
    praise, correction = page.answer(task, right)
    assert praise[0].startswith(say(lang, "page.right"))
    assert correction == []
    praise, correction = page.answer(task, wrong)
    assert correction[0].startswith(say(lang, "page.wrong"))
    assert praise == []


def test_knobs_write_the_link_and_a_new_landscape_leaves_the_old_numbers(open_page):
    page = open_page("convergence", formula="x**2", lo="-5", hi="5")
    assert page.data["landscape"] == ""
    numbers = page.data["suits"]["quadratic"]
    page.settle(landscape="quadratic", formula="", points="", let="", levels="", wick=90, **numbers)
    assert page.data["landscape"] == "quadratic"
    assert "formula" not in page.link
    assert page.data["scene"]["D"] == 0.5
    page.settle(walkers=200)
    assert page.link["walkers"] == "200"


def test_a_corner_is_refused_and_the_last_picture_stays(open_page):
    page = open_page("taylor", landscape="ackley", about="1", x0="1", D="0.02", T="5")
    before = page.data["higher"]["about"]
    page.settle(about=0)
    assert len(page.warnings) == 1
    assert page.data["higher"]["about"] == before


@pytest.mark.parametrize("link", [{"D": "1e9"}, {"walkers": "x"}, {"step": "-1"}, {"v": "7"}])
@pytest.mark.parametrize("name", PAGES)
def test_hostile_links_show_a_picture(open_page, name, link):
    page = open_page(name, **link)
    assert page.data["knobs"]
    assert len(page.warnings) == 1


def test_the_solver_answers_what_the_stage_of_taylor_asks(open_page):
    page = open_page("taylor")
    header, arrays = unpack(solved("landscape=double-well&order=4&about=-0.2&D=0.05", "", "en"))
    assert header["scene"]["about"] == -0.2
    assert header["scene"]["floor"] is None
    assert set(page.data["higher"]) <= {*header["scene"], "solve"}
    assert len(arrays["clip"]) > 1000
