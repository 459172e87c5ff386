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


def in_link(lab, text):
    """Waits for the link, which is written when the run has been sent."""
    lab.page.wait_for_function(f"() => location.search.includes('{text}')", timeout=60_000)


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


def test_another_landscape_replaces_the_run(visit):
    lab = visit("dim=2")  # a run that is still being solved
    before = lab.page.evaluate(f"() => {PLAYER}.scene.clip")
    lab.page.get_by_role("combobox", name="Objective landscape").click()
    lab.page.get_by_role("option", name="Logistic regression").click()
    lab.page.wait_for_function(f"(old) => {PLAYER}.scene.clip !== old", arg=before, timeout=30_000)
    in_link(lab, "landscape=logistic")
    assert lab.page.evaluate(f"() => {PLAYER}.film.grid.hi") == 11


def test_the_packet_is_dragged_with_mouse_and_keys(plane):
    lab = plane(SMALL)
    handle = lab.page.locator(".wl-plane-grip")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 60, y + 40, steps=4)
    preview = lab.page.evaluate(f"() => {PLAYER}.preview.place")
    lab.page.mouse.up()
    lab.page.wait_for_function(
        f"() => !{PLAYER}.preview && {PLAYER}.scene.packet.centre[0] > -2.1", timeout=30_000
    )
    in_link(lab, "x0=")
    assert [float(lab.link[key]) for key in ("x0", "y0")] == pytest.approx(preview, abs=2e-3)
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.page.wait_for_function(
        f"(x) => {PLAYER}.scene.packet.centre[0] > x + 0.05", arg=preview[0], timeout=30_000
    )


def test_phase_and_surface_are_choices_that_stand_in_the_link(plane):
    lab = plane(SMALL)
    lab.page.click(".wl-chips [data-curve=phase]")
    lab.page.wait_for_timeout(500)
    assert min(lab.page.evaluate(PIXELS)) == -1  # hues are no shades
    in_link(lab, "phase")
    lab.page.click(".wl-chips [data-curve=surface]")
    lab.page.wait_for_selector(
        ".wl-plane-solid .gl-container, .wl-plane-solid .no-webgl", state="attached"
    )


def test_a_phone_shows_the_whole_square(plane):
    lab = plane(SMALL, viewport={"width": 390, "height": 844})
    box = lab.page.locator(".wl-plane-above canvas").bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=2)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
