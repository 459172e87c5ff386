"""Modules linked into one script: nothing left out, nothing taken for what it is not."""

import json
from pathlib import Path

import pytest

from charts.linking import link, needed, source_map

ASSETS = Path(__file__).parents[2] / "assets"
SOURCES = {
    path.relative_to(ASSETS).as_posix(): path.read_text(encoding="utf-8")
    for path in ASSETS.rglob("*.js")
}
SMALL = {
    "player/a.js": "// first\nexport const A = 1, B = 2;\nexport class C {}\n",
    "stages/b.js": 'import {\n  A as one,\n  C,\n} from "../player/a.js";\n\n'
    'import * as a from "../player/a.js";\nexport async function d() { return [one, C, a.A]; }\n',
}
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def test_every_module_comes_after_those_it_imports():
    assert needed(SMALL, "stages/b.js") == ["player/a.js", "stages/b.js"]
    for stage in (name for name in SOURCES if name.count("/") == 1):
        names = needed(SOURCES, stage)
        script = link(SOURCES, names)
        assert [script.index(f'linked["{name}"] = ') for name in names] == sorted(
            script.index(f'linked["{name}"] = ') for name in names
        )
        assert script.count("\n") == sum(len(SOURCES[n].splitlines()) + 2 for n in names)


def test_imports_become_names_and_exports_what_a_function_returns():
    script = link(SMALL, ["player/a.js", "stages/b.js"])
    assert 'const {\n  A: one,\n  C,\n} = linked["player/a.js"];' in script
    assert 'const a = linked["player/a.js"];' in script
    assert "\nasync function d() { return" in script
    assert "return { d }; })();\n" in script
    assert "return { A, C }; })();\n" in script


@pytest.mark.parametrize(
    "line",
    [
        'import "./a.js";',
        'import a from "./a.js";',
        "import('./a.js');",
        "export default 1;",
        "export { a };",
        "export let a = 1;",
        "export const { a } = b;",
        'export * from "./a.js";',
    ],
)
def test_what_is_not_understood_is_refused(line):
    with pytest.raises(ValueError, match=r"c\.js cannot be linked"):
        link({"c.js": f"{line}\n"}, ["c.js"])


def decoded(mappings):
    """(script's line, source, source's line), from 0."""
    source = line = 0
    for row, segment in enumerate(mappings.split(";")):
        values, value, shift = [], 0, 0
        for digit in map(DIGITS.index, segment):
            value |= (digit & 31) << shift
            shift += 5
            if digit < 32:
                values.append(-(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        if values:
            assert len(values) == 4
            assert values[0] == values[3] == 0
            source, line = source + values[1], line + values[2]
            yield row, source, line


def test_the_source_map_leads_back_to_every_line():
    names = needed(SOURCES, "stages/lab.js")
    head = "const linked = {};\n"
    script = (head + link(SOURCES, names)).splitlines()
    found = json.loads(source_map(SOURCES, names, 1, "../"))
    assert found["sources"] == names
    seen = 0
    for row, source, line in decoded(found["mappings"]):
        original = SOURCES[names[source]].splitlines()[line]
        if not original.startswith(("import", "export", "}")):
            assert script[row] == original
        seen += 1
    assert seen == sum(len(SOURCES[name].splitlines()) for name in names)
