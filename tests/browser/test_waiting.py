"""A slider that waits for a processor: where the page says so, and that it ends."""

import signal

import pytest

from scenes.language import say
from tests.faults.conftest import Watched
from tests.serving import until
from ui.turns import WIDTH


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """Every processor is taken between SIGUSR1 and SIGUSR2."""
    log = tmp_path_factory.mktemp("busy") / "log"
    command = ("-m", "tests.faults.busy_server")
    with Watched(log, host="localhost", command=command) as made:
        yield made
    assert "Traceback" not in made.said(), made.said()


@pytest.mark.parametrize(
    ("landscape", "lang", "width"), [("double-well", "en", 1280), ("morse", "zh", 390)]
)
def test_a_slider_that_waits_says_its_place(busy, visit, landscape, lang, width):
    query = f"landscape={landscape}&lang={lang}"
    lab = visit(query, address=f"{busy.address}/", viewport={"width": width, "height": 844})
    if width < 800:  # the controls lie over the picture there
        lab.page.get_by_test_id("stExpandSidebarButton").click()
    before = lab.state["D"]
    busy.process.send_signal(signal.SIGUSR1)
    until(lambda: busy.figures()["wicklab_running"] == WIDTH)
    lab.slider("D").press("ArrowRight")
    lab.slider("D").press("ArrowRight")
    notice = lab.page.get_by_text(say(lang, "queue.place", place=1))
    notice.wait_for()
    box = notice.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert lab.state["D"] == before  # the last good picture stays
    busy.process.send_signal(signal.SIGUSR2)
    notice.wait_for(state="detached")
    lab.until(lambda lab: lab.state["D"] == float(lab.link.get("D", 0)) != before)
