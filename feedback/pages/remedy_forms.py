"""The form of each remedy, as it opens and as it was typed: on the desk beside its line, and on a page of its own."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from feedback.actions.take_remedy import Words
from feedback.pages.prevention_words import BUTTONS, COMPENSATIONS, REMEDIES, words_to_send
from orders.once import new_key
from policy.compensations import MAX_DESCRIPTION
from policy.document import PolicyDocument
from policy.prevention import OF_OFFERS, OF_ORDERS, RemedyKind, remedies_for
from policy.saying import say
from wire.typed_times import TypedWithTimes

if TYPE_CHECKING:
    from orders.models import Offer
    from orders.preventing.at_work import OfferInDanger, OrderInDanger

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONGEST_MESSAGE = 9_000
# (name, its label) of every field that a person sees.
FIELDS: dict[RemedyKind, dict[str, str]] = {
    RemedyKind.DELAY_NOTICE: {"body": say("Your message")},
    RemedyKind.ANSWER: {"body": say("Your message")},
    RemedyKind.NO_ANSWER: {},
    RemedyKind.EXTEND_DELIVERY: {"to": say("Done by"), "reason": say("Why")},
    RemedyKind.COMPENSATION: {"kind": say("Kind"), "description": say("What you give"), "amount": say("Amount")},
    RemedyKind.SET_STOCK: {"stock": say("How many are left")},
    RemedyKind.PAUSE_OFFER: {"from_": say("From"), "until": say("Until")},
    RemedyKind.PAUSE_ALL: {"from_": say("From"), "until": say("Until")},
}
_HIDDEN = ("key", "version", "stock_seen")


def typed_into(kind: RemedyKind, post: Any) -> TypedWithTimes:
    return TypedWithTimes.from_post(post, (*FIELDS[kind], *_HIDDEN))


def words_of(kind: RemedyKind, typed: TypedWithTimes, zone: tzinfo) -> Words:
    """What was typed, as the action takes it; what cannot be read is an error of `typed`."""
    values = typed.values
    match kind:
        case RemedyKind.DELAY_NOTICE | RemedyKind.ANSWER:
            return Words(text=values["body"])
        case RemedyKind.EXTEND_DELIVERY:
            return Words(text=values["reason"], to=typed.moment("to", zone))
        case RemedyKind.COMPENSATION:
            given = {"description": values["description"], "amount": values["amount"]}
            return Words(compensation=values["kind"], **given)
        case RemedyKind.SET_STOCK:
            seen, version = typed.whole("stock_seen"), typed.whole("version")
            return Words(stock=typed.number("stock"), stock_seen=seen, version=version)
        case RemedyKind.PAUSE_OFFER | RemedyKind.PAUSE_ALL:
            span = {"from_": typed.moment("from_", zone), "until": typed.moment("until", zone)}
            return Words(**span, version=typed.whole("version"))
    return Words()


def forms_of_order(found: OrderInDanger, policy: PolicyDocument, now: datetime, zone: tzinfo) -> list[dict[str, Any]]:
    """Those that its risks ask for, as they open."""
    kinds = [kind for kind in remedies_for(found.reasons) if kind in OF_ORDERS]
    forms = [form_of_order(kind, found, policy, now, zone) for kind in kinds]
    return [form for form in forms if form["kind"] != RemedyKind.COMPENSATION or form["kinds"]]


def form_of_order(
    kind: RemedyKind, found: OrderInDanger, policy: PolicyDocument, now: datetime, zone: tzinfo
) -> dict[str, Any]:
    order = found.order
    form = _form(kind, reverse("remedy_order", args=[order.pk, kind.value]), order.pk)
    if kind in (RemedyKind.DELAY_NOTICE, RemedyKind.ANSWER):
        form["values"] = {"body": words_to_send(kind, found.reasons, order, now, zone)}
    if kind is RemedyKind.EXTEND_DELIVERY:
        form["values"] = {
            "to": _local(max(now, order.promised_completion_at or now) + DAY, zone),
            "reason": words_to_send(kind, found.reasons, order, now, zone),
        }
    if kind is RemedyKind.COMPENSATION:
        allowed = policy.orders.compensation_kinds
        form["kinds"] = [{"value": each.value, "label": COMPENSATIONS[each]} for each in allowed]
        form["amount_help"] = say("For a partial refund or a discount, in {currency}.", currency=order.currency)
    return form


def forms_of_offer(found: OfferInDanger, now: datetime, zone: tzinfo) -> list[dict[str, Any]]:
    kinds = [kind for kind in remedies_for(found.reasons) if kind in OF_OFFERS]
    return [form_of_offer(kind, found.offer, now, zone) for kind in kinds]


def form_of_offer(kind: RemedyKind, offer: Offer, now: datetime, zone: tzinfo) -> dict[str, Any]:
    form = _form(kind, reverse("remedy_offer", args=[offer.pk, kind.value]), offer.pk)
    form["values"] = {"version": offer.version}
    if kind is RemedyKind.SET_STOCK:
        seen = "" if offer.stock is None else str(offer.stock)
        form["values"] |= {"stock": seen, "stock_seen": seen}
    elif offer.is_paused(now):
        form["title"] = say("Change the pause")
    form["clock"] = clock(now, zone)
    return form


def form_of_all(href: str, now: datetime, zone: tzinfo) -> dict[str, Any]:
    return _form(RemedyKind.PAUSE_ALL, href, "all") | {"clock": clock(now, zone)}


def as_typed(form: dict[str, Any], kind: RemedyKind, typed: TypedWithTimes) -> dict[str, Any]:
    """The form with what was typed and what is wrong with it."""
    kept = {name: typed.values[name] for name in FIELDS[kind]}
    # What was refused because it is old is sent again against what is there now.
    return form | {"values": form["values"] | kept, "errors": typed.errors, "key": typed.values["key"] or form["key"]}


def clock(now: datetime, zone: tzinfo) -> str:
    return say("On this marketplace's clock: {zone}.", zone=f"{now.astimezone(zone):%Z}")


def _form(kind: RemedyKind, href: str, about: object) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": kind.value,
        "href": href,
        "title": REMEDIES[kind],
        "button": BUTTONS[kind],
        "prefix": f"id_{kind.value}_{about}_",
        "key": new_key(),
        "values": {},
        "errors": {},
        "longest": MAX_DESCRIPTION if kind is RemedyKind.COMPENSATION else LONGEST_MESSAGE,
    }


def _local(moment: datetime, zone: tzinfo) -> str:
    """As a field for a date and a time takes it, at the next full hour."""
    return f"{(moment + HOUR).astimezone(zone).replace(minute=0, second=0, microsecond=0):%Y-%m-%dT%H:%M}"
