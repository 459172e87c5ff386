"""What a class session may hold, and how what browsers send is read.

Everything here comes from outside: a nickname, a question, an answer, a scene. It is checked
once, here, and leaves as plain values of bounded size.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from solvers.refusal import Refusal

LETTERS = "BCDFGHJKLMNPQRSTVWXYZ"  # no digits and no vowels: nothing like 0/O or 1/I, no words
CODE_LENGTH = 5
STUDENTS = 300
QUESTIONS = 40
SESSIONS = 500
LIFETIME = 12 * 3600.0  # seconds
LONGEST_NICKNAME = 24
LONGEST_QUESTION = 300
LONGEST_OPTION = 80
LONGEST_LINK = 2600  # a scene string of 2000 characters, with what escaping adds
OPTIONS = (2, 6)
SAMPLES = 64  # of a sketched density
HIGHEST = 255
BIGGEST = 1e9  # of a number asked for
KINDS = ("choice", "number", "density")
_PAGE = re.compile(r"[a-z_]{1,32}")
_LINK = re.compile(r"[!-~]*")  # as a browser writes it, escaped


def new_code() -> str:
    """A code for the board."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def new_key() -> str:
    """128 random bits, for a teacher or a student."""
    return secrets.token_urlsafe(16)


def fingerprint(key: str) -> str:
    """What is kept of a key. It is random enough to need no salt."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def code_of(text: str) -> str:
    """A code as it is kept, from one as people type it.

    Raises:
        Refusal: When it cannot be a code.
    """
    code = re.sub(r"[\s-]", "", text[:40]).upper()
    if len(code) != CODE_LENGTH or set(code) - set(LETTERS):
        raise Refusal("classroom.unknown")
    return code


def _line(value: Any, longest: int, code: str) -> str:
    """One line of printable text between 1 and `longest` characters."""
    if not isinstance(value, str) or len(value) > 4 * longest:
        raise Refusal(code, limit=longest)
    text = unicodedata.normalize("NFKC", value)
    shown = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    line = " ".join(shown.split())
    if not 0 < len(line) <= longest:
        raise Refusal(code, limit=longest)
    return line


def nickname(value: Any) -> str:
    """A nickname: one line, as short as a name.

    Raises:
        Refusal: When it is empty or too long.
    """
    return _line(value, LONGEST_NICKNAME, "classroom.nickname")


def scene(body: Mapping[str, Any]) -> tuple[str, str]:
    """Page and link that a class is to see.

    Raises:
        Refusal: When they are not of the form that our pages write.
    """
    page, link = body.get("page"), body.get("link")
    known = isinstance(page, str) and isinstance(link, str)
    if not known or not _PAGE.fullmatch(page) or not _LINK.fullmatch(link):
        raise Refusal("classroom.scene")
    if len(link) > LONGEST_LINK:
        raise Refusal("classroom.scene")
    return page, link


def question(body: Mapping[str, Any]) -> dict[str, Any]:
    """A question: its kind, its words and what an answer may be.

    Raises:
        Refusal: When something is missing, too long or not a number.
    """
    kind = body.get("kind")
    if kind not in KINDS:
        raise Refusal("classroom.question", limit=LONGEST_QUESTION)
    words = _line(body.get("text"), LONGEST_QUESTION, "classroom.question")
    asked: dict[str, Any] = {"kind": kind, "text": words}
    if kind == "choice":
        return asked | {"options": _options(body.get("options"))}
    low, high = _number(body.get("lo")), _number(body.get("hi"))
    if not low < high:
        raise Refusal("classroom.range", limit=BIGGEST)
    asked |= {"lo": low, "hi": high}
    if kind == "density" and body.get("ground") is not None:
        asked["ground"] = _samples(body["ground"])
    return asked


def _options(value: Any) -> list[str]:
    fewest, most = OPTIONS
    if not isinstance(value, list) or not fewest <= len(value) <= most:
        raise Refusal("classroom.options", fewest=fewest, most=most, limit=LONGEST_OPTION)
    options = [_line(option, LONGEST_OPTION, "classroom.option") for option in value]
    if len(set(options)) < len(options):
        raise Refusal("classroom.options", fewest=fewest, most=most, limit=LONGEST_OPTION)
    return options


def _number(value: Any) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or not abs(value) <= BIGGEST:  # nan too, and integers too long for a float
        raise Refusal("classroom.range", limit=BIGGEST)
    return float(value)


def _samples(value: Any) -> list[int]:
    """Heights from 0 to `HIGHEST` at equal distances, with something above 0."""
    fits = isinstance(value, list) and len(value) == SAMPLES
    if not fits or not all(type(height) is int and 0 <= height <= HIGHEST for height in value):
        raise Refusal("classroom.sketch")
    if not any(value):
        raise Refusal("classroom.sketch")
    return value


def answer(asked: Mapping[str, Any], value: Any) -> int | float | list[int]:
    """An answer to a question: an option's place, a number, or the heights of a sketch.

    Raises:
        Refusal: When it is not what was asked for.
    """
    if asked["kind"] == "choice":
        if type(value) is not int or not 0 <= value < len(asked["options"]):
            raise Refusal("classroom.choice")
        return value
    if asked["kind"] == "density":
        return _samples(value)
    number = _number(value)
    if not asked["lo"] <= number <= asked["hi"]:
        raise Refusal("classroom.outside", low=asked["lo"], high=asked["hi"])
    return number
