"""What `streamlit run app.py` serves: the pages, the player's files, the solver."""

import streamlit as st

from ui import live
from ui.assets import routes

app = st.App("ui/navigation.py", routes=[*routes(), live.route])
