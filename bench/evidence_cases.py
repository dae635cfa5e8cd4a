"""Labelled cases for the evidence engine: one JSON object a line, turned into what gatherers are given.

What a line lacks is unknown to the gatherer. Every line that cannot be read is refused with its file, its number
and the reason; the others are measured.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from evidence.material import Author, KnownOrder, Material, SellerHistory, SellerReview
from policy.facts import (
    ChatLine,
    NoticeFacts,
    OrderFacts,
    OtherReview,
    PartnerDocuments,
    RemovalFacts,
    SettlementFacts,
)
from policy.terms import FeedbackType, FulfilledBy, GroundKey, OrderStatus, SettlementStatus

NEGATIVE_UP_TO = 2
ORDER_TIMES = (
    "placed_at",
    "promised_start_at",
    "started_at",
    "promised_completion_at",
    "promised_ship_at",
    "shipped_at",
    "delivered_at",
    "closed_at",
)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class LineWrong(Exception):
    """What is wrong with a line, in one sentence."""


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """One case with the answer that a careful agent gave."""

    id: str
    ground: GroundKey
    met: bool
    spans: tuple[tuple[int, int], ...] | None
    """Where in the comment it stands; None where the line does not say."""
    lang: str
    material: Material


def read_folder(folder: Path) -> tuple[list[LabelledCase], list[str]]:
    """The cases of every `.jsonl` file below, and one sentence for each line that was refused."""
    cases, refused = [], []
    for path in sorted(folder.rglob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            if not line.strip():
                continue
            try:
                cases.append(read_line(line))
            except LineWrong as error:
                refused.append(f"{path.relative_to(folder)}:{number}: {error}")
    return cases, refused


def read_line(line: bytes) -> LabelledCase:
    """The case of one line. Raises LineWrong."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise LineWrong(f"This is no JSON in UTF-8: {error}.") from None
    if not isinstance(data, dict):
        raise LineWrong("A line is one JSON object.")
    try:
        ground = GroundKey(str(data.get("ground", "")))
    except ValueError:
        raise LineWrong(f"{data.get('ground')!r} is no ground; there are {', '.join(GroundKey)}.") from None
    if data.get("expected") not in ("MET", "NOT_MET"):
        raise LineWrong(f"expected is MET or NOT_MET, not {data.get('expected')!r}.")
    try:
        return LabelledCase(
            id=str(data.get("id", "")),
            ground=ground,
            met=data["expected"] == "MET",
            spans=tuple((int(start), int(end)) for start, end in data["spans"]) if data.get("spans") else None,
            lang=str(data.get("lang") or ""),
            material=_material(data),
        )
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise LineWrong(f"A field has another shape than the README says: {error}.") from None


def _material(data: Mapping[str, Any]) -> Material:
    review, order = data.get("review") or {}, data.get("order") or {}
    if isinstance(order, str):
        order = {"external_id": order}
    order_id = str(order.get("external_id") or order.get("id") or review.get("order") or "")
    others = [each for each in data.get("other_reviews") or () if isinstance(each, Mapping)]
    published = _time(review.get("posted_at"))
    known_times = [*_times_of(order), *(_time(line.get("sent_at")) for line in data.get("chat") or ()), published]
    latest = max((each for each in known_times if each), default=LONG_AGO)
    published = published or latest
    at = _time(data.get("at")) or max(latest, published) + timedelta(days=1)
    buyer = str(review.get("buyer") or _party(order.get("buyer"), "external_id"))
    mine = [each for each in others if buyer and str(each.get("buyer", "")) == buyer]
    facts = RemovalFacts(
        review_id="contested",
        comment=str(review.get("text") or ""),
        published_at=published,
        gathered_at=at,
        order=_order(order, order_id),
        negative=float(review["stars"]) <= NEGATIVE_UP_TO if review.get("stars") else None,
        other_reviews=tuple(_other(number, each, review, published) for number, each in enumerate(mine, start=1)),
        chat=tuple(_chat(data.get("chat") or (), buyer, published)),
        settlements=tuple(_settlement(number, each) for number, each in enumerate(data.get("settlements") or ())),
        feedback_type=FeedbackType(data["feedback_type"]) if data.get("feedback_type") else None,
        partner_documents=_documents(data.get("partner_documents")),
        notice=_notice(data.get("notice")),
    )
    offer = order.get("offer") or {}
    name = _party(order.get("buyer"), "name")
    reviews = _seller_reviews(review, order_id, buyer, others, published)
    return Material(
        facts,
        party_names=tuple(each for each in (name, _party(order.get("buyer"), "email")) if " " in each or "@" in each),
        seller_name=_party(order.get("seller"), "name"),
        offer_title=offer if isinstance(offer, str) else str(offer.get("title") or ""),
        offer_description="" if isinstance(offer, str) else str(offer.get("description") or ""),
        other_orders=_other_orders(data["other_orders"], order_id) if "other_orders" in data else None,
        author=reviews[0].author if review else None,
        candidates=(
            tuple(each for each in reviews[1:] if each.author.buyer_id != buyer) if "other_reviews" in data else None
        ),
        history=SellerHistory(tuple(sorted(reviews, key=lambda each: each.posted_at))) if others else None,
    )


