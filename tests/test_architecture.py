"""The shape of the repository: who may import what, how long things get, what never appears."""

import ast
import re
import sys
from graphlib import TopologicalSorter
from os.path import normpath
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCENES = {  # not the command line
    "scenes.language",
    "scenes.lesson",
    "scenes.lesson_lines",
    "scenes.lesson_marks",
    "scenes.lesson_text",
    "scenes.link",
    "scenes.measured",
    "scenes.page_link",
    "scenes.presets",
    "scenes.scene",
    "scenes.values",
}
ALLOWED = {
    "solvers": {"numpy", "scipy"},
    "scenes": {
        "solvers.formula",
        "solvers.landscape",
        "solvers.limits",
        "solvers.plane.problem",
        "solvers.problem",
        "solvers.refusal",
    },
    "charts": {*SCENES, "solvers", "numpy", "plotly.offline"},
    "ui": {*SCENES, "charts", "solvers", "streamlit"},
    "pages": {*SCENES, "charts", "ui", "solvers.refusal", "streamlit"},
    "app.py": {
        *("ui.admission", "ui.assets", "ui.classroom.routes", "ui.health", "ui.journal"),
        *("ui.ahead", "ui.live", "ui.metrics", "ui.protection", "ui.sharing", "ui.slots"),
        "ui.sweep_export",
        *("starlette.middleware", "streamlit"),
    },
}
# What one file may import on top of its package: the command line stands above charts, and
# serving files or limiting threads is nobody else's business.
ALSO = {
    "scenes/__main__.py": {
        *("charts.page", "charts.plane_clip", "charts.plane_data"),
        *("charts.plane_files", "charts.run_files"),
        *("solvers.solution", "solvers.plane", "solvers.report", "numpy"),
    },
    "ui/admission.py": {"starlette"},
    "ui/ahead.py": {"starlette"},
    "ui/assets.py": {"starlette"},
    "ui/cluster.py": {"distributed"},
    "ui/export.py": {"anyio", "starlette"},
    "ui/classroom/database.py": {"sqlalchemy"},
    "ui/classroom/rooms.py": {"starlette"},
    "ui/classroom/routes.py": {"starlette"},
    "ui/classroom/schema.py": {"sqlalchemy"},
    "ui/classroom/store.py": {"sqlalchemy"},
    "ui/health.py": {"starlette"},
    "ui/live.py": {"numpy", "starlette"},
    "ui/metrics.py": {"prometheus_client"},
    "ui/protection.py": {"starlette"},
    "ui/qr.py": {"segno", "starlette"},
    "ui/sharing.py": {"starlette"},
    "ui/sweep_export.py": {"starlette"},
    "ui/solving.py": {"threadpoolctl"},
    "ui/visitors.py": {"starlette"},
}
STANDARD = sys.stdlib_module_names - {"importlib"}  # a name made at run time escapes this test
LONGEST = {".py": 300, ".js": 250}
LONGEST_PAGE, LONGEST_FUNCTION = 150, 70
VAGUE = re.compile(r"utils?|helpers?|common|core|managers?")
ADDRESS = re.compile(r"""https?:|["'`(]//\w""")

SKIPPED = re.compile(r"\.(?!streamlit)|build$|__pycache__")
FILES = [
    path
    for path in (*ROOT.glob("*.*"), *ROOT.glob("[!.]*/**/*"), *ROOT.glob(".streamlit/*"))
    if not any(SKIPPED.match(part) for part in path.relative_to(ROOT).parts)
]
NAMES = {str(path.relative_to(ROOT)): path for path in FILES if path.is_file()}
OURS = [name for name in NAMES if name.endswith(".py") and not name.startswith("tests/")]
PLAYER = [name for name in NAMES if re.match(r"assets/.*\.(js|css)", name)]


