"""Which review an address means that somebody typed: of this marketplace, of another site, or of no review."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from feedback.queries import Sight, review_of_id, sight_of
from policy.terms import ReviewStatus
from tenants.models import Tenant
from tenants.queries import tenant_of_host

_ID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_IN_PATH = re.compile(rf"^/(?:api/v1/)?reviews/({_ID})(?:/|$)")
_IN_ANCHOR = re.compile(rf"^review-({_ID})$")


def named_id(url: str) -> str:
    """The id of a review that the address names, whether there is one or not; '' where it names none."""
    parts = _parts(url)
    named = (_IN_PATH.match(parts.path) or _IN_ANCHOR.match(parts.fragment)) if parts else None
    return named.group(1).lower() if named else ""


def is_here(url: str, tenant: Tenant) -> bool:
    """Whether the address, with or without a host, is a page of this marketplace."""
    parts = _parts(url)
    if parts is None:
        return False
    if not parts.netloc:
        return parts.path.startswith("/")
    found = tenant_of_host(parts.hostname or "")
    return found is not None and found.pk == tenant.pk


def review_at(url: str) -> Any | None:
    """The review that the address names and that readers see, or would see if no case hid it; None otherwise.

    One that was taken down or withdrawn is not told from one that never was.
    """
    review_id = named_id(url)
    review = review_of_id(review_id) if review_id else None
    if review is None or review.status in (ReviewStatus.REMOVED, ReviewStatus.WITHDRAWN):
        return None
    return review if review.hidden_at is not None or sight_of(None, review) is Sight.PUBLIC else None


def _parts(url: str) -> SplitResult | None:
    text = url.strip()
    if any(ord(letter) < 33 for letter in text) or "\\" in text:
        return None
    if not text.startswith("/") and "://" not in text:
        text = f"//{text}"
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises where it is no number
    except ValueError:
        return None
    return parts if parts.scheme in ("", "http", "https") else None
