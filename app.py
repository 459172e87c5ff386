"""What `streamlit run app.py` serves: the pages, the player's files, the solver."""

import streamlit as st
from starlette.middleware import Middleware

from ui import live, sharing
from ui.assets import routes
from ui.protection import Protection

app = st.App(
    "ui/navigation.py",
    routes=[*routes(), live.route, *sharing.routes],
    middleware=[Middleware(Protection)],
)
