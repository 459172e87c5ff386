"""Two dimensions in a real browser: it moves, it is the solver's, it gives way to the next."""

import time

import numpy as np
import pytest

from scenes.__main__ import main
from scenes.link import decode
from solvers.plane.observables import density
from solvers.plane.solution import Terrain, stream

SMALL = "dim=2&landscape=himmelblau&n=128&frames=60&T=6"
PLAYER = "document.querySelector('.wl-player').wicklab"
ARRIVED = f"() => {{ const p = {PLAYER}; return p.film && p.film.list.length === p.scene.frames; }}"
PIXELS = f"""() => {{
  const {{ top }} = {PLAYER}, {{ width: n }} = top.canvas;
  const {{ data }} = top.canvas.getContext('2d').getImageData(0, 0, n, n);
  const shade = new Map([...top.raster.shades].map((colour, i) => [colour, i]));
  return [...new Uint32Array(data.buffer)].map((colour) => shade.get(colour) ?? -1);
}}"""

RATE = f"""(seconds) => new Promise((done) => {{
  const player = {PLAYER}, paint = player.paint.bind(player);
  let spent = 0, drawn = 0, seen = -1;
  player.paint = (settled) => {{
    const start = performance.now();
    paint(settled);
    spent += performance.now() - start;
    if (player.clock.s !== seen) drawn += 1;
    seen = player.clock.s;
  }};
  player.clock.seek(0);
  const start = performance.now();
  const look = () => {{
    const gone = (performance.now() - start) / 1000;
    if (gone < seconds) return requestAnimationFrame(look);
    player.paint = paint;
    done({{ drawn: drawn / gone, spent: spent / drawn }});
  }};
  requestAnimationFrame(look);
}})"""


@pytest.fixture
def plane(visit):
    def go(query, **options):
        lab = visit(query, **options)
        lab.page.wait_for_function(ARRIVED)
        return lab

    return go


def in_link(lab, text):
    """Waits for the link, which is written when the run has been sent."""
    lab.page.wait_for_function(f"() => location.search.includes('{text}')")


def test_the_picture_moves_without_a_press(visit):
    lab = visit(SMALL)
    first = lab.page.evaluate(PIXELS)
    lab.until(lambda lab: np.abs(np.array(lab.page.evaluate(PIXELS)) - first).max() > 5)


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
    lab.page.wait_for_function(f"(old) => {PLAYER}.scene.clip !== old", arg=before)
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
    lab.page.wait_for_function(f"() => !{PLAYER}.preview && {PLAYER}.scene.packet.centre[0] > -2.1")
    in_link(lab, "x0=")
    assert [float(lab.link[key]) for key in ("x0", "y0")] == pytest.approx(preview, abs=2e-3)
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.page.wait_for_function(f"(x) => {PLAYER}.scene.packet.centre[0] > x + 0.05", arg=preview[0])


def test_every_card_says_what_it_shows(plane):
    lab = plane(SMALL)
    heads = lab.page.locator(".wl-card:visible h3").all_inner_texts()
    assert heads == ["Weights |cₙ|² of the levels n"]
    chart = lab.page.locator(".wl-plane-composition .wl-plot")
    assert chart.get_attribute("aria-label") == heads[0]


def test_phase_and_surface_are_choices_that_stand_in_the_link(plane):
    lab = plane(SMALL)
    lab.page.click(".wl-chips [data-curve=phase]")
    lab.until(lambda lab: min(lab.page.evaluate(PIXELS)) == -1)  # hues are no shades
    in_link(lab, "phase")
    lab.page.click(".wl-chips [data-curve=surface]")
    lab.page.wait_for_selector(
        ".wl-plane-solid .gl-container, .wl-plane-solid .no-webgl", state="attached"
    )


