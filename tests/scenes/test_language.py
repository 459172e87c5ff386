"""Two languages that say the same, and a sentence for everything that can happen."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from scenes.language import LANGUAGES, TEXTS, catalogue, explain, language_of, say, topic
from solvers.landscapes import CATALOGUE
from solvers.refusal import Refusal
from solvers.report import THRESHOLDS

ROOT = Path(__file__).parents[2]
SOURCES = [
    file
    for package in ("solvers", "scenes", "charts", "ui", "pages")
    for file in sorted((ROOT / package).rglob("*.py"))
]
FILES = sorted(file.name for file in (TEXTS / "en").glob("*.toml"))
SPOKEN = {"Refusal": 0, "Note": 0, "Verdict": 2}  # which argument is the key


def raised() -> dict[str, set[str]]:
    """Keys of all sentences the code asks for, with the details it gives them."""
    found: dict[str, set[str]] = {}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name not in SPOKEN or len(node.args) <= SPOKEN[name]:
                continue
            key = node.args[SPOKEN[name]]
            if isinstance(key, ast.Constant):
                found.setdefault(key.value, set()).update(_details(node, SPOKEN[name] + 1))
    return found


def _details(node: ast.Call, rest: int) -> set[str]:
    given = {keyword.arg for keyword in node.keywords if keyword.arg}
    for argument in node.args[rest:]:
        if isinstance(argument, ast.Dict):
            given |= {key.value for key in argument.keys}
    return given


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


RAISED = raised()


def test_the_languages_have_the_same_files():
    for code in LANGUAGES:
        assert sorted(file.name for file in (TEXTS / code).glob("*.toml")) == FILES


@pytest.mark.parametrize("file", FILES)
def test_the_languages_have_the_same_keys_in_the_same_order(file):
    def keys(table, prefix=""):
        for key, value in table.items():
            yield from keys(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]

    tables = [
        list(keys(tomllib.loads((TEXTS / code / file).read_text(encoding="utf-8"))))
        for code in LANGUAGES
    ]
    assert tables[0] == tables[1]


@pytest.mark.parametrize("file", FILES)
def test_the_languages_fill_in_the_same(file):
    texts = [topic(code, file.removesuffix(".toml")) for code in LANGUAGES]
    for key, sentence in texts[0].items():
        if "$" in sentence:  # mathematics has braces of its own and is never filled in
            continue
        assert placeholders(sentence) == placeholders(texts[1][key]), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_claims_name_a_test_that_exists(code):
    claims = [
        text
        for key, text in catalogue(code).items()
        if key.endswith(".claim-test") and key != "page.claim-test"
    ]
    for claim in claims:
        file, name = claim.split("::")
        assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")
    assert claims


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_is_empty(code):
    for key, sentence in catalogue(code).items():
        assert isinstance(sentence, str), key
        assert sentence.strip(), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_bold_ends_where_markdown_lets_it(code):
    """After a mark, `**` ends nothing unless a space or another mark follows."""
    for key, sentence in catalogue(code).items():
        for part in re.split(r"\*\*", sentence)[1::2]:
            after = sentence.partition(f"**{part}**")[2][:1]
            assert not (re.match(r"[^\W\x00-\x7f]", after) and re.search(r"\W$", part)), key


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("key", sorted(RAISED))
def test_everything_that_is_said_has_a_sentence(code, key):
    assert key in catalogue(code)
    assert placeholders(catalogue(code)[key]) <= RAISED[key]


def test_the_search_for_codes_finds_them():
    assert {"scene.clamped", "scene.unknown-landscape", "formula.syntax", "report.blow-up"} <= set(
        RAISED
    )
    assert len(RAISED) > 45


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_figure_of_a_report_has_a_sentence_and_a_name(code):
    for key in THRESHOLDS:
        assert placeholders(catalogue(code)[f"report.{key}"]) == {"value"}
    assert "0.25" in say(code, "report.error", value=0.25)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_about_refusals_or_reports_is_left_over(code):
    known = set(RAISED) | {f"report.{key}" for key in (*THRESHOLDS, "numerics", "physics")}
    for key in catalogue(code):
        if key.split(".")[0] in ("scene", "solver", "formula", "report"):
            assert key in known, key


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_landscape_has_a_title_and_a_sentence(code, name):
    assert set(topic(code, "landscapes")) == {
        f"{entry}.{part}" for entry in CATALOGUE for part in ("title", "about")
    }
    assert len(say(code, f"landscapes.{name}.about")) > len(say(code, f"landscapes.{name}.title"))


def test_numbers_are_short_and_texts_are_left_alone():
    said = say("en", "scene.out-of-range", key="D", value=1 / 3, low=1e-5, high=1000.0)
    assert "0.3333" in said
    assert "0.33333" not in said
    assert "D must" in said
    assert "{braces}" in say("en", "scene.unknown-key", key="{braces}")


def test_sentences_without_details_keep_their_braces():
    for code in LANGUAGES:
        assert r"\bigl[" in say(code, "lab.mathematics-text")
        assert "{" in say(code, "lab.mathematics-text")


def test_a_refusal_is_explained_in_both_languages():
    refusal = Refusal("scene.not-one-of", key="show", value="ghosts", allowed="a, b")
    sentences = {explain(code, refusal) for code in LANGUAGES}
    assert len(sentences) == 2
    assert all("ghosts" in sentence for sentence in sentences)


def test_a_key_without_a_sentence_is_our_fault():
    with pytest.raises(KeyError):
        say("en", "scene.no-such-thing")


def test_a_topic_comes_without_its_name():
    report = topic("en", "report")
    assert report["clean"] == catalogue("en")["report.clean"]
    assert not any(key.startswith("report.") for key in report)


@pytest.mark.parametrize(
    ("locale", "code"),
    [("zh-CN", "zh"), ("zh", "zh"), ("ZH_TW", "zh"), ("en-GB", "en"), ("fr", "en"), (None, "en")],
)
def test_a_browser_speaks_one_of_the_languages(locale, code):
    assert language_of(locale) == code
