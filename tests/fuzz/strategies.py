"""Inputs for a reader: tokens it understands in any order, its seeds changed, any text."""

from hypothesis import strategies as st

from tests.fuzz.targets import Target


def inputs_for(target: Target) -> st.SearchStrategy[bytes]:
    """Bytes of up to some hundred characters."""
    token = st.one_of(st.sampled_from(target.tokens), st.text(max_size=4))
    put_together = st.lists(token, max_size=60).map("".join)
    changed = st.builds(
        lambda seed, at, token, cut: seed[:at] + token + seed[at + cut :],
        st.sampled_from(target.seeds),
        st.integers(0, 40),
        token,
        st.integers(0, 5),
    )
    texts = st.one_of(put_together, changed, st.text(max_size=300)).map(_encoded)
    return st.one_of(texts, st.binary(max_size=300))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
