"""For teachers: the guide of every page and a plan for a first lesson."""

import streamlit as st

from ui.address import arrival, leave, touch
from ui.guide import guide_of, rooted
from ui.language import chosen, words
from ui.player import tell_language

ALL = "all"

link, say = arrival("teachers"), words()
pages = [name for name in st.session_state["pages"] if name != "teachers"]
if link is not None:
    asked = link.get("page", "")
    st.session_state["teachers.page"] = asked if asked in (*pages, ALL) else pages[0]
st.html(f"<div class='wl-title'><h1>{say('teachers.title')}</h1><p>{say('guide.lead')}</p></div>")
plan, guide = st.columns(2, gap="large")
with plan:
    st.subheader(say("guide.plan-title"), anchor=False)
    st.markdown(rooted(say("guide.plan")))
with guide:
    page = st.selectbox(
        say("guide.choose"),
        [*pages, ALL],
        key="teachers.page",
        format_func=lambda name: say("guide.everything" if name == ALL else f"{name}.title"),
        on_change=touch,
    )
    for name in pages if page == ALL else [page]:
        st.subheader(say(f"{name}.title"), anchor=False)
        st.markdown(guide_of(name))
tell_language()
at = {} if page == pages[0] else {"page": page}
leave("teachers", at | ({"lang": chosen()} if chosen() else {}))
