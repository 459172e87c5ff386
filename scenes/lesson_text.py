"""Lessons as teachers write them: Markdown with headings. The rules are in docs/lessons.md.

Whatever is wrong is refused with its line; nothing is guessed, and nothing from a file is
ever run. A file is bounded before it is looked at.
"""

from dataclasses import replace
from itertools import pairwise

from scenes.language import explain
from scenes.lesson import Lesson, Option, Question, Step
from scenes.lesson_lines import LONGEST_LINE, Asked, Draft, Line, LineReader, Rules
from scenes.lesson_marks import filled, has_control, has_html, interval, placeholders
from scenes.link import split
from scenes.measured import Measured, measured
from solvers.refusal import Refusal

LONGEST_FILE = 60_000  # characters
LONGEST_TEXT = 4000  # of a step, or shown after a question


def read_lesson(text: str, rules: Rules) -> Lesson:
    """The lesson that a text describes.

    Raises:
        Refusal: ``lesson.…`` with the line. Where a scene, a formula or a number of it is
            refused, that refusal is the cause (`__cause__`).
    """
    if len(text) > LONGEST_FILE:
        raise Refusal("lesson.long", limit=LONGEST_FILE)
    return _Reader(rules).read(text.removeprefix("\ufeff"))


def explained(code: str, refusal: Refusal) -> str:
    """The sentence of a refusal, and that of what lies behind it."""
    cause = refusal.__cause__
    because = f" {explained(code, cause)}" if isinstance(cause, Refusal) else ""
    return explain(code, refusal) + because


class _Reader(LineReader):
    """Makes a lesson of what the lines hold."""

    def read(self, text: str) -> Lesson:
        """The lesson of a whole text."""
        for self.line, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
            if len(line) > LONGEST_LINE:
                raise self.wrong("line-long", limit=LONGEST_LINE)
            if has_control(line):
                raise self.wrong("control")
            self.take(line.rstrip())
        missing = [key for key in ("title", "minutes", "level") if key not in self.head]
        if missing:
            self.line = 1
            raise self.wrong("missing", key=missing[0])
        if not self.drafts:
            raise self.wrong("no-steps")
        steps = tuple(self._step(draft) for draft in self.drafts)
        known = {key: self.head.get(key, "") for key in ("needs", "language")}
        head = {key: self.head[key] for key in ("title", "minutes", "level")}
        return Lesson(**head, **known, steps=steps)

    def _step(self, draft: Draft) -> Step:
        """A step whose texts, questions and measures have been checked."""
        self.line, self.at = draft.line, draft.step
        text = self._body(draft.text)
        return replace(draft.step, text=text, questions=tuple(map(self._question, draft.questions)))

    def _body(self, lines: list[Line]) -> str:
        """A text of some lines, each of which is answered for under its own number."""
        text, first = "\n".join(words for _, words in lines).strip(), self.line
        if len(text) > LONGEST_TEXT:
            raise self.wrong("text-long", limit=LONGEST_TEXT)
        for self.line, words in lines:
            for expression in placeholders(words):
                self._measured(expression)
            self.harmless(filled(words, lambda _: "0"))
        self.line = first
        if has_html(text):
            raise self.wrong("html")
        return text

    def _measured(self, text: str) -> Measured:
        page, pairs = self.at.page, dict(self.at.link)
        try:
            found = measured(text, self.rules.measures(page, pairs) if page else ())
            for measure in found.measures:
                self.rules.check(page, pairs | split(measure.changes))
        except Refusal as refusal:
            raise self.wrong("answer") from refusal
        return found

    def _question(self, asked: Asked) -> Question:
        answer = None
        if asked.answer[0]:
            self.line = asked.answer[0]
            answer = self._measured(asked.answer[1])
        options = tuple(self._option(*said, answer is not None) for said in asked.options)
        self.line = asked.line
        because = self._body(asked.because)
        self._body([(asked.line, asked.question.text)])
        question = replace(asked.question, options=options, answer=answer, because=because)
        self._fits_kind(asked.kind, question)
        return question

    def _fits_kind(self, kind: str, question: Question) -> None:
        if kind == "explain":
            if question.kind != "text" or not question.because:
                raise self.wrong("explain")
        elif question.kind == "text":
            raise self.wrong("nothing-asked")
        elif question.options:
            marked = [option.right for option in question.options]
            if len(marked) < 2 or (question.answer is None and marked.count(True) != 1):
                raise self.wrong("one-right")
            limits = sorted((option.low, option.high) for option in question.options)
            if question.answer and any(a[1] > b[0] for a, b in pairwise(limits)):
                raise self.wrong("overlap")

    def _option(self, line: int, mark: str, text: str, computed: bool) -> Option:
        self.line = line
        words, _, feedback = text.replace("：：", "::").partition("::")
        said = (self._body([(line, words)]), self._body([(line, feedback)]))
        if not said[0]:
            raise self.wrong("empty-option")
        if not computed:
            if mark not in ("", "x", "X"):
                raise self.wrong("mark")
            return Option(*said, right=bool(mark))
        low, high = self.understood(interval(mark), "interval")
        return Option(*said, low=low, high=high)