def _order(order: Mapping[str, Any], order_id: str) -> OrderFacts:
    return OrderFacts(
        order_id=order_id,
        status=OrderStatus(order.get("status") or OrderStatus.FINISHED),
        fulfilled_by=FulfilledBy(order.get("fulfilled_by") or FulfilledBy.SELLER),
        tracking_number=str(order.get("tracking_number") or ""),
        **{name: _time(order.get(name)) for name in ORDER_TIMES},
    )


def _other(number: int, other: Mapping[str, Any], review: Mapping[str, Any], published: datetime) -> OtherReview:
    return OtherReview(
        review_id=f"other-{number}",
        order_id=str(other.get("order") or ""),
        text=str(other.get("text") or ""),
        published_at=_time(other.get("posted_at")) or published,
        same_stars=other.get("stars") == review.get("stars"),
        likeness=None,
    )


def _chat(lines: Any, buyer: str, published: datetime) -> Iterator[ChatLine]:
    for number, line in enumerate(lines, start=1):
        sender = str(line.get("sender", ""))
        from_buyer = sender.casefold() == "buyer" or (bool(buyer) and sender == buyer)
        yield ChatLine(f"m-{number}", from_buyer, str(line.get("body") or ""), _time(line.get("sent_at")) or published)


def _seller_reviews(
    review: Mapping[str, Any], order_id: str, buyer: str, others: list[Any], published: datetime
) -> list[SellerReview]:
    """The contested review, then the others."""
    mine = {**review, "buyer": buyer, "order": order_id}
    numbered = [("contested", mine), *((f"other-{number}", each) for number, each in enumerate(others, start=1))]
    return [
        SellerReview(
            review_id=review_id,
            order_id=str(each.get("order") or ""),
            author=Author(
                buyer_id=str(each.get("buyer") or review_id),
                fingerprints=_fingerprints(each.get("fingerprint")),
                account_created_at=_time(each.get("account_created_at")),
                member_of=_names(each["seller_member_of"]) if "seller_member_of" in each else None,
            ),
            text=str(each.get("text") or ""),
            posted_at=_time(each.get("posted_at")) or published,
            negative=float(each.get("stars") or 1) <= NEGATIVE_UP_TO,
            canceled_soon=each.get("canceled_soon"),
        )
        for review_id, each in numbered
    ]


def _other_orders(orders: Any, own: str) -> tuple[KnownOrder, ...]:
    """Only where a line says that these are all of the buyer's; those of other reviews are known beside them."""
    known = [(str(each["external_id"]), _title(each.get("offer"))) for each in orders]
    return tuple(KnownOrder(order_id, title) for order_id, title in known if order_id != own)


def _settlement(number: int, data: Mapping[str, Any]) -> SettlementFacts:
    return SettlementFacts(
        settlement_id=str(data.get("id") or number + 1),
        status=SettlementStatus(data["status"]),
        names_withdrawal=bool(data.get("names_withdrawal")),
        perform_by=_time(data["perform_by"]) or LONG_AGO,
        withdraw_by=_time(data["withdraw_by"]) or LONG_AGO,
        accepted_at=_time(data.get("accepted_at")),
        performed_at=_time(data.get("performed_at")),
    )


def _documents(data: Mapping[str, Any] | None) -> PartnerDocuments | None:
    if not data:
        return None
    asked, due = _time(data["asked_at"]), _time(data["due_at"])
    return PartnerDocuments(asked or LONG_AGO, due or LONG_AGO, _time(data.get("given_at")), data.get("prove_it_right"))


def _notice(data: Mapping[str, Any] | None) -> NoticeFacts | None:
    return NoticeFacts("notice", str(data.get("explanation") or ""), str(data.get("law") or "")) if data else None


def _times_of(order: Mapping[str, Any]) -> list[datetime | None]:
    return [_time(order.get(name)) for name in ORDER_TIMES if not name.startswith("promised")]


def _time(value: Any) -> datetime | None:
    """A moment in ISO 8601; one without a zone is UTC, and a day is its first moment."""
    if not value:
        return None
    moment = datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _party(value: Any, name: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(name) or "")
    return str(value) if value and name in ("external_id", "name") else ""


def _title(offer: Any) -> str:
    return str(offer.get("title") or "") if isinstance(offer, Mapping) else str(offer or "")


def _names(value: Any) -> frozenset[str]:
    if not value:
        return frozenset()
    return frozenset({value} if isinstance(value, str) else map(str, value))


def _fingerprints(value: Any) -> frozenset[str] | None:
    if not value:
        return None
    if isinstance(value, Mapping):
        value = [f"{kind}:{one}" for kind, one in value.items() if one]
    given = [value] if isinstance(value, str | int) else value
    return frozenset(each if ":" in (each := str(one)) else f"device:{each}" for one in given)
