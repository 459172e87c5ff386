"""Named scenes for teachers: `?preset=tunnelling` instead of a long link.

A preset is a scene string. In a link it can be changed by further keys, and what the app
writes into the address bar is the whole scene, so a preset may be improved without
changing what somebody has kept.
"""

from types import MappingProxyType

from solvers.refusal import Refusal

PRESETS = MappingProxyType(
    {
        "coherent-state": "landscape=quadratic&x0=-2&sigma=0.70710678",
        "breathing": "landscape=quadratic&x0=0&sigma=0.4",
        "settling": "landscape=quadratic&wick=90",
        "free-dispersion": "formula=0&order=0&lo=-10&hi=10&D=0.5&x0=0&sigma=0.5&T=3",
        "free-diffusion": "formula=0&order=0&wick=90&lo=-10&hi=10&D=0.5&x0=0&sigma=0.5&T=3",
        "half-way": "wick=45",
        "tunnelling": "landscape=double-well&D=0.1&T=85",
        "slow-tunnelling": "landscape=double-well&T=502",
        "sloshing": "landscape=double-well&D=0.1&levels=0:1,1:1&T=85",
        "eigenstate": "landscape=quadratic&levels=3",
        "learning": "wick=90",
        "plateau": "landscape=styblinski-tang&wick=90",
        "gradient-descent": "order=1&wick=90&T=2",
        "newton-step": "order=2&wick=90",
        "no-ground-state": "order=2&about=0&x0=0.2&wick=90",
        "barrier": "landscape=barrier",
        "step": "landscape=step",
        "no-reflection": "landscape=poschl-teller",
        "bands": "landscape=cosine-lattice",
        "anharmonic": "landscape=morse",
        "flat-minimum": "landscape=narrow-wide&wick=90",
        "sharp-minimum": "landscape=narrow-wide&wick=90&D=0.004",
        "many-minima": "landscape=rastrigin&wick=90",
        "cone": "landscape=ackley&wick=90",
        "almost-equal": "landscape=griewank&wick=90",
        "leap": "landscape=schwefel&wick=90",
        "fitting-a-sine": "landscape=sin-regression&wick=90",
        "annealing": "landscape=rastrigin&wick=90&schedule=geometric&D=2&D_end=0.02",
        "through-the-saddle": "dim=2&landscape=double-well",
        "flattest-of-four": "dim=2&landscape=himmelblau&wick=90&D=0.1&sigma=1.1&x0=0&y0=0",
        "round-the-bend": "dim=2&landscape=rosenbrock&wick=90",
        "mirror-twins": "dim=2&landscape=one-neuron&wick=90",
        "saddle-ahead": "dim=2&landscape=himmelblau&order=2&T=4&show=density,surrogate",
        "annealing-in-two": "dim=2&landscape=rastrigin&wick=90&schedule=exponential&D=2&D_end=0.05",
    }
)


def preset(name: str) -> str:
    """The scene string of a preset.

    Raises:
        Refusal: ``scene.unknown-preset``.
    """
    if name not in PRESETS:
        raise Refusal("scene.unknown-preset", name=name, allowed=", ".join(PRESETS))
    return PRESETS[name]
