"""What `streamlit run app.py` serves: the pages, the player's files, the solver, class sessions."""

import streamlit as st
from starlette.middleware import Middleware

from ui import health, journal, live, metrics, sharing, slots, sweep_export
from ui.admission import Admission, connected
from ui.ahead import Ahead
from ui.assets import routes
from ui.classroom import routes as classroom
from ui.protection import Protection

journal.start()
metrics.watch(metrics.waiting, lambda: slots.queue.length)
metrics.watch(metrics.running, lambda: slots.queue.running)
metrics.watch(metrics.sessions, connected.total)
metrics.serve()
app = st.App(
    "ui/navigation.py",
    routes=[
        *(*routes(), *live.routes, *sharing.routes, *classroom.routes),
        *(sweep_export.route, health.route),
    ],
    middleware=[Middleware(Protection), Middleware(Admission), Middleware(Ahead)],
)
