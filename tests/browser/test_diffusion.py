"""The pages on diffusion models in a real browser: they move, and agree with the solver."""

import re

import numpy as np
import pytest

from charts.mapping import Mapping, spreading
from solvers.diffusion.chain import quality, station, stream
from solvers.diffusion.merging import merging_times
from solvers.diffusion.noising import Noising, noise, starts
from solvers.diffusion.problem import Sampling
from solvers.diffusion.process import paths, quantile_lines, reverse_paths
from solvers.diffusion.spreading import spread
from tests.browser.page import numbers, read

PAGES = ("diffusion", "mapping", "inference")
_TWO_KEYS = """(mark) => {  // before the picture can follow the first
  for (let i = 0; i < 2; i++) {
    mark.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
  }
}"""
_CLOUD = """() => new Promise((done) => {
  const canvas = document.querySelector('.wl-cloud'), seen = new Set();
  const start = performance.now();
  let calls = 0;
  const look = () => {
    seen.add(document.querySelector('.wl-player').wicklab.drawn);
    calls += 1;
    const spent = (performance.now() - start) / 1000;
    if (spent < 3) requestAnimationFrame(look);
    else done({ drawn: seen.size / spent, offered: calls / spent });
  };
  requestAnimationFrame(look);
})"""


def matrix(page, path):
    """Rows of numbers of the stage."""
    return numbers(read(page.page, f"() => {STAGE}.{path}.map((row) => [...row])"))


def points(page, call):
    """Places of particles as a method of the stage gives them, (n, 2)."""
    script = f"() => {{ const {{ xs, ys }} = {STAGE}.{call}; return [[...xs], [...ys]]; }}"
    return np.array(read(page.page, script)).T


STAGE = "document.querySelector('.wl-player').wicklab"


def knob(page, key, value):
    page.page.eval_on_selector(
        f"[data-knob={key}] input",
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }",
        str(value),
    )


@pytest.mark.quiet
@pytest.mark.parametrize("name", PAGES)
def test_pages_play_at_display_rate(turn_to, name):
    """Whatever the browser offers to draw under this load, nearly all of it is drawn."""
    page = turn_to(name)
    page.until(lambda page: page.clock["s"] > 0.3)
    rate = page.page.evaluate(_CLOUD)
    assert rate["drawn"] > 0.8 * rate["offered"]


@pytest.mark.parametrize("name", PAGES)
def test_keys_play_step_and_jump(turn_to, name):
    page = turn_to(name)
    page.page.locator(".wl-player").focus()
    page.page.keyboard.press("Space")
    assert not page.clock["playing"]
    page.page.keyboard.press("Home")
    assert page.clock["s"] == 0
    page.page.keyboard.press("ArrowRight")
    assert page.clock["s"] == pytest.approx(page.clock["duration"] / (page.clock["frames"] - 1))
    page.until(lambda page: page.stage("arrived") >= page.clock["duration"])
    page.page.keyboard.press("End")
    assert page.clock["s"] == page.clock["duration"]


@pytest.mark.parametrize("process", ["ve", "vp"])
def test_noising_agrees_with_the_solver(turn_to, process):
    page = turn_to("diffusion", f"process={process}")
    page.pause()
    problem = Noising(process=process)
    chance, dynamics = noise(problem), problem.dynamics
    forth = paths(dynamics, starts(problem, chance), problem.times, chance.forward)
    assert matrix(page, "run_.forth") == pytest.approx(forth, abs=1e-9)
    back = reverse_paths(
        dynamics, problem.data, forth[-1][:, None], problem.times, chance.reverse[..., None]
    )
    assert matrix(page, "run_.back") == pytest.approx(back[..., 0], abs=1e-6)
    found = page.stage("run_.merging")
    assert found == pytest.approx(merging_times(dynamics, problem.data, problem.T), abs=1e-3)
    levels = np.array([0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98])
    lines = quantile_lines(dynamics, problem.data, levels, problem.times)
    assert matrix(page, "spacetime.lines") == pytest.approx(lines.T, abs=2e-6)


