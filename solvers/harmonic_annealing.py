"""Annealing in a harmonic well, where the packet stays Gaussian: one number to follow.

With ζ = kx²/2 and ψ ∝ exp(-a x²), imaginary time gives ȧ = k/2 - 4 D(τ) a² and
Var ρ = 1/(4a). The ground state of a fixed D has a = √(k/8D).
"""

import math

import numpy as np
from scipy.integrate import solve_ivp

from solvers.arrays import Real
from solvers.schedules import Schedule


def adiabatic_variance(k: float, D: Real | float) -> Real:
    """Var ρ = √(D/2k) of the ground state at this D, shape of `D`."""
    return np.sqrt(np.asarray(D) / (2 * k))


def variance(k: float, schedule: Schedule, t: Real) -> Real:
    """Var ρ at the times `t`, from the ground state at t = 0, shape (nt,)."""
    a = math.sqrt(k / (8 * schedule.start))

    def slope(t: float, log_a: Real) -> Real:
        D = schedule.value(t)
        return np.asarray(k / 2 * np.exp(-log_a) - 4 * D * np.exp(log_a))

    run = solve_ivp(
        slope, (0.0, float(t[-1])), [math.log(a)], "DOP853", t_eval=t, rtol=1e-12, atol=1e-14
    )
    return np.asarray(np.exp(-run.y[0]) / 4)


def power_2_lag(k: float, start: float, epsilon: float) -> float:
    """Var/Var_ad that D₀/(1 + εt)² keeps for ever, in imaginary time.

    √(k/8D₀)/α with α = (-ε + √(ε² + 8kD₀))/(8D₀): a = α(1 + εt) solves the equation.
    """
    alpha = (-epsilon + math.sqrt(epsilon**2 + 8 * k * start)) / (8 * start)
    return math.sqrt(k / (8 * start)) / alpha


def selection_limit(k: float, rate: float) -> float:
    """D below which D₀e^{-rt} falls faster than the gap √(2kD) can follow: r²/(2k)."""
    return rate**2 / (2 * k)
