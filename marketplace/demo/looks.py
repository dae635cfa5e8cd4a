"""Gives one marketplace of the demo a look of its own, so that the others can be compared with it."""

from __future__ import annotations

import io
from datetime import datetime

from PIL import Image, ImageDraw

from tenants.actions.set_look import set_look
from tenants.look import look_version
from tenants.models import Member, Tenant

# By slug; the others keep the colours of their presets.
ACCENTS = {"retail": "#8c2f5e"}
SIDE = 256


def give_look(*, tenant: Tenant, lead: Member, now: datetime) -> None:
    """Its colour and a drawn logo: a bag with a handle."""
    accent = ACCENTS.get(tenant.slug)
    if accent is None:
        return
    set_look(
        tenant=tenant,
        by=lead,
        accent=accent,
        logo=_logo(accent),
        logo_name="logo.png",
        seen=look_version(tenant),
        now=now,
    )


def _logo(colour: str) -> io.BytesIO:
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.arc((78, 24, 178, 140), 180, 360, fill=colour, width=20)
    draw.rounded_rectangle((36, 84, 220, 236), radius=28, fill=colour)
    draw.ellipse((108, 132, 148, 172), fill="white")
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out
