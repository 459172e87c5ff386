"""The Lab: any landscape, any Taylor order, any Wick angle, played live."""

from uuid import uuid4

import streamlit as st

from scenes.language import explain
from scenes.link import decode
from scenes.scene import Scene
from solvers.refusal import Refusal
from ui import controls, player, session
from ui.address import touch
from ui.guide import show_guide
from ui.language import language, words

TASKS = {
    "tunnel": "landscape=double-well&D=0.1&T=85",
    "learn": "wick=90",
    "newton": "order=2&wick=90&landscape=tilted-well",
    "flat": "dim=2&landscape=himmelblau&wick=90&D=0.1&sigma=1.1&x0=0&y0=0",
}


def load(task: str) -> None:
    touch()
    session.fill(decode(TASKS[task])[0])


session.arrive()
say = words()
with st.sidebar:
    st.html(f"<div class='wl-brand'><b>Wicklab</b><span>{say('lab.brand')}</span></div>")
    controls.ready_scene()
    controls.dimension()
    let, under_formula = controls.landscape_and_formula()
    controls.moving(let, uuid4().hex)
    controls.domain()

st.html(f"<div class='wl-title'><h1>{say('lab.title')}</h1><p>{say('lab.lead')}</p></div>")
for sentence in session.said():
    st.warning(session.plain(sentence))

shown = st.container()
changes = {"on_packet": session.packet_dropped, "on_scene": session.follow_chart}
try:
    scene = session.scene_on_widgets(let, player.chosen_view(session.kind().dim))
    with shown:
        player.mount(scene, language(), accepted=session.tell, **changes)
    session.settle(scene)
except Refusal as refusal:
    if session.is_about_formula(refusal):  # the others stand under the controls
        under_formula.error(session.plain(explain(language(), refusal)))
    with shown:
        good = session.last_good() or Scene()
        player.mount(good, language(), **changes)

st.subheader(say("lab.try"))
for column, task in zip(st.columns(len(TASKS)), TASKS, strict=True):
    with column.container(border=True):
        st.markdown(say(f"lab.task-{task}"))
        st.button(say("lab.load"), key=f"lab.load.{task}", on_click=load, args=(task,))
with st.expander(say("lab.mathematics")):
    st.markdown(say("lab.mathematics-text"))
with st.expander(say("lab.limits")):
    st.markdown(say("lab.limits-text"))
show_guide("lab")
