"""Plotly's script registers at once what charts draw, and keeps everything else."""

import re

import pytest
from plotly.offline import get_plotlyjs

from charts import plotly_script

TRACES = re.compile(r"\.register\(\[((?:[\w$]+\(\),?)+)\]\)(,[\w$]+\.addSurface=)?")


@pytest.fixture
def script():
    return plotly_script.plotly_script()


def alike(one, other):
    """How many characters are the same from the start on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next(place for place, (a, b) in pairs if a != b)


def test_only_the_list_of_what_is_registered_has_changed(script):
    before = get_plotlyjs()
    place = alike(before, script)
    end = alike(before[:-9999:-1], script[:-9999:-1])
    assert before[place : len(before) - end].count("(),") > 40, "the traces"
    assert len(script) - end - place < 100
    assert ".register([" in script[place - 40 : place]


def test_what_the_charts_draw_is_registered_at_once_and_a_surface_on_demand(script):
    complete = max(TRACES.findall(get_plotlyjs()), key=lambda found: len(found[0]))[0].split(",")
    (found,) = (first for first, later in TRACES.findall(script) if later)
    assert len(complete) == 47
    # The places of bar, heatmap, contour and surface in Plotly's own list, lib/index.js.
    assert found.split(",") == [complete[place] for place in (0, 2, 6)]
    assert (
        re.search(r"\.addSurface=\(\)=>[\w$]+\.register\(([\w$]+\(\))\)", script)[1] == complete[18]
    )


def test_a_plotly_put_together_in_another_way_is_complete(monkeypatch):
    other = "const plotly = {}; plotly.register([bar(), surface()]);"
    monkeypatch.setattr(plotly_script, "get_plotlyjs", lambda: other)
    plotly_script.plotly_script.cache_clear()
    assert plotly_script.plotly_script() == other
    listed = other.replace("surface()", ",".join(f"t{i}()" for i in range(30)))
    monkeypatch.setattr(plotly_script, "get_plotlyjs", lambda: listed)
    plotly_script.plotly_script.cache_clear()
    assert plotly_script.plotly_script() == listed
    renamed = get_plotlyjs().replace('moduleType:"trace",name:"surface"', 'name:"surface"')
    monkeypatch.setattr(plotly_script, "get_plotlyjs", lambda: renamed)
    plotly_script.plotly_script.cache_clear()
    assert plotly_script.plotly_script() == renamed
    plotly_script.plotly_script.cache_clear()
