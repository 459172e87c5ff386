"""The script behind every page: what all pages share, then the page that is asked for."""

from pathlib import Path

import streamlit as st

from ui import language

PAGES = Path(__file__).parents[1] / "pages"
STYLE = Path(__file__).parents[1] / "assets" / "page.css"

st.set_page_config(
    page_title="Wicklab", page_icon=str(PAGES.parent / "assets" / "icon.svg"), layout="wide"
)
language.adopt()
say = language.words()
pages = [st.Page(PAGES / "lab.py", title=say("lab.title"), url_path="", default=True)]
current = st.navigation(pages, position="top")
st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")
with st.container(key="corner"):
    language.switch()
current.run()
