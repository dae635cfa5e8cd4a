"""Which addresses webhooks may reach: those of the open internet, and the networks that the operator named."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from integrations.models.webhooks import LONGEST_URL
from policy.saying import say

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_LOWEST_OWN_PORT = 1024
_USUAL = {"https": 443, "http": 80}
# The one part of IPv6 that is given out for use on the internet (RFC 4291, IANA).
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_TEREDO = IPv6Network("2001::/32")
# Anycast of 6to4 relays, given up (RFC 7526); AS112 and the like answer nobody's webhooks either.
_RELAYS = IPv4Network("192.88.99.0/24")


class Refused(ValueError):
    """Nothing may be sent there."""


def url_problem(url: str) -> str:
    """Why nothing can be sent to `url`, or nothing. Where its name leads is looked up whenever something is sent."""
    if len(url) > LONGEST_URL:
        return say("This address is too long; it may have {most} characters.", most=str(LONGEST_URL))
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return say("Write the address without blanks and with plain letters only.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return say("This is no address. Write it like https://example.com/webhooks.")
    return _parts_problem(parts, port)


def _parts_problem(parts: SplitResult, port: int | None) -> str:
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return say("This is no address. Write it like https://example.com/webhooks.")
    if parts.scheme == "http" and not allowed_networks():
        return say("The address has to begin with https://, so that nobody reads along.")
    if parts.username is not None or parts.password is not None:
        return say("Leave name and password out of the address. The signature says that a message is ours.")
    if parts.fragment:
        return say("Leave out the part from # on; no server ever sees it.")
    if port is not None and port != _USUAL[parts.scheme] and port < _LOWEST_OWN_PORT:
        return say("This port is kept for other services. Use the usual one, or one from {port} up.", port="1024")
    literal = _literal(parts.hostname)
    if literal is not None and not may_reach(literal, plain=parts.scheme == "http"):
        return say("This address lies in a private network, which nothing is sent to.")
    return ""


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def allowed_networks() -> Sequence[Network]:
    """The private networks that the operator lets webhooks reach (WEBHOOK_NETWORKS)."""
    return settings.WEBHOOK_NETWORKS


def may_reach(address: Address, *, plain: bool) -> bool:
    """Whether webhooks may connect to `address`; `plain`: without TLS, which only the operator's networks get."""
    inner = _inner(address)
    if any(each in network for each in {address, inner} for network in allowed_networks()):
        return True
    return not plain and _is_public(address, inner)


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_public(address: Address, inner: Address) -> bool:
    if isinstance(inner, IPv4Address):
        return inner.is_global and not inner.is_multicast and not inner.is_reserved and inner not in _RELAYS
    return inner in _GLOBAL_IPV6 and inner.is_global and not inner.is_multicast and address not in _TEREDO
