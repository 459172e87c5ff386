"""From dispersion to diffusion: what becomes of a free Gaussian packet that loses its phase.

Lengths are in σ₀, the packet's width at the start, and times in t_d = σ₀²/D, the time in
which its variance doubles; velocities are then in D/σ₀. Nothing else is left: in these units
every free packet is the same one. A gain is a variance minus the one at the start.
"""

import math
from dataclasses import dataclass

import numpy as np

from solvers.arrays import Real
from solvers.refusal import Refusal

LONGEST = 30.0  # runs of particles, in t_d: what the random numbers reach for
SHORTEST_MEMORY = 0.25  # time between two events of a particle, in t_d
STEPS = 256  # of a trajectory


def gain(t: Real, wick: float) -> Real:
    """Gain of Var |ψ|² at the Wick angle θ: t sin θ + (t cos θ)²/(1 + t sin θ).

    Args:
        t: Times s/t_d, any shape.
        wick: θ in radians.
    """
    decay = 1 + t * math.sin(wick)
    return np.asarray(t * math.sin(wick) + (t * math.cos(wick)) ** 2 / decay)


def local_slope(t: Real, wick: float) -> Real:
    """Slope d ln gain / d ln t: 2 for dispersion, 1 for diffusion."""
    sin, cos2 = math.sin(wick), math.cos(wick) ** 2
    rise = sin * t + cos2 * (2 * t**2 + sin * t**3) / (1 + sin * t) ** 2
    return np.asarray(rise / gain(t, wick))


def ballistic_window(wick: float) -> tuple[float, float] | None:
    """Times between which the packet spreads as in real time, None where it never does.

    From sin θ/cos² θ, when the ballistic term overtakes the early diffusion, to 1/sin θ,
    when damping wins; the two meet near 45°.
    """
    start, end = math.sin(wick) / max(math.cos(wick) ** 2, 1e-300), 1 / max(math.sin(wick), 1e-300)
    return (start, end) if wick < math.pi / 4 else None


def flight_gain(t: Real, memory: float) -> Real:
    """Gain when the velocity is drawn anew at the rate 1/memory (Ornstein–Fürth formula).

    2 m² (t/m - 1 + e^{-t/m}): early t², dispersion itself; late 2 m t, diffusion with m D.
    """
    u = t / memory
    return np.asarray(2 * memory**2 * (u + np.expm1(-u)))


def measured_gain(t: Real, interval: float) -> Real:
    """Gain when the position is measured every interval, which narrows the packet to σ₀.

    n m² + (t - n m)² after n measurements: on average diffusion with m D/2.
    """
    n = np.floor(t / interval)
    return np.asarray(n * interval**2 + (t - n * interval) ** 2)


@dataclass(frozen=True, eq=False)
class Noise:
    """Random numbers of a cloud of particles, of which every mechanism makes its own use.

    Attributes:
        normal: Standard normal numbers, shape (count, STEPS + 1).
        wait: Waiting times with mean 1, shape (count, events).
    """

    normal: Real
    wait: Real


def noise(count: int, t_end: float, seed: int) -> Noise:
    """Enough random numbers for runs to `t_end`, the same for the same seed.

    Raises:
        Refusal: ``transition.too-long`` beyond `LONGEST`.
    """
    if not t_end <= LONGEST:
        raise Refusal("transition.too-long", value=t_end, limit=LONGEST)
    mean = t_end / SHORTEST_MEMORY
    events = math.ceil(mean + 8 * math.sqrt(mean) + 8)  # a Poisson count is never beyond
    rng = np.random.default_rng(seed)
    normal = rng.standard_normal((count, STEPS + 1))
    return Noise(normal, rng.exponential(size=(count, events)))


