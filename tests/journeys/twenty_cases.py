"""A marketplace whose queue holds twenty mixed cases, for the agent who works with the keyboard alone.

Run inside a house: `manage.py shell -c "from tests.journeys.twenty_cases import make; make()"` prints Carol's session.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from disputes.actions.file_request import file_request
from disputes.jobs.gather_findings import gather_findings
from feedback.actions.post_review import post_review
from feedback.jobs.recompute_rate import recompute_rate
from orders.models import Offer, Seller
from policy.eligibility import Claim
from policy.terms import Criterion
from tenants.scope import tenant_scope
from tests.cast import Cast, browser, finished_order, make_cast, make_seller

SLUG = "keyboard"
AGO = timedelta(days=4)
PRODUCT = ("product_review",)
LATE = ("shipped_on_time",)
PRIVATE = ("personal_information",)
UNREAD = "Ei kiitos, ei enää ikinä."
# The order's number, what its buyer wrote, and what the seller claims of it.
CASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("product-1", "The pan is too heavy and food sticks to it.", PRODUCT),
    ("late-1", "Package came late.", LATE),
    ("private-1", "Never again. Call them at +1 202 555 0143 and say so.", PRIVATE),
    ("product-2", "The fabric is thin and the color fades after one wash.", PRODUCT),
    ("service-1", "Nobody replied when I asked for help, and the refund took three weeks.", PRODUCT),
    ("obscene-1", "What a fucking mess, they packed two left shoes and argued about it.", ("obscene_language",)),
    ("late-2", "Parcel arrived ten days late.", LATE),
    ("unread-1", UNREAD, PRODUCT),
    ("product-3", "The blade is blunt and the handle is loose.", PRODUCT),
    ("part-1", "Still not here! A week late and no parcel.", LATE),
    ("private-2", "Write to paul.henders@harborhome.example, nobody else answers.", PRIVATE),
    ("words-1", "The packer, a certain Ms. Whitmore-Oduya of Elm Lane, was rude to me.", PRIVATE),
    ("held-1", "The blade itself is blunt.", PRODUCT),
    ("service-2", "They never answered and sent the wrong size twice.", PRODUCT),
    ("both-1", "Arrived a week late and the zip broke on the first day.", (*PRODUCT, *LATE)),
    ("overruled-1", "The pan is too heavy, food sticks to it.", PRODUCT),
    ("late-3", "Came three weeks late.", LATE),
    ("private-3", "I rang +1 202 555 0178 and reached a private phone. Nobody answers mails.", PRIVATE),
    ("edited-1", "The sheet is thinner than a napkin and the seams are open.", PRODUCT),
    ("unread-2", UNREAD, PRODUCT),
)


def make() -> None:
    now = timezone.now()
    cast = make_cast(slug=SLUG, preset="retail")
    with cast.inside():
        small = make_seller(cast.tenant, "small-store", "Small Store", runs=cast.bob)
        Offer.objects.create(tenant=cast.tenant, seller=small, external_id="offer-2", title="A bread knife")
        for number in range(19):
            _review(cast, f"fine-{number}", "All good.", 5, at=now - AGO, seller=small)
        filed = []
        for number, (order, comment, grounds) in enumerate(CASES):
            at = now - AGO + timedelta(minutes=number)
            review = _review(cast, order, comment, 1, at=at, seller=small if order == "held-1" else cast.seller)
            claims = [Claim(ground, "We did what we promised, and the order shows it.") for ground in grounds]
            filed.append(
                file_request(tenant=cast.tenant, by=cast.bob, review=review, claims=claims, evidence=(), now=at)
            )
    for case in filed:
        with tenant_scope(cast.tenant):
            gather_findings(tenant=cast.tenant, request_id=case.pk, now=now)
    for seller in (cast.seller, small):
        with tenant_scope(cast.tenant):
            recompute_rate(tenant=cast.tenant, seller_id=seller.pk, now=now)
    print(browser(cast.tenant, cast.carol).cookies["sessionid"].value)


def _review(cast: Cast, order: str, comment: str, stars: int, *, at: datetime, seller: Seller) -> Any:
    """Of an order that was shipped as promised, as late as it may have come."""
    placed_at = at - timedelta(days=9)
    facts = {
        "placed_at": placed_at,
        "promised_ship_at": placed_at + timedelta(days=2),
        "shipped_at": placed_at + timedelta(days=1),
        "closed_at": at - timedelta(hours=1),
        "tracking_number": f"track-{order}",
    }
    bought = finished_order(cast, external_id=order, seller=seller, offer=seller.offers.first(), **facts)
    given = dict.fromkeys(Criterion, stars)
    return post_review(tenant=cast.tenant, by=cast.alice, order=bought, stars=given, comment=comment, now=at)


def outcomes() -> None:
    """What came of each case: its order, status, standing outcome, the review's status and what is struck or hidden."""
    from disputes.models import RemovalRequest
    from disputes.queries import standing_decision
    from tenants.queries import tenant_of_slug

    tenant = tenant_of_slug(SLUG)
    with tenant_scope(tenant):
        for case in RemovalRequest.objects.select_related("review__order").order_by("due_at"):
            decision, review = standing_decision(case), case.review
            print(
                review.order.external_id,
                case.status,
                decision.outcome if decision else "-",
                review.status,
                ",".join(review.struck_criteria or []) or "-",
                "; ".join(review.comment[start:end] for start, end in review.redactions) or "-",
                sep="|",
            )
