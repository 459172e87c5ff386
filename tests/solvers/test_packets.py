import numpy as np
import pytest

from solvers.grid import Grid
from solvers.packets import Packet
from solvers.refusal import Refusal

GRID = Grid(-12, 12, 1024)


def test_moments_are_those_asked_for():
    psi = Packet(1.3, 0.7, -2.5).psi(GRID.x)
    density = np.abs(psi) ** 2 * GRID.dx
    mean = density @ GRID.x
    assert density.sum() == pytest.approx(1, abs=1e-13)
    assert mean == pytest.approx(1.3, abs=1e-13)
    assert density @ (GRID.x - mean) ** 2 == pytest.approx(0.7**2, abs=1e-13)


def test_momentum_is_the_wavenumber_and_the_phase_vanishes_at_the_centre():
    packet = Packet(1.3, 0.7, -2.5)
    psi = packet.psi(GRID.x)
    weights = np.abs(np.fft.fft(psi)) ** 2
    k = 2 * np.pi * np.fft.fftfreq(GRID.n, GRID.dx)
    assert weights @ k / weights.sum() == pytest.approx(-2.5, abs=1e-12)
    assert packet.psi(np.array([1.3]))[0].imag == 0


@pytest.mark.parametrize("width", [0, -1, np.nan, np.inf])
def test_widths_that_make_no_packet_are_refused(width):
    with pytest.raises(Refusal, match="packet-width"):
        Packet(0, width)


def test_a_packet_nowhere_is_refused():
    with pytest.raises(Refusal, match="packet-place"):
        Packet(np.nan, 1)
    with pytest.raises(Refusal, match="packet-place"):
        Packet(0, 1, np.inf)