def test_the_density_at_the_cursor_is_the_mixtures(turn_to):
    page = turn_to("diffusion")
    page.pause()
    page.seek(0.2)
    t = page.stage("state.t")
    x, y = page.lines("density")[2]
    problem = Noising()
    assert y == pytest.approx(problem.dynamics.marginal(problem.data, t).density(x[:, None]))
    assert page.path("density", 2)[:, 1] == pytest.approx(y, abs=0.01)


def test_the_potential_appears_with_vp(turn_to):
    page = turn_to("diffusion")
    assert np.abs(page.lines("potential")[0][1]).max() == 0
    page.choose("process", "vp")
    page.until(lambda page: page.link.get("process") == "vp")
    x, V = page.lines("potential")[0]
    assert pytest.approx(0.7 * x**2 / 4 - 0.35) == V


def test_a_part_is_dragged_by_hand_and_by_key(turn_to):
    page = turn_to("diffusion")
    page.pause()
    mark = page.page.locator(".wl-handle").first
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 40, y, steps=4)
    page.page.mouse.up()
    moved = page.stage("knobs.values.mean1")
    assert moved > -1.9
    page.until(lambda page: float(page.link.get("mean1", -2)) == pytest.approx(moved))
    mark.evaluate(_TWO_KEYS)
    page.until(lambda page: float(page.link["mean1"]) == pytest.approx(moved + 0.04, abs=2e-3))
    assert page.clock["s"] < page.clock["duration"]


def test_the_sampling_map_agrees_with_the_solver(turn_to):
    page = turn_to("mapping", "kind=neuron")
    page.pause()
    page.seek(0.5)
    cloud = spread(spreading(Mapping()))
    frame = round(page.clock["s"] / page.clock["duration"] * 60)
    for name, places in (("free", cloud.free), ("selected", cloud.selected)):
        assert points(page, f"places('{name}', {frame})") == pytest.approx(places[frame], abs=3e-4)
    generator = spreading(Mapping()).generator
    assert page.stage("state.free") == pytest.approx(generator.misfit(cloud.free[frame]).mean())


def test_the_start_of_the_cloud_is_dragged_and_the_server_follows(turn_to):
    page = turn_to("mapping")
    page.pause()
    page.page.locator(".wl-handle").focus()
    for _ in range(3):
        page.page.keyboard.press("Shift+ArrowRight")
    page.until(lambda page: page.link.get("first") == "0")
    page.until(lambda page: page.stage("given.values.first") == 0)
    assert page.stage("shift") == [0, 0]


def test_pictures_stand_in_for_curves(turn_to):
    page = turn_to("mapping", "kind=blob")
    assert page.page.locator(".wl-mapping-gallery").is_visible()
    page.choose("kind", "neuron")
    page.until(lambda page: not page.page.locator(".wl-mapping-gallery").is_visible())


def test_the_chain_agrees_with_the_solver(turn_to):
    page = turn_to("inference", "seed=4")
    page.until(lambda page: page.stage("run_.quality"))
    saved = list(stream(Sampling(seed=4)))
    for moment in (0, 17, 60):
        shown = points(page, f"run_.at({moment})")
        places = saved[moment].x / np.sqrt(1 + saved[moment].sigma ** 2)
        inside = np.abs(places).max(axis=1) < 7.9
        assert shown[inside] == pytest.approx(places[inside], abs=2e-4)
    second = page.stage("data.stations")[2]
    shown = page.page.evaluate(f"[...{STAGE}.run_.station({second}).clean.xs]")
    clean = station(Sampling(seed=4), saved[second]).clean
    assert shown == pytest.approx(clean[:, 0], abs=2e-4)
    found = quality(Sampling(seed=4), saved[-1])
    assert page.readouts["score evaluations"] == "119"
    assert float(page.readouts["Wasserstein-1 (sliced)"]) == pytest.approx(
        found.wasserstein, rel=5e-3
    )