def flights(random: Noise, t: Real, memory: float) -> Real:
    """Places of particles whose velocity, a standard normal number, is drawn anew at random.

    Args:
        random: Column 0 of its normal numbers are the places at the start.
        t: Times, shape (nt,).
        memory: Mean time between two draws.

    Returns:
        Places, shape (nt, count).
    """
    events = random.wait.shape[1]
    times = np.cumsum(random.wait, axis=1) * memory
    velocity = random.normal[:, 1 : events + 2]
    before = np.hstack([np.zeros((len(times), 1)), times])
    turns = random.normal[:, :1] + np.cumsum(velocity[:, :-1] * np.diff(before), axis=1)
    places = np.hstack([random.normal[:, :1], turns])
    rows = np.arange(len(times))
    found = np.empty((len(t), len(times)))
    for i, now in enumerate(t):
        last = (times <= now).sum(axis=1)
        found[i] = places[rows, last] + velocity[rows, last] * (now - before[rows, last])
    return found


def measured(random: Noise, t: Real, interval: float) -> Real:
    """Places of particles in packets whose position is measured every interval.

    Between measurements the particle keeps its quantile (Bohm). A Gaussian measurement
    that leaves a packet of width 1 around its result c takes, from a packet of width w
    around c₀, c = c₀ + (1 - 1/w²)(x - c₀) + √(1 - 1/w²) ξ: the right law of results for
    particles distributed as |ψ|².

    Returns:
        Places, shape (nt, count).
    """
    centre, quantile = np.zeros(len(random.normal)), random.normal[:, 0]
    width2, found, done = 1 + interval**2, np.empty((len(t), len(centre))), 0
    for i in np.argsort(t, kind="stable"):
        while done < math.floor(t[i] / interval):
            done += 1
            place = centre + quantile * math.sqrt(width2)
            centre = centre + (1 - 1 / width2) * (place - centre)
            centre = centre + math.sqrt(1 - 1 / width2) * random.normal[:, done]
            quantile = place - centre
        found[i] = centre + quantile * math.sqrt(1 + (t[i] - done * interval) ** 2)
    return found


def nodes(t_end: float) -> Real:
    """Times of a trajectory's steps, shape (STEPS + 1,): dense at first, evenly spread late."""
    return np.asarray(np.sinh(np.linspace(0, math.asinh(t_end), STEPS + 1)))


def trajectories(random: Noise, t_end: float, noisiness: float) -> Real:
    """Trajectories with the density |ψ|² of real time, from Bohm's (λ = 0) to Nelson's (1).

    dX = (t - λ)/(1 + t²) X dt + √(2λ) dW is dX = 2D [Im + λ Re](ψ'/ψ) dt + √(2Dλ) dW for
    the free packet. X/√(1 + t²) is an Ornstein–Uhlenbeck process in α = arctan t, stationary
    with rate λ, so every step here is exact, however long.

    Args:
        random: Column 0 of its normal numbers are the places at the start.
        t_end: Last time of `nodes`.
        noisiness: λ.

    Returns:
        Places at `nodes`, shape (STEPS + 1, count).

    References:
        Nelson, Phys. Rev. 150, 1079 (1966).
    """
    t = nodes(t_end)
    kept = np.exp(-noisiness * np.diff(np.arctan(t)))
    quantile = np.empty((len(t), len(random.normal)))
    quantile[0] = random.normal[:, 0]
    for k, keep in enumerate(kept):
        shaken = math.sqrt(1 - keep**2) * random.normal[:, k + 1]
        quantile[k + 1] = keep * quantile[k] + shaken
    return np.asarray(np.sqrt(1 + t**2)[:, None] * quantile)


def mean_square(places: Real, start: Real) -> tuple[Real, Real]:
    """Mean of x² - x₀² over particles and its standard error, each of shape (nt,).

    Args:
        places: Shape (nt, count).
        start: Shape (count,).
    """
    change = places**2 - start**2
    error = change.std(axis=1, ddof=1) / math.sqrt(len(start))
    return np.asarray(change.mean(axis=1)), np.asarray(error)
