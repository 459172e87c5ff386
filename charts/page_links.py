"""The rules of every page's links, by the page's name; the Lab's are `scenes.link`'s own."""

from types import MappingProxyType

from charts import (
    annealing_controls,
    atlas,
    convergence,
    dispersion,
    framework,
    inference,
    mapping,
    race,
    softmax,
    taylor,
    transition,
)
from scenes.page_link import PageLink
from solvers.candidates import Candidates
from solvers.diffusion.noising import Noising

ORDER_ZERO = "landscape=quadratic&order=0&wick=90"  # what the pages on diffusion models stand for

PAGE_LINKS = MappingProxyType(
    {
        "framework": PageLink(framework.BASE, framework.Framework),
        "dispersion": PageLink(dispersion.BASE, dispersion.Settings),
        "transition": PageLink(transition.BASE, transition.Settings),
        "taylor": PageLink(taylor.BASE, taylor.Settings),
        "convergence": PageLink(convergence.BASE, convergence.Settings),
        "softmax": PageLink(softmax.BASE, Candidates),
        "diffusion": PageLink(ORDER_ZERO, Noising),
        "mapping": PageLink(ORDER_ZERO, mapping.Mapping),
        "inference": PageLink(ORDER_ZERO, inference.Inference),
        "race": PageLink("wick=90", race.RaceSettings),
        "annealing": PageLink(
            "wick=90&D=0.5&schedule=exponential&D_end=0.001",
            annealing_controls.AnnealingSettings,
            dims=(1, 2),
        ),
        "atlas": PageLink(atlas.BASE, atlas.AtlasSettings),
    }
)
