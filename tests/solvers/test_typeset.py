"""Formulas as LaTeX."""

import pytest

from solvers.formula import parse


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x**2/2", r"\frac{{x}^{2}}{2}"),
        ("-(x + 1)*2", r"-\left(x + 1\right) \cdot 2"),
        ("(-x)**2", r"{\left(-x\right)}^{2}"),
        ("exp(-x)**2", r"{\left(\mathrm{e}^{-x}\right)}^{2}"),
        ("x - -x*2", r"x - \left(-x \cdot 2\right)"),
        ("x - (x - 1)", r"x - \left(x - 1\right)"),
        ("2e-7*x", r"2 \cdot 10^{-7} \, x"),
        ("omega*x + k_1*pi", r"\omega \, x + \mathrm{k\_1} \, \pi"),
        ("softmin(x, abs(x), 1)", r"\operatorname{softmin}\left(x, \left|x\right|, 1\right)"),
    ],
)
def test_latex(text, latex):
    assert parse(text, {"omega": 1.0, "k_1": 2.0}).latex == latex
