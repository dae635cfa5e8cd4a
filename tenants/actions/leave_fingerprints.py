"""Keeps that a member was seen with a device, an address or a means of payment; never what it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.utils.crypto import salted_hmac

from accounts.address import neighbourhood
from tenants.models import Fingerprint, Member, Tenant

KEPT_FOR = timedelta(days=365)
"""How long after it was last seen."""
DIGITS = 32
"""Hexadecimal digits of a digest: its first 128 bits."""

# Inside a home, an office or a carrier's own network everybody has these addresses; the machine itself has the rest.
_SHARED_BY_ALL = [
    ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "ff00::/8"),
    )
]


def leave_fingerprints(*, tenant: Tenant, member: Member, seen: Iterable[tuple[str, str]], now: datetime) -> int:
    """How many fingerprints the member has from what was `seen`: (kind, value), a kind as `Fingerprint.Kind` names it.

    A value is hashed with the key of this installation, the marketplace and the kind, and forgotten: nobody can
    search for it without the key, and two marketplaces keep different digests of one device. Empty values and
    network addresses that strangers share leave nothing; one IPv6 customer's addresses leave one. Seen again, a
    fingerprint stays a year from then.
    """
    digests = {
        (kind, digest_of(tenant, kind, told))
        for kind, value in seen
        if (told := _telling_part(Fingerprint.Kind(kind), value))
    }
    # In a steady order, so that two who see the same member at once wait for each other, never in a ring.
    rows = [
        Fingerprint(
            tenant=tenant,
            member=member,
            kind=kind,
            digest=digest,
            first_seen_at=now,
            last_seen_at=now,
            expires_at=now + KEPT_FOR,
        )
        for kind, digest in sorted(digests)
    ]
    Fingerprint.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tenant", "member", "kind", "digest"],
        update_fields=["last_seen_at", "expires_at"],
    )
    return len(rows)


def digest_of(tenant: Tenant, kind: str, value: str) -> str:
    """The keyed hash of a value; whoever changes `SECRET_KEY` parts old fingerprints from new ones."""
    return salted_hmac(f"tenants.fingerprint:{tenant.pk}:{kind}", value, algorithm="sha256").hexdigest()[:DIGITS]


def _telling_part(kind: Fingerprint.Kind, value: str) -> str:
    """What of the value tells one from another; '' where nothing does."""
    value = value.strip()
    if kind is not Fingerprint.Kind.ADDRESS:
        return value
    try:
        address = ip_address(value)
    except ValueError:
        return value  # a postal address, or what the marketplace made of one
    address = getattr(address, "ipv4_mapped", None) or address
    if any(address in network for network in _SHARED_BY_ALL if network.version == address.version):
        return ""
    return neighbourhood(str(address))
