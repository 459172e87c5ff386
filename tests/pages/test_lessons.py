"""Lessons without a browser: list, steps, predictions that are locked in, answers that are kept."""

import csv
import io
import json
from hashlib import blake2b
from unittest import mock

import pytest

from charts.lesson_answers import RULES
from scenes.language import LANGUAGES, say
from scenes.lesson_text import read_lesson
from ui import annealed, lesson_notebook, lesson_shelf

OWN = """# Mine
minutes: 5
level: beginner

## Only
scene: softmax?wick=0

### question: How?
- [x] so
- [ ] =otherwise

### explain: Why?
> Because.
"""


@pytest.fixture
def lessons(open_page):
    def go(**link):
        return open_page("lessons", **link)

    return go


def stage(page):
    """What the stage was given, and what the notebook."""
    parts = {
        p.proto.component_name.split("wicklab_")[-1]: p for p in page.app.get("bidi_component")
    }
    return {name: json.loads(p.proto.json) for name, p in parts.items() if p.proto.json}


def markdown(page):
    return "\n".join(part.value for part in page.app.markdown)


def hold(page):
    return any(part.proto.body == '<i class="wl-hold"></i>' for part in page.app.get("html"))


def press(page, key):
    page.app.button(key=key).click().run()
    assert not page.app.exception


def submit(page, place, value):
    """Answer a question and send it."""
    name = page.link["lesson"]
    key = f"{lesson_notebook.FIELD}{name}.{place}"
    for kind in (page.app.radio, page.app.number_input, page.app.text_area):
        for field in kind:
            if field.key == key:
                field.set_value(value)
    form = next(b for b in page.app.button if f"lessons.form.{name}.{place}" in b.form_id)
    form.click().run()
    assert not page.app.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_shows_every_lesson(lessons, lang):
    page = lessons(lang=lang)
    shown = {button.key for button in page.app.button}
    assert {f"lessons.open.{name}" for name in lesson_shelf.lessons()} <= shown
    assert len(lesson_shelf.lessons()) >= 5
    press(page, "lessons.open.taylor")
    assert page.link == {"lesson": "taylor", "step": "1", "lang": lang}
    assert say(lang, "lessons.progress", step=1, steps=11) == page.app.get("progress")[0].proto.text


def test_lessons_stand_in_the_order_in_which_they_build_on_each_other():
    with mock.patch.object(lesson_shelf, "language", return_value="zh"):
        assert list(lesson_shelf.lessons()) == list(lesson_shelf.COURSE)


@pytest.mark.parametrize("name", lesson_shelf.lessons())
def test_every_step_opens_with_its_stage(lessons, name, monkeypatch):
    monkeypatch.setattr(annealed, "parts", lambda *_: iter(()))  # seconds, and tested elsewhere
    lesson = lesson_shelf.lessons()[name]
    page = lessons(lesson=name, step="1")
    for number, step in enumerate(lesson.steps, 1):
        assert page.link["step"] == str(number)
        assert not page.app.warning
        assert not page.app.error
        if step.page:
            assert step.page in stage(page)
        assert hold(page) == bool(step.questions and step.questions[0].predict)
        press(page, "lessons.next")
    assert len(page.app.table[0].value) == len(lesson.questions)


def test_a_prediction_is_locked_in_before_the_run_and_stays(lessons):
    page = lessons(lesson="wave-packet", step="3")
    assert hold(page)
    submit(page, "2.0", None)
    assert page.app.warning[0].value == say("en", "lessons.nothing")
    submit(page, "2.0", 1)
    assert not hold(page)
    assert not page.app.radio
    assert not page.app.error
    press(page, "lessons.compare.wave-packet.2.0")
    assert "6.08 times" in page.app.error[0].value
    press(page, "lessons.next")
    press(page, "lessons.back")
    assert not page.app.radio
    assert "6.08 times" in page.app.error[0].value


def test_numbers_and_texts_are_answered(lessons):
    page = lessons(lesson="taylor", step="4")
    submit(page, "3.0", 0.05)
    assert "0.104" in page.app.error[0].value
    submit(page, "3.0", 0.104)
    assert "0.104" in page.app.success[0].value
    page = lessons(lesson="taylor", step="11")
    submit(page, "10.0", "It knows the slope.")
    assert "Newton" in page.app.info[0].value


def test_controls_change_the_scene_but_not_the_answer(lessons):
    page = lessons(lesson="wave-packet", step="4")
    submit(page, "3.0", 2)
    page.app.slider(key="lab.sigma").set_value(0.5).run()
    assert stage(page)["lab"]["packet"]["width"] == 0.5
    press(page, "lessons.compare.wave-packet.3.0")
    assert "1.97 times" in page.app.success[0].value
    press(page, "lessons.next")
    press(page, "lessons.back")
    assert stage(page)["lab"]["packet"]["width"] == 0.25


def test_what_a_stage_of_another_page_says_is_shown_until_the_next_step(lessons):
    page = lessons(lesson="generation", step="7")
    submit(page, "6.0", 1)
    key = "lesson-generation-6-player"
    page.app.session_state[key] = {"settings": {"J": 0.5}}
    page.app.session_state["lessons.changed"] = {"J": "0.5"}
    page.app.run()
    assert {knob["key"]: knob["value"] for knob in stage(page)["softmax"]["knobs"]}["J"] == 0.5
    page.app.session_state["lessons.changed"] = {"J": "none"}
    page.app.run()
    assert not page.app.exception
    assert len(page.app.warning) == 1
    assert "softmax" in stage(page)


