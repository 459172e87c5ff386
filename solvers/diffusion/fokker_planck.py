"""A Fokker-Planck equation as a thermodynamic one: V_s = |U'|²/4D - U''/2 of any drift -U'."""

from dataclasses import dataclass

import numpy as np

from solvers.arrays import Real
from solvers.formula import Formula


@dataclass(frozen=True)
class SchroedingerPotential:
    """V_s of the drift -U' at diffusivity D; its ground state is √p_eq, at energy 0.

    Attributes:
        drift_potential: U, of one variable, twice differentiable.
        D: Diffusivity.

    References:
        Risken, The Fokker-Planck Equation (2nd ed., 1989), section 5.4.
    """

    drift_potential: Formula
    D: float

    def values(self, x: Real) -> Real:
        """V_s, shape of `x`."""
        _, slope, half_curvature = self.drift_potential.jet(x, 2)
        return np.asarray(slope**2 / (4 * self.D) - half_curvature)

    def ground_state(self, x: Real) -> Real:
        """√p_eq ∝ e^{-U/2D}, largest value 1, shape of `x`."""
        U = self.drift_potential.values(x)
        return np.asarray(np.exp(-(U - U.min()) / (2 * self.D)))
