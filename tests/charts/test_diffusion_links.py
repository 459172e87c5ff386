"""Links of the pages on diffusion models: what goes in comes out, and a table never travels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.inference import Inference, run_name, sampling
from charts.mapping import Mapping, spreading
from scenes.page_link import PageLink
from solvers.diffusion.datasets import DIGITS
from solvers.diffusion.noising import Noising
from solvers.diffusion.problem import SETS, Sampling
from solvers.diffusion.samplers import SAMPLERS
from solvers.limits import ranges
from solvers.refusal import Refusal

BASE = "landscape=quadratic&order=0&wick=90"


def values(kind, draw):
    for key, allowed in ranges(kind).items():
        number = st.integers(int(allowed.low), int(allowed.high))
        yield key, draw(number if allowed.integer else st.floats(allowed.low, allowed.high))


@settings(max_examples=40, deadline=None)
@given(st.data())
@pytest.mark.parametrize("kind", [Noising, Mapping, Inference])
def test_links_bring_back_what_they_were_made_of(kind, data):
    chosen = dict(values(kind, data.draw))
    if kind is Inference:
        chosen |= {
            "data": data.draw(st.sampled_from(SETS)),
            "sampler": data.draw(st.sampled_from(list(SAMPLERS))),
            "word": data.draw(st.text("QDE", max_size=4)),
            "drawing": data.draw(st.text(DIGITS + ".", max_size=396)),
        }
    there = PageLink(BASE, kind)
    wanted = kind(**chosen)
    scene, found, notes = there.decode(there.encode(there.decode({})[0], wanted))
    assert found == wanted
    assert notes == []
    assert scene == there.decode({})[0]


@pytest.mark.parametrize("kind", [Noising, Mapping, Inference])
def test_what_a_page_opens_with_has_an_empty_link(kind):
    there = PageLink(BASE, kind)
    scene, found, _ = there.decode({})
    assert there.encode(scene, found) == {}


def test_a_table_never_travels_in_a_link():
    assert "table" not in Inference.__dataclass_fields__
    _, _, notes = PageLink(BASE, Inference).decode({"table": "1,2"})
    assert [note.code for note in notes] == ["scene.unknown-key"]


def test_settings_hold_every_other_number_of_the_problem_with_its_limits():
    assert ranges(Inference) == ranges(Sampling)
    assert sampling(Inference(steps=9, h=0.2), b"") == Sampling(steps=9, h=0.2)
    assert spreading(Mapping(D=0.2)).D == 0.2


def test_runs_are_named_by_what_they_depend_on():
    one, other = Sampling(data="table", table=b"0,0\n1,1\n2,0"), Sampling()
    same = Sampling(data="table", table=b"0,0\n1,1\n2,0")
    assert run_name([one]) == run_name([same]) != run_name([other])


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ({"word": "ABCDE"}, "scene.text-too-long"),
        ({"drawing": "0" * 400}, "scene.text-too-long"),
        ({"view": "upside-down"}, "scene.not-one-of"),
    ],
)
def test_texts_in_links_are_bounded(link, code):
    with pytest.raises(Refusal) as caught:
        PageLink(BASE, Inference).decode(link)
    assert caught.value.code == code