def imported(source):
    """Full names: `from a import b` is a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{a.name}" for a in node.names)


def forbidden(name, source):
    """Imports that a file of this name may not have."""
    package = name.split("/")[0]
    allowed = ALLOWED[package] | ALSO.get(name, set()) | STANDARD | {package}
    return [m for m in imported(source) if not any(f"{m}.".startswith(f"{a}.") for a in allowed)]


def read(name):
    return NAMES[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
def test_imports_go_one_way(name):
    assert forbidden(name, read(name)) == []


@pytest.mark.parametrize(
    ("name", "line", "caught"),
    [
        ("charts/window.py", "import streamlit", True),
        ("charts/window.py", "def f():\n    from streamlit import cache_data", True),
        ("charts/window.py", "from ui import session", True),
        ("charts/window.py", "from scenes.__main__ import main", True),
        ("charts/window.py", "import importlib", True),
        ("charts/window.py", "from .. import ui", True),
        ("charts/window.py", "from charts.clip import pack", False),
        ("solvers/grid.py", "import plotly", True),
        ("solvers/grid.py", "import scipy.fft, math", False),
        ("scenes/link.py", "import charts.page", True),
        ("scenes/__main__.py", "from charts.page import offline_page", False),
        ("ui/session.py", "import numpy as np", True),
        ("ui/session.py", "from starlette.routing import Route", True),
        ("pages/lab.py", "import numpy", True),
        ("pages/lab.py", "from solvers.solution import solve", True),
        ("pages/lab.py", "from solvers import solution, refusal", True),
        ("pages/lab.py", "from solvers.refusal import Refusal", False),
    ],
)
def test_the_rule_itself_catches_what_is_planted(name, line, caught):
    assert bool(forbidden(name, line)) is caught


def test_every_package_has_a_rule():
    assert {name.split("/")[0] for name in OURS} == set(ALLOWED)
    assert set(ALSO) <= set(OURS)


@pytest.mark.parametrize("name", [name for name in NAMES if Path(name).suffix in LONGEST])
def test_files_stay_short(name):
    limit = LONGEST_PAGE if name.startswith("pages/") else LONGEST[Path(name).suffix]
    length = len(read(name).splitlines())
    assert length <= limit


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".py")])
def test_functions_stay_short(name):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    functions = [node for node in ast.walk(ast.parse(read(name))) if isinstance(node, kinds)]
    assert [f.name for f in functions if f.end_lineno - f.lineno >= LONGEST_FUNCTION] == []


def test_names_say_what_is_inside():
    parts = {part for name in NAMES if not name.startswith("tests/") for part in Path(name).parts}
    assert [part for part in parts if VAGUE.fullmatch(Path(part).stem)] == []


@pytest.mark.parametrize("name", PLAYER)
def test_the_player_asks_no_other_server(name):
    assert ADDRESS.search(without_comments(read(name))) is None


@pytest.mark.parametrize("name", OURS)
def test_python_holds_no_address(name):
    tree = ast.parse(read(name))
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    quoted = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    assert [t.value for t in texts if id(t) not in quoted and ADDRESS.search(t.value)] == []


def without_comments(source):
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", source)


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ('import "https://cdn.example/plotly.js";', True),
        ('script.src = "//cdn.example/plotly.js";', True),
        ("@import url(//fonts.example/a.css);", True),
        ("let a = 1; // see https://example.org", False),
        ("/* https://example.org */ a { color: red }", False),
    ],
)
def test_addresses_are_found_outside_comments_only(line, caught):
    assert bool(ADDRESS.search(without_comments(line))) is caught


@pytest.mark.parametrize("name", PLAYER)
def test_assets_are_finished(name):
    assert "TODO" not in read(name)


def test_modules_of_the_player_import_in_one_direction():
    graph = {}
    for name in [name for name in PLAYER if name.endswith(".js")]:
        found = re.findall(r'(?:from|import) "(.+?)"', read(name))
        assert all(module.startswith(("./", "../")) for module in found), name
        graph[name] = [normpath(f"{Path(name).parent}/{module}") for module in found]
    assert all(module in NAMES for modules in graph.values() for module in modules)
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_the_spine_of_the_player_knows_no_page():
    assert [name for name in spine() if "stages/" in read(name)] == []


CLASS = re.compile(r"(?<![\w-])wl-[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])")
STAGES = sorted({Path(name).parts[2].split(".")[0] for name in PLAYER if "/stages/" in name})


def classes(*names):
    return {found for name in names for found in CLASS.findall(without_comments(read(name)))}


def of_stage(stage):
    return [name for name in PLAYER if re.match(rf"assets/stages/{stage}[./]", name)]


def spine():
    return [name for name in PLAYER if name.startswith("assets/player/")]


@pytest.mark.parametrize("stage", STAGES)
def test_classes_of_a_stage_carry_its_name(stage):
    own = classes(*of_stage(stage)) - classes(*spine())
    assert [name for name in own if not f"{name}-".startswith(f"wl-{stage}-")] == []


@pytest.mark.parametrize(
    "name", [name for name in PLAYER if re.match(r"assets/stages/.*css", name)]
)
def test_a_stage_styles_nothing_but_itself(name):
    own = re.compile(rf"\.wl-{Path(name).stem}(?![a-z0-9])")
    assert [selector for selector in selectors(read(name)) if not own.search(selector)] == []


def test_the_spine_styles_what_stages_share():
    shared = classes("assets/player/player.css") - classes(*(n for n in spine() if ".js" in n))
    users = {name: [s for s in STAGES if name in classes(*of_stage(s))] for name in shared}
    assert {name: stages for name, stages in users.items() if len(stages) < 2} == {}


def selectors(source):
    """The selectors of a style sheet, one by one; those of media queries too."""
    heads = re.findall(r"(?:^|[{};])\s*([^{}@;]+)\{", without_comments(source))
    return [one.strip() for head in heads for one in re.split(r",(?![^(]*\))", head)]


def test_selectors_are_taken_apart():
    source = "/* a */ .b, .c:is(d, e) { f: g; } @media (h: 1px) { i { j: k } .l > m { n: o } }"
    assert selectors(source) == [".b", ".c:is(d, e)", "i", ".l > m"]
