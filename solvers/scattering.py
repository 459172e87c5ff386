"""Transmission and reflection of plane waves: closed forms, and a method to check others by."""

import math
from collections.abc import Callable

import numpy as np

from solvers.arrays import Real

LARGEST_EXPONENT = 300.0  # sinh² of more would overflow; T is below 1e-250 there


def rectangular_transmission(energy: Real, height: float, width: float, D: float) -> Real:
    """Probability to pass a rectangular barrier or well, below and above its top.

    T = 1/(1 + V² sinh²(qw)/(4E(V - E))), q² = (V - E)/D. Written with sinh(qw)/qw it
    has no special case at E = V.

    Args:
        energy: E of the incoming wave, any shape; T = 0 for E ≤ 0.
        height: V, negative for a well.
        width: w of the barrier.
        D: Diffusivity.

    References:
        Landau & Lifshitz, Quantum Mechanics, section 25, problem 2.
    """
    energy = np.maximum(energy, 0.0)
    u = (height - energy) * width**2 / D
    r = np.minimum(np.sqrt(np.abs(u)), LARGEST_EXPONENT)
    decaying = np.sinh(r) / np.where(r > 0, r, 1.0)
    ratio = np.where(r == 0, 1.0, np.where(u > 0, decaying, np.sinc(np.sqrt(np.abs(u)) / np.pi)))
    open_part = 4 * energy * D
    return np.asarray(open_part / (open_part + (height * width * ratio) ** 2))


def smooth_step_reflection(energy: Real, width: float, D: float) -> Real:
    """Probability to be thrown back by the step ζ = 1/(1 + e^{-x/w}), climbing it.

    R = (sinh(πw(k₁ - k₂))/sinh(πw(k₁ + k₂)))² with the wavenumbers k₁ before and k₂
    behind the step; R = 1 for E ≤ 1.

    References:
        Landau & Lifshitz, Quantum Mechanics, section 25, problem 3.
    """
    before = np.pi * width * np.sqrt(np.maximum(energy, 0.0) / D)
    behind = np.pi * width * np.sqrt(np.maximum(np.asarray(energy) - 1, 0.0) / D)
    slow, fast = np.expm1(-2 * (before - behind)), np.expm1(-2 * (before + behind))
    ratio = np.exp(-2 * behind) * slow / np.where(fast == 0, -1.0, fast)
    return np.where(behind == 0, 1.0, ratio**2)


def sech2_reflection(k: Real, level: float) -> Real:
    """Reflection off ζ = -D l(l+1) sech² x at wavenumber k; none for whole l.

    R = c/(c + sinh² πk), c = cos²((π/2) √(1 + 4l(l+1))).

    References:
        Landau & Lifshitz, Quantum Mechanics, section 25, problem 4; Pöschl & Teller,
        Z. Phys. 83, 143 (1933).
    """
    c = math.cos(math.pi / 2 * math.sqrt(1 + 4 * level * (level + 1))) ** 2
    c = 0.0 if c < 1e-25 else c
    hill = np.sinh(np.minimum(np.pi * np.asarray(k), LARGEST_EXPONENT)) ** 2
    return np.asarray(c / (c + hill))


def transmission(
    potential: Callable[[Real], Real], energy: float, D: float, lo: float, hi: float, n: int
) -> float:
    """Probability to pass any barrier, from the stationary equation.

    Multiplies n transfer matrices of (ψ, ψ'), each a fourth-order Magnus step for
    ψ'' = (ζ - E)/D ψ; order 4, and exact for barriers made of whole cells.

    Args:
        potential: ζ(x), flat beyond [lo, hi].
        energy: E of the wave that comes in from the left.
        D: Diffusivity.
        lo: Left end.
        hi: Right end.
        n: Number of cells.

    Returns:
        T in [0, 1]; 0 where E does not exceed ζ at both ends.

    References:
        Blanes, Casas, Oteo & Ros, Phys. Rep. 470, 151 (2009), eq. 253.
    """
    ends = np.asarray(potential(np.array([lo, hi])))
    if energy <= ends.max():
        return 0.0
    k1, k2 = np.sqrt((energy - ends) / D)
    (a, b), (c, d) = _product(_cells(potential, energy, D, np.linspace(lo, hi, n + 1)))
    # Backwards from the outgoing wave (1, i k2) to the incoming and the reflected one.
    wave, slope = d - 1j * b * k2, -c + 1j * a * k2
    return float(k2 / k1 * abs(2 / (wave - 1j * slope / k1)) ** 2)


def _cells(potential: Callable[[Real], Real], energy: float, D: float, edges: Real) -> Real:
    """Transfer matrix of each cell, shape (n, 2, 2), each of determinant 1."""
    h = np.diff(edges)
    middle, offset = (edges[:-1] + edges[1:]) / 2, h * math.sqrt(3) / 6
    f1 = (np.asarray(potential(middle - offset)) - energy) / D
    f2 = (np.asarray(potential(middle + offset)) - energy) / D
    p = math.sqrt(3) / 12 * h**2 * (f1 - f2)
    generator = np.array([[p, h], [h * (f1 + f2) / 2, -p]]).transpose(2, 0, 1)
    r = np.sqrt((p**2 + h**2 * (f1 + f2) / 2).astype(complex))
    sinhc = np.where(r == 0, 1.0, np.sinh(r) / np.where(r == 0, 1.0, r)).real
    return np.asarray(np.cosh(r).real[:, None, None] * np.eye(2) + sinhc[:, None, None] * generator)


def _product(cells: Real) -> Real:
    """Ordered product cells[-1] ⋯ cells[0], shape (2, 2), in log₂ n stages."""
    while len(cells) > 1:
        odd = cells[-1:] if len(cells) % 2 else cells[:0]
        even = len(cells) - len(odd)
        cells = np.concatenate([cells[1:even:2] @ cells[0:even:2], odd])
    return np.asarray(cells[0])
