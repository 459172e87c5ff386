"""Work for a page ends with the page: Streamlit asks the same of a change and of a closed page."""

import pytest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from ui import annealed, racing

BEFORE = 3  # pieces of work after which the page is closed


@pytest.fixture
def open_and_close(monkeypatch, address):
    """Opens a page and closes it once a function has been called some times; counts the calls."""

    def go(name, module, function, link):
        runners, calls = [], []
        work, begin = getattr(module, function), LocalScriptRunner.__init__

        def watched(*args, **kwargs):
            calls.append(args)
            if len(calls) == BEFORE:
                runners[-1].request_stop()
            return work(*args, **kwargs)

        def remembered(runner, *args, **kwargs):
            begin(runner, *args, **kwargs)
            runners.append(runner)

        monkeypatch.setattr(module, function, watched)
        monkeypatch.setattr(LocalScriptRunner, "__init__", remembered)
        return address(name, **link).run(), calls

    return go


def test_a_race_ends_with_its_page(open_and_close):
    link = {"budget": "120", "seeds": "400", "seed": "77001"}  # 7 searches, 40 batches each
    page, calls = open_and_close("race", racing, "run_batch", link)
    assert len(calls) == BEFORE
    assert page.query_params["seeds"] == "400"  # the link was written before the race ran
    assert page.get("expander")  # and what stands below the stage was there


def test_annealing_ends_with_its_page(open_and_close):
    link = {"T": "2.0625", "D_end": "0.05"}
    _, calls = open_and_close("annealing", annealed, "success", link)
    assert len(calls) == BEFORE
