"""What the documents say is there: files, names, constants, make targets, links, commands."""

import ast
import json
import re
import shlex
from functools import reduce
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scenes.__main__ import main
from scenes.language import LANGUAGES
from scenes.link import decode
from solvers.landscapes import CATALOGUE
from solvers.report import THRESHOLDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "docs/model.md",
    "docs/architecture.md",
    "docs/atlas.md",
    "docs/classroom.md",
    "docs/diffusion.md",
    "docs/embedding.md",
    "docs/lessons.md",
    "docs/hosting.md",
    "docs/search.md",
    "docs/security.md",
    "docs/two_dimensions.md",
)
PACKAGES = ("solvers", "scenes", "charts", "ui")
TREE = (*PACKAGES, "pages", "assets")
FOLDERS = (*TREE, "tests", "docs", "deploy", ".ci", ".streamlit")
EXAMPLES = ("pages/your_page.py", *(f"scenes/texts/{lang}/your_page.toml" for lang in LANGUAGES))
FILE = re.compile(r"[\w./-]+\.(py|js|css|toml|md|txt|in|svg)|Makefile|Dockerfile|LICENSE")
DOTTED = re.compile(rf"({'|'.join(PACKAGES)})(\.\w+)+")
MADE = ("run.npz", "run.csv", "run.html")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text):
    """Lines of code blocks, fenced or indented."""
    fenced = "\n".join(re.findall(r"(?ms)^```\w*\n(.*?)^```", text))
    return [*re.findall(r"(?m)^ {4}(\S.*)$", text), *fenced.splitlines()]


def spans(name):
    """What stands between single backticks outside code blocks."""
    text = re.sub(r"(?ms)^```.*?^```", "", read(name))
    return re.findall(r"`([^`\n]+)`", text)


def is_path(text):
    if "<" in text:  # stands for many
        return False
    return bool(FILE.fullmatch(text)) or text.startswith(tuple(f"{name}/" for name in FOLDERS))


def exists(path):
    return (ROOT / path).exists()


def meant(dotted):
    """The object of a dotted name; fields of a dataclass count."""
    parts = dotted.split(".")
    modules = [n for n in range(2, len(parts) + 1) if exists(f"{'/'.join(parts[:n])}.py")]
    depth = max(modules, default=2)
    return reduce(_member, parts[depth:], import_module(".".join(parts[:depth])))


def _member(owner, name):
    fields = getattr(owner, "__dataclass_fields__", {})
    return fields[name] if name in fields else getattr(owner, name)


def targets():
    return set(re.findall(r"(?m)^([a-z]+):.*?## ", read("Makefile")))


def every(find):
    return sorted({(name, item) for name in DOCUMENTS for item in find(name)})


def links(name):
    """Scene strings, after a question mark or as an argument of the command line."""
    text = " ".join([*spans(name), *(f" {line}" for line in blocks(read(name)))])
    found = re.findall(r'[?"]([a-z]\w*=[^\s"`…]+)', text)
    return [re.sub(r"\bembed\w*=\w*&?", "", link).strip("&") for link in found]


@pytest.mark.parametrize(("name", "path"), every(lambda name: filter(is_path, spans(name))))
def test_files_named_exist(name, path):
    assert path in EXAMPLES or path in MADE or exists(path)


def dotted_names(name):
    return filter(DOTTED.fullmatch, spans(name))


@pytest.mark.parametrize(("name", "dotted"), every(dotted_names))
def test_names_of_ours_exist(name, dotted):
    assert exists(dotted) or meant(dotted) is not None


def constants(name):
    return re.findall(r"`([a-z]+\.[\w.]+\.[A-Z_]+)` = ([\w.-]*\w)", read(name))


@pytest.mark.parametrize(("name", "said"), every(constants))
def test_constants_have_the_value_said(name, said):
    dotted, value = said
    assert float(meant(dotted)) == ast.literal_eval(value)


def test_the_table_of_thresholds_is_the_codes():
    rows = re.findall(r"(?m)^\| `(\w+)` \|.*\| (\S+) \| (\S+) \|$", read("docs/model.md"))
    assert {key: (float(amber), float(red)) for key, amber, red in rows} == THRESHOLDS


def commands(name):
    """Words after `make`, but for settings and comments."""
    lines = [line for line in (*spans(name), *blocks(read(name))) if re.match(r"make\b", line)]
    words = [word for line in lines for word in line.split("#")[0].split()[1:]]
    return [word for word in words if "=" not in word]


@pytest.mark.parametrize(("name", "target"), every(commands))
def test_make_targets_named_exist(name, target):
    assert target in targets()


def test_the_readme_names_every_target():
    assert targets() <= set(commands("README.md")) | set(spans("README.md")) | {"help", "lint"}


def test_the_dependency_table_names_what_is_required():
    table = read("README.md").split("## Dependencies")[1].split("\n## ")[0]
    named = dict(re.findall(r"(?m)^\| `([\w-]+)` \| (\w+) \|", table))
    for file, when in (("requirements.in", "run"), ("requirements-dev.in", "development")):
        required = set(re.findall(r"(?m)^[a-z][\w-]*", read(file)))
        assert {package for package, said in named.items() if said == when} == required


@pytest.mark.parametrize(("name", "link"), every(links))
def test_scene_links_are_read_as_they_stand(name, link):
    scene, notes = decode(link)
    assert notes == []
    assert scene.problem.catalogue_entry


def test_there_are_links_to_test():
    assert {name for name, _ in every(links)} >= {"README.md"}


@pytest.mark.parametrize(
    "line", [line for line in blocks(read("README.md")) if line.startswith("python -m scenes")]
)
def test_the_command_line_works_as_written(line, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(line)[3:]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"]["level"] == "green"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(MADE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_to_files_lead_somewhere(name):
    here = (ROOT / name).parent
    prose = re.sub(r"(?ms)^```.*?^```|\$[^$]*\$", "", read(name))
    found = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", prose)
    assert [to for to in found if not urlsplit(to).scheme and not (here / to).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pictures_are_described(name):
    assert [text for text in re.findall(r"!\[([^\]]*)\]", read(name)) if len(text) < 20] == []


def test_every_folder_at_the_top_is_explained():
    tops = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name in FOLDERS}
    assert {top for top in tops if f"{top}/" not in spans("README.md")} == set()


def test_every_module_stands_in_the_tree():
    said = set(spans("docs/architecture.md"))
    files = [path for folder in TREE for path in (ROOT / folder).rglob("*.*")]
    modules = {path for path in files if path.suffix in (".py", ".js")}
    names = {str(path.relative_to(ROOT)) for path in modules if path.name != "__init__.py"}
    assert names - said == set()


def test_the_count_of_landscapes_is_right():
    counted = {"fifteen": 15}
    for name in ("README.md", "CHANGELOG.md"):
        (word,) = re.findall(r"(?i)(\w+) landscapes?, ", read(name))
        assert counted[word.lower()] == len(CATALOGUE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_path_of_a_machine(name):
    assert re.search(r"/(home|root|Users|work)/|/tmp/", read(name)) is None
