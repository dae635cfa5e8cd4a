"""The social card: what a link to a seller's page looks like where it is shared."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from PIL import Image, ImageDraw

from feedback.queries.public_face import Face, base_in_words
from integrations.drawing.fonts import drawable, fitted, font
from policy.phrases import fixed
from policy.saying import say
from wire.colours import mixed

WIDTH, HEIGHT = 1200, 630
"""In pixels, as Open Graph's readers like it."""
_KEPT = 128
_EDGE, _LOGO = 80, 72
_INK, _MUTED, _STAR, _OFF = "#17191e", "#565b66", "#f2a60d", "#e5e5e0"
# The star of every page, in a square of 24.
_POINTS = ((12, 2.6), (14.9, 8.5), (21.4, 9.45), (16.7, 14.05), (17.8, 20.5), (12, 17.45))
_OUTLINE = _POINTS + tuple((24 - x, y) for x, y in reversed(_POINTS[1:-1]))


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that the card shows; two equal cards are drawn once."""

    seller: str
    marketplace: str
    face: Face
    accent: str
    logo: bytes | None = None


def card(shown: Card) -> bytes:
    """The drawing as PNG. Letters that the font lacks are left out; a name of none but such is not written."""
    return _drawn(shown, get_language() or "")


@lru_cache(maxsize=_KEPT)
def _drawn(shown: Card, language: str) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), mixed(shown.accent, "#ffffff", 0.94))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 24, HEIGHT), fill=shown.accent)
    left, room = _EDGE + 24, WIDTH - 2 * _EDGE - 24
    _marketplace(picture, draw, shown, left, room)
    _line(draw, (left, 190), drawable(shown.seller) or str(say("A seller")), font("Bold", 76), _INK, room)
    _rate(draw, shown.face, left, room)
    _stars(draw, shown.face, left)
    out = io.BytesIO()
    picture.quantize(colors=128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _marketplace(picture: Image.Image, draw: ImageDraw.ImageDraw, shown: Card, left: int, room: int) -> None:
    at = left
    if shown.logo:
        with Image.open(io.BytesIO(shown.logo)) as opened:
            logo = opened.convert("RGBA")
        logo.thumbnail((_LOGO, _LOGO), Image.Resampling.LANCZOS)
        picture.paste(logo, (left, 76 + (_LOGO - logo.height) // 2), logo)
        at += logo.width + 24
    name = drawable(shown.marketplace) or str(say("Marketplace"))
    _line(draw, (at, 90), name, font("SemiBold", 36), shown.accent, room - (at - left))


def _rate(draw: ImageDraw.ImageDraw, face: Face, left: int, room: int) -> None:
    if face.rate is None:
        _line(draw, (left, 330), str(say("Not rated yet")), font("Bold", 88), _INK, room)
        return
    large, after = font("Bold", 132), font("SemiBold", 48)
    text = f"{fixed(Decimal(face.rate), 1)} %"
    draw.text((left, 440), text, font=large, fill=_INK, anchor="ls")
    draw.text((left + large.getlength(text) + 28, 440), str(say("positive")), font=after, fill=_MUTED, anchor="ls")
    _line(draw, (left, 462), str(base_in_words(face)), font("Medium", 36), _MUTED, room)


def _stars(draw: ImageDraw.ImageDraw, face: Face, left: int) -> None:
    if face.stars is None:
        return
    size, gap, top = 44, 8, 528
    for number in range(5):
        filled = min(max(float(face.stars) - number, 0.0), 1.0)
        corner = left + number * (size + gap)
        _star(draw, corner, top, size, _OFF)
        if filled:
            _star(draw, corner, top, size, _STAR, filled)
    mean = str(fixed(Decimal(face.stars), 1))
    draw.text((left + 5 * (size + gap) + 12, top + 40), mean, font=font("SemiBold", 40), fill=_INK, anchor="ls")


def _star(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, fill: str, share: float = 1.0) -> None:
    """Drawn four times as large and brought down, so that its edges are smooth; `share` of it from the left."""
    mask = Image.new("L", (4 * size, 4 * size))
    scale = 4 * size / 24
    ImageDraw.Draw(mask).polygon([(px * scale, py * scale) for px, py in _OUTLINE], fill=255)
    if share < 1:
        mask.paste(0, (round(4 * size * share), 0, 4 * size, 4 * size))
    small: Any = mask.resize((size, size), Image.Resampling.LANCZOS)
    draw.bitmap((x, y), small, fill=fill)


def _line(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, face: Any, fill: str, width: int) -> None:
    draw.text(at, fitted(text, face, width), font=face, fill=fill)
