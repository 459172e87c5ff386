"""Streamlit with every processor taken between SIGUSR1 and SIGUSR2."""

import signal
import sys
from threading import Thread

from streamlit.web.cli import main

from ui.slots import queue
from ui.turns import WIDTH
from ui.visitors import Visitor


def take():
    for _ in range(WIDTH):
        queue.enter(Visitor(""))


def give_back():
    for _ in range(WIDTH):
        queue.leave("", 0.0)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, lambda *_: Thread(target=take).start())
    signal.signal(signal.SIGUSR2, lambda *_: Thread(target=give_back).start())
    sys.exit(main())
