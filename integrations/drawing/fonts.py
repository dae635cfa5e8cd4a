"""Letters for pictures: Inter, as the admin's package brings it, so that every machine draws alike."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

import unfold
from PIL import ImageFont

_FOLDER = Path(unfold.__file__).parent / "static/unfold/fonts/inter"
_NOT_THERE = "\U0010ffff"


@lru_cache(maxsize=16)
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Inter in "Regular", "Medium", "SemiBold" or "Bold"; `size` in pixels."""
    return ImageFont.truetype(_FOLDER / f"Inter-{weight}.woff2", size)


def plain(text: str) -> str:
    """The text in one line, without controls: those of direction too, by which a name could turn what follows."""
    kept = "".join(" " if c.isspace() else c for c in text if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn"))
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Cc").split())


def drawable(text: str) -> str:
    """What of the plain text the font has letters for; what it lacks is left out and never drawn as empty boxes."""
    kept = "".join(c for c in unicodedata.normalize("NFC", plain(text)) if _has(c))
    return " ".join(kept.split())


def fitted(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than `width` pixels."""
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    probe = font("Regular", 20)
    return character == " " or bytes(probe.getmask(character)) != bytes(probe.getmask(_NOT_THERE))
