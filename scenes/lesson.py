"""A lesson: steps with a scene, a text and questions. Plain values, whoever runs them.

Read from a teacher's file by `scenes.lesson_text`, played by the page Lessons.
"""

import math
from dataclasses import dataclass
from typing import Literal

from scenes.measured import Measured

Level = Literal["beginner", "intermediate", "advanced"]
Kind = Literal["choice", "number", "text"]


@dataclass(frozen=True)
class Option:
    """An answer offered.

    Attributes:
        text: What it says.
        feedback: What is said to whoever chose it, may be empty.
        right: Whether it is marked as right; None when a computed answer decides.
        low: With a computed answer: right from here on.
        high: With a computed answer: right up to here.
    """

    text: str
    feedback: str = ""
    right: bool | None = None
    low: float = -math.inf
    high: float = math.inf

    def fits(self, answer: float | None) -> bool:
        """Whether this is the right option, given the computed answer where there is one."""
        if self.right is not None:
            return self.right
        return answer is not None and self.low <= answer <= self.high


@dataclass(frozen=True)
class Question:
    """A question of a step.

    Attributes:
        text: The question.
        predict: Whether it must be answered before the run may play.
        options: For a choice, else empty.
        answer: What is computed from the scene; None for a marked choice or free text.
        within: Tolerance of a number, relative to the answer.
        near: Tolerance of a number in its own unit; the larger of the two counts.
        because: Shown afterwards: the reason, or a model answer.
    """

    text: str
    predict: bool = False
    options: tuple[Option, ...] = ()
    answer: Measured | None = None
    within: float = 0.05
    near: float = 0.0
    because: str = ""

    @property
    def kind(self) -> Kind:
        """What is asked for."""
        if self.options:
            return "choice"
        return "number" if self.answer else "text"

    def accepts(self, given: float, answer: float) -> bool:
        """Whether a number is near enough to the computed one."""
        return abs(given - answer) <= max(self.within * abs(answer), self.near)


@dataclass(frozen=True)
class Step:
    """One step of a lesson.

    Attributes:
        title: Its heading.
        page: Page whose stage is shown, empty for text alone.
        link: Keys and values of the scene on that page.
        controls: Keys of the Lab's scene that the student may change.
        text: Markdown.
        questions: At most one to predict, which comes first.
    """

    title: str
    page: str = ""
    link: tuple[tuple[str, str], ...] = ()
    controls: tuple[str, ...] = ()
    text: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        title: Its name for people.
        minutes: How long it takes.
        level: Whom it is for.
        needs: What one must know before.
        language: Code of its language, empty for any.
        steps: In order.
    """

    title: str
    minutes: int
    level: Level
    needs: str
    language: str
    steps: tuple[Step, ...]

    @property
    def questions(self) -> tuple[tuple[int, int], ...]:
        """Place of every question: step and number in it, from 0."""
        return tuple(
            (i, j) for i, step in enumerate(self.steps) for j in range(len(step.questions))
        )
