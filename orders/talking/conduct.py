"""How sellers deal with buyers: whose words reach whom, which words break a rule, and what was reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet

from evidence.demands.glance import names_feedback
from evidence.demands.inducements import INDUCEMENT, PRESSURE, inducements
from orders.models import ConductWarning, Message, Order, Seller, SellerMute, SellerReport
from orders.queries import review_of
from orders.stating.changes import CLOSED
from policy.facts import ChatLine
from policy.saying import say
from policy.terms import ReviewStatus, Sentiment
from tenants.models import Member

EARLIER_LINES = 20
"""Of the seller's own messages, read together with what they write now."""
_NEW = "new"

RULES = {
    INDUCEMENT: say(
        "Nothing of value may depend on feedback. These words read as if you offered something for a review, or for "
        "changing or removing one."
    ),
    PRESSURE: say(
        "Nobody may be pressed to change a review. These words read as if you pressed the buyer about theirs. "
        "You may explain, and put things right; the review stays the buyer's own decision."
    ),
}


@dataclass(frozen=True, slots=True)
class Warned:
    """Words that break a rule as far as a program can tell; a person decides what they mean."""

    rule: str
    passages: tuple[tuple[int, int], ...]
    """Start and end in characters of the text, in order and apart from one another."""

    @property
    def sentence(self) -> str:
        return RULES[self.rule]

    def quoted(self, text: str) -> list[str]:
        return [text[start:end] for start, end in self.passages]


def words_to_think_over(text: str, order: Order, *, now: datetime, rules: Iterable[str] = RULES) -> Warned | None:
    """What the desk's readers find in `text` if the order's seller wrote it now; None where nothing.

    Only read where there is a review or the words name feedback. Pressure is only looked for once a negative review
    stands: before, there is nothing to press about.
    """
    review = review_of(order)
    if not text.strip() or (review is None and not names_feedback(text)):
        return None
    negative = review is not None and review.sentiment == Sentiment.NEGATIVE
    if not (negative and review.status == ReviewStatus.PUBLISHED):
        rules = [rule for rule in rules if rule != PRESSURE]
    lines = [*_earlier(order), ChatLine(_NEW, False, text, now)]
    return _found(lines, tuple(rules))


def _earlier(order: Order) -> list[ChatLine]:
    newest = Message.objects.filter(order=order, sender=Message.Sender.SELLER).order_by("-sent_at", "-id")
    rows = list(newest.values_list("pk", "body", "sent_at")[:EARLIER_LINES])
    return [ChatLine(str(pk), False, body, sent_at) for pk, body, sent_at in reversed(rows)]


def _found(lines: Sequence[ChatLine], rules: tuple[str, ...]) -> Warned | None:
    places: dict[str, list[tuple[int, int]]] = {}
    for each in inducements(lines):
        spots = [
            (each.start, each.end, each.message_id),
            (each.offer_start, each.offer_end, each.offer_message_id),
        ]
        mine = [(start, end) for start, end, message in spots if message == _NEW]
        if mine and each.kind in rules:
            places.setdefault(each.kind, []).extend(mine)
    for rule in RULES:
        if rule in places:
            return Warned(rule, _joined(places[rule]))
    return None


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def hears_of(buyer: Member, seller: Seller, order: Order | None) -> bool:
    """Whether the buyer is told what the seller writes: always while the order runs, otherwise unless muted."""
    if order is not None and order.status not in CLOSED:
        return True
    return not SellerMute.objects.filter(buyer=buyer, seller=seller).exists()


def has_muted(buyer: Member | None, seller: Seller) -> bool:
    return buyer is not None and SellerMute.objects.filter(buyer=buyer, seller=seller).exists()


def muted_by(buyer: Member | None) -> QuerySet[SellerMute]:
    """The sellers that the member has muted, by name."""
    if buyer is None:
        return SellerMute.objects.none()
    return SellerMute.objects.filter(buyer=buyer).select_related("seller").order_by("seller__name", "id")


def seller_messages(order: Order) -> list[Message]:
    """The seller's newest messages of the chat, of which a report may pick one."""
    return list(Message.objects.filter(order=order, sender=Message.Sender.SELLER).order_by("-sent_at", "-id")[:50])


def reports_of_order(order: Order | OuterRef, by: Member | None = None) -> QuerySet[SellerReport]:
    """Newest first; with `by` only what that member reported."""
    rows = SellerReport.objects.filter(order=order).select_related("message", "by").order_by("-reported_at", "-id")
    return rows if by is None else rows.filter(by=by)


def reports_of_seller(seller: Seller) -> QuerySet[SellerReport]:
    """Newest first."""
    return SellerReport.objects.filter(seller=seller).select_related("order").order_by("-reported_at", "-id")


def warnings_of_seller(seller: Seller) -> QuerySet[ConductWarning]:
    """Newest first."""
    rows = ConductWarning.objects.filter(seller=seller).select_related("message__order")
    return rows.order_by("-sent_at", "-id")


def warnings_of_order(order: Order | OuterRef) -> QuerySet[ConductWarning]:
    """Newest first."""
    rows = ConductWarning.objects.filter(message__order=order).select_related("message", "by")
    return rows.order_by("-sent_at", "-id")


def confirmed_reports_of(order: Order | OuterRef) -> QuerySet[SellerReport]:
    """Newest first."""
    return reports_of_order(order).filter(status=SellerReport.Status.CONFIRMED)


def record_of_seller(seller: Seller) -> dict[str, int]:
    """How often others reported the seller, and how often they sent words that they had been warned of."""
    counts = SellerReport.objects.filter(seller=seller).aggregate(
        confirmed=Count("pk", filter=Q(status=SellerReport.Status.CONFIRMED)),
        dismissed=Count("pk", filter=Q(status=SellerReport.Status.DISMISSED)),
        open=Count("pk", filter=Q(status=SellerReport.Status.OPEN)),
    )
    return {**counts, "warnings": ConductWarning.objects.filter(seller=seller).count()}
