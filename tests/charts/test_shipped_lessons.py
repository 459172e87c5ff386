"""Lessons that come with the app: both languages alike, every answer found by the solver."""

from pathlib import Path

import numpy as np
import pytest

from charts.lesson_answers import RULES, TASKS, answer_of, computed, is_right, scene_of, told
from charts.page_links import PAGE_LINKS
from scenes.language import LANGUAGES
from scenes.lesson_lines import LAB
from scenes.lesson_text import read_lesson
from scenes.measured import measured

FOLDER = Path(__file__).parents[2] / "scenes" / "lessons"
NAMES = ("wave-packet", "taylor", "wick-rotation", "annealing", "generation")
LESSONS = {
    (lang, name): read_lesson((FOLDER / lang / f"{name}.md").read_text(encoding="utf-8"), RULES)
    for lang in LANGUAGES
    for name in NAMES
}
# What theory says, by lesson, step and question, and how near the solver must come to it.
EXPECTED = {
    ("wave-packet", 2, 0): (np.sqrt(0.25 + (0.5 * 3 / 0.5) ** 2) / 0.5, 1e-6),
    ("wave-packet", 3, 0): (np.sqrt(0.0625 + 36) / np.sqrt(0.25 + 9), 1e-6),
    ("wave-packet", 4, 0): (1.0, 1e-9),
    ("wave-packet", 4, 1): (1.0, 1e-4),
    ("wave-packet", 5, 0): (0.0, 1e-9),
    ("wave-packet", 7, 0): (0.07422341241212179 / 0.01251216897699121, 1e-5),
    ("taylor", 0, 0): (4 * 1.1 * (1.1**2 - 1) + 0.15, 1e-9),
    ("taylor", 1, 0): (0.0, 1e-9),
    ("taylor", 2, 0): (-(2 * 0.22**2 * 1.074 * 2 + 1.074 * 0.1 * 2**2), 1e-9),
    ("taylor", 3, 0): (2 * 0.22**2 * 1.074, 1e-9),
    ("taylor", 4, 0): ((2 * 0.16 * 0.1 + 1e-4) / (2 * 0.04 * 0.1 + 1e-4), 1e-6),
    ("taylor", 6, 0): (1.1 - 1.074 / 10.52, 1e-9),
    ("taylor", 7, 0): (-0.65 - 1.5015 / 1.07, 1e-6),
    ("wick-rotation", 1, 0): (0.0, 1e-12),
    ("wick-rotation", 5, 0): (np.exp(4 * 0.2587658), 1e-3),
    ("wick-rotation", 6, 0): (2.0, 1e-3),
    ("wick-rotation", 7, 0): (9.25 / 1.75, 1e-6),
    ("wick-rotation", 8, 0): (2.0, 1e-3),
    ("annealing", 1, 0): (0.5 * np.sqrt(2 * 0.02 * 40), 1e-6),
    ("annealing", 3, 0): ((0.5 / (np.sqrt(80) - np.sqrt(12))) ** 2, 1e-3),
    ("annealing", 7, 0): (2**-0.25, 0.02),
    ("generation", 0, 0): (3.5, 1e-4),
    ("generation", 1, 0): ((1.5**2 - 0.3**2) / 1.4, 1e-4),
    ("generation", 2, 0): (0.5, 1e-4),
    ("generation", 3, 0): (1.0, 1e-4),
    ("generation", 6, 0): (0.0, 1e-9),
}
STATIC = {("wick-rotation", 0, 0), ("generation", 4, 0)}


def questions(name):
    lesson = LESSONS["en", name]
    return [(i, j, lesson.steps[i], lesson.steps[i].questions[j]) for i, j in lesson.questions]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_structure(name):
    def skeleton(lesson):
        for step in lesson.steps:
            yield step.page, step.link, step.controls, bool(step.text)
            for q in step.questions:
                yield q.predict, q.kind, q.answer, q.within, q.near, bool(q.because)
                yield [(o.right, o.low, o.high, bool(o.feedback)) for o in q.options]

    english, chinese = (LESSONS[lang, name] for lang in LANGUAGES)
    assert list(skeleton(english)) == list(skeleton(chinese))
    assert (english.minutes, english.level) == (chinese.minutes, chinese.level)
    assert all(e.title != c.title for e, c in zip(english.steps, chinese.steps, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_the_size_of_a_school_hour(name):
    lesson = LESSONS["en", name]
    assert 20 <= lesson.minutes <= 45
    assert 8 <= len(lesson.steps) <= 12
    assert any(question.predict for *_, question in questions(name))
    assert questions(name)[-1][-1].kind == "text"


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_computed_and_what_theory_says(name):
    for i, j, step, question in questions(name):
        answer, place = answer_of(step, question), (name, i, j)
        if question.kind == "text":
            assert answer is None
            continue
        assert (answer is None) == (place in STATIC), place
        if place in EXPECTED:
            value, near = EXPECTED[place]
            assert answer == pytest.approx(value, rel=near, abs=near), place
        if question.options:
            assert [option.fits(answer) for option in question.options].count(True) == 1, place
        for lang in LANGUAGES:
            texts = LESSONS[lang, name].steps[i]
            assert "–" not in told(texts, texts.questions[j].because), place


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name in NAMES for lang in LANGUAGES])
def test_every_step_tells_its_figures_and_opens_its_scene(name, lang):
    for step in LESSONS[lang, name].steps:
        assert "–" not in told(step, step.text)
        if step.page and step.page != LAB:
            *_, notes = PAGE_LINKS[step.page].decode(dict(step.link))
            assert notes == []


def test_the_marked_answers_are_right_too():
    angles = np.radians([0, 45, 90])
    kappa = np.sin(angles) + 1j * np.cos(angles)
    turns = np.abs(kappa.imag) > 1e-12
    marked = LESSONS["en", "wick-rotation"].steps[0].questions[0].options
    assert [option.right for option in marked] == [not turn for turn in turns]
    step = LESSONS["en", "generation"].steps[4]
    noising = scene_of(step.page, dict(step.link))[1]
    assert noising.data.score(np.array([[0.4]])).item() > 0
    assert [option.right for option in step.questions[0].options] == [True, False, False]


@pytest.mark.parametrize(
    ("name", "said", "figure"),
    [
        ("taylor", "0.22", "sigma"),
        ("taylor", "1.074", "slope"),
        ("taylor", "10.52", "curvature"),
        ("wick-rotation", "0.2588", "gap"),
    ],
)
def test_numbers_given_to_work_with_are_the_solvers(name, said, figure):
    assert any(said in question.text for *_, question in questions(name))
    step = LESSONS["en", name].steps[0]
    assert computed(step, measured(figure, (figure,))) == pytest.approx(float(said), rel=2e-4)


def test_an_answer_is_judged_by_its_tolerance():
    step = LESSONS["en", "taylor"].steps[6]
    question = step.questions[0]
    assert is_right(step, question, "0.998")
    assert not is_right(step, question, "0.97")
    choice = LESSONS["en", "taylor"].steps[0]
    assert is_right(choice, choice.questions[0], "1")
    assert not is_right(choice, choice.questions[0], "0")


def test_figures_of_tasks_are_those_the_pages_give():
    for page, tasks in TASKS.items():
        if page in ("inference", "annealing", "framework", "taylor"):
            continue  # seconds each, and asked by the lessons above
        scene, settings = scene_of(page, {})
        for name, (task, items) in tasks.items():
            assert set(items) <= set(task(scene, settings)[1]), (page, name)
