"""Settlements and compensations of an order, as its page shows them to either side and to who looks on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from orders.agreeing.agreements import compensations_of, settlements_of
from orders.agreeing.settling import review_stands, status_at
from orders.models import RUNNING, Compensation, Discount, Message, Order, Settlement
from orders.offering.discounts import code_in_groups, discounts_of_order
from orders.once import new_key
from orders.pages.additions import addition_of
from orders.pages.words import size_in_words
from orders.queries import review_of
from policy.document import PolicyDocument
from policy.phrases import moment_in_words
from policy.saying import joined, say
from policy.terms import CompensationKind, SettlementStatus
from tenants.models import Tenant
from wire.money import money

BUYER, SELLER = Message.Sender.BUYER.value, Message.Sender.SELLER.value
_KINDS = {
    CompensationKind.SERVICE: say("Service"),
    CompensationKind.ITEM: say("Item"),
    CompensationKind.DISCOUNT: say("Discount"),
    CompensationKind.REPLACEMENT: say("Replacement"),
    CompensationKind.PARTIAL_REFUND: say("Partial refund"),
}


def agreements_of(order: Order, side: str, *, tenant: Tenant, policy: PolicyDocument, now: datetime) -> dict[str, Any]:
    """`side` is the reader's own: buyer, seller, or nothing for who looks on."""
    shown = [settlement_shown(each, side, tenant=tenant, now=now) for each in settlements_of(order)]
    running = [each for each in shown if each["status"] in RUNNING]
    ended = [each for each in shown if each["status"] not in RUNNING]
    # What one side did not keep is not folded away.
    unkept = bool(ended) and ended[0]["status"] in (SettlementStatus.BREACHED, SettlementStatus.FAILED)
    codes = discounts_of_order(order)
    may_propose = side == SELLER and policy.orders.settlements_allowed and review_stands(order) and not running
    return {
        "settlements": {
            "running": running,
            "ended": ended,
            "unkept": unkept and not running,
            "propose_href": reverse("settlement_form", args=[order.external_id]) if may_propose else "",
        },
        "compensations": {
            "given": [_compensation(each, order, codes.get(each.pk), side, now) for each in compensations_of(order)],
            "kinds": kinds_of(policy) if side == SELLER else [],
            "key": new_key() if side == SELLER else "",
        },
    }


def settlement_shown(settlement: Settlement, side: str, *, tenant: Tenant, now: datetime) -> dict[str, Any]:
    """One settlement with what it asks of the reader; a deadline that has passed counts without any sweep."""
    status = status_at(settlement, now)
    words = _sentences(settlement.order.seller.name)[status]
    return {
        "id": f"settlement-{settlement.pk}",
        "settlement": settlement,
        "status": status,
        "sentence": words.get(side) or words[""],
        "next": _follows(settlement, status),
        "left": _left(settlement, status, now),
        "terms": settlement.terms,
        "times": _times(settlement, tenant),
        "performance": settlement.performance,
        "proofs": [
            {
                "name": proof.upload.name,
                "href": reverse("file", args=[proof.upload_id]),
                "kind": "PDF" if proof.upload.content_type == "application/pdf" else say("Image"),
                "size_text": size_in_words(proof.upload.size),
            }
            for proof in settlement.proofs.all()
        ],
        "acts": _acts(settlement, status, side),
    }


def _sentences(seller: str) -> dict[SettlementStatus, dict[str, str]]:
    """By the reader's side; the one of no side is for everybody who has none of their own."""
    return {
        SettlementStatus.PROPOSED: {
            BUYER: say(
                "{seller} proposes this to you. Nothing changes unless you accept it, and you need not answer.",
                seller=seller,
            ),
            SELLER: say("The buyer can accept or decline it. Until then you can take it back."),
            "": say("The seller proposed this. The buyer has not answered."),
        },
        SettlementStatus.ACCEPTED: {
            BUYER: say("You accepted this. {seller} has to do it now; you need not do anything yet.", seller=seller),
            SELLER: say("The buyer accepted this. Do what you promised and show it here in time, or it binds nobody."),
            "": say("The buyer accepted this. The seller has to do it now."),
        },
        SettlementStatus.PERFORMED: {
            BUYER: say(
                "{seller} says that it is done. If it is, please withdraw your review in time, as you agreed. If it is "
                "not, leave it: a case is opened then, and you are asked for your side.",
                seller=seller,
            ),
            SELLER: say(
                "You said that it is done. The buyer has time to withdraw the review; if they do not, a case is "
                "opened by itself."
            ),
            "": say("The seller says that it is done. The buyer has time to withdraw the review."),
        },
        SettlementStatus.HONOURED: {"": say("Both sides kept it.")},
        SettlementStatus.BREACHED: {"": say("It was performed, and the review was not withdrawn in time.")},
        SettlementStatus.DECLINED: {"": say("The buyer said no. Nothing follows from that.")},
        SettlementStatus.EXPIRED: {"": say("Nobody answered in time. Nothing follows from that.")},
        SettlementStatus.WITHDRAWN: {"": say("The seller took it back before it was answered.")},
        SettlementStatus.FAILED: {
            "": say("The seller did not perform it in time. It binds nobody, and counts for nothing against the buyer.")
        },
    }


