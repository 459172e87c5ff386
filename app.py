"""What `streamlit run app.py` serves: the pages, and beside them the player's files."""

import streamlit as st

from ui.assets import routes

app = st.App("ui/navigation.py", routes=routes())
