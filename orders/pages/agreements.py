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
from orders.pages.words import size_in_words
from orders.queries import review_of
from policy.document import PolicyDocument
from policy.phrases import moment_in_words
from policy.terms import CompensationKind, SettlementStatus
from tenants.models import Tenant

BUYER, SELLER = Message.Sender.BUYER.value, Message.Sender.SELLER.value

_SENTENCES: dict[SettlementStatus, dict[str, str]] = {
    SettlementStatus.PROPOSED: {
        BUYER: "{seller} proposes this to you. Nothing changes unless you accept it, and you need not answer.",
        SELLER: "The buyer can accept or decline it. Until then you can take it back.",
        "": "The seller proposed this. The buyer has not answered.",
    },
    SettlementStatus.ACCEPTED: {
        BUYER: "You accepted this. {seller} has to do it now; you need not do anything yet.",
        SELLER: "The buyer accepted this. Do what you promised and show it here in time, or it binds nobody.",
        "": "The buyer accepted this. The seller has to do it now.",
    },
    SettlementStatus.PERFORMED: {
        BUYER: "{seller} says that it is done. If it is, please withdraw your review in time, as you agreed. If it is "
        "not, leave it: a case is opened then, and you are asked for your side.",
        SELLER: "You said that it is done. The buyer has time to withdraw the review; if they do not, a case is "
        "opened by itself.",
        "": "The seller says that it is done. The buyer has time to withdraw the review.",
    },
    SettlementStatus.HONOURED: {"": "Both sides kept it."},
    SettlementStatus.BREACHED: {"": "It was performed, and the review was not withdrawn in time."},
    SettlementStatus.DECLINED: {"": "The buyer said no. Nothing follows from that."},
    SettlementStatus.EXPIRED: {"": "Nobody answered in time. Nothing follows from that."},
    SettlementStatus.WITHDRAWN: {"": "The seller took it back before it was answered."},
    SettlementStatus.FAILED: {
        "": "The seller did not perform it in time. It binds nobody, and counts for nothing against the buyer."
    },
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
            "given": [_compensation(each, codes.get(each.pk), side, now) for each in compensations_of(order)],
            "kinds": kinds_of(policy) if side == SELLER else [],
            "key": new_key() if side == SELLER else "",
        },
    }


def settlement_shown(settlement: Settlement, side: str, *, tenant: Tenant, now: datetime) -> dict[str, Any]:
    """One settlement with what it asks of the reader; a deadline that has passed counts without any sweep."""
    status = status_at(settlement, now)
    words = _SENTENCES[status]
    return {
        "id": f"settlement-{settlement.pk}",
        "settlement": settlement,
        "status": status,
        "sentence": words.get(side, words[""]).format(seller=settlement.order.seller.name),
        "next": _follows(settlement, status),
        "left": _left(settlement, status, now),
        "terms": settlement.terms,
        "times": _times(settlement, tenant),
        "performance": settlement.performance,
        "proofs": [
            {
                "name": proof.upload.name,
                "href": reverse("file", args=[proof.upload_id]),
                "kind": "PDF" if proof.upload.content_type == "application/pdf" else "Image",
                "size_text": size_in_words(proof.upload.size),
            }
            for proof in settlement.proofs.all()
        ],
        "acts": _acts(settlement, status, side),
    }


def _times(settlement: Settlement, tenant: Tenant) -> list[dict[str, str]]:
    """Each moment on the marketplace's clock, with its zone."""
    rows = [
        ("Proposed", settlement.proposed_at),
        ("Declined" if settlement.status == SettlementStatus.DECLINED else "Accepted", settlement.answered_at),
        ("To be performed before", settlement.perform_by),
        ("Performed", settlement.performed_at),
        ("Review to be withdrawn before", settlement.withdraw_by),
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
        return f"No case follows from it. {settlement.no_case_because}"
    return "A case about the review is opened by itself: the buyer is asked for their side, and a person decides."


def _acts(settlement: Settlement, status: SettlementStatus, side: str) -> list[dict[str, str]]:
    def act(label: str, name: str, variant: str = "primary") -> dict[str, str]:
        return {"label": label, "href": reverse(name, args=[settlement.pk]), "variant": variant}

    match status, side:
        case SettlementStatus.PROPOSED, "buyer":
            return [act("Read and answer", "settlement_answer")]
        case SettlementStatus.PROPOSED, "seller":
            return [act("Take it back", "settlement_withdraw", "secondary")]
        case SettlementStatus.ACCEPTED, "seller":
            return [act("I have done it", "settlement_perform")]
        case SettlementStatus.PERFORMED, "buyer":
            href = reverse("review_withdraw", args=[review_of(settlement.order).pk])
            return [{"label": "Withdraw my review", "href": href, "variant": "primary"}]
    return []


def kinds_of(policy: PolicyDocument) -> list[dict[str, str]]:
    """The kinds of compensation that policy allows, as a select lists them."""
    return [{"value": kind.value, "label": kind_in_words(kind)} for kind in policy.orders.compensation_kinds]


def kind_in_words(kind: str) -> str:
    return CompensationKind(kind).value.replace("_", " ").capitalize()


def _compensation(given: Compensation, discount: Discount | None, side: str, now: datetime) -> dict[str, Any]:
    return {
        "kind": kind_in_words(given.kind),
        "description": given.description,
        "amount": f"{given.amount:,.2f} {given.currency}".strip() if given.amount is not None else "",
        "at": given.given_at,
        "discount": _discount(discount, side, now) if discount else None,
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
