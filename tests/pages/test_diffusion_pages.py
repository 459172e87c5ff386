"""The three pages on diffusion models without a browser."""

import numpy as np
import pytest

from charts.clip import unpack
from scenes.language import LANGUAGES, say
from solvers.diffusion.problem import Sampling
from solvers.diffusion.quality import assess
from ui import sampling

PAGES = ("diffusion", "mapping", "inference")
QUICK = {"points": "60", "particles": "40", "steps": "12"}


@pytest.fixture
def open_quickly(open_page):
    return lambda name, **link: open_page(name, **((QUICK if name == "inference" else {}) | link))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_open_in_both_languages(open_page, name, lang):
    page = open_page(name, lang=lang)
    head = next(part.proto.body for part in page.app.get("html") if "wl-title" in part.proto.body)
    assert say(lang, f"{name}.lead") in head
    assert page.data["lang"] == lang
    assert page.link in ({}, {"v": "1", "lang": lang})
    assert page.warnings == []


def test_a_mixture_stands_in_its_link(open_page):
    page = open_page("diffusion")
    page.settle(mean1=-1.25, process="vp")
    assert page.link == {"v": "1", "mean1": "-1.25", "process": "vp"}
    assert page.data["values"]["mean1"] == -1.25


@pytest.mark.parametrize(
    ("name", "link", "words"),
    [
        ("diffusion", {"process": "cosine"}, "process"),
        ("mapping", {"kind": "brain"}, "kind"),
        ("inference", {"data": "magic"}, "data"),
        ("inference", {"sampler": "magic"}, "sampler"),
        ("inference", {"data": "letters", "word": "é"}, "A word has"),
        ("inference", {"data": "drawing", "drawing": "?"}, "not a drawing"),
        ("inference", {"data": "table"}, "at least 3 rows"),
        ("inference", {"condition": "7"}, "2 classes"),
        ("inference", {"sampler": "langevin", "steps": "200", "points": "5000"}, "times the work"),
        ("diffusion", {"D": "many"}, "must be a number"),
    ],
)
def test_what_cannot_be_shown_is_said_and_something_is_shown(open_page, name, link, words):
    page = open_page(name, **link)
    (warning,) = page.warnings
    assert words in warning
    assert page.data["texts"]


@pytest.mark.parametrize("name", PAGES)
def test_numbers_out_of_range_are_clamped_and_said(open_quickly, name):
    page = open_quickly(name, seed="-5")
    assert "seed" in page.warnings[0]
    assert "seed" not in page.link


@pytest.mark.parametrize(
    ("name", "task", "right", "wrong"),
    [
        ("diffusion", "faster", "half", "double"),
        ("diffusion", "process", "same", "earlier"),
        ("diffusion", "decided", "most", "few"),
        ("mapping", "order", "linear", "square"),
        ("mapping", "explore", "rises", "falls"),
        ("mapping", "directions", "two", "all"),
        ("inference", "memory", "copies", "new"),
        ("inference", "weights", "langevin", "ddpm"),
        ("inference", "cost", "flow", "ddim"),
    ],
)
def test_tasks_take_right_answers_and_refuse_wrong_ones(open_page, name, task, right, wrong):
    page = open_page(name)
    page.set_up(task)
    praise, correction = page.answer(task, wrong)
    assert praise == []
    assert correction[0].startswith("Not so.")
    assert "{" not in correction[0]
    praise, correction = page.answer(task, right)
    assert praise[0].startswith("Right.")
    assert correction == []


def test_answers_come_from_what_is_shown(open_page):
    assert open_page("inference", h="0.2").answer("memory", "copies")[0] == []
    far = open_page("mapping", first="-2", second="2")
    assert far.answer("explore", "rises")[0] == []


def test_the_chain_is_what_the_solver_says(open_quickly):
    page = open_quickly("inference")
    parts = [unpack(blob) for blob in page.clips]
    assert [header["first"] for header, _ in parts] == [0, 8]
    x = np.concatenate([arrays["x"] for _, arrays in parts]) * page.data["grain"]
    *_, last = sampling.stream(Sampling(points=60, particles=40, steps=12))
    assert x.shape == (13, 1, 40, 2)
    assert x[-1, 0] == pytest.approx(last.x, abs=2e-4)
    assert parts[-1][0]["quality"][0]["evaluations"] == 23
    assert sum(len(header["stations"]) for header, _ in parts) == 8


def test_samplers_side_by_side_start_from_the_same_noise(open_quickly):
    page = open_quickly("inference", view="samplers")
    parts = [unpack(blob) for blob in page.clips]
    first = parts[0][1]["x"][0] * page.data["grain"]
    root = np.sqrt(10)
    for name, places in zip(page.data["samplers"], first, strict=True):
        unit = places / root if name == "langevin" else places
        inside = np.abs(places).max(axis=1) < 7.9
        assert unit[inside] == pytest.approx(first[0][inside], abs=1e-3)
    assert len(parts[-1][0]["quality"]) == 6


def test_a_run_seen_to_its_end_is_kept(open_quickly):
    first = open_quickly("inference", seed="3").clips
    assert open_quickly("inference", seed="3").clips == first


def test_a_good_table_is_shown_and_a_bad_one_gets_its_sentence(open_quickly):
    page = open_quickly("inference")
    lines = "\n".join(f"{i % 7},{i % 5},{i % 2}" for i in range(40))
    page.app.file_uploader(key="inference.file").set_value(
        ("a.csv", lines.encode(), "text/csv")
    ).run()
    assert not page.app.exception
    assert page.data["values"]["data"] == "table"
    assert len(page.data["labels"]) == 40
    page.app.file_uploader(key="inference.file").set_value(("b.csv", b"1,2\n3,x", "text/csv")).run()
    (error,) = page.app.error
    assert "Line 2" in error.value
    assert len(page.data["labels"]) == 40


def test_the_table_of_samplers_fills(open_quickly, monkeypatch):
    monkeypatch.setattr(sampling, "TABLE_STEPS", (5, 8))
    monkeypatch.setattr(sampling, "TABLE_PARTICLES", 30)
    page = open_quickly("inference")
    page.app.button(key="inference.table.run").click().run()
    assert not page.app.exception
    table = page.app.dataframe[0].value
    assert table.shape == (12, 6)
    assert set(table["steps"]) == {5, 8}
    assert (table["score evaluations"] > 0).all()
    assert table["Wasserstein-1 (sliced)"].between(0, 3).all()


def test_the_lab_opens_with_the_same_diffusivity(open_page):
    page = open_page("diffusion", D="1.1")
    *_, link = [part.proto for part in page.app.get("page_link")]
    assert "D=1.1" in link.query_string
    assert "order=0" in link.query_string
    assert "wick=90" in link.query_string


def test_runs_too_costly_for_the_table_are_left_out():
    found = sampling.table_problems(Sampling(points=5000, particles=300))
    assert 0 < len(found) < 36
    assert [run.work for run in found] == sorted(run.work for run in found)
    assert len(sampling.table_problems(Sampling())) == 36


@pytest.mark.parametrize("data", ["two-moons", "letters"])
def test_a_true_sample_is_as_far_from_the_truth_as_the_page_says(data):
    target = Sampling(data=data).target
    rng = np.random.default_rng(0)
    found = [assess(target.sample(300, rng), target, target, 0).wasserstein for _ in range(20)]
    assert np.mean(found) == pytest.approx(0.07, abs=0.01)
