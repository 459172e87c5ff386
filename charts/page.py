"""A solution as one HTML file that plays without a server or a network."""

import base64
import html
import json
from pathlib import Path
from typing import Any

from charts.clip import HALF_STEP, frames_clip, modes_clip
from charts.linking import link, needed
from charts.player_data import player_data, report_words
from charts.plotly_script import plotly_script
from scenes.language import say
from scenes.scene import Scene
from solvers.solution import Solution
from solvers.split_operator import Saved

ASSETS = Path(__file__).parents[1] / "assets"

_TEMPLATE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ margin: 0; padding: 12px 16px; background: var(--st-background-color); }}
:root {{ --st-background-color: #0f1420; --st-secondary-background-color: #161d2e;
  --st-text-color: #e6ebf5; --st-border-color: #27314a; --st-primary-color: #56b4e9; }}
@media (prefers-color-scheme: light) {{ :root {{ --st-background-color: #fbfaf7;
  --st-secondary-background-color: #f1efe8; --st-text-color: #1b2230;
  --st-border-color: #d9d5ca; --st-primary-color: #0072b2; }} }}
{css}
.wl-player {{ height: calc(100dvh - 26px); }}</style></head>
<body><div class="wl-player wl-{name}"></div>
<script>{plotly}</script>
<script type="module">
const linked = {{}};
{script}const {{ deliver }} = linked["player/mount.js"], {{ mount }} = linked["stages/{name}.js"];
const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
for (const clip of {clips}) deliver({{ data: bytes(clip) }});
mount({{ data: {data}, parentElement: document.body, setStateValue() {{}} }});
</script></body></html>
"""


def offline_page(solution: Solution, scene: Scene, lang: str, steps: list[Saved]) -> str:
    """The page of a solved scene.

    Args:
        solution: What is shown.
        scene: The scene it solves.
        lang: Language of all words.
        steps: The saved states, for a run whose D changes; empty otherwise.
    """
    data = {**player_data(solution, scene.view, lang), "language": lang}
    blobs = []
    if solution.expansion is not None:
        blobs.append(modes_clip(scene.problem, solution.expansion))
    elif steps:
        words = report_words(solution.report, lang, rounded=HALF_STEP)
        blobs.append(frames_clip(scene.problem, 0, steps, report=words))
    return page_of("lab", data, blobs)


def page_of(stage: str, data: dict[str, Any], blobs: list[bytes]) -> str:
    """A page with one stage that plays offline.

    Args:
        stage: Name of its module.
        data: What its `show` gets.
        blobs: Its clips.
    """
    lang = str(data["lang"])
    return _TEMPLATE.format(
        lang=html.escape(lang),
        title=html.escape(f"Wicklab · {say(lang, 'lab.title')}"),
        css=_style(stage),
        name=stage,
        plotly=plotly_script(),
        script=_script(stage),
        clips=json.dumps([base64.b64encode(blob).decode() for blob in blobs]),
        data=json.dumps(data).replace("</", "<\\/"),
    )


def sheets(stage: str) -> list[str]:
    """Style sheets below `assets`: what all share, the rest of the spine, the stage's own."""
    folder = (ASSETS / "player").glob("*.css")
    spine = sorted(folder, key=lambda path: (path.stem != "player", path.stem))
    found = (*spine, ASSETS / "stages" / f"{stage}.css")
    return [path.relative_to(ASSETS).as_posix() for path in found if path.exists()]


def _style(stage: str) -> str:
    return "".join((ASSETS / name).read_text(encoding="utf-8") for name in sheets(stage))


def _script(stage: str) -> str:
    """The spine and a stage as one script."""
    paths = (*(ASSETS / "player").glob("*.js"), *(ASSETS / "stages").rglob("*.js"))
    files = {p.relative_to(ASSETS).as_posix(): p.read_text(encoding="utf-8") for p in paths}
    script = link(files, needed(files, "player/mount.js", f"stages/{stage}.js"))
    return script.replace("</script", "<\\/script")
