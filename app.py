"""What `streamlit run app.py` serves: the pages, the player's files, the solver, class sessions."""

import streamlit as st
from starlette.middleware import Middleware

from ui import live, sharing
from ui.assets import routes
from ui.classroom import routes as classroom
from ui.protection import Protection

app = st.App(
    "ui/navigation.py",
    routes=[*routes(), live.route, *sharing.routes, *classroom.routes],
    middleware=[Middleware(Protection)],
)
