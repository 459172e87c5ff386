"""The mixture that the acceptance figures are given for."""

import numpy as np

from solvers.diffusion.mixture import Mixture

D, T = 0.7, 8.0
HIGHEST = float(np.sqrt(2 * D * T))
LOWEST = 0.02


def three_parts() -> Mixture:
    weights, means, widths = [0.3, 0.5, 0.2], [-2, 0.3, 1.8], [0.3, 0.15, 0.25]
    return Mixture.on_line(np.array(weights), np.array(means), np.array(widths))


def random_plane(seed: int, parts: int = 7) -> Mixture:
    rng = np.random.default_rng(seed)
    weights = rng.random(parts) + 0.1
    return Mixture(
        weights / weights.sum(),
        rng.normal(size=(parts, 2)),
        rng.uniform(0.01, 0.5, parts),
        np.arange(parts) % 3,
    )
