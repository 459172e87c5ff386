"""Small print of a lesson's file: Chinese keywords, intervals, placeholders, what may do harm."""

import re
from collections.abc import Callable

WORDS = {  # the same file in Chinese
    "分钟": "minutes",
    "难度": "level",
    "需要": "needs",
    "语言": "language",
    "场景": "scene",
    "控件": "controls",
    "答案": "answer",
    "允差": "within",
    "预测": "predict",
    "问题": "question",
    "解释": "explain",
    "入门": "beginner",
    "进阶": "intermediate",
    "高级": "advanced",
}

_BETWEEN = re.compile(r"(\S+)\s*\.\.\s*(\S+)")
_TOLERANCE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(%?)")
_LINK = re.compile(r"\]\(\s*([^)\s]*)[^)]*\)")
_MATHS_OR_CODE = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", re.DOTALL)
_HTML = re.compile(r"<[A-Za-z/!?]")
_ELSEWHERE = re.compile(r"(?i)://|javascript:|www\.|!\[|\]\s*\[|\]:")
_PLACEHOLDER = re.compile(r"\{=([^{}]*)\}")
# Also the marks that turn a line's direction round.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def leads_elsewhere(text: str) -> bool:
    """Whether a text holds an address or a picture, also where it seems to be code.

    Who closes a span of code and who does not is the renderer's to say.
    """
    return _ELSEWHERE.search(text) is not None


def has_html(text: str) -> bool:
    """Whether there is a tag outside mathematics and code."""
    return _HTML.search(_MATHS_OR_CODE.sub("", text)) is not None


def has_control(line: str) -> bool:
    """Whether a line holds characters that no keyboard types."""
    return _CONTROL.search(line) is not None


def targets(text: str) -> list[str]:
    """Where the links of a text lead."""
    return _LINK.findall(text)


def placeholders(text: str) -> list[str]:
    """What is to be computed in a text: `width@end` of `{= width@end}`."""
    return _PLACEHOLDER.findall(text)


def filled(text: str, value: Callable[[str], str]) -> str:
    """A text with each placeholder replaced by what `value` makes of it."""
    return _PLACEHOLDER.sub(lambda match: value(match[1].strip()), text)


def tolerance(text: str) -> tuple[float, float] | None:
    """`5 %`, relative to the answer, or `0.02`, in its own unit; the other one is 0."""
    match = _TOLERANCE.fullmatch(text)
    if not match:
        return None
    size = float(match[1])
    return (size / 100, 0.0) if match[2] else (0.0, size)


def interval(mark: str) -> tuple[float, float] | None:
    """Limits of `< 0.3`, `0.3 .. 0.7` or `> 0.7`."""
    between = _BETWEEN.fullmatch(mark)
    low, high = between.groups() if between else ("-inf", mark[1:])
    if mark.startswith(">"):
        low, high = mark[1:], "inf"
    elif not between and not mark.startswith("<"):
        return None
    try:
        limits = float(low), float(high)
    except ValueError:
        return None
    return limits if limits[0] < limits[1] else None
