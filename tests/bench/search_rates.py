"""Prints the success table of docs/search.md: `python -m tests.bench.search_rates [seeds]`."""

import sys

from solvers.search.objective import TEXTBOOK
from solvers.search.race import SEARCHES, WITHOUT_CHANCE, Race, run

BUDGETS = (1000, 3000)


def rate(objective: str, method: str, budget: int, seeds: int) -> str:
    """Success with its 95 % interval, in percent."""
    *_, last = run(Race(objective, (method,), budget, seeds))
    tally = last.tally
    share, low, high = (round(100 * float(v[-1])) for v in (tally.success, tally.low, tally.high))
    return f"{share}" if tally.runs == 1 else f"{share} ({low}–{high})"


def main(seeds: int) -> None:
    """Print a Markdown table."""
    names = [objective.name for objective in TEXTBOOK]
    heads = [f"{name} {budget}" for name in names for budget in BUDGETS]
    write = sys.stdout.write
    write(f"| search | {' | '.join(heads)} |\n{'|---' * (len(heads) + 1)}|\n")
    for method in SEARCHES:
        runs = 10 if method in WITHOUT_CHANCE else seeds
        cells = [rate(name, method, budget, runs) for name in names for budget in BUDGETS]
        write(f"| {method} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
