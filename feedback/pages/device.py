"""What a posted review tells of where it came from, so that accounts of one hand can be seen to be that."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.address import client_address

COOKIE = "device"
KEPT_FOR = 365 * 24 * 3600
"""Seconds, from the last review on: as long as the fingerprint that is made of it."""
_OURS = re.compile(r"[0-9a-f]{32}", re.ASCII)


def device_of(request: HttpRequest) -> str:
    """The random 128 bits that this browser was given with an earlier review, or new ones."""
    given = request.COOKIES.get(COOKIE, "")
    return given if _OURS.fullmatch(given) else secrets.token_hex(16)


def seen_with(request: HttpRequest, device: str) -> list[tuple[str, str]]:
    """As `leave_fingerprints` takes it."""
    return [("device", device), ("address", client_address(request))]


def keep_device(response: HttpResponse, device: str) -> None:
    """Of this marketplace's host alone, out of reach of scripts, and for nothing but telling abuse."""
    response.set_cookie(
        COOKIE,
        device,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
