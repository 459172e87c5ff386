import numpy as np
import pytest

from charts import framework
from charts.clip import unpack
from charts.framework import BOXES, Framework, clip, clip_name, found, hrefs, moments, narrowed, run
from scenes.link import decode
from scenes.page_link import PageLink
from scenes.scene import Scene
from solvers.grid import Grid
from solvers.two_loop import SHARP

LINK = PageLink(framework.BASE, Framework)


def test_the_page_opens_with_a_scene_of_the_lab():
    scene, settings, notes = LINK.decode({})
    assert notes == []
    assert scene.problem.landscape == "rastrigin"
    assert settings.start == "2"


@pytest.mark.parametrize("pages", [(), ("dispersion",), tuple(page for page, _ in BOXES.values())])
@pytest.mark.parametrize("lang", ["", "zh"])
def test_boxes_lead_to_pages_that_are_there_or_to_scenes_without_a_fault(pages, lang):
    for box, href in hrefs(pages, lang).items():
        name, _, query = href.partition("?")
        assert name == "./" or name in pages
        assert (name == BOXES[box][0]) == (BOXES[box][0] in pages)
        scene, notes = decode(query)
        assert notes == []
        assert scene.view.lang == lang


@pytest.mark.parametrize(("start", "scales"), [("2", 12), ("0.02", 5)])
def test_the_clip_says_what_the_run_says(start, scales):
    header, arrays = unpack(clip(start))
    settled = run(start)
    assert header["clip"] == clip_name(start)
    assert len(settled) == scales == arrays["D"].size
    ends = np.arange(1, scales + 1) * header["moments"] - 1
    assert arrays["tau"][ends] == pytest.approx(np.cumsum([scale.tau for scale in settled]))
    assert np.all(np.diff(arrays["tau"]) >= 0)
    for end, scale in zip(ends, settled, strict=True):
        drawn = arrays["density"][end] / 255 * arrays["density_peak"][end]
        assert drawn == pytest.approx(scale.psi**2, abs=scale.psi.max() ** 2 / 500)
        root = np.sqrt(float(start))
        assert arrays["spread"][end] < SHARP * (root + scale.energy)
        assert arrays["spread"][end - 1] > 0


def test_the_run_ends_as_the_theory_says():
    """Check 30: ⟨x⟩ = 0.001, standard deviation 0.208, P(|x| < ½) = 0.960, τ = 25.7 in all."""
    _, arrays = unpack(clip("2"))
    assert arrays["mean"][-1] == pytest.approx(0.001, abs=0.002)
    assert arrays["width"][-1] == pytest.approx(0.208, abs=0.005)
    assert arrays["near"][-1] == pytest.approx(0.960, abs=0.005)
    assert arrays["tau"][-1] == pytest.approx(25.7, rel=0.02)


def test_moments_of_a_gaussian():
    grid = Grid(-8.0, 8.0, 512)
    density = np.exp(-((grid.x - 0.25) ** 2) / (2 * 0.3**2)) / (0.3 * np.sqrt(2 * np.pi))
    mean, width, _ = moments(density[None], grid)
    assert mean[0] == pytest.approx(0.25)
    assert width[0] == pytest.approx(0.3)


def test_answers_come_from_the_run():
    for start in ("2", "0.02"):
        option, figures = found(Scene(), Framework(start))
        assert option == "near"
        assert figures["mean"] == pytest.approx(1.99, abs=0.01)
        assert figures["near"] < 1
        option, figures = narrowed(Scene(), Framework(start))
        assert option == "fourth"
        assert figures["ratio"] == pytest.approx(0.5**0.25, abs=0.03)
