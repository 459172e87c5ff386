"""The least a Streamlit page can be: a slider and a text, or a slider and a chart (?chart=1)."""

import plotly.graph_objects as go
import streamlit as st

value = st.slider("Value", 0, 1000, 500, key="value")
if "chart" in st.query_params:
    st.plotly_chart(go.Figure(go.Scatter(y=[0, value, 0], mode="lines")))
else:
    st.text(f"The value is {value}.")
