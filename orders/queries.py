"""Reads of orders, their parties and their chat, and who may see which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from orders.models import (
    Attachment,
    Message,
    Order,
    Partner,
    PartnerSeat,
    Payment,
    Seller,
    SellerSeat,
    Settlement,
    Upload,
)
from orders.paying.payments import never_paid
from policy.contact import ContactFacts
from policy.document import PolicyDocument
from policy.eligibility import OrderToReview, may_post_review
from policy.terms import OrderStatus, ReviewStatus, Sentiment
from tenants.models import Member, Role, Tenant
from wire.refusals import NotThere


def with_parties() -> QuerySet[Order]:
    """Orders ready to be shown: parties, and the review that stands above (its being there is all we ask)."""
    paid = Payment.objects.filter(order=OuterRef("pk"), booked_at__isnull=False)
    parties = Order.objects.select_related("buyer", "seller", "offer", "partner").annotate(was_paid=Exists(paid))
    return parties.prefetch_related("review")


def order_of_external_id(external_id: str) -> Order | None:
    return with_parties().filter(external_id=external_id).first()


def orders_of_external_ids(external_ids: Iterable[str]) -> dict[str, Order]:
    """Many orders with buyer and seller at once, by external id; those that do not exist are left out."""
    found = Order.objects.filter(external_id__in=set(external_ids)).select_related("buyer", "seller")
    return {order.external_id: order for order in found}


def seller_of_external_id(external_id: str) -> Seller | None:
    return Seller.objects.filter(external_id=external_id).first()


def seller_of_id(seller_id: UUID) -> Seller | None:
    return Seller.objects.filter(pk=seller_id).first()


def seller_of_slug(slug: str) -> Seller | None:
    return Seller.objects.filter(slug=slug).first()


def sellers_called(ids: Iterable[str], *, name: str) -> list[Seller]:
    """Sellers of one of these external ids, of that address, or of that name in whatever capitals; 20 at most."""
    called = Q(external_id__in=list(ids)) | Q(slug=name.lower()) | Q(name__iexact=name)
    return list(Seller.objects.filter(called).order_by("external_id")[:20])


def sellers_by_slug() -> QuerySet[Seller]:
    return Seller.objects.order_by("slug")


def partner_of_external_id(external_id: str) -> Partner | None:
    return Partner.objects.filter(external_id=external_id).first()


def partner_of_slug(slug: str) -> Partner | None:
    return Partner.objects.filter(slug=slug).first()


def sellers_run_by(member: Member | None) -> QuerySet[Seller]:
    """The sellers that the member runs, or the one a key acts for."""
    if member is None:
        return Seller.objects.none()
    if member.acting_for_seller_id is not None:
        return Seller.objects.filter(pk=member.acting_for_seller_id)
    return Seller.objects.filter(pk__in=SellerSeat.objects.filter(member=member).values("seller"))


def runs_seller(member: Member | None, seller: Seller | UUID) -> bool:
    return sellers_run_by(member).filter(pk=getattr(seller, "pk", seller)).exists()


def partners_run_by(member: Member | None) -> QuerySet[Partner]:
    if member is None:
        return Partner.objects.none()
    return Partner.objects.filter(pk__in=PartnerSeat.objects.filter(member=member).values("partner"))


def runs_partner(member: Member | None, partner: Partner | UUID) -> bool:
    return partners_run_by(member).filter(pk=getattr(partner, "pk", partner)).exists()


def members_who_run(seller: Seller) -> QuerySet[Member]:
    return Member.objects.filter(pk__in=SellerSeat.objects.filter(seller=seller).values("member"))


def sellers_of_members(members: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """External ids of the sellers for whom each of them acts; nobody is left out."""
    found: dict[UUID, set[str]] = {each: set() for each in members}
    seats = SellerSeat.objects.filter(member__in=list(found)).values_list("member_id", "seller__external_id")
    for member_id, seller in seats:
        found[member_id].add(seller)
    return {member: frozenset(each) for member, each in found.items()}


def other_orders_of_buyer(order: Order, *, named: Iterable[str] = (), limit: int) -> list[Order]:
    """The buyer's newest other orders, and those of the given external ids however old they are."""
    mine = Order.objects.filter(buyer=order.buyer_id).exclude(pk=order.pk).select_related("offer")
    newest = list(mine.order_by("-placed_at", "-id")[:limit])
    known = {each.external_id for each in newest}
    asked = [each for each in named if each not in known]
    return newest + list(mine.filter(external_id__in=asked).order_by("id")) if asked else newest


def members_of_partner(partner: Partner | UUID) -> QuerySet[Member]:
    seats = PartnerSeat.objects.filter(partner=getattr(partner, "pk", partner))
    return Member.objects.filter(pk__in=seats.values("member")).order_by("id")


def purchases_of(member: Member | None) -> QuerySet[Order]:
    return with_parties().filter(buyer=member) if member is not None else Order.objects.none()


def number_of_purchases(buyer: Any) -> Coalesce:
    """How many orders a buyer has placed; `buyer` may be an expression of an outer query."""
    counted = Order.objects.filter(buyer=buyer).order_by().values("buyer").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def sales_of(member: Member | None) -> QuerySet[Order]:
    """Orders at the sellers that the member runs."""
    return with_parties().filter(seller__in=sellers_run_by(member))


def sees_every_order(member: Member) -> bool:
    """Agents and leads do; an integrator does unless its key acts for one seller at the moment."""
    return member.at_the_desk or (member.has_role(Role.INTEGRATOR) and member.acting_for_seller_id is None)


def orders_visible_to(member: Member | None) -> QuerySet[Order]:
    if member is None:
        return Order.objects.none()
    if sees_every_order(member):
        return with_parties()
    return with_parties().filter(
        Q(buyer=member) | Q(seller__in=sellers_run_by(member)) | Q(partner__in=partners_run_by(member))
    )


