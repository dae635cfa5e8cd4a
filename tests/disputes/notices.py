"""Short ways to a notice of unlawful content. Nora has no account and sends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from disputes.actions.claim_request import claim_request
from disputes.actions.submit_notice import Receipt, submit_notice
from disputes.models import RemovalRequest
from tests.cast import NOW, Cast

EXPLANATION = "The review calls my cousin a thief, which is defamation."
NORA = {"name": "Nora Novak", "email": "nora@outside.example"}


def url_of(review) -> str:
    return f"/reviews/{review.pk}"


def noticed(cast: Cast, review=None, *, at: datetime = NOW, **given: Any) -> Receipt:
    """Nora's notice about the review. Call it inside the marketplace."""
    words = {
        "url": url_of(review) if review is not None else "/sellers/bobs-store",
        "explanation": EXPLANATION,
        "good_faith": True,
        "address": "192.0.2.1",
        **NORA,
        **given,
    }
    return submit_notice(tenant=cast.tenant, now=at, **words)


def noticed_and_claimed(cast: Cast, review, *, at: datetime = NOW, **given: Any) -> tuple[RemovalRequest, Receipt]:
    """The case of Nora's notice, in Carol's hands."""
    receipt = noticed(cast, review, at=at, **given)
    return claim_request(tenant=cast.tenant, by=cast.carol, request=receipt.case, now=at), receipt