def test_a_lesson_of_ones_own_opens_and_a_bad_one_is_explained(lessons):
    page = lessons()
    page.app.text_area(key="lessons.pasted").set_value("# Mine\n").run()
    press(page, "lessons.give")
    assert "Line 1" in page.app.error[0].value
    page.app.text_area(key="lessons.pasted").set_value(OWN).run()
    press(page, "lessons.give")
    assert page.link["lesson"].startswith(lesson_shelf.OWN)
    assert "softmax" in stage(page)
    submit(page, "0.0", 1)
    assert page.app.error
    submit(page, "0.1", "=1+1")
    press(page, "lessons.next")
    assert list(page.app.table[0].value.iloc[:, 2]) == ["=otherwise", "=1+1"]


def test_the_file_to_hand_in_is_a_table_that_computes_nothing(lessons, monkeypatch):
    monkeypatch.setattr(lesson_notebook, "words", lambda: lambda key, **_: key)
    lesson = read_lesson(OWN, RULES)
    given = {(0, 0): "1", (0, 1): "=1+1\nand, more"}
    monkeypatch.setattr(lesson_notebook, "answers", lambda _: given)
    written = lesson_notebook.as_csv("own", lesson, "@me").decode("utf-8-sig")
    title, head, *rows = csv.reader(io.StringIO(written))
    assert title == ["Mine", "'@me"]
    assert len(head) == 4
    assert [row[2] for row in rows] == ["'=otherwise", "'=1+1\nand, more"]
    assert rows[0][3] == "lessons.mark-wrong"


def test_an_unknown_lesson_is_said_and_the_list_shown(lessons):
    page = lessons(lesson="no-such", step="7")
    assert say("en", "lessons.unknown", name="no\\-such").replace("\\", "") in page.warnings
    assert page.link == {}


def test_a_step_beyond_the_end_is_the_end(lessons):
    page = lessons(lesson="taylor", step="999")
    assert page.link["step"] == "12"
    assert len(page.app.table) == 1


def keep(page, said):
    """The browser hands over what it has."""
    page.app.session_state[lesson_notebook.KEY] = {"kept": said}
    page.app.run()
    assert not page.app.exception


def test_answers_come_back_from_the_browser(lessons):
    page = lessons(lesson="wave-packet", step="3")
    book = {"wave-packet": {"answers": {"2.0": "1"}, "compared": ["2.0"], "step": 4}}
    keep(page, json.dumps(book))
    assert not hold(page)
    assert "6.08 times" in page.app.error[0].value
    record = json.loads(stage(page)["notebook"]["record"])
    assert record["answers"] == {"2.0": "1"}
    assert record["step"] == 4


def test_what_this_visit_has_answered_wins(lessons):
    page = lessons(lesson="taylor", step="4")
    submit(page, "3.0", 0.104)
    keep(page, json.dumps({"taylor": {"answers": {"3.0": "7", "6.0": "1"}}}))
    assert page.app.success
    assert json.loads(stage(page)["notebook"]["record"])["answers"] == {"3.0": "0.104", "6.0": "1"}


def test_a_lesson_of_ones_own_comes_back_too(lessons):
    name = lesson_shelf.OWN + blake2b(OWN.encode(), digest_size=6).hexdigest()
    page = lessons(lesson=name, step="1")
    assert page.link["lesson"] == name
    keep(page, json.dumps({name: {"answers": {"0.0": "0"}, "text": OWN}}))
    assert page.app.success
    assert page.link == {"lesson": name, "step": "1"}


@pytest.mark.parametrize(
    "said",
    [
        "",
        "nonsense",
        "[1]",
        "null",
        "[" * 100_000,
        '{"taylor": 3}',
        '{"taylor": {"answers": 3, "compared": {}, "step": "x", "text": 1}}',
        '{"taylor": {"answers": {"3.0": 5, "3.1": "1", "0.0": "9"}, "compared": [[1]]}}',
        '{"taylor": {"answers": {"6.0": "nan", "3.0": "1e999"}}}',
        '{"taylor": {"answers": {"10.0": "' + "x" * 2001 + '"}, "step": -1}}',
        '{"own-1": {"text": "# Bad"}, "../../etc": {"step": 1}}',
        '{"taylor": {"step": 1e99}}',
        "x" * (lesson_notebook.LONGEST_KEPT + 1),
    ],
)
def test_whatever_a_browser_hands_over_does_no_harm(lessons, said):
    page = lessons(lesson="taylor", step="4")
    keep(page, said)
    assert json.loads(stage(page)["notebook"]["record"])["answers"] == {}
    assert page.app.number_input


def test_forgetting_forgets_here_and_in_the_browser(lessons):
    page = lessons(lesson="taylor", step="4")
    submit(page, "3.0", 0.104)
    press(page, "lessons.all")
    press(page, "lessons.forget")
    assert stage(page)["notebook"]["forgotten"] == 1
    press(page, "lessons.open.taylor")
    assert page.link["step"] == "1"


def test_a_teachers_folder_is_read_and_its_faults_are_said(lessons, tmp_path, monkeypatch):
    monkeypatch.setenv(lesson_shelf.FOLDER, str(tmp_path))
    (tmp_path / "zh").mkdir()
    (tmp_path / "mine.md").write_text(OWN, encoding="utf-8")
    (tmp_path / "zh" / "mine.md").write_text(OWN.replace("Mine", "我的"), encoding="utf-8")
    (tmp_path / "bad.md").write_text("# Bad\nminutes: soon\n", encoding="utf-8")
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "taylor.md").write_text(OWN.replace("Mine", "Other"), encoding="utf-8")
    page = lessons()
    titles = [part.value for part in page.app.subheader]
    assert "Mine" in titles
    assert "Other" in titles  # in the place of ours
    assert len(page.warnings) == 2
    assert any("bad" in said and "Line 2" in said for said in page.warnings)
    assert "我的" in [part.value for part in lessons(lang="zh").app.subheader]
