"""Values of a tree, where they are not simply numpy's."""

import numpy as np
import pytest

from solvers.formula import parse


@pytest.mark.parametrize("exponent", [*range(-3, 20), 2.5])
def test_powers_are_numpys(exponent):
    x = np.array([-2.7, -1.0, -1e-3, 1e-3, 0.3, 1.9, 11.0])
    with np.errstate(invalid="ignore"):
        exact = x ** float(exponent)
        found = parse(f"x**({exponent})").values(x)
    assert found == pytest.approx(exact, rel=1e-14, abs=0, nan_ok=True)
