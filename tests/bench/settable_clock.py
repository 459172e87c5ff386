"""Streamlit under a clock that can be set: SIGUSR1 puts it a day on, SIGUSR2 a day back."""

import signal
import sys
import time

DAY = 86_400.0
real, ahead = time.time, 0.0


def put(seconds):
    global ahead  # noqa: PLW0603 - it is the machine's clock that is played here
    ahead += seconds


time.time = lambda: real() + ahead
signal.signal(signal.SIGUSR1, lambda *_: put(DAY))
signal.signal(signal.SIGUSR2, lambda *_: put(-DAY))

if __name__ == "__main__":
    from streamlit.web.cli import main  # after the clock, which it may keep a name for

    sys.exit(main())
