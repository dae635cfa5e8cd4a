"""The badge: a seller's rate, stars and number of ratings, as an SVG that needs nothing else."""

from __future__ import annotations

from decimal import Decimal

from django.template.loader import render_to_string

from feedback.queries.public_face import Face, base_in_words
from integrations.drawing.fonts import font, plain
from policy.phrases import fixed
from policy.saying import say, say_number
from tenants.look import ON_DARK, ON_LIGHT

HEIGHT = 32
_PAD, _STAR, _GAP, _SIZE = 12, 15, 5, 14
_THEMES = {
    "light": {"on_accent": ON_LIGHT, "ground": "#ffffff", "ink": "#17191e", "line": "#82868f", "star": "#ad6a00"},
    "dark": {"on_accent": ON_DARK, "ground": "#181b20", "ink": "#eef0f4", "line": "#767d8b", "star": "#ffc54d"},
}


def badge(face: Face, *, seller: str, marketplace: str, accents: tuple[str, str], theme: str) -> str:
    """The drawing; `accents` are those of the light and the dark theme, `theme` is "light" or "dark"."""
    first = str(_rate(face) if face.rate is not None else say("Not rated yet"))
    second, stars = str(say_number("{number} rating", "{number} ratings", face.ratings)), str(_stars(face))
    first_width, second_width = _width(first), _width(second)
    stars_width = _STAR + _GAP + _width(stars) + 2 * _GAP if face.stars else 0
    left = first_width + 2 * _PAD
    right = stars_width + second_width + 2 * _PAD
    return render_to_string(
        "integrations/badge.svg",
        {
            "title": title(face, seller=seller, marketplace=marketplace),
            "first": first,
            "second": second,
            "stars": stars,
            "left": left,
            "right": right,
            "width": left + right,
            "height": HEIGHT,
            "first_x": _PAD,
            "first_width": first_width,
            "star_x": left + _PAD,
            "stars_x": left + _PAD + _STAR + _GAP,
            "stars_width": _width(stars) if face.stars else 0,
            "second_x": left + _PAD + stars_width,
            "second_width": second_width,
            "size": _SIZE,
            "accent": accents[theme == "dark"],
            **_THEMES[theme],
        },
    )


def title(face: Face, *, seller: str, marketplace: str) -> str:
    """What the badge says, in a sentence for those who do not see it."""
    who = {"seller": plain(seller), "marketplace": plain(marketplace)}
    if face.rate is None:
        return str(say("{seller} on {marketplace}: not rated yet", **who))
    said = {**who, "rate": _rate(face), "base": base_in_words(face)}
    if not face.stars:
        return str(say("{seller} on {marketplace}: {rate}, {base}", **said))
    stars = _stars(face)
    return str(say("{seller} on {marketplace}: {rate}, {base}, {stars} of 5 stars on average", stars=stars, **said))


def _rate(face: Face) -> str:
    return say("{rate} % positive", rate=fixed(Decimal(face.rate or 0), 1))


def _stars(face: Face) -> str:
    return fixed(Decimal(face.stars), 1) if face.stars else ""


def _width(text: str | None) -> int:
    return round(font("SemiBold", _SIZE).getlength(text or ""))
