"""Lines of a lesson's file: what each is and where it belongs; see `scenes.lesson_text`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, get_args

from scenes.language import LANGUAGES
from scenes.lesson import Level, Question, Step
from scenes.lesson_marks import (
    WORDS,
    leads_elsewhere,
    targets,
    tolerance,
)
from scenes.link import decode, split
from scenes.page_link import PageLink
from scenes.values import shown
from solvers.refusal import Refusal

Read = TypeVar("Read")
Line = tuple[int, str]  # its number and what it says

LONGEST_LINE = 2000
LONGEST_TITLE = 120
MOST_STEPS = 40
MOST_QUESTIONS = 4  # of a step
MOST_OPTIONS = 6
LONGEST_LESSON = 240  # minutes
CONTROLS = ("wick", "D", "x0", "sigma", "px", "T")
LAB = "lab"
HEAD = ("minutes", "level", "needs", "language")
OF_STEP = ("scene", "controls")
OF_QUESTION = ("answer", "within")
KINDS = ("predict", "question", "explain")

_SETTING = re.compile(r"([\w]+)\s*[:：]\s*(.*)")
_OPTION = re.compile(r"[-*]\s*\[([^\]]*)\]\s*(.*)")


@dataclass(frozen=True)
class Rules:
    """What a lesson may refer to.

    Attributes:
        links: Rules of the links of every page beside the Lab.
        measures: Names of what can be measured on a page, given keys and values of its link.
    """

    links: Mapping[str, PageLink]
    measures: Callable[[str, Mapping[str, str]], tuple[str, ...]]

    def check(self, page: str, pairs: Mapping[str, str]) -> None:
        """Refuse a scene that the page would refuse, or would change to show it."""
        if page == LAB:
            _, notes = decode(dict(pairs))
        elif page in self.links:
            *_, notes = self.links[page].decode(dict(pairs))
        else:
            pages = ", ".join((LAB, *self.links))
            raise Refusal("lesson.page-unknown", page=shown(page), allowed=pages)
        for note in notes:
            raise Refusal(note.code, **note.details)


@dataclass
class Draft:
    """What has been read of a step."""

    line: int
    step: Step
    text: list["Line"] = field(default_factory=list)
    questions: list["Asked"] = field(default_factory=list)


@dataclass
class Asked:
    """What has been read of a question."""

    line: int
    question: Question
    kind: str
    answer: Line = (0, "")
    options: list[tuple[int, str, str]] = field(default_factory=list)
    because: list["Line"] = field(default_factory=list)


class LineReader:
    """Goes through the lines; each is a heading, a setting, an option, a quote or text."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.line = 0
        self.head: dict[str, Any] = {}
        self.drafts: list[Draft] = []
        self.at = Step("")

    def wrong(self, code: str, **details: str | float) -> Refusal:
        """What is said about the line at hand."""
        return Refusal(f"lesson.{code}", line=self.line, **details)

    def take(self, line: str) -> None:
        """The next line."""
        marks = len(line) - len(line.lstrip("#"))
        if 0 < marks < 4 and line[marks : marks + 1] in (" ", ""):
            (self._take_title, self._take_step, self._take_question)[marks - 1](
                line[marks:].strip()
            )
        elif not self.drafts:
            self._take_head(line)
        elif self.drafts[-1].questions:
            self._take_answer(line, self.drafts[-1].questions[-1])
        else:
            self._take_text(line, self.drafts[-1])

    def _heading(self, text: str) -> str:
        if not text:
            raise self.wrong("empty-heading")
        if len(text) > LONGEST_TITLE:
            raise self.wrong("title-long", limit=LONGEST_TITLE)
        return self.harmless(text)

    def harmless(self, text: str) -> str:
        """A text, if it brings nothing from elsewhere and every link in it opens."""
        if leads_elsewhere(text):
            raise self.wrong("elsewhere")
        for target in targets(text):
            self._target(target)
        return text

    def _target(self, text: str) -> tuple[str, dict[str, str]]:
        """Page and pairs of a link such as `taylor?about=0`."""
        page, _, query = text.partition("?")
        try:
            pairs = split(query)
            self.rules.check(page.strip(), pairs)
        except Refusal as refusal:
            raise self.wrong("scene") from refusal
        return page.strip(), pairs

    def _take_title(self, text: str) -> None:
        if "title" in self.head:
            raise self.wrong("second-title")
        self.head["title"] = self._heading(text)

    def _take_head(self, line: str) -> None:
        if not line:
            return
        key, value = self._setting(line, HEAD)
        if key in self.head:
            raise self.wrong("repeated", key=key)
        self.head[key] = self._head_value(key, value)

    def _head_value(self, key: str, value: str) -> str | int:
        if key == "minutes":
            if not re.fullmatch(r"[0-9]{1,3}", value) or not 1 <= int(value) <= LONGEST_LESSON:
                raise self.wrong("minutes", limit=LONGEST_LESSON)
            return int(value)
        allowed = {"level": get_args(Level), "language": tuple(LANGUAGES)}.get(key)
        value = WORDS.get(value, value)
        if allowed and value not in allowed:
            raise self.wrong("one-of", key=key, allowed=", ".join(allowed))
        return self._heading(value)

    def _setting(self, line: str, allowed: tuple[str, ...]) -> tuple[str, str]:
        match = _SETTING.fullmatch(line)
        key = WORDS.get(match[1], match[1]) if match else ""
        if match is None or key not in allowed:
            raise self.wrong("expected", text=shown(line), allowed=", ".join(allowed))
        return key, match[2].strip()

    def _take_step(self, text: str) -> None:
        if len(self.drafts) == MOST_STEPS:
            raise self.wrong("many-steps", limit=MOST_STEPS)
        self.drafts.append(Draft(self.line, Step(self._heading(text))))

    def _take_text(self, line: str, draft: Draft) -> None:
        match = _SETTING.fullmatch(line)
        key = WORDS.get(match[1], match[1]) if match else ""
        if match and key in OF_STEP and not any(text for _, text in draft.text):
            draft.step = self._step_setting(draft.step, key, match[2].strip())
        else:
            draft.text.append((self.line, line))

    def _step_setting(self, step: Step, key: str, value: str) -> Step:
        if getattr(step, "page" if key == "scene" else "controls"):
            raise self.wrong("repeated", key=key)
        if key == "scene":
            page, pairs = self._target(value)
            return replace(step, page=page, link=tuple(pairs.items()))
        names = tuple(name.strip() for name in re.split("[,，、]", value))
        on_a_line = step.page == LAB and dict(step.link).get("dim", "1") == "1"
        if not on_a_line or not set(names) <= set(CONTROLS):
            raise self.wrong("controls", allowed=", ".join(CONTROLS))
        return replace(step, controls=names)

    def _take_question(self, text: str) -> None:
        if not self.drafts:
            raise self.wrong("question-early")
        match = _SETTING.fullmatch(text)
        kind = WORDS.get(match[1], match[1]) if match else ""
        if match is None or kind not in KINDS:
            raise self.wrong("question-kind", allowed=", ".join(KINDS))
        draft = self.drafts[-1]
        if len(draft.questions) == MOST_QUESTIONS:
            raise self.wrong("many-questions", limit=MOST_QUESTIONS)
        if kind == "predict" and (draft.questions or not draft.step.page):
            raise self.wrong("predict-first")
        words = self.harmless(match[2].strip())
        if not words:
            raise self.wrong("empty-heading")
        draft.questions.append(Asked(self.line, Question(words, kind == "predict"), kind))

    def _take_answer(self, line: str, asked: Asked) -> None:
        option = _OPTION.fullmatch(line)
        if not line:
            asked.because.append((self.line, ""))
        elif option:
            if len(asked.options) == MOST_OPTIONS:
                raise self.wrong("many-options", limit=MOST_OPTIONS)
            asked.options.append((self.line, option[1].strip(), option[2].strip()))
        elif line.startswith(">"):
            asked.because.append((self.line, line[1:].removeprefix(" ")))
        else:
            key, value = self._setting(line, OF_QUESTION)
            if key == "answer":
                asked.answer = (self.line, value)
            else:
                within, near = self.understood(tolerance(value), "within")
                asked.question = replace(asked.question, within=within, near=near)

    def understood(self, read: Read | None, code: str) -> Read:
        """What has been read, refused where it is nothing."""
        if read is None:
            raise self.wrong(code)
        return read
