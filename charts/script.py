"""A scene as a short program: who runs it has the arrays that the picture was drawn from.

All numbers are written out, also those that suit the landscape: the program says the same
when a default is improved.
"""

from dataclasses import fields

from scenes.link import write
from scenes.scene import Scene
from solvers.problem import Problem

_HEAD = '''"""A scene of Wicklab, solved again.

{name}

Run it in the folder of Wicklab, with the packages of requirements.txt.
"""

import numpy as np

'''
_LINE = """from solvers.problem import Problem
from solvers.solution import solve

problem = {problem}
solution = solve(problem)
fields = solution.fields
np.savez(
    "run.npz",
    x=problem.grid.x,
    t=fields.t,
    psi=fields.psi,
    log_norm=fields.log_norm,
    density=fields.density,
    zeta=solution.zeta,
    energy=fields.energy,
    mean=fields.mean,
    std=fields.std,
)
"""
_PLANE = """from solvers.plane.problem import PlaneProblem
from solvers.plane.solution import Terrain, collect, stream

problem = {problem}
terrain = Terrain(problem)
frames = list(stream(problem, terrain))
psi = np.array([frame.psi for frame in frames])
fields = collect([frame.numbers for frame in frames])
np.savez(
    "run.npz",
    x=problem.grid.x,
    y=problem.grid.x,
    t=fields.t,
    psi=psi,
    log_norm=fields.log_norm,
    density=abs(psi) ** 2,
    zeta=terrain.zeta,
    energy=fields.energy,
    mean=fields.mean,
    std=fields.std,
)
"""


def python_script(scene: Scene) -> str:
    """The program: it needs this project's solvers and writes `run.npz`."""
    problem = scene.problem
    name = write(Scene(problem)) or "the first scene of the Lab"
    body = _LINE if problem.dim == 1 else _PLANE
    return _HEAD.format(name=name) + body.format(problem=_constructor(problem))


def _constructor(problem: Problem) -> str:
    """The call that makes a problem, its values as Python writes them."""
    values = {item.name: getattr(problem, item.name) for item in fields(problem)}
    if problem.formula or problem.points:
        del values["landscape"]  # it would only say where numbers left out come from
    lines = [
        f"    {key}={value!r},\n" for key, value in values.items() if value not in (None, (), "")
    ]
    return f"{type(problem).__name__}(\n{''.join(lines)})"
