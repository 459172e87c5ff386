"""A small alphabet of 5 × 7 dots, so that no font file of any machine is needed."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, SPACE = 5, 7, 2

# Seven rows a glyph, top first; bit 4 is the leftmost dot.
_ROWS = """
A 0E 11 11 1F 11 11 11|B 1E 11 11 1E 11 11 1E|C 0E 11 10 10 10 11 0E|D 1E 11 11 11 11 11 1E
E 1F 10 10 1E 10 10 1F|F 1F 10 10 1E 10 10 10|G 0E 11 10 17 11 11 0F|H 11 11 11 1F 11 11 11
I 0E 04 04 04 04 04 0E|J 07 02 02 02 02 12 0C|K 11 12 14 18 14 12 11|L 10 10 10 10 10 10 1F
M 11 1B 15 15 11 11 11|N 11 11 19 15 13 11 11|O 0E 11 11 11 11 11 0E|P 1E 11 11 1E 10 10 10
Q 0E 11 11 11 15 12 0D|R 1E 11 11 1E 14 12 11|S 0F 10 10 0E 01 01 1E|T 1F 04 04 04 04 04 04
U 11 11 11 11 11 11 0E|V 11 11 11 11 11 0A 04|W 11 11 11 15 15 15 0A|X 11 11 0A 04 0A 11 11
Y 11 11 11 0A 04 04 04|Z 1F 01 02 04 08 10 1F|0 0E 11 13 15 19 11 0E|1 04 0C 04 04 04 04 0E
2 0E 11 01 02 04 08 1F|3 1F 02 04 02 01 11 0E|4 02 06 0A 12 1F 02 02|5 1F 10 1E 01 01 11 0E
6 06 08 10 1E 11 11 0E|7 1F 01 02 04 08 08 08|8 0E 11 11 0E 11 11 0E|9 0E 11 11 0F 01 02 0C
ψ 15 15 15 0E 04 04 04|中 04 1F 15 15 1F 04 04|日 1F 11 11 1F 11 11 1F|山 04 04 15 15 15 15 1F
大 04 04 1F 04 0A 0A 11
"""
GLYPHS = MappingProxyType(
    {
        entry[0]: tuple(int(row, 16) for row in entry[1:].split())
        for line in _ROWS.split("\n")
        for entry in line.split("|")
        if entry
    }
)


def dots(text: str) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Centres of the black dots of a word and the index of the letter each belongs to.

    Returns:
        Centres, shape (k, 2), one unit apart, and indices, shape (k,).
    """
    places, letters = [], []
    for index, letter in enumerate(text):
        for row, bits in enumerate(GLYPHS[letter]):
            for column in range(WIDTH):
                if bits >> (WIDTH - 1 - column) & 1:
                    places.append((index * (WIDTH + SPACE) + column, HEIGHT - 1 - row))
                    letters.append(index)
    return np.array(places, float), np.array(letters)