def test_samplers_stand_side_by_side(turn_to):
    page = turn_to("inference", "data=rings")
    page.choose("view", "samplers")
    page.until(lambda page: page.page.locator(".wl-inference-samplers figure p").count() == 6)
    figures = page.page.locator(".wl-inference-samplers figure p")
    page.until(lambda _: "600" in figures.nth(5).inner_text())
    distance = [float(text.split()[1]) for text in figures.all_inner_texts()]
    assert max(distance) == distance[5]  # plain Langevin
    assert page.link["view"] == "samplers"


def test_steps_and_condition_are_taken_over(turn_to):
    page = turn_to("inference")
    knob(page, "steps", 12)
    page.until(lambda page: page.link.get("steps") == "12")
    page.page.select_option("[data-knob=condition] select", "2")
    page.until(lambda page: page.link.get("condition") == "2")
    page.until(lambda page: page.stage("run_.quality") and page.stage("data.condition") == 2)
    page.until(lambda page: "shares of the classes" in page.readouts)
    assert page.readouts["shares of the classes"].startswith("0 / 100")


def test_a_hand_draws_the_data(turn_to):
    page = turn_to("inference", "data=drawing")
    before = page.stage("data.clip")
    page.page.click(".wl-inference-pad button")
    pad = page.page.locator(".wl-inference-pad canvas")
    box = pad.bounding_box()
    page.page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 130, box["y"] + 130, steps=12)
    page.page.mouse.up()
    page.until(lambda page: "drawing" in page.link)
    page.until(lambda page: page.stage("data.clip") != before)
    xs, ys = (page.page.evaluate(f"[...{STAGE}.points.{axis}]") for axis in ("xs", "ys"))
    assert np.corrcoef(xs, ys)[0, 1] < -0.99


def test_a_bad_table_gets_a_sentence_and_a_good_one_a_picture(turn_to):
    page = turn_to("inference")
    page.page.get_by_text("Your own points (CSV)").click()
    chooser = page.page.locator("[data-testid=stFileUploader] input")
    chooser.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"1,2\n3,nan\n"})
    alert = page.page.locator("[data-testid=stAlert]")
    alert.wait_for()
    assert "Line 2" in alert.inner_text()
    lines = "\n".join(f"{i % 7},{i % 5}" for i in range(40)).encode()
    chooser.set_input_files({"name": "b.csv", "mimeType": "text/csv", "buffer": lines})
    page.until(lambda page: page.link.get("data") == "table")
    page.until(lambda page: len(page.stage("data.labels")) == 40)


@pytest.mark.parametrize(("name", "right", "wrong"), [("diffusion", 0, 2), ("mapping", 1, 2)])
def test_a_task_praises_the_right_answer_only(turn_to, name, right, wrong):
    page = turn_to(name)
    page.pause()
    _, praised = page.answer(0, wrong)
    assert not praised
    page.answer(0, right)
    page.until(lambda page: page.verdict(0)[1])  # the first answer stands until the second
    assert "{" not in page.verdict(0)[0]


@pytest.mark.parametrize("name", PAGES)
def test_pages_speak_chinese_in_both_themes(turn_to, name):
    page = turn_to(name, color_scheme="dark", locale="zh-CN")
    assert page.theme == "dark"
    assert page.stage("words.texts.clock")
    assert re.search("扩散|采样|推断", page.page.inner_text("h1"))
    fits(page)
    page.page.emulate_media(color_scheme="light")
    page.until(lambda page: page.theme == "light")


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_a_phone_and_stand_still_for_those_who_ask(turn_to, name):
    page = turn_to(name, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    assert not page.clock["playing"]
    fits(page)


def fits(page):
    wide = page.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
