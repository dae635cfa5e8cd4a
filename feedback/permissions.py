"""Who may write what about reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.models import Review
from feedback.queries.sight import review_visible_to
from orders.queries import order_visible_to, runs_seller
from policy.saying import say
from tenants.models import Member
from wire.refusals import NotPermitted, NotThere

if TYPE_CHECKING:
    from orders.models import Order, Seller


def check_bought(by: Member | None, order: Order) -> None:
    """Feedback comes from the order's buyer; to those who may not see the order there is none."""
    if by is not None and by.acting_for_seller_id is None and order.buyer_id == by.pk:
        return
    if not order_visible_to(by, order):
        raise NotThere
    raise NotPermitted(say("Only the buyer of the order can leave feedback on it."))


def check_wrote(by: Member | None, review: Review) -> None:
    if by is not None and by.acting_for_seller_id is None and review.buyer_id == by.pk:
        return
    if not review_visible_to(by, review):
        raise NotThere
    raise NotPermitted(say("Only the buyer who wrote a review can change or withdraw it."))


def check_may_respond(by: Member | None, review: Review) -> None:
    """The order's seller responds; never the buyer."""
    if by is not None and review.buyer_id != by.pk and runs_seller(by, review.seller_id):
        return
    if not review_visible_to(by, review):
        raise NotThere
    raise NotPermitted(say("Only the seller of the order can respond to its review."))


def check_runs_seller(by: Member | None, seller: Seller) -> None:
    """Prevention is the business of the seller's team alone: for everybody else it is not there."""
    if by is None or not runs_seller(by, seller):
        raise NotThere
