"""A scene: what is solved (Problem) and how it is looked at (View)."""

from dataclasses import dataclass, field, replace
from typing import Any

from scenes.language import LANGUAGES
from solvers.problem import Problem
from solvers.refusal import Refusal

PLANE_CURVES = ("phase", "surface")  # what two dimensions show beside the density
CURVES = (
    "density", "real", "imaginary", "levels", "surrogate", "energy", *PLANE_CURVES, "current",
    "ghost",
)  # fmt: skip
PANELS = ("weights", "momentum", "wick", "dials", "probe", "measure")
NORMS = ("one", "raw")
LONGEST_BESIDE = 600
SHOWN_AT_FIRST = ("density", "levels", "surrogate", "energy")
DENSITIES = ("born", "walkers")
SLOWEST, FASTEST = 0.1, 8.0


@dataclass(frozen=True)
class View:
    """How a solution is looked at; changing it never solves again.

    Attributes:
        show: Curves drawn.
        density: ``born`` for |ψ|², ``walkers`` for u = ψ/∫ψ (imaginary time only).
        panel: What stands beside the picture: weights of the levels or of the waves, the
            Wick dial, dials of the levels, the probe's or the measurement's instrument.
        norm: ``one`` for the normalised state, ``raw`` for heights as imaginary time
            shrinks them.
        beside: Scene string of a second scene on the same clock, empty for none.
        speed: Playback speed from 0.1 to 8, 1 plays a run in 12 s.
        lang: Language code, empty for the browser's.

    Raises:
        Refusal: For a name or a speed that is not allowed.
    """

    show: tuple[str, ...] = SHOWN_AT_FIRST
    density: str = "born"
    panel: str = PANELS[0]
    norm: str = NORMS[0]
    beside: str = ""
    speed: float = 1.0
    lang: str = ""

    def __post_init__(self) -> None:
        """Check the names; put the curves in their usual order."""
        for curve in self.show:
            _one_of("show", curve, CURVES)
        _one_of("density", self.density, DENSITIES)
        _one_of("panel", self.panel, PANELS)
        _one_of("norm", self.norm, NORMS)
        if len(self.beside) > LONGEST_BESIDE:
            raise Refusal("scene.too-long", length=len(self.beside), limit=LONGEST_BESIDE)
        if not SLOWEST <= self.speed <= FASTEST:
            raise Refusal(
                "scene.out-of-range", key="speed", value=self.speed, low=SLOWEST, high=FASTEST
            )
        if self.lang:
            _one_of("lang", self.lang, tuple(LANGUAGES))
        ordered = tuple(curve for curve in CURVES if curve in self.show)
        object.__setattr__(self, "show", ordered)


@dataclass(frozen=True)
class Scene:
    """A problem and a view of it."""

    problem: Problem = field(default_factory=Problem)
    view: View = field(default_factory=View)

    def having(self, **changes: Any) -> "Scene":
        """A copy with some fields of the problem or the view changed."""
        view = {key: value for key, value in changes.items() if key in View.__dataclass_fields__}
        problem = {key: value for key, value in changes.items() if key not in view}
        return Scene(replace(self.problem, **problem), replace(self.view, **view))


def _one_of(key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise Refusal("scene.not-one-of", key=key, value=value, allowed=", ".join(allowed))
