"""Solving for many at once: the same is solved once, and nobody waits for another problem."""

import threading
from concurrent.futures import ThreadPoolExecutor

from solvers.problem import Problem
from solvers.solution import solve
from ui import solving

WELLS = [Problem(landscape="double-well", D=round(0.1 + 0.01 * k, 6), T=3.3) for k in range(60)]


def test_two_who_ask_for_the_same_share_one_solve(monkeypatch):
    begun, going, asked = threading.Event(), threading.Event(), []

    def slow(problem, **options):
        asked.append(problem)
        begun.set()
        going.wait(30)
        return solve(problem, **options)

    monkeypatch.setattr(solving, "solve", slow)
    with ThreadPoolExecutor(2) as people:
        first = people.submit(solving.solution, WELLS[0])
        begun.wait(30)
        second = people.submit(solving.solution, WELLS[0])
        going.set()
        assert first.result(30) is second.result(30)
    assert asked == WELLS[:1]


def test_who_waits_for_a_problem_waits_for_that_alone():
    locks = [solving._turn(problem) for problem in WELLS]
    assert len(set(map(id, locks))) == len(WELLS)
    assert solving._turn(WELLS[7]) is locks[7]
    del locks
    assert not set(WELLS) & set(solving._turns)