@pytest.mark.quiet
def test_the_raster_keeps_the_display_rate(plane):
    """On 256² nodes, with phase: pictures a second, and what one costs the main thread."""
    lab = plane("dim=2&frames=120&T=8&show=density,phase")
    lab.page.wait_for_function(f"() => {PLAYER}.history.complete")
    best = max((lab.page.evaluate(RATE, 2) for _ in range(3)), key=lambda one: one["drawn"])
    assert best["drawn"] >= 58, best
    assert best["spent"] <= 6, best  # milliseconds of the 16 a frame has


def test_figures_against_time_are_chosen_and_are_the_solvers(plane):
    lab = plane(SMALL)
    lab.pause()
    lab.page.wait_for_function(f"() => {PLAYER}.history.complete")
    lab.page.click(".wl-plane-figures [data-figure=y]")
    lab.page.click(".wl-plane-figures [data-figure=x]")
    lab.page.wait_for_function(f"() => {PLAYER}.history.rows.join() === 'objective,y,basin'")
    lab.page.wait_for_function(f"() => {PLAYER}.history.element.data.length === 7")
    curves = lab.page.evaluate(
        f"() => {PLAYER}.history.element.data.filter((t) => t.mode === 'lines').map((t) => t.y)"
    )
    frames = list(stream(decode(SMALL)[0].problem))
    t = np.linspace(0, 6, 161)
    for curve, values in (
        (curves[0], [frame.numbers.objective for frame in frames]),
        (curves[2], [frame.numbers.seen.mean[1] for frame in frames]),
    ):
        expected = np.interp(t, [frame.numbers.t for frame in frames], values)
        assert np.array(curve) == pytest.approx(expected, abs=1e-6)


def test_the_trusted_region_is_outlined(plane):
    lab = plane(f"{SMALL}&order=2&show=density,surrogate")
    last = lab.page.evaluate(f"() => {PLAYER}.top.element.data.at(-1)")
    assert last["contours"]["start"] == 0.5
    problem = decode(f"{SMALL}&order=2")[0].problem
    trusted = Terrain(problem).trusted
    assert (np.array(last["z"]) > 0.5).tolist() == trusted.tolist()


@pytest.mark.parametrize("ended", ["closed", "changed"])
def test_a_run_that_nobody_watches_ends_within_two_seconds(visit, serving, ended):
    lab = visit("dim=2&landscape=griewank&frames=600&T=100", wait=False)
    begun = "() => document.querySelector('.wl-player')?.wicklab?.film?.arrived > 0"
    lab.page.wait_for_function(begun)
    if ended == "closed":
        lab.page.close()
    else:
        lab.page.get_by_role("radio", name="one").click()
    end, idle = time.monotonic() + 2, False
    before = serving.usage()[0]
    while not idle and time.monotonic() < end + 0.5:
        time.sleep(0.5)
        now = serving.usage()[0]
        idle, before = now - before < 0.1, now
    assert idle


def test_the_offline_page_plays_and_shows_the_landscape_in_three_dimensions(window, tmp_path):
    file = tmp_path / "plane.html"
    assert main([f"{SMALL}&lang=zh", "--html", str(file)]) == 0
    page = window(color_scheme="dark")
    page.goto(file.as_uri())
    page.wait_for_function(f"() => {PLAYER}?.film?.arrived === 6 && {PLAYER}.history.complete")
    drawn = page.evaluate(f"() => {PLAYER}.drawn")
    page.wait_for_function(f"(before) => {PLAYER}.drawn > before + 5", arg=drawn)
    page.click(".wl-chips [data-curve=surface]")
    page.locator(".wl-plane-solid").wait_for(state="visible")
    assert page.locator(".wl-plane-above").is_hidden()
    page.wait_for_function(f"() => {PLAYER}.surface.element.data?.[0].type === 'surface'")


def test_a_phone_shows_the_whole_square(plane):
    lab = plane(SMALL, viewport={"width": 390, "height": 844})
    box = lab.page.locator(".wl-plane-above canvas").bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=2)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
