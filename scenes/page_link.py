"""Links of the pages beside the Lab: keys of a scene and settings of the page's own.

A page opens with a scene of its own; its links hold what differs from that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scenes.link import VERSION, decode, encode, split
from scenes.scene import Scene
from scenes.values import Note, read_settings, write_settings, written
from solvers.problem import suiting
from solvers.refusal import Refusal


@dataclass(frozen=True)
class NoSettings:
    """For a page whose scene says it all."""


@dataclass(frozen=True)
class PageLink:
    """The rules of one page's links.

    Attributes:
        base: Scene string the page opens with.
        settings: Dataclass of the page's own keys, with limits as in `solvers.limits`.
        dims: Numbers of dimensions the page can show.
    """

    base: str = ""
    settings: type[Any] = field(default=NoSettings)
    dims: tuple[int, ...] = (1,)

    def decode(self, link: Mapping[str, str]) -> tuple[Scene, Any, list[Note]]:
        """Scene and settings of a link, and what had to be changed to show them.

        Raises:
            Refusal: When something cannot be read at all.
        """
        notes: list[Note] = []
        own = set(self.settings.__dataclass_fields__)
        settings = read_settings(self.settings, dict(link), notes)
        rest = {key: value for key, value in link.items() if key not in own}
        scene, said = decode({**self._base_under(rest), **rest})
        if scene.problem.dim not in self.dims:
            raise Refusal("scene.dimension", allowed=", ".join(map(str, self.dims)))
        return scene, settings, [*notes, *said]

    def encode(self, scene: Scene, settings: Any) -> dict[str, str]:
        """Keys and values of a link, differences from what the page opens with only."""
        pairs = encode(scene)
        base = self._base_under(pairs)
        changed = {key: value for key, value in pairs.items() if base.get(key) != value}
        changed.pop("v", None)
        for key in base.keys() - pairs.keys():  # back at what suits the landscape
            owner = scene.problem if hasattr(scene.problem, key) else scene.view
            value = getattr(owner, key)
            text = "exact" if value is None else written(value)
            if text != base[key]:
                changed[key] = text
        changed |= write_settings(settings)
        return {"v": VERSION, **changed} if changed else {}

    def _base_under(self, pairs: Mapping[str, str]) -> dict[str, str]:
        """The base, without numbers that suit another landscape or formula."""
        base = split(self.base)
        other = pairs.get("dim", "1") != base.get("dim", "1")
        same = (pairs.get(key, base.get(key)) == base.get(key) for key in ("landscape", "formula"))
        if all(same) and not other:
            return base
        lost = {"formula", "let", "landscape", *suiting("quadratic"), *(["D_end"] * other)}
        return {key: value for key, value in base.items() if key not in lost}
