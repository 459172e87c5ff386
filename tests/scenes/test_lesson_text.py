"""Lessons as teachers write them: what is read, what is refused and with which line."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.language import LANGUAGES, catalogue
from scenes.lesson_lines import Rules
from scenes.lesson_text import LONGEST_FILE, explained, read_lesson
from scenes.page_link import PageLink
from solvers.refusal import Refusal
from tests.scenes.test_language import placeholders

ROOT = Path(__file__).parents[2]
RULES = Rules({"taylor": PageLink()}, lambda *_: ("width", "gap", "lost.first"))
HEAD = "# Title\nminutes: 20\nlevel: beginner\n"
STEP = HEAD + "## Step\nscene: lab?wick=90\n"
ASKED = STEP + "### question: How?\n"
CHOICE = ASKED + "- [x] so\n- [ ] otherwise\n"


def example():
    text = (ROOT / "docs/lessons.md").read_text(encoding="utf-8")
    return re.search(r"(?ms)^```\n(.*?)^```", text)[1]


def refused(text):
    with pytest.raises(Refusal) as caught:
        read_lesson(text, RULES)
    return caught.value


def test_the_example_of_the_documents_is_read():
    rules = Rules({"convergence": PageLink()}, lambda *_: ("gap", "share_left", "width"))
    lesson = read_lesson(example(), rules)
    assert (lesson.title, lesson.minutes, lesson.level) == ("A packet that learns", 15, "beginner")
    first, second = lesson.steps
    assert (first.page, dict(first.link)) == ("lab", {"landscape": "tilted-well", "wick": "90"})
    assert first.controls == ("wick", "D")
    predicted, number = first.questions
    assert predicted.predict
    assert predicted.kind == "choice"
    assert [option.fits(0.95) for option in predicted.options] == [False, False, True]
    assert predicted.options[0].feedback == "Look again: its weight there dies away."
    assert (number.kind, number.within) == ("number", 0.05)
    assert [question.kind for question in second.questions] == ["choice", "text"]
    assert second.questions[0].options[0].fits(None)
    assert lesson.questions == ((0, 0), (0, 1), (1, 0), (1, 1))


def test_chinese_keywords_and_colons_mean_the_same():
    words = {
        **{"minutes:": "分钟：", "level:": "难度：", "beginner": "入门", "scene:": "场景："},
        **{"question:": "问题：", "::": "：："},
    }
    text = CHOICE.replace("so\n", "so :: well\n")
    chinese = text
    for english, word in words.items():
        chinese = chinese.replace(english, word)
    assert chinese != text
    assert read_lesson(chinese, RULES) == read_lesson(text, RULES)


def test_line_ends_and_a_byte_order_mark_do_not_matter():
    assert read_lesson("\ufeff" + CHOICE.replace("\n", "\r\n"), RULES) == read_lesson(CHOICE, RULES)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "missing", 1),
        (HEAD, "no-steps", 4),
        ("# Title\nminutes: soon\n", "minutes", 2),
        ("# Title\nminutes: 241\n", "minutes", 2),
        ("# Title\nminutes: ٣\n", "minutes", 2),
        ("# Title\nlevel: genius\n", "one-of", 2),
        ("# Title\nlanguage: fr\n", "one-of", 2),
        ("# Title\ncolour: red\n", "expected", 2),
        ("# Title\nHello\n", "expected", 2),
        ("# Title\nminutes: 2\nminutes: 3\n", "repeated", 3),
        ("# Title\n# Again\n", "second-title", 2),
        ("# \n", "empty-heading", 1),
        (f"# {'x' * 121}\n", "title-long", 1),
        (HEAD + "### question: early?\n", "question-early", 4),
        (HEAD + "## Step\nscene: atlantis?x=1\n", "scene", 5),
        (HEAD + "## Step\nscene: lab?landscape=atlantis\n", "scene", 5),
        (HEAD + "## Step\nscene: lab?D=1e9\n", "scene", 5),
        (HEAD + "## Step\nscene: lab?colour=red\n", "scene", 5),
        (HEAD + "## Step\nscene: https://example.org\n", "scene", 5),
        (STEP + "scene: lab\n", "repeated", 6),
        (STEP + "controls: colour\n", "controls", 6),
        (HEAD + "## Step\ncontrols: D\n", "controls", 5),
        (HEAD + "## Step\nscene: lab?dim=2\ncontrols: D\n", "controls", 6),
        (STEP + "fine\n<script>alert(1)</script>\n", "html", 4),
        (STEP + "one\n\n![a](b)\n", "elsewhere", 8),
        (STEP + "[a](https://example.org)\n", "elsewhere", 6),
        (STEP + "www.example.org\n", "elsewhere", 6),
        (STEP + "[a][b]\n\n[b]: c\n", "elsewhere", 6),
        (STEP + "` ![a](b) ``\n", "elsewhere", 6),
        (STEP + "[a](javascript:alert(1))\n", "elsewhere", 6),
        (STEP + "[a](data:text/html,x)\n", "scene", 6),
        (STEP + "[a](lab?landscape=atlantis)\n", "scene", 6),
        (STEP + "A {= colour} one\n", "answer", 6),
        (STEP + "A {= gap[D=x]} one\n", "answer", 6),
        (STEP + "A {= gap + } one\n", "answer", 6),
        (STEP + "x" * 2001 + "\n", "line-long", 6),
        (STEP + ("x" * 99 + "\n") * 41, "text-long", 4),
        (STEP + "a\x07b\n", "control", 6),
        (STEP + "a\u202eb\n", "control", 6),
        (STEP + "### ask: How?\n", "question-kind", 6),
        (STEP + "### predict\n", "question-kind", 6),
        (STEP + "### question:\n", "empty-heading", 6),
        (CHOICE + "### predict: How?\n", "predict-first", 9),
        (HEAD + "## Step\n### predict: How?\n", "predict-first", 5),
        (ASKED + "> only a reason\n", "nothing-asked", 6),
        (ASKED + "- [x] alone\n", "one-right", 6),
        (ASKED + "- [x] a\n- [x] b\n", "one-right", 6),
        (ASKED + "- [ ] a\n- [ ] b\n", "one-right", 6),
        (ASKED + "- [maybe] a\n", "mark", 7),
        (ASKED + "- [x]\n", "empty-option", 7),
        (ASKED + "- [ ] a\n" * 7, "many-options", 13),
        (ASKED + "answer: colour\n", "answer", 7),
        (ASKED + "answer: gap\n- [x] a\n", "interval", 8),
        (ASKED + "answer: gap\n- [2 .. 1] a\n", "interval", 8),
        (ASKED + "answer: gap\n- [< nan] a\n", "interval", 8),
        (ASKED + "answer: gap\n- [< 2] a\n- [> 1] b\n", "overlap", 6),
        (ASKED + "answer: gap\nwithin: much\n", "within", 8),
        (ASKED + "answer: gap\nwithin: -1\n", "within", 8),
        (ASKED + "hello\n", "expected", 7),
        (STEP + "### explain: Why?\n", "explain", 6),
        (STEP + "### explain: Why?\n- [x] a\n- [ ] b\n> c\n", "explain", 6),
        (STEP + "### question: a\n- [x] a\n- [ ] b\n" * 5, "many-questions", 18),
        (HEAD + "## Step\n" * 41, "many-steps", 44),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, code, line):
    refusal = refused(text)
    assert refusal.code == f"lesson.{code}"
    assert refusal.details["line"] == line
    for lang in LANGUAGES:
        sentence = explained(lang, refusal)
        assert str(line) in sentence
        assert "{" not in sentence


def test_the_reason_behind_a_refused_scene_is_told_in_the_users_language():
    refusal = refused(HEAD + "## Step\nscene: lab?landscape=atlantis\n")
    sentences = [explained(lang, refusal) for lang in LANGUAGES]
    assert all("atlantis" in sentence for sentence in sentences)
    assert sentences[0] != sentences[1]


def test_a_long_text_is_refused_before_it_is_read():
    assert refused("# x\n" * LONGEST_FILE).code == "lesson.long"


def test_mathematics_may_hold_what_looks_like_a_tag():
    text = STEP + "Here $a<b$ and $$c<d$$ and `x<y`, but also 1 < 2.\n"
    assert "$a<b$" in read_lesson(text, RULES).steps[0].text


def test_headings_of_lower_rank_and_colons_belong_to_the_text():
    text = STEP + "Note: this.\n\n#### A heading\nscene: lab is no scene here.\n"
    assert read_lesson(text, RULES).steps[0].text.count("\n") == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_about_lessons_is_used_and_filled(lang):
    said = {}
    for file in ("lesson_text", "lesson_lines"):
        tree = ast.parse((ROOT / f"scenes/{file}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            called = getattr(getattr(node, "func", None), "attr", "")
            if called == "wrong" and isinstance(node.args[0], ast.Constant):
                said[node.args[0].value] = {"line", *(k.arg for k in node.keywords)}
            if called == "understood":
                said[node.args[1].value] = {"line"}
    assert len(said) > 25
    for code, details in said.items():
        assert placeholders(catalogue(lang)[f"lesson.{code}"]) <= details, code


PIECES = (
    *CHOICE.splitlines(),
    *("> so", "answer: gap", "- [< 1] a", "within: 5 %", "{= gap@end}", "", "$", "`"),
    *("### explain: b", "### predict: c", "controls: wick", "scene: taylor?wick=3"),
)
LINES = st.lists(st.sampled_from(PIECES) | st.text(max_size=60), max_size=40)


def outcome(text):
    """The lesson, or the refusal."""
    try:
        return read_lesson(text, RULES)
    except Refusal as refusal:
        return refusal


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_no_text_does_anything_but_become_a_lesson_or_be_refused(lines):
    found = outcome("\n".join(lines))
    if isinstance(found, Refusal):
        assert found.details["line"] <= len(lines) + 1
        assert all(explained(lang, found) for lang in LANGUAGES)
    else:
        assert all(step.title for step in found.steps)
