"""One order: how it went against what was promised, its parties, its chat, and the way to its review."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Any

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders.actions.write_message import UnableToWriteMessage, write_message
from orders.course import course_of, extensions_of
from orders.files.upload_cap import file_was_too_large
from orders.models import Message, Order
from orders.pages.agreements import agreements_of
from orders.pages.chat import chat_of
from orders.pages.dealings import dealings_of
from orders.pages.life import life_of
from orders.pages.words import amount_of, fulfilled_by, name_of
from orders.paying.payments import never_paid
from orders.permissions import sides_of
from orders.queries import contact_facts_of, conversation_visible_to, review_of, reviewable, visible_order
from orders.talking.content import LONGEST_BODY
from policy import time_limits
from policy.contact import allowance, may_write, rule
from policy.document import PolicyDocument
from policy.saying import say
from policy.terms import ReviewStatus
from policy.windows import local_day
from tenants.models import Member
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.file_checks import LARGEST_FILE, too_large
from wire.refusals import Refused

READABLE = frozenset({ReviewStatus.PUBLISHED, ReviewStatus.STRUCK, ReviewStatus.ATTRIBUTED})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def order_page(request: HttpRequest, external_id: str) -> HttpResponse:
    order = visible_order(request.member, external_id)
    typed: dict[str, Any] = {"body": re.sub(r"\r\n?", "\n", request.POST.get("body", ""))}
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _sent(request, order, typed)
        if not errors:
            notes.success(request, str(say("Your message is sent.")))
            return redirect(reverse("order_page", args=[external_id]) + "#chat-end")
    page = _page(request, order) | {"typed": typed, "errors": errors}
    return render(request, "orders/order_page.html", page, status=422 if errors else 200)


def _sent(request: HttpRequest, order: Order, typed: dict[str, Any]) -> dict[str, str]:
    """Send what was typed. What is wrong with it, by field; empty when it is sent."""
    if file_was_too_large(request):
        return {"file": str(too_large())}
    file = request.FILES.get("file")
    side = next(iter(sides_of(request.member, order)), Message.Sender.BUYER.value)
    try:
        write_message(
            tenant=request.tenant,
            by=request.member,
            order=order,
            sender=side,
            body=typed["body"],
            file=file,
            file_name=file.name if file else "",
            all_the_same=request.POST.get("all_the_same") == "yes",
            now=timezone.now(),
        )
    except UnableToWriteMessage as refusal:
        typed["warned"] = {"words": refusal.warned.quoted(typed["body"]), "file": file is not None}
        return {"body": refusal.warned.sentence}
    except Refused as refusal:
        fields = {problem.pointer.strip("/"): problem.detail for problem in refusal.problems}
        return {name if name in ("body", "file") else "body": detail for name, detail in fields.items()}
    return {}


def _page(request: HttpRequest, order: Order) -> dict[str, Any]:
    member: Member = request.member
    sides = sides_of(member, order)
    side = next(iter(sides), "")
    may_read_chat = conversation_visible_to(member, order)
    listing = "seller_orders" if side == Message.Sender.SELLER else "order_list"
    title = order.offer.title if order.offer else say("Order {number}", number=order.external_id)
    return {
        "order": order,
        "title": title,
        "side": side,
        "crumbs": [
            {
                "label": say("Orders to you") if listing == "seller_orders" else say("Your purchases"),
                "href": reverse(listing),
            },
            {"label": title},
        ],
        "course": course_of(order, timezone.now(), extensions_of(order)),
        "parties": _parties(order),
        "may_read_chat": may_read_chat,
        "chat": chat_of(order, side, request.GET.get("before", ""), timezone.now()) if may_read_chat else None,
        "longest_body": LONGEST_BODY,
        "contact": _contact(request, order) if side == Message.Sender.SELLER else None,
        "file_help": say("A JPEG, PNG or WebP image or a PDF of at most {size} MB.", size=LARGEST_FILE // 1024 // 1024),
        **_review(request, order, side),
        "life": life_of(order, side, tenant=request.tenant, now=timezone.now()) if may_read_chat else None,
        **(dealings_of(request, order, side) if may_read_chat else {}),
        **(_agreements(request, order, side) if may_read_chat else {}),
    }


def _agreements(request: HttpRequest, order: Order, side: str) -> dict[str, Any]:
    now = timezone.now()
    policy = policy_in_force(at=now).policy
    return agreements_of(order, side, tenant=request.tenant, policy=policy, now=now)


def _contact(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """What the seller should know before writing about a negative review."""
    now = timezone.now()
    policy = policy_in_force(at=now).policy
    facts = contact_facts_of(order)
    found = allowance(facts, policy, now)
    if not found.limited:
        return None
    refusal = may_write(facts, policy, now, request.tenant.zone)
    return {"rule": rule(policy), "left": found.left, "refusal": refusal[0].detail if refusal else ""}


def _parties(order: Order) -> list[dict[str, Any]]:
    rows = [
        {"key": say("Order"), "value": order.external_id},
        {"key": say("Seller"), "value": order.seller.name, "href": f"/sellers/{order.seller.slug}"},
        {"key": say("Buyer"), "value": name_of(order.buyer)},
        {"key": say("Fulfilled by"), "value": fulfilled_by(order)},
    ]
    if order.amount is not None:
        rows.append({"key": say("Amount"), "value": amount_of(order)})
    if order.tracking_number:
        rows.append({"key": say("Tracking number"), "value": order.tracking_number})
    return rows


def _review(request: HttpRequest, order: Order, side: str) -> dict[str, Any]:
    """The way to the review that stands, or to the form; and until when."""
    review, now = review_of(order), timezone.now()
    if review is not None:
        readable = review.status in READABLE and review.hidden_at is None
        shown = readable or side == Message.Sender.BUYER or request.member.at_the_desk
        return {"review": review if shown else None, "has_review": True}
    policy = policy_in_force(at=now).policy
    return {
        "has_review": False,
        "may_review": side == Message.Sender.BUYER and reviewable(order, tenant=request.tenant, policy=policy, now=now),
        "review_limit": _review_limit(order, policy, request.tenant.zone, now),
    }


def _review_limit(order: Order, policy: PolicyDocument, tz: tzinfo, now: datetime) -> str:
    """Until when a review can be left, or until when its buyer may leave none."""
    if never_paid(order):
        return say("It was canceled before it was paid, so there is nothing to review.")
    until = order.buyer.reviews_suspended_until
    if until is not None and now < until:
        return say("Your right to leave reviews is suspended until {day}.", day=local_day(until, tz))
    return time_limits.leaving(order.closed_at, policy, tz).reason
