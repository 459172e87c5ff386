"""A lesson as a student meets it, from the first step to the file that is handed in."""

import csv

from charts.lesson_answers import RULES, answer_of, told
from scenes.lesson_text import read_lesson
from tests.browser.page import StagePage
from tests.serving import ROOT

LESSON = read_lesson((ROOT / "scenes/lessons/en/wave-packet.md").read_text("utf-8"), RULES)
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('wicklab.lesson.')).length"
RELOADED = 4  # after this many steps


class Student(StagePage):
    """A page with a lesson on it."""

    @property
    def step(self):
        """Number of the step that is shown, from 0."""
        title = self.page.locator(".st-key-lesson-text h3")
        return int(title.inner_text().split(".")[0]) - 1 if title.count() else None

    def at(self, step):
        self.until(lambda page: page.step == step)
        self.until(lambda page: page.link.get("step") == str(step + 1))
        if step is not None and LESSON.steps[step].page:
            self.page.wait_for_selector(".wl-player[data-ready]")

    def box(self, j):
        return self.page.locator(f".st-key-lesson-question-{j}")

    def answer_question(self, j, question, right):
        """Send an answer to a question; a prediction is also compared."""
        box = self.box(j)
        if question.options:
            box.locator("[role=radiogroup] label").nth(right).click()
        else:
            box.locator("textarea").fill("Because of its energy.")
        box.get_by_role("button").last.click()
        if question.predict:
            self.until(lambda page: page.stage("clock.s") > 0)  # the run begins at once
            box.get_by_role("button", name="Compare").click()
            self.until(lambda _: box.get_by_role("button").count() == 0)
        box.locator("[data-testid=stAlert]").wait_for()
        return box.locator("[data-testid=stAlert]").inner_text()


def test_a_lesson_from_the_first_step_to_the_last(window, server, tmp_path):
    student = Student(window(), f"{server}/lessons")
    student.open("lesson=wave-packet")
    for i, step in enumerate(LESSON.steps):
        student.at(i)
        for j, question in enumerate(step.questions):
            fits = [option.fits(answer_of(step, question)) for option in question.options]
            right = fits.index(True) if fits else 0
            if question.predict:
                student.page.wait_for_timeout(200)
                assert student.stage("clock.s") == 0
                student.page.keyboard.press("End")
                assert student.stage("clock.s") == 0
                for part in (".wl-transport", ".wl-side", ".wl-lab-tools", ".wl-handle"):
                    assert not student.page.locator(part).first.is_visible()
            said = student.answer_question(j, question, right)
            if question.options:
                assert said.startswith("Right.")
            else:
                assert told(step, question.because)[:30] in said
        if i == RELOADED:
            student.page.reload()
            student.at(i)
            student.box(1).locator("[data-testid=stAlert]").wait_for()
            assert "Right." in student.box(0).inner_text()  # locked, compared and still there
        student.page.locator("h3").first.click()
        student.page.keyboard.press("Shift+PageDown")
    student.page.locator("table").wait_for()
    assert student.link["step"] == str(len(LESSON.steps) + 1)
    assert student.page.locator("tbody tr").count() == len(LESSON.questions)
    with student.page.expect_download() as file:
        student.page.get_by_role("button", name="CSV").click()
    file.value.save_as(tmp_path / "answers.csv")
    rows = list(csv.reader((tmp_path / "answers.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == len(LESSON.questions) + 2
    assert [row[3] for row in rows[2:]].count("right") == sum(
        bool(question.options) for step in LESSON.steps for question in step.questions
    )
    student.page.get_by_role("button", name="All lessons").click()
    student.page.get_by_role("button", name="Forget").click()
    student.until(lambda page: page.page.evaluate(KEPT) == 0)
