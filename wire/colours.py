"""Colours by arithmetic: how well one reads on another, and which shade of it would (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

READABLE = 4.5
"""The least contrast of text of any size at level AA."""

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_STEPS = 100


def is_colour(text: str) -> bool:
    """Whether it is a colour as we keep them: "#" and six hexadecimal digits in lower case."""
    return _COLOUR.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """The relative luminance, from 0 (black) to 1 (white), as WCAG 2.2 defines it for sRGB."""
    parts = [part / 255 for part in _parts(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with so large a share (0 to 1) of `other` in it."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_parts(one), _parts(other), strict=True))


def reads_on(colour: str, grounds: Iterable[str], least: float = READABLE) -> bool:
    return all(contrast(colour, ground) >= least for ground in grounds)


def shades(colour: str, toward: str) -> list[str]:
    """The colour itself and its shades toward black or white, in a hundred steps, the nearest first."""
    return [mixed(colour, toward, step / _STEPS) for step in range(_STEPS + 1)]


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
