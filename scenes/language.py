"""Every sentence a user reads, in every language, from the catalogues in `scenes/texts`.

A key is `topic.name`: the topic is the file, the rest the key in it, dots for tables.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from solvers.refusal import Refusal

TEXTS = Path(__file__).with_name("texts")
LANGUAGES = MappingProxyType({"en": "English", "zh": "简体中文"})
DEFAULT = "en"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@lru_cache
def catalogue(code: str) -> Mapping[str, str]:
    """All sentences of a language, flat: `{"scene.unknown-key": "…"}`."""
    flat: dict[str, str] = {}
    for file in sorted((TEXTS / code).glob("*.toml")):
        _flatten(file.stem, tomllib.loads(file.read_text(encoding="utf-8")), flat)
    return MappingProxyType(flat)


def _flatten(prefix: str, table: dict[str, Any], into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{key}", value, into)
        else:
            into[f"{prefix}.{key}"] = value


def say(code: str, key: str, /, **details: str | float) -> str:
    """The sentence of a key in a language, its placeholders filled.

    Numbers are shown as `number` writes them.

    Raises:
        KeyError: For a key that no catalogue holds (a fault of ours, not of a user).
    """
    shown = {
        name: number(value) if isinstance(value, float) else value
        for name, value in details.items()
    }
    sentence = catalogue(code)[key]
    return sentence.format(**shown) if shown else sentence  # LaTeX has braces of its own


def number(value: float) -> str:
    """A number with up to four digits, as people write it: 0.25, 3.1·10⁻¹⁰."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def explain(code: str, refusal: Refusal) -> str:
    """The sentence of a refusal."""
    return say(code, refusal.code, **refusal.details)


def topic(code: str, name: str) -> dict[str, str]:
    """All sentences of one file, without the topic's name: what a component needs."""
    start = f"{name}."
    return {
        key.removeprefix(start): text
        for key, text in catalogue(code).items()
        if key.startswith(start)
    }


def language_of(locale: str | None) -> str:
    """The catalogue that suits a browser's locale such as `zh-CN`; English when none does."""
    code = (locale or "").lower().split("-")[0].split("_")[0]
    return code if code in LANGUAGES else DEFAULT
