"""Part "server": what one change costs in Python, for a problem new to it and a known one."""

import sys

from solve_part import run_script
from table import Row, ms

TEXTS = {
    "solution": "solve (eigenstates, checks, report)",
    "player_data": "player_data (words, small curves, JSON)",
    "modes": "modes clip (packing the eigenstates)",
    "all": "all together",
}


def measure() -> list[Row]:
    found = run_script(sys.executable, "server_cost.py")
    rows = []
    for case, text in (("miss", "new to the caches"), ("hit", "known")):
        for name, times in found[case].items():
            value = f"{ms(times['p50'])} / {ms(times['p95'])}"
            rows.append(Row(f"{text}: {TEXTS[name]}, p50 / p95", value))
    rows.append(Row("scene message / modes clip", f"{found['data']} kB / {found['clip']} kB"))
    return rows
