"""What somebody sees while their scene waits for a processor, and the way out."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import Error
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from ui.address import go_back
from ui.language import words

PLACE = "queue"  # in the session: where the run says which place its scene has


class Notice:
    """A place over the page for the place in the queue.

    Args:
        name: Ends the key of its container.
        can_cancel: Whether it offers to go back to the scene before.
    """

    def __init__(self, name: str, *, can_cancel: bool) -> None:
        self._name, self._can_cancel, self._times = name, can_cancel, 0
        self._text: DeltaGenerator | None = None
        if can_cancel:  # it has to stand before whatever waits
            self._stand()

    def _stand(self) -> None:
        with st.container(key=f"queue-{self._name}"):
            self._text, self._button = st.empty(), st.empty()

    def tell(self, place: int) -> None:
        """Show the place in the queue; 0 takes the notice away."""
        try:
            if self._can_cancel:
                # It is the page's, though a part that may run alone waits inside the page's run:
                # a button of that part would not end the page's run.
                with ThreadState.scoped(fragment_id=None):
                    self._tell(place)
            else:
                self._tell(place)
        except Error:  # a part of the page that runs alone and has no place of its own
            return

    def _tell(self, place: int) -> None:
        say = words()
        if self._text is None:
            self._stand()
        assert self._text is not None
        if not place:
            self._text.empty()
            self._button.empty()
            return
        self._text.info(say("queue.place", place=place))
        if self._can_cancel:
            self._times += 1  # a key serves once a run
            key = f"cancel.{self._times}"
            self._button.button(say("queue.cancel"), key=key, on_click=go_back)


def reserve() -> None:
    """Make the place; to be called at the start of every run."""
    st.session_state[PLACE] = Notice("page", can_cancel=True)


@contextmanager
def reserved(name: str) -> Iterator[None]:
    """A place of its own for a part of the page that runs alone.

    It offers no button: whatever else is changed ends its wait.
    """
    before = st.session_state.get(PLACE)
    st.session_state[PLACE] = Notice(name, can_cancel=False)
    yield
    st.session_state[PLACE] = before
