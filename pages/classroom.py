"""The class: open one or join one, and for the projector its code and its answers."""

import streamlit as st

from ui.address import arrival, leave
from ui.classroom.bar import PAGE, show_page
from ui.language import chosen, words

arrival(PAGE)
say = words()
st.html(
    f"<div class='wl-title'><h1>{say('classroom.title')}</h1><p>{say('classroom.lead')}</p></div>"
)
show_page()
with st.expander(say("classroom.how")):
    st.markdown(say("classroom.how-text"))
leave(PAGE, {"lang": chosen()} if chosen() else {})
