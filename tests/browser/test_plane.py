"""Two dimensions in a real browser: it moves, it is the solver's, it gives way to the next."""

import numpy as np
import pytest

from scenes.link import decode
from solvers.plane.observables import density
from solvers.plane.solution import stream

SMALL = "dim=2&landscape=himmelblau&n=128&frames=60&T=6"
PLAYER = "document.querySelector('.wl-player').wicklab"
ARRIVED = f"() => {{ const p = {PLAYER}; return p.film && p.film.list.length === p.scene.frames; }}"
PIXELS = f"""() => {{
  const {{ top }} = {PLAYER}, {{ width: n }} = top.canvas;
  const {{ data }} = top.canvas.getContext('2d').getImageData(0, 0, n, n);
  const shade = new Map([...top.raster.shades].map((colour, i) => [colour, i]));
  return [...new Uint32Array(data.buffer)].map((colour) => shade.get(colour) ?? -1);
}}"""


@pytest.fixture
def plane(visit):
    def go(query, **options):
        lab = visit(query, **options)
        lab.page.wait_for_function(ARRIVED, timeout=60_000)
        return lab

    return go


def test_the_picture_moves_without_a_press(visit):
    lab = visit(SMALL)
    first = lab.page.evaluate(PIXELS)
    lab.page.wait_for_timeout(800)
    assert np.abs(np.array(lab.page.evaluate(PIXELS)) - first).max() > 5


@pytest.mark.parametrize("wick", [0, 90])
def test_pixels_are_the_solvers_density(plane, wick):
    lab = plane(f"{SMALL}&wick={wick}")
    lab.pause()
    frame = int(np.random.default_rng(wick).integers(10, 50))
    lab.page.evaluate(f"() => {PLAYER}.act('seek', {PLAYER}.clock.duration * {frame} / 59)")
    shades = np.array(lab.page.evaluate(PIXELS)).reshape(128, 128)[::-1]  # rows upwards
    for index, solved in enumerate(stream(decode(f"{SMALL}&wick={wick}")[0].problem)):
        if index == frame:
            rho = density(solved.psi)
            break
    assert shades.min() >= 0
    assert (shades / 255) ** 2 == pytest.approx(rho / rho.max(), abs=1.5 / 255)
    told = lab.page.evaluate(f"() => [...{PLAYER}.film.density({PLAYER}.clock.s)]")
    assert np.array(told).reshape(128, 128) == pytest.approx(rho, abs=rho.max() / 255)
