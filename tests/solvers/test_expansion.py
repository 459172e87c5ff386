"""Packets in a box: what an expansion keeps, refuses and leaves out."""

import numpy as np
import pytest
from scipy.special import erfc

from solvers import expansion
from solvers.expansion import expand
from solvers.formula import parse
from solvers.grid import Grid
from solvers.hamiltonian import CEILING, Hamiltonian
from solvers.packets import Packet, boxed
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.spectral import FEWEST_STATES, diagonalise
from tests.solvers.spectra import diagonalised, hamiltonian

# Packets in a box


def test_a_boxed_packet_vanishes_at_the_walls_and_closes_on_a_ring():
    packet = Packet(0.8, 0.3, 2.0)
    for edges in ("walls", "periodic"):
        grid = Grid(-1, 1, 4000, edges)
        psi = boxed(packet, grid)
        ends = np.abs(psi[[0, -1]])
        if edges == "walls":
            assert ends.max() < 0.01
        else:
            assert abs(psi[0] - psi[-1]) < 0.01
            assert ends.max() > 0.3
    far = Grid(-9, 9, 512)
    assert boxed(packet, far) == pytest.approx(packet.psi(far.x), abs=1e-14)


def test_packets_that_do_not_fit_are_refused():
    H = hamiltonian("x**2/2", 0.5, -1, 1)
    with pytest.raises(Refusal) as refusal:
        expand(H, Packet(0.0, 5.0), wick=0, t_end=1.0)
    assert refusal.value.code == "scene.packet-outside"


def test_missing_weight_is_what_the_basis_cannot_hold():
    problem = Problem(landscape="quadratic", sigma=0.04, x0=0.0)
    basis_size = 128
    chosen = expansion._project(diagonalised(problem.hamiltonian, basis_size), problem.packet)
    highest = chosen.spectrum.basis.k[-1]
    # |ψ(k)|² of the packet is a Gaussian of width 1/2σ.
    expected = np.sqrt(erfc(np.sqrt(2) * 0.04 * highest))
    assert expected > 1e-3
    assert chosen.missing == pytest.approx(expected, rel=0.2)
    assert np.abs(chosen.coefficients) @ np.abs(chosen.coefficients) == pytest.approx(1)


def test_states_that_do_not_matter_are_left_out():
    problem = Problem(landscape="quadratic")
    chosen = expansion._project(diagonalised(problem.hamiltonian, 512), problem.packet)
    assert chosen.count == FEWEST_STATES
    assert chosen.missing < expansion.TOLERANCE
    assert chosen.gaps[0] == 0


def test_spectra_are_shared_so_they_cannot_be_written_to():
    spectrum = diagonalise(hamiltonian("x**2/2", 0.5, -6, 6), 64)
    for array in (spectrum.energies, spectrum.vectors, spectrum.energy_errors):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_potentials_are_cut_at_floor_and_ceiling_and_must_be_finite():
    x = np.linspace(-2, 2, 101)
    floored = Hamiltonian(parse("-x**2"), 0.5, -2, 2, floor=-1.0)
    assert floored.values(x).min() == -1
    steep = hamiltonian("exp(10*x**2)", 0.5, -2, 2).values(x)
    assert np.ptp(steep) == CEILING
    with pytest.raises(Refusal) as refusal:
        hamiltonian("log(x)", 0.5, -2, 2).values(x)
    assert refusal.value.code == "formula.not-finite"
    assert refusal.value.details["x"] == -2
