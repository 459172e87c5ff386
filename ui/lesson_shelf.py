"""Where lessons come from: ours, a folder of the teacher's, a text given in the page."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import streamlit as st

from charts.lesson_answers import RULES
from scenes.language import LANGUAGES, say
from scenes.lesson import Lesson
from scenes.lesson_text import LONGEST_FILE, explained, read_lesson
from solvers.refusal import Refusal
from ui.language import language

COURSE = ("wave-packet", "taylor", "wick-rotation", "annealing", "generation")
OURS = Path(__file__).parents[1] / "scenes" / "lessons"
FOLDER = "WICKLAB_LESSONS"  # setting: a folder with lessons of one's own
MOST_FILES = 200
MOST_OWN = 5  # lessons that somebody has given in the page
OWN = "own-"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")


@dataclass(frozen=True)
class Shelved:
    """A file that was read.

    Attributes:
        name: Its name in links.
        language: Whose it is, empty for any.
        lesson: What it holds, or
        refusal: why it cannot be shown.
    """

    name: str
    language: str
    lesson: Lesson | None
    refusal: Refusal | None = None


def lessons() -> dict[str, Lesson]:
    """Lessons by name, each in the visit's language where it has one."""
    found: dict[str, Lesson] = {}
    for shelved in (*_files(), *_own()):
        ours = shelved.language in ("", language())
        if shelved.lesson and (ours or shelved.name not in found):
            found[shelved.name] = shelved.lesson
    return found


def faults() -> list[str]:
    """A sentence for each file in the teacher's folder that cannot be read."""
    return [
        say(language(), "lessons.fault", file=shelved.name)
        + " "
        + explained(language(), shelved.refusal)
        for shelved in _files()
        if shelved.refusal
    ]


def keep_own(text: str) -> str:
    """Take in a lesson that somebody has given; its name in links.

    Raises:
        Refusal: When it cannot be read.
    """
    text = text.replace("\r\n", "\n")
    read_lesson(text, RULES)
    name = OWN + blake2b(text.encode(), digest_size=6).hexdigest()
    kept = st.session_state.setdefault("lessons.own", {})
    kept[name] = text
    while len(kept) > MOST_OWN:
        del kept[next(iter(kept))]
    return name


def own_text(name: str) -> str:
    """The text of a lesson that was given in the page, empty for another."""
    text: str = st.session_state.get("lessons.own", {}).get(name, "")
    return text


def _own() -> list[Shelved]:
    kept: dict[str, str] = st.session_state.get("lessons.own", {})
    return [_read(name, text, "") for name, text in kept.items()]


def _files() -> list[Shelved]:
    """Ours first, so that a teacher's file of the same name takes its place."""
    folders = [OURS, *([Path(os.environ[FOLDER])] if os.environ.get(FOLDER) else [])]
    found = []
    for folder in folders:
        for code in ("", *LANGUAGES):
            files = sorted((folder / code).glob("*.md"), key=_place)[:MOST_FILES]
            found += [_file(path, path.stat().st_mtime_ns, code) for path in files]
    return found


def _place(path: Path) -> tuple[int, str]:
    """Ours in the order in which they build on each other, others by their names."""
    place = COURSE.index(path.stem) if path.stem in COURSE else len(COURSE)
    return place, path.stem


@lru_cache(maxsize=512)  # some 20 kB each
def _file(path: Path, _changed: int, code: str) -> Shelved:
    if not _NAME.fullmatch(path.stem):
        return Shelved(path.name[:60], code, None, Refusal("lessons.name"))
    if path.stat().st_size > 4 * LONGEST_FILE:
        return Shelved(path.stem, code, None, Refusal("lesson.long", limit=LONGEST_FILE))
    try:
        return _read(path.stem, path.read_text(encoding="utf-8"), code)
    except (OSError, UnicodeDecodeError):
        return Shelved(path.stem, code, None, Refusal("lessons.not-text"))


@lru_cache(maxsize=512)  # some 20 kB each
def _read(name: str, text: str, code: str) -> Shelved:
    try:
        lesson = read_lesson(text, RULES)
    except Refusal as refusal:
        return Shelved(name, code, None, refusal)
    return Shelved(name, code or lesson.language, lesson)
