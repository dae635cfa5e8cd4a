"""A marketplace's own colours: what its accent makes of both themes, and whether text in it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from tenants.models import Tenant
from wire.colours import contrast, mixed, reads_on, shades

# As static/css/tokens.css has them: what stands behind text in the light and in the dark theme.
LIGHT_GROUNDS = ("#ffffff", "#f8f8f6", "#f0f0ed")
DARK_GROUNDS = ("#101216", "#181b20", "#21252c")
ON_LIGHT, ON_DARK = "#ffffff", "#14161c"
# More than the least: thin light letters on black tire the eye.
_DARK_CONTRAST = 6.0

PRESET_ACCENTS = {
    "game_goods": ("#5a3bd1", "#b9a8ff"),
    "game_services": ("#08696a", "#62d0c9"),
    "retail": ("#a83c0d", "#ffa478"),
    "fulfilment_network": ("#1455bd", "#8fbaff"),
}
PLATFORM_ACCENT = ("#33437d", "#aebcf2")


@dataclass(frozen=True, slots=True)
class Shades:
    """The accent of one theme: in text and lines, stronger under the pointer, as a tinted surface, and text on it."""

    accent: str
    strong: str
    soft: str
    on_accent: str


def light_shades(accent: str) -> Shades:
    return Shades(accent, mixed(accent, "#000000", 0.25), mixed(accent, "#ffffff", 0.91), ON_LIGHT)


def dark_shades(accent: str) -> Shades:
    """The nearest lighter shade that reads well on dark surfaces, and what goes with it."""
    lighter = next(
        shade for shade in shades(accent, "#ffffff") if reads_on(shade, _dark_grounds(shade), _DARK_CONTRAST)
    )
    return Shades(lighter, mixed(lighter, "#ffffff", 0.3), _dark_soft(lighter), ON_DARK)


def reads_in_light(accent: str) -> bool:
    """Whether text in this colour, and white text on it, has a contrast of 4.5 : 1 on every light surface."""
    return reads_on(accent, (*LIGHT_GROUNDS, light_shades(accent).soft))


def least_contrast_in_light(accent: str) -> float:
    return min(contrast(accent, ground) for ground in (*LIGHT_GROUNDS, light_shades(accent).soft))


def shade_that_would_do(accent: str) -> str:
    """The nearest darker shade that can be read in the light theme; the colour itself where it can."""
    return next(shade for shade in shades(accent, "#000000") if reads_in_light(shade))


def accents_of(tenant: Tenant | None) -> tuple[str, str]:
    """The accent in the light and in the dark theme: the marketplace's own, or its preset's."""
    if tenant is None:
        return PLATFORM_ACCENT
    if tenant.accent:
        return tenant.accent, dark_shades(tenant.accent).accent
    return PRESET_ACCENTS.get(tenant.preset, PLATFORM_ACCENT)


def look_version(tenant: Tenant) -> str:
    """Changes whenever accent or logo does: in addresses so that nothing old is shown, in forms against overwriting."""
    return sha256(f"{tenant.accent}|{tenant.logo.name}".encode()).hexdigest()[:16]


def _dark_soft(accent: str) -> str:
    return mixed(accent, "#101216", 0.86)


def _dark_grounds(accent: str) -> tuple[str, ...]:
    return (*DARK_GROUNDS, _dark_soft(accent), ON_DARK)
