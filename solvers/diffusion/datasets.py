"""Data sets in the plane: made from a formula, from letters, or from a drawing.

All are standardised: mean 0, and variance 1 per coordinate on average, the same factor
for both so that shapes stay as they are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from solvers.arrays import Real
from solvers.diffusion.glyphs import GLYPHS, dots
from solvers.diffusion.mixture import Labels
from solvers.refusal import Refusal

LONGEST_WORD = 4
LONGEST_DRAWING = 396  # characters: some 190 corners
MOST_STROKES = 9
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_STROKE = re.compile(rf"(?:[{re.escape(DIGITS)}]{{2}})+")
PEN = 0.01  # half the width of a drawn line, in units of the drawing's field


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training points.

    Attributes:
        points: Places, shape (k, 2).
        labels: Class of each, 0, 1, …, shape (k,).
    """

    points: Real
    labels: Labels

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return int(self.labels.max()) + 1


def standardised(points: Real, labels: Labels) -> Dataset:
    """Mean 0 and variance 1 per coordinate on average.

    Raises:
        Refusal: ``diffusion.one-place`` when all points are the same.
    """
    centred = points - points.mean(axis=0)
    spread = np.sqrt((centred**2).mean())
    if not spread > 1e-12 * (1 + np.abs(points).max()):
        raise Refusal("diffusion.one-place")
    return Dataset(centred / spread, labels)


def two_moons(count: int, rng: np.random.Generator) -> Dataset:
    """Two half circles that reach into each other, noise .05."""
    upper = np.arange(count) < (count + 1) // 2
    angle = np.pi * rng.random(count)
    places = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    places[~upper] = [1, 0.5] - places[~upper]
    return standardised(places + 0.05 * rng.standard_normal((count, 2)), (~upper).astype(int))


def spiral(count: int, rng: np.random.Generator) -> Dataset:
    """R = .3 + .12 φ over two turns; inner and outer turn are the classes."""
    angle = 4 * np.pi * np.sqrt(rng.random(count))
    radius = 0.3 + 0.12 * angle
    places = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    outer = (angle > 2 * np.pi).astype(int)
    return standardised(places + 0.02 * rng.standard_normal((count, 2)), outer)


def rings(count: int, rng: np.random.Generator) -> Dataset:
    """Two circles of radius 1 and 2, points in proportion to their lengths."""
    outer = 3 * np.arange(count) >= count
    angle = 2 * np.pi * rng.random(count)
    radius = 1.0 + outer + 0.04 * rng.standard_normal(count)
    places = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return standardised(places, outer.astype(int))


def letters(word: str, count: int, rng: np.random.Generator) -> Dataset:
    """Dots of a word plus N(0, .1² of a dot); each letter is a class.

    Raises:
        Refusal: ``diffusion.word`` for an empty, long or unknown word.
    """
    word = word.upper().replace("Ψ", "ψ")
    if not 0 < len(word) <= LONGEST_WORD or not set(word) <= set(GLYPHS):
        raise Refusal("diffusion.word", longest=LONGEST_WORD, allowed=" ".join(GLYPHS))
    centres, index = dots(word)
    which = np.arange(count) * len(centres) // count  # every dot gets its share
    places = centres[which] + rng.uniform(-0.5, 0.5, (count, 2))
    return standardised(places + 0.1 * rng.standard_normal((count, 2)), index[which])


def strokes(drawing: str) -> list[Real]:
    """Corners of the lines of a drawing, each of shape (m, 2), within the unit square.

    Strokes are parted by dots; a corner is two digits of base 64, x and y.

    Raises:
        Refusal: ``diffusion.drawing`` when the text is not a drawing.
    """
    parts = drawing.split(".")
    readable = len(drawing) <= LONGEST_DRAWING and len(parts) <= MOST_STROKES
    if not readable or not all(_STROKE.fullmatch(part) for part in parts):
        raise Refusal("diffusion.drawing")
    values = [np.array([DIGITS.index(letter) for letter in part]) / 63 for part in parts]
    return [value.reshape(-1, 2) for value in values]


def drawn(drawing: str, count: int, rng: np.random.Generator) -> Dataset:
    """Points spread evenly along the lines of a drawing; each stroke is a class.

    Raises:
        Refusal: ``diffusion.drawing`` or ``diffusion.one-place``.
    """
    lines = strokes(drawing)
    starts = np.concatenate([line[:-1] if len(line) > 1 else line for line in lines])
    ends = np.concatenate([line[1:] if len(line) > 1 else line for line in lines])
    owner = np.repeat(np.arange(len(lines)), [max(len(line) - 1, 1) for line in lines])
    length = np.hypot(*(ends - starts).T) + 1e-9  # a dot has none, but counts
    along = np.cumsum(length)
    place = along[-1] * (np.arange(count) + rng.random(count)) / count
    piece = np.minimum(np.searchsorted(along, place), len(along) - 1)
    part = (along[piece] - place) / length[piece]
    places = ends[piece] + part[:, None] * (starts[piece] - ends[piece])
    places += PEN * rng.standard_normal((count, 2))
    return standardised(places, np.unique(owner[piece], return_inverse=True)[1])


SHAPES: MappingProxyType[str, Callable[[int, np.random.Generator], Dataset]] = MappingProxyType(
    {"two-moons": two_moons, "spiral": spiral, "rings": rings}
)
