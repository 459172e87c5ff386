"""Links modules of the player into one file, so that a browser asks once and not forty times.

The modules remain what is read, tested and debugged; a source map leads back to them line by
line. They use little of what modules can do, and that little is what is understood here:
named imports and `* as`, exported constants, functions and classes, nothing that imports in a
circle. Whatever else looks like an import or export is refused.
"""

import json
import re
from collections.abc import Iterator, Mapping
from os.path import normpath
from pathlib import PurePosixPath

_IMPORT = re.compile(
    r'^import (?:\{(?P<names>[^}]*)\}|\* as (?P<all>\w+)) from "(?P<path>\.{1,2}/[\w/.-]+\.js)";$',
    re.MULTILINE,
)
_EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def needed(files: Mapping[str, str], *entries: str) -> list[str]:
    """Names of modules and of all they import, each after those it needs.

    Args:
        files: Sources by their path.
        entries: Paths of modules.
    """
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found:
            return
        for match in _IMPORT.finditer(files[name]):
            visit(_target(name, match["path"]))
        found[name] = None

    for entry in entries:
        visit(entry)
    return list(found)


def link(files: Mapping[str, str], names: list[str]) -> str:
    """A script that runs modules in their order and keeps what they export in `linked`.

    Every module is a function of its own, so their names do not meet; a line of a module
    is a line of the script.

    Args:
        files: Sources by their path.
        names: Paths, each after those it imports; what is not among them `linked` has already.

    Raises:
        ValueError: For a module that says more than is understood here.
    """
    return "".join(f"{line}\n" for name in names for line in _wrapped(name, files[name]))


def _wrapped(name: str, source: str) -> Iterator[str]:
    def bound(match: re.Match[str]) -> str:
        module = f'linked["{_target(name, match["path"])}"];'
        if match["all"]:
            return f"const {match['all']} = {module}"
        return f"const {{{match['names'].replace(' as ', ': ')}}} = {module}"

    body = _EXPORT.sub("", _IMPORT.sub(bound, source))
    left = _LEFT.search(body)
    if left:
        raise ValueError(f"{name} cannot be linked: {left[0]}")
    yield f'linked["{name}"] = (() => {{'
    yield from body.splitlines()
    yield f"return {{ {', '.join(_EXPORT.findall(source))} }}; }})();"


def source_map(files: Mapping[str, str], names: list[str], skipped: int, root: str) -> str:
    """The source map of what `link` makes, line by line.

    Args:
        files: Sources by their path.
        names: What was linked.
        skipped: Lines that stand before it.
        root: Address of the folder that the paths are below.

    References:
        ECMA-426, Source map format.
    """
    lines, last = [""] * skipped, 0
    for number, name in enumerate(names):
        lines.append("")
        for row in range(len(files[name].splitlines())):
            here = (0, int(number > 0), -last, 0) if row == 0 else (0, 0, 1, 0)
            lines.append("".join(map(_variable_length, here)))
            last = row
        lines.append("")
    return json.dumps({
        "version": 3, "sourceRoot": root, "sources": names, "names": [],
        "mappings": ";".join(lines),
    })  # fmt: skip


def _variable_length(value: int) -> str:
    """Base 64, five bits a digit, least first, the sign in the lowest."""
    rest, text = abs(value) << 1 | (value < 0), ""
    while True:
        digit, rest = rest & 31, rest >> 5
        text += _DIGITS[digit | (32 if rest else 0)]
        if not rest:
            return text


def _target(name: str, path: str) -> str:
    return normpath(str(PurePosixPath(name).parent / path))
