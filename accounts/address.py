"""Where a request came from, believing no more than the proxies that the operator trusts."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The sender's address: of the connection, or, behind `TRUSTED_PROXIES` proxies, what the outermost of them saw.

    Each trusted proxy appends the address it saw, so the one to believe stands that many from the right; whatever
    the sender wrote into the header itself stands further left and counts for nothing.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXIES
    if trusted:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(seen) >= trusted and _is_address(seen[-trusted]):
            return seen[-trusted]
    return direct


def neighbourhood(address: str) -> str:
    """What is counted as one address: an IPv4 address, or the /64 that one IPv6 customer is given."""
    if not _is_address(address):
        return "unknown"
    parsed = ip_address(address)
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, 64), strict=False))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
