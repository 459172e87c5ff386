"""What every page beside the Lab has: link, head, stage, tasks, claim, the way to the Lab."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from scenes.language import explain
from scenes.link import encode
from scenes.page_link import PageLink
from scenes.scene import Scene
from solvers.refusal import Refusal
from ui import journal
from ui.address import arrival, leave, touch
from ui.guide import show_guide
from ui.language import chosen, language, words
from ui.player import mount_stage
from ui.session import plain
from ui.tasks import Task, show_tasks

LAB = "../pages/lab.py"  # as seen from the script behind all pages
Play = Callable[[Scene, Any], tuple[dict[str, Any], Iterable[bytes]]]
Below = Callable[[Scene, Any], None]


@dataclass(frozen=True)
class Page:
    """A page: its name is the topic of its texts, its stage's module and the end of its address.

    Attributes:
        name: As above.
        link: The rules of its links.
        figure: Number of the paper's figure that it re-creates, 0 for none.
    """

    name: str
    link: PageLink
    figure: int = 0

    @property
    def key(self) -> str:
        """Session key of the stage's component."""
        return f"{self.name}-player"

    def arrive(self) -> tuple[Scene, Any]:
        """Scene and settings to show: those of the link, else of the stage's own controls.

        What cannot be read is said above the picture, and the last good one stays.
        """
        state = st.session_state
        followed = arrival(self.name)
        if followed is not None:
            state[f"{self.name}.pairs"] = followed
        pairs = {key: text for key, text in state[f"{self.name}.pairs"].items() if key != "lang"}
        try:
            scene, settings, notes = self.link.decode(pairs)
        except Refusal as refusal:
            state[f"{self.name}.said"] = [explain(language(), refusal)]
            return self._last_good()
        if followed is not None:
            state[f"{self.name}.said"] = [words()(note.code, **note.details) for note in notes]
        return scene.having(lang=chosen()), settings

    def _last_good(self) -> tuple[Scene, Any]:
        good: tuple[Scene, Any] | None = st.session_state.get(f"{self.name}.good")
        return good or (self.link.decode({})[0], self.link.settings())

    def head(self) -> None:
        """Title, what to look for, and what the link had that could not be shown."""
        say = words()
        title, lead = say(f"{self.name}.title"), say(f"{self.name}.lead")
        badge = say("page.reconstruction", figure=self.figure) if self.figure else ""
        st.html(f"<div class='wl-title'><h1>{title}</h1><p>{lead}</p><small>{badge}</small></div>")
        for sentence in st.session_state.get(f"{self.name}.said", []):
            st.warning(plain(sentence))

    def play(
        self, scene: Scene, settings: Any, build: Play, below: Below | None = None
    ) -> tuple[Scene, Any]:
        """Write the link and mount the stage with what `build` makes of the scene.

        Args:
            scene: What to show.
            settings: The page's own settings.
            build: Makes data and clips.
            below: Shows what stands below the stage, of a page whose clips take long: it is
                called before they are sent.

        Returns:
            What is shown: the last good scene and settings when these are refused.
        """
        with journal.request(self.name, (scene.problem, settings)) as work:
            try:
                data, clips = build(scene, settings)
            except Refusal as refusal:
                work.refused(refusal)
                st.warning(plain(explain(language(), refusal)))
                scene, settings = self._last_good()
                data, clips = build(scene, settings)
            self._keep(scene, settings)
            mount_stage(
                self.name,
                data,
                clips,
                key=self.key,
                before_clips=lambda: below and below(scene, settings),
                on_settings_change=self._settle,
            )
        return scene, settings

    def _keep(self, scene: Scene, settings: Any) -> None:
        """Write the link, before clips that may take a minute."""
        link = self.link.encode(scene, settings)
        leave(self.name, link)
        st.session_state[f"{self.name}.pairs"] = link
        st.session_state[f"{self.name}.good"] = (scene, settings)

    def _settle(self) -> None:
        """Take over what the stage's controls say: `setStateValue("settings", {…})` in it.

        The key `asked` only makes a wish that is repeated another one. A key that is null
        leaves the link.
        """
        said = (st.session_state.get(self.key) or {}).get("settings") or {}
        pairs = st.session_state.get(f"{self.name}.pairs", {})
        for key in [key for key, value in said.items() if value is None]:
            pairs.pop(key, None)
        known = {key: value for key, value in said.items() if value is not None}
        self.set_up({key: as_text(value) for key, value in known.items() if key != "asked"})

    def set_up(self, pairs: dict[str, str]) -> None:
        """Change keys of the link, drop those left empty; to be called from a callback."""
        touch()
        name = f"{self.name}.pairs"
        merged = {**st.session_state.get(name, {}), **pairs}
        st.session_state[name] = {key: text for key, text in merged.items() if text}
        st.session_state[f"{self.name}.said"] = []

    def replace(self, pairs: dict[str, str]) -> None:
        """Show another scene from the start; to be called from a callback."""
        st.session_state[f"{self.name}.pairs"] = {}
        self.set_up(pairs)

    def foot(self, scene: Scene, settings: Any, tasks: Iterable[Task], *, lab: bool = True) -> None:
        """Tasks, mathematics, limits, the claim and the way to the Lab.

        Args:
            scene: What is shown.
            settings: The page's own settings.
            tasks: Predict first, then check.
            lab: Whether the Lab can show this scene.
        """
        say = words()
        show_tasks(self.name, tasks, scene, settings, self.replace)
        for part in ("mathematics", "limits"):
            with st.expander(say(f"page.{part}")):
                st.markdown(say(f"{self.name}.{part}"))
        self._claim()
        show_guide(self.name)
        if lab:
            st.page_link(LAB, label=say("page.open-in-lab"), query_params=encode(scene))

    def _claim(self) -> None:
        say = words()
        with st.expander(say("page.claim")):
            for part in ("equation", "assumption", "fails"):
                st.markdown(f"**{say(f'page.claim-{part}')}** {say(f'{self.name}.claim-{part}')}")
            st.markdown(f"**{say('page.claim-test')}** `{say(f'{self.name}.claim-test')}`")


def as_text(value: Any) -> str:
    """A value that a stage's control has sent, as it stands in a link."""
    if isinstance(value, bool):
        return str(int(value))
    return str(value)[:400]
