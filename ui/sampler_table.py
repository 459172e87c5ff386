"""Two panels under the inference chain: the visitor's own points, and the table of samplers."""

from typing import Any

import streamlit as st

from scenes.language import explain
from solvers.diffusion.problem import Sampling
from solvers.diffusion.upload import MOST_BYTES, read_table
from solvers.refusal import Refusal
from ui import sampling
from ui.language import language, words
from ui.page import Page
from ui.session import plain

_TABLE = "inference.table"


def own_points() -> bytes:
    """The table this visit has brought; it lives as long as the visit, and in no link."""
    content: bytes = st.session_state.get(_TABLE, b"")
    return content


def upload(page: Page) -> None:
    """A file of points, checked at once; a good one is shown, a bad one gets a sentence."""
    say = words()
    with st.expander(say("inference.upload")):
        st.markdown(say("inference.upload-form"))
        file = st.file_uploader(
            say("inference.upload-file"),
            type=["csv", "txt", "tsv"],
            key="inference.file",
            on_change=_take,
            args=(page,),
            max_upload_size=MOST_BYTES // 1_000_000 + 1,
        )
        refusal = st.session_state.get("inference.refusal")
        if file is not None and refusal is not None:
            st.error(plain(explain(language(), refusal)))


def _take(page: Page) -> None:
    state = st.session_state
    state["inference.refusal"] = None
    file = state.get("inference.file")
    if file is None:
        return
    content = file.getvalue()
    try:
        read_table(content)
    except Refusal as refusal:
        state["inference.refusal"] = refusal
        return
    state[_TABLE] = content
    page.set_up({"data": "table", "condition": "0"})


@st.fragment
def sampler_table(problem: Sampling) -> None:
    """All samplers at some numbers of steps; fills while it runs and can be cancelled."""
    say = words()
    with st.expander(say("inference.table")):
        st.markdown(say("inference.table-form", particles=sampling.TABLE_PARTICLES))
        left, right = st.columns([1, 3])
        wanted = left.button(say("inference.table-run"), key="inference.table.run")
        left.button(say("inference.table-cancel"), key="inference.table.cancel")
        place = st.empty()
        runs = sampling.table_problems(problem)
        rows: list[dict[str, Any]] = []
        if wanted:
            bar = right.progress(0.0)
            for done, run in enumerate(runs, 1):
                rows.append(_row(run))
                place.dataframe(rows, hide_index=True)
                bar.progress(
                    done / len(runs), say("inference.table-progress", done=done, all=len(runs))
                )


def _row(run: Sampling) -> dict[str, Any]:
    say, found = words(), sampling.row(run)
    return {
        say("inference.sampler"): say(f"inference.sampler-{run.sampler}"),
        say("inference.steps"): run.steps,
        say("inference.stage.evaluations"): int(found["evaluations"]),
        say("inference.stage.wasserstein"): round(found["wasserstein"], 4),
        say("inference.stage.kolmogorov"): round(found["kolmogorov"], 4),
        say("inference.stage.nearest"): round(found["nearest"], 4),
    }
