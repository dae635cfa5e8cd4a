"""Keys under which edited copies of a text meet in a table: MinHash of 64 permutations in 16 bands of 4.

The keys of millions of reviews stand in the database, so the same text must give the same keys for ever. They are
computed here with integers of fixed width and constants from BLAKE2b, because neither the hashes of a MinHash library
nor the streams of numpy's random generators are promised to stay. Whoever changes what this module computes must have
all words read again.
"""

from hashlib import blake2b
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from evidence.wording.plain import plain

Integers: TypeAlias = NDArray[np.uint64]
Halves: TypeAlias = NDArray[np.uint32]
"""Numbers of 32 bits, which a processor multiplies many at a time."""

BANDS: Final = 16
ROWS: Final = 4
SHINGLE: Final = 5
"""Characters of a shingle, spaces among them. Shorter ones, or shingles within words, would find a few more of the
heavily edited copies, and ten times as many texts that have nothing in common but everyday words."""
SHORTEST: Final = 20
"""Characters of the plain text; below, a text is too common to look for."""


def _constants(name: str, count: int) -> Integers:
    """Odd numbers of 64 bits."""
    drawn = [blake2b(f"{name} {each}".encode(), digest_size=8).digest() for each in range(count)]
    return np.array([int.from_bytes(each, "big") | 1 for each in drawn], dtype=np.uint64)


_PLACES: Final = _constants("place", SHINGLE)
_FACTORS: Final = _constants("factor", BANDS * ROWS).astype(np.uint32)[:, None]
_ADDENDS: Final = _constants("addend", BANDS * ROWS).astype(np.uint32)[:, None]
_IN_BAND: Final = _constants("row", ROWS)
_NUMBERS: Final = np.arange(BANDS, dtype=np.uint64)
_STIR_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_STIR_2: Final = np.uint64(0x94D049BB133111EB)


def band_keys(text: str) -> tuple[int, ...]:
    """One signed 64-bit number for each of 16 bands, whose last four bits are the band's; empty for short texts.

    Texts that have most of their shingles in common share at least one of them, whatever moved about.
    """
    form = plain(text)
    if len(form) < SHORTEST:
        return ()
    smallest = (_FACTORS * _shingles(form) + _ADDENDS).min(axis=1).astype(np.uint64)
    bands = _stirred((smallest.reshape(BANDS, ROWS) * _IN_BAND).sum(axis=1, dtype=np.uint64))
    keys = (bands & ~np.uint64(BANDS - 1)) | _NUMBERS
    return tuple(keys.view(np.int64).tolist())


def _shingles(form: str) -> Halves:
    """A number for every five characters in a row."""
    codes = np.frombuffer(form.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    total = codes[:count] * _PLACES[0]
    for place in range(1, SHINGLE):
        total += codes[place : place + count] * _PLACES[place]
    return (_stirred(total) >> np.uint64(32)).astype(np.uint32)


def _stirred(numbers: Integers) -> Integers:
    """Every bit of the result depends on every bit that goes in (the finalizer of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _STIR_1
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _STIR_2
    stirred: Integers = numbers ^ (numbers >> np.uint64(31))
    return stirred