def order_visible_to(member: Member | None, order: Order) -> bool:
    if member is None:
        return False
    return (
        order.buyer_id == member.pk
        or sees_every_order(member)
        or runs_seller(member, order.seller_id)
        or (order.partner_id is not None and runs_partner(member, order.partner_id))
    )


def visible_order(member: Member | None, external_id: str) -> Order:
    """The order of that external id; NotThere where there is none that the member may see."""
    order = order_of_external_id(external_id)
    if order is None or not order_visible_to(member, order):
        raise NotThere
    return order


def review_of(order: Order):
    """The review that stands on the order, or None."""
    return getattr(order, "review", None)


def reviewable(order: Order, *, tenant: Tenant, policy: PolicyDocument, now: datetime) -> bool:
    """Whether the buyer may post a review now: closed, within the window, none there yet."""
    asked = OrderToReview(
        status=OrderStatus(order.status),
        closed_at=order.closed_at,
        already_reviewed=review_of(order) is not None,
        timezone=tenant.zone,
        never_paid=never_paid(order),
        suspended_until=order.buyer.reviews_suspended_until,
    )
    return not may_post_review(asked, policy, now)


def conversation_of(order: Order) -> QuerySet[Message]:
    """The order's chat, oldest first, with who wrote and what they attached."""
    attached = Prefetch("attachments", queryset=Attachment.objects.select_related("upload"))
    return (
        Message.objects.filter(order=order)
        .select_related("author")
        .prefetch_related(attached)
        .order_by("sent_at", "id")
    )


def messages_since(moment: Any, *, order: Any) -> QuerySet[Message]:
    """Messages of an order that we learned of after a moment; both may be expressions of an outer query."""
    later = Q(recorded_at__gt=moment) | Q(recorded_at__isnull=True, sent_at__gt=moment)
    return Message.objects.filter(later, order=order)


def settlement_moves_since(moment: Any, *, until: datetime, order: Any) -> QuerySet[Settlement]:
    """Settlements of an order that somebody moved after a moment, or of which a deadline passed since."""
    moved = Q(proposed_at__gt=moment) | Q(answered_at__gt=moment) | Q(performed_at__gt=moment) | Q(closed_at__gt=moment)
    passed = Q(perform_by__gt=moment, perform_by__lte=until) | Q(withdraw_by__gt=moment, withdraw_by__lte=until)
    return Settlement.objects.filter(moved | passed, order=order)


def contact_facts_of(order: Order) -> ContactFacts:
    """What limits the seller's messages: the negative review that stands, and what was written since."""
    review = review_of(order)
    if review is None or review.sentiment != Sentiment.NEGATIVE or review.status != ReviewStatus.PUBLISHED:
        return ContactFacts(negative_since=None)
    written = order.messages.filter(sent_at__gt=review.published_at).values_list("sender", "sent_at")
    times: dict[str, list[datetime]] = {sender: [] for sender in Message.Sender.values}
    for sender, sent_at in written:
        times[sender].append(sent_at)
    return ContactFacts(review.published_at, times[Message.Sender.SELLER], times[Message.Sender.BUYER])


def message_of_external_id(external_id: str) -> Message | None:
    return Message.objects.filter(external_id=external_id).first() if external_id else None


def conversations_visible_to(member: Member | None) -> Q:
    """Orders whose chat the member may read: its two sides, the desk, the marketplace; not who only ships."""
    if member is None:
        return Q(pk__in=())
    if sees_every_order(member):
        return Q()
    return Q(buyer=member) | Q(seller__in=sellers_run_by(member))


def conversation_visible_to(member: Member | None, order: Order) -> bool:
    return Order.objects.filter(conversations_visible_to(member), pk=order.pk).exists()


def visible_order_with_chat(member: Member | None, external_id: str) -> Order:
    """As `visible_order`, for those who may read its chat as well."""
    order = visible_order(member, external_id)
    if not conversation_visible_to(member, order):
        raise NotThere
    return order


def only_seller_run_by(member: Member) -> Seller | None:
    """The seller in whose name the member acts where that is plain: the key's, or the only one they run."""
    sellers = list(sellers_run_by(member)[:2])
    return sellers[0] if len(sellers) == 1 else None


def only_partner_run_by(member: Member) -> Partner | None:
    """The partner in whose name the member sends files where that is plain: the only one they run, and no seller."""
    partners = list(partners_run_by(member)[:2])
    return partners[0] if len(partners) == 1 and not sellers_run_by(member).exists() else None


def known_uploads(ids: Iterable[UUID]) -> list[Upload]:
    return list(Upload.objects.filter(pk__in=ids).order_by("id"))


def upload_visible_to(member: Member | None, upload: Upload) -> bool:
    """The uploader, members of the seller or partner it was sent in for, the desk; who reads the chat
    that it is attached to, or the settlement that it proves."""
    if member is None:
        return False
    if upload.uploaded_by_id == member.pk and member.acting_for_seller_id in (None, upload.seller_id):
        return True
    if member.at_the_desk or (upload.seller_id is not None and runs_seller(member, upload.seller_id)):
        return True
    if upload.partner_id is not None and runs_partner(member, upload.partner_id):
        return True
    attached = Q(messages__attachments__upload=upload) | Q(settlements__proofs__upload=upload)
    return Order.objects.filter(attached).filter(conversations_visible_to(member)).exists()


def visible_upload(member: Member | None, upload_id: UUID) -> Upload:
    """The upload of that id; NotThere where there is none that the member may read."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None or not upload_visible_to(member, upload):
        raise NotThere
    return upload
