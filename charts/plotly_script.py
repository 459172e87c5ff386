"""Plotly's own script, made to start with the traces that our charts draw.

A browser that evaluates the complete script is busy for seconds before the first picture, mostly
with maps and solids that no page shows. The script keeps every trace as a function that is run
when it is registered; so only the list of what is registered changes, and nothing is left out.
"""

import re
from functools import lru_cache

from plotly.offline import get_plotlyjs

AT_ONCE = ("bar", "heatmap", "contour")  # scatter belongs to the core
ON_DEMAND = "surface"  # by `Plotly.addSurface()`
_REGISTERED = re.compile(r"\.register\(\[((?:[\w$]+\(\),?){20,})\]\)")
_MODULE = re.compile(r"var ([\w$]+)=[\w$]+\(\(")
_IMPORT = re.compile(r'[^{]*\{(?:"use strict";)?[\w$]+\.exports=([\w$]+)\(\)\}')
_NAME = re.compile(r'moduleType:"trace",name:"(\w+)"')


@lru_cache
def plotly_script() -> str:
    """The script. Of a Plotly that is put together in another way, it is the complete one."""
    source = str(get_plotlyjs())
    found = _REGISTERED.search(source)
    if found is None:
        return source
    starts = {module[1]: module.end() for module in _MODULE.finditer(source)}
    modules = {_trace(source, starts, call[:-2]): call for call in found[1].split(",")}
    if not modules.keys() >= {*AT_ONCE, ON_DEMAND}:
        return source
    before, after = source[: found.start()], source[found.end() :]
    plotly = re.findall(r"[\w$]+$", before[-20:])[0]
    first, later = ",".join(modules[name] for name in AT_ONCE), modules[ON_DEMAND]
    return f"{before}.register([{first}]),{plotly}.addSurface=()=>{plotly}.register({later}){after}"


def _trace(source: str, starts: dict[str, int], module: str) -> str:
    """Name of the trace that a module gives, itself or by importing another."""
    if module not in starts:
        return ""
    start = starts[module]
    body = source[start : source.find("});var ", start) + 1]
    imported = _IMPORT.match(body)
    if imported:
        return _trace(source, starts, imported[1])
    named = _NAME.search(body)
    return named[1] if named else ""
