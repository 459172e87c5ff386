"""What lessons may refer to, and the figures behind their answers, page by page.

On the Lab, Taylor, Convergence and the other pages with a scene these are the measures of
`solvers.measures`; on every page also the figures of its tasks, as `decided.share`.
"""

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from charts import (
    convergence,
    diffusion,
    dispersion,
    framework,
    inference_tasks,
    mapping,
    softmax,
    taylor,
    transition,
)
from charts.annealing_tasks import (
    end_of,
    ground_state_side,
    kinder_time,
    outermost,
    two_loop_end,
    who_follows,
)
from charts.page_links import PAGE_LINKS
from scenes.language import number
from scenes.lesson import Question, Step
from scenes.lesson_lines import LAB, Rules
from scenes.lesson_marks import filled
from scenes.link import decode, split
from scenes.measured import Measure, Measured, measured
from scenes.scene import Scene
from solvers.measures import NAMES, figure
from solvers.refusal import Refusal

Pairs = tuple[tuple[str, str], ...]
Task = Callable[[Scene, Any], tuple[str, dict[str, Any]]]
WITH_A_SCENE = ("dispersion", "transition", "taylor", "convergence")
SCENE_NAMES = (*NAMES["still"], *NAMES["moving"])
DIGITS = 3  # of a figure in a sentence


TASKS: Mapping[str, Mapping[str, tuple[Task, tuple[str, ...]]]] = MappingProxyType(
    {
        "taylor": {
            "lost": (taylor.first_lost, ("zeroth", "first", "second", "higher")),
            "ground": (taylor.ground_state, ("curvature", "moment")),
            "newton": (taylor.newton_step, ("stop", "parabola", "landscape")),
        },
        "convergence": {
            "tail": (convergence.tail, ("count", "walkers", "leaving")),
            "symmetric": (convergence.symmetric, ("gap", "rate", "level")),
        },
        "softmax": {
            "raised": (softmax.raised, ("before", "after")),
            "lasting": (softmax.lasting, ("share",)),
            "swinging": (softmax.swinging, ("low", "high")),
        },
        "diffusion": {
            "faster": (diffusion.answer_faster, ("slow", "fast")),
            "process": (diffusion.answer_process, ("ve", "vp")),
            "decided": (diffusion.answer_decided, ("share", "t")),
        },
        "inference": {
            "memory": (
                lambda scene, own: inference_tasks.answer_memory(scene, own, b""),
                ("nearest", "spacing"),
            ),
            "weights": (
                lambda scene, own: inference_tasks.answer_weights(scene, own, b""),
                ("flow", "ddpm", "langevin"),
            ),
            "cost": (
                lambda scene, own: inference_tasks.answer_cost(scene, own, b""),
                ("flow", "ddim"),
            ),
        },
        "annealing": {
            "time": (
                lambda scene, _: kinder_time(scene.problem, end_of),
                ("real", "imaginary"),
            ),
            "flip": (
                lambda scene, _: ground_state_side(scene.problem, outermost(scene.problem)),
                ("first", "last", "D_c"),
            ),
            "loops": (lambda scene, _: two_loop_end(scene.problem), ("share", "mean")),
            "follow": (
                lambda scene, _: who_follows(scene.problem, end_of),
                ("real", "imaginary"),
            ),
        },
        "framework": {"narrowed": (framework.narrowed, ("before", "after", "ratio"))},
        "dispersion": {
            "halved": (dispersion.halved, ("before", "after")),
            "reread": (dispersion.reread, ("born", "walkers", "ratio")),
        },
        "transition": {
            "exponent": (transition.exponent, ("slope",)),
            "memory": (transition.memory, ("before", "after")),
        },
        "mapping": {
            "order": (mapping.answer_order, ("small", "large")),
            "explore": (mapping.answer_explore, ("begin", "free", "selected")),
        },
    }
)


def measures(page: str, pairs: Mapping[str, str]) -> tuple[str, ...]:
    """Names of what can be measured on a page."""
    of_tasks = [
        f"{name}.{item}" for name, (_, items) in TASKS.get(page, {}).items() for item in items
    ]
    line = page == LAB and decode(dict(pairs))[0].problem.dim == 1
    return (*(SCENE_NAMES if line or page in WITH_A_SCENE else ()), *of_tasks)


RULES = Rules(PAGE_LINKS, measures)


def scene_of(page: str, pairs: Mapping[str, str]) -> tuple[Scene, Any]:
    """Scene and settings of a step.

    Raises:
        Refusal: When the link cannot be read.
    """
    if page == LAB:
        return decode(dict(pairs))[0], None
    scene, settings, _ = PAGE_LINKS[page].decode(pairs)
    return scene, settings


@lru_cache(maxsize=512)  # some numbers each
def _figure(page: str, pairs: Pairs, measure: Measure) -> float:
    changed = tuple({**dict(pairs), **split(measure.changes)}.items())
    task, _, item = measure.name.partition(".")
    if not item:
        return figure(scene_of(page, dict(changed))[0].problem, measure.name, measure.moment)
    if measure.moment:
        raise Refusal("lesson.measure-still", name=measure.name)
    value = _task(page, changed, task)[item]
    return float(value) if isinstance(value, int | float) else math.nan


@lru_cache(maxsize=128)  # some numbers each
def _task(page: str, pairs: Pairs, name: str) -> Mapping[str, Any]:
    return TASKS[page][name][0](*scene_of(page, dict(pairs)))[1]


def computed(step: Step, answer: Measured) -> float:
    """The value of an expression for the scene of a step, as its author wrote it.

    Raises:
        Refusal: When the scene cannot be solved or has no such figure.
    """
    value = answer.value(lambda measure: _figure(step.page, step.link, measure))
    if not math.isfinite(value):
        raise Refusal("lesson.measure-none", text=answer.text)
    return value


def answer_of(step: Step, question: Question) -> float | None:
    """The computed answer, None for a question that has none."""
    return None if question.answer is None else computed(step, question.answer)


def told(step: Step, text: str) -> str:
    """A text with its figures; a dash stands for one that the scene does not have."""

    def value(expression: str) -> str:
        known = measures(step.page, dict(step.link))
        try:
            return number(float(f"{computed(step, measured(expression, known)):.{DIGITS}g}"))
        except Refusal:
            return "–"

    return filled(text, value)


def is_right(step: Step, question: Question, given: str) -> bool | None:
    """Whether an answer is right; None for free text.

    Args:
        step: Whose question.
        question: What was asked.
        given: Place of the option chosen, or the number, as text.
    """
    answer = answer_of(step, question)
    if question.kind == "text":
        return None
    if question.kind == "choice":
        return question.options[int(given)].fits(answer)
    assert answer is not None
    return question.accepts(float(given), answer)