def _times(settlement: Settlement, tenant: Tenant) -> list[dict[str, str]]:
    """Each moment on the marketplace's clock, with its zone."""
    rows = [
        (say("Proposed"), settlement.proposed_at),
        (
            say("Declined") if settlement.status == SettlementStatus.DECLINED else say("Accepted"),
            settlement.answered_at,
        ),
        (say("To be performed before"), settlement.perform_by),
        (say("Performed"), settlement.performed_at),
        (say("Review to be withdrawn before"), settlement.withdraw_by),
    ]
    return [{"key": key, "value": moment_in_words(moment, tenant.zone)} for key, moment in rows if moment]


def _left(settlement: Settlement, status: SettlementStatus, now: datetime) -> Any:
    if status not in RUNNING:
        return None
    due = settlement.withdraw_by if status is SettlementStatus.PERFORMED else settlement.perform_by
    return due - now


def _follows(settlement: Settlement, status: SettlementStatus) -> str:
    if status is not SettlementStatus.BREACHED:
        return ""
    if settlement.no_case_because:
        return joined(say("No case follows from it."), settlement.no_case_because)
    return say("A case about the review is opened by itself: the buyer is asked for their side, and a person decides.")


def _acts(settlement: Settlement, status: SettlementStatus, side: str) -> list[dict[str, str]]:
    def act(label: str, name: str, variant: str = "primary") -> dict[str, str]:
        return {"label": label, "href": reverse(name, args=[settlement.pk]), "variant": variant}

    match status, side:
        case SettlementStatus.PROPOSED, "buyer":
            return [act(say("Read and answer"), "settlement_answer")]
        case SettlementStatus.PROPOSED, "seller":
            return [act(say("Take it back"), "settlement_withdraw", "secondary")]
        case SettlementStatus.ACCEPTED, "seller":
            return [act(say("I have done it"), "settlement_perform")]
        case SettlementStatus.PERFORMED, "buyer":
            href = reverse("review_withdraw", args=[review_of(settlement.order).pk])
            return [{"label": say("Withdraw my review"), "href": href, "variant": "primary"}]
    return []


def kinds_of(policy: PolicyDocument) -> list[dict[str, str]]:
    """The kinds of compensation that policy allows, as a select lists them."""
    return [{"value": kind.value, "label": kind_in_words(kind)} for kind in policy.orders.compensation_kinds]


def kind_in_words(kind: str) -> str:
    return _KINDS[CompensationKind(kind)]


def _compensation(
    given: Compensation, order: Order, discount: Discount | None, side: str, now: datetime
) -> dict[str, Any]:
    return {
        "kind": kind_in_words(given.kind),
        "description": given.description,
        "amount": money(given.amount, given.currency) if given.amount is not None else "",
        "at": given.given_at,
        "discount": _discount(discount, side, now) if discount else None,
        "addition": addition_of(given, order.external_id, side),
    }


def _discount(discount: Discount, side: str, now: datetime) -> dict[str, Any]:
    """The code is its buyer's alone; everybody else sees what became of it."""
    over = discount.expires_at is not None and now >= discount.expires_at
    used = discount.used_by
    return {
        "code": code_in_groups(discount.code) if side == BUYER else "",
        "standing": "used" if used else "over" if over else "open",
        "until": discount.expires_at,
        "order": used.external_id if used and side in (BUYER, SELLER) else "",
    }
