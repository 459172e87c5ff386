"""Mounts stages and feeds them: data in one component, each clip in one of its own.

A clip of an unchanged landscape is an unchanged element, which Streamlit does not send
again: a new packet or Wick angle costs some kilobytes, not the eigenstates.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

import streamlit as st

from charts.plane_data import plane_data
from charts.player_data import player_data
from scenes.language import explain
from scenes.link import companion
from scenes.scene import Scene
from solvers.plane.problem import PlaneProblem
from solvers.refusal import Refusal
from ui import journal, live, planes, sharing, solving
from ui.address import touch
from ui.assets import AHEAD, address, styles
from ui.language import language

# Inline modules run from a blob, whose address has no origin: it is added here. Style sheets
# stand after Streamlit's own, which is in the head, and stay.
_LOADER = """
const link = (path, more) => {{
  const href = location.origin + path, old = document.querySelector(`link[href="${{href}}"]`);
  return old ?? Object.assign(document.createElement("link"), {{ href, ...more }});
}};
for (const [rel, path] of {ahead}) document.head.append(link(path, {{ rel, as: "script" }}));
const styled = {sheets}.map((path) => new Promise((done) => {{
  const sheet = link(path, {{ rel: "stylesheet" }});
  if (sheet.sheet) return done();
  sheet.addEventListener("load", done);
  sheet.addEventListener("error", done);
  if (!sheet.isConnected) document.body.append(sheet);
}}));
const files = Promise.all([import(location.origin + "{script}"), ...styled]);
export default function (args) {{
  let undo, gone = false;
  files.then(([module]) => {{ if (!gone) undo = module.{entry}(args); }});
  return () => {{ gone = true; undo?.(); }};
}}
"""
LOCALES = {"en": "en", "zh": "zh-Hans"}
PLAYER, PLANE = "lab-player", "lab-plane"
_VIEW_KEYS = ("show", "density", "panel", "norm", "beside", "speed")


def mount(
    scene: Scene,
    lang: str,
    *,
    on_packet: Callable[[], None],
    on_scene: Callable[[], None],
    accepted: Callable[[Scene], None] | None = None,
) -> None:
    """Show a scene. Returns when every clip has been sent.

    Args:
        scene: What to show.
        lang: Language of all words.
        on_packet: Called when a packet in two dimensions has been let go somewhere else.
        on_scene: Called when a scene was changed in its chart, or by a page that embeds it.
        accepted: Called with the scene once it is on the page, before its clips are.

    Raises:
        Refusal: When the problem cannot be solved; nothing has been shown then. A run that
            has to be given up on its way is said below what came of it.
    """
    streams = solving.streams(scene.problem.dim, scene.problem.schedule)
    with journal.request("lab", scene.problem) if streams else nullcontext():
        _mount(scene, lang, on_packet, on_scene, accepted)


def _mount(
    scene: Scene,
    lang: str,
    on_packet: Callable[[], None],
    on_scene: Callable[[], None],
    accepted: Callable[[Scene], None] | None,
) -> None:
    problem, key = scene.problem, player_key(scene.problem.dim)
    if isinstance(problem, PlaneProblem):
        data = plane_data(planes.terrain(problem), scene.view, lang)
        clips = _told(planes.run(problem, lang), scene, lang, accepted)
        hand = {"on_packet_change": on_packet, "on_scene_change": on_scene}
        mount_stage("plane", data, clips, key=key, on_view_change=touch, **hand)
        return
    if problem.schedule == "constant":
        solved = solving.solution(problem)
        data = player_data(solved, scene.view, lang)
        clips = [solving.modes(problem)] if solved.expansion else []
    else:
        data = player_data(solving.opening(problem), scene.view, lang, complete=False)
        clips = _told(solving.run(problem, lang), scene, lang, accepted)
    mount_stage("lab", data, clips, key=key, on_view_change=touch, on_scene_change=on_scene)


def _told(
    clips: Iterable[bytes], scene: Scene, lang: str, accepted: Callable[[Scene], None] | None
) -> Iterator[bytes]:
    """The clips of a run after its scene is accepted; one that is given up keeps what came."""
    if accepted:
        accepted(scene)
    try:
        yield from clips
    except Refusal as refusal:
        st.error(explain(lang, refusal))


def mount_stage(
    stage: str,
    data: dict[str, Any],
    clips: Iterable[bytes] = (),
    *,
    key: str,
    before_clips: Callable[[], Any] = lambda: None,
    **on_change: Callable[[], None],
) -> None:
    """Show a stage of `assets/stages`. Returns when every clip has been sent.

    Args:
        stage: Name of its module.
        data: What its `show` gets; the addresses of Plotly and solver are added here.
        clips: Blobs for `assets/player/clips.js`, sent one after the other.
        key: Names the component; what the stage says is in the session under it.
        before_clips: Called when the stage is there and nothing has been sent to it.
        on_change: Called before the run that the stage asks for, as `on_view_change`.
    """
    data |= {"plotly": address("plotly.js"), "language": LOCALES[language()]}
    data["solve"] = live.place()
    page = "lab" if stage == "plane" else stage
    data["sharing"] = sharing.offer(page, language(), st.session_state.get(f"{page}.said", []))
    # The player asks for a run when the connection was lost: assets/player/reconnect.js.
    _stage(stage)(key=key, data=data, on_back_change=lambda: None, **on_change)
    before_clips()
    with st.container(key=f"{key}-clips"):
        for index, blob in enumerate(clips):
            _clip()(key=f"{key}-{data.get('clip', '')}-{index}", data=blob)


def player_key(dim: int) -> str:
    """Key of the player of one or two dimensions."""
    return PLAYER if dim == 1 else PLANE


def chosen_view(dim: int) -> dict[str, Any]:
    """What the user last chose on the player itself, ready for a View."""
    chosen = (st.session_state.get(player_key(dim)) or {}).get("view") or {}
    values = {name: chosen[name] for name in _VIEW_KEYS if name in chosen}
    if "show" in values:
        values["show"] = tuple(values["show"])
    if "beside" in values:
        values["beside"] = companion(str(values["beside"]))
    return values


def _stage(name: str) -> Any:
    return st.components.v2.component(
        f"wicklab_{name}",
        js=loader(name, "mount", draws=True),
        html=f'<div class="wl-player wl-{name}"></div>',
        isolate_styles=False,
    )


def tell_language() -> None:
    """Tell the browser the language of a page without a stage; a stage does it itself."""
    st.components.v2.component("wicklab_language", js=loader("player", "speak"), html="<b></b>")(
        key="page-language", data={"language": LOCALES[language()]}
    )


@lru_cache
def loader(script: str, entry: str, *, draws: bool = False) -> str:
    """Code that asks for a script and calls what it exports; what `draws` needs more at once."""
    return _LOADER.format(
        ahead=json.dumps([[rel, address(name)] for rel, name in AHEAD] if draws else []),
        sheets=json.dumps(styles(script) if draws else []),
        script=address(f"linked/{script}.js"),
        entry=entry,
    )


def _clip() -> Any:
    code = loader("player", "deliver")
    return st.components.v2.component("wicklab_clip", js=code, html="<b></b>", isolate_styles=False)
