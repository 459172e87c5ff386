"""Computes one map of the atlas as its page does, and prints what it took as JSON.

`WICKLAB_ATLAS_CACHE` is the folder of the maps; a second process finds there what the first
has left. Arguments: scene string, parameter of the columns, parameter of the rows.
"""

import json
import sys
import time
from collections import Counter

from charts.atlas import AtlasSettings, sweep_of
from scenes.link import decode
from solvers.sweep.sweep import STATES
from ui import sweeps


def main() -> None:
    query, across, up = sys.argv[1:]
    sweep = sweep_of(decode(query)[0].problem, AtlasSettings(across=across, up=up))
    start, used = time.perf_counter(), time.process_time()
    for part in sweeps.parts(sweep):
        last = part
    seconds, used = time.perf_counter() - start, time.process_time() - used
    levels = Counter(STATES[level] for level in sweeps.known(sweep).levels.ravel())
    found = {"cells": last.done, "where": last.where, "seconds": seconds, "processor": used}
    sys.stdout.write(json.dumps({**found, "levels": levels}) + "\n")


main()
