"""A settlement's pages: the seller proposes, takes back, performs; the buyer answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders.actions.accept_settlement import accept_settlement
from orders.actions.decline_settlement import decline_settlement
from orders.actions.perform_settlement import LONGEST_PERFORMANCE, MOST_PROOFS, perform_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.actions.withdraw_settlement import withdraw_settlement
from orders.agreeing.agreements import visible_settlement
from orders.agreeing.settling import review_stands
from orders.files.upload_cap import file_was_too_large
from orders.models import Message, Order, Settlement
from orders.pages.agreements import settlement_shown
from orders.permissions import sides_of
from orders.queries import visible_order_with_chat
from orders.talking.conduct import PRESSURE, words_to_think_over
from policy.saying import say
from policy.settlements import MAX_TERMS
from tenants.models import Member
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.file_checks import LARGEST_FILE, too_large
from wire.refusals import NotThere, Refused
from wire.typed import Typed
from wire.typed_times import TypedWithTimes

BUYER, SELLER = Message.Sender.BUYER, Message.Sender.SELLER
_PROPOSAL = {
    "terms": say("What you will do"),
    "perform_by": say("Done before"),
    "withdraw_by": say("Review withdrawn before"),
}
_PROOF = {"performance": say("What you did"), "files": say("Proof")}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def settlement_form(request: HttpRequest, external_id: str) -> HttpResponse:
    order = _on_side(request.member, visible_order_with_chat(request.member, external_id), SELLER)
    now, zone = timezone.now(), request.tenant.zone
    typed = TypedWithTimes.from_post(request.POST, _PROPOSAL)
    # What is given for withdrawing a review is what a settlement is about; pressing for it is not.
    warned = words_to_think_over(typed.values["terms"], order, now=now, rules=[PRESSURE])
    if warned is not None and request.POST.get("all_the_same") != "yes":
        typed.errors["terms"] = warned.sentence
    elif request.method == "POST":
        times = {name: typed.moment(name, zone) for name in ("perform_by", "withdraw_by")}
        try:
            propose_settlement(
                tenant=request.tenant,
                by=request.member,
                order=order,
                terms=typed.values["terms"],
                warned_of=warned.rule if warned else "",
                now=now,
                **times,
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(say("Your proposal is with the buyer.")))
            return _to_order(order)
    allowed = policy_in_force(at=now).policy.orders.settlements_allowed
    page = {
        "order": order,
        "typed": typed,
        "errors": typed.summary(_PROPOSAL),
        "allowed": allowed,
        "stands": review_stands(order),
        "longest": MAX_TERMS,
        "warned": {"words": warned.quoted(typed.values["terms"])} if warned else None,
        "zone": f"{now.astimezone(zone):%Z} ({request.tenant.timezone})",
    }
    return render(request, "orders/settlement_form.html", page, status=422 if typed.wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def settlement_answer(request: HttpRequest, settlement_id: UUID) -> HttpResponse:
    settlement = _of_side(request.member, settlement_id, BUYER)
    typed = Typed.from_post(request.POST, ("answer", "version"))
    answer = typed.values["answer"]
    if request.method == "POST" and answer not in _ANSWERS:
        typed.general.append(say("Please choose whether you accept or decline."))
    elif request.method == "POST":
        act, said = _ANSWERS[answer]
        try:
            act(
                tenant=request.tenant,
                by=request.member,
                settlement=settlement,
                version=typed.whole("version"),
                now=timezone.now(),
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(said))
            return _to_order(settlement.order)
    return _shown(request, settlement, typed, BUYER, "orders/settlement_answer.html")


_ANSWERS = {
    "accept": (accept_settlement, say("You accepted the settlement.")),
    "decline": (decline_settlement, say("You declined the settlement. Nothing changes.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def settlement_withdraw(request: HttpRequest, settlement_id: UUID) -> HttpResponse:
    settlement = _of_side(request.member, settlement_id, SELLER)
    typed = Typed.from_post(request.POST, ("version",))
    if request.method == "POST":
        try:
            withdraw_settlement(
                tenant=request.tenant,
                by=request.member,
                settlement=settlement,
                version=typed.whole("version"),
                now=timezone.now(),
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(say("The proposal is taken back.")))
            return _to_order(settlement.order)
    return _shown(request, settlement, typed, SELLER, "orders/settlement_withdraw.html")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def settlement_perform(request: HttpRequest, settlement_id: UUID) -> HttpResponse:
    settlement = _of_side(request.member, settlement_id, SELLER)
    typed = Typed.from_post(request.POST, ("performance", "files", "version"))
    if request.method == "POST":
        if file_was_too_large(request):
            typed.errors["files"] = str(too_large())
        else:
            _perform(request, settlement, typed)
        if not typed.wrong:
            messages.success(request, str(say("The buyer sees that you have done it.")))
            return _to_order(settlement.order)
    more = {
        "longest": LONGEST_PERFORMANCE,
        "file_help": say(
            "Up to {most} JPEG, PNG or WebP images or PDFs of at most {size} MB each. The buyer sees them.",
            most=MOST_PROOFS,
            size=LARGEST_FILE // 1024 // 1024,
        ),
        "errors": typed.summary(_PROOF),
    }
    return _shown(request, settlement, typed, SELLER, "orders/settlement_perform.html", **more)


def _perform(request: HttpRequest, settlement: Settlement, typed: Typed) -> None:
    try:
        perform_settlement(
            tenant=request.tenant,
            by=request.member,
            settlement=settlement,
            performance=typed.values["performance"],
            files=request.FILES.getlist("files"),
            version=typed.whole("version"),
            now=timezone.now(),
        )
    except Refused as refusal:
        for problem in refusal.problems:
            if problem.pointer == "/file":
                typed.errors.setdefault("files", problem.detail)
            else:
                typed.refuse([problem])


def _shown(
    request: HttpRequest, settlement: Settlement, typed: Typed, side: Message.Sender, template: str, **more: Any
) -> HttpResponse:
    fresh = visible_settlement(request.member, settlement.pk)
    page = {
        "order": fresh.order,
        "settlement": fresh,
        "shown": settlement_shown(fresh, side.value, tenant=request.tenant, now=timezone.now()),
        "stands": review_stands(fresh.order),
        "typed": typed,
        "errors": typed.summary({}),
        **more,
    }
    return render(request, template, page, status=422 if typed.wrong else 200)


def _on_side(member: Member, order: Order, side: Message.Sender) -> Order:
    """The order, for one side of it only; to others this page is not there."""
    if side.value not in sides_of(member, order):
        raise NotThere
    return order


def _of_side(member: Member, settlement_id: UUID, side: Message.Sender) -> Settlement:
    settlement = visible_settlement(member, settlement_id)
    _on_side(member, settlement.order, side)
    return settlement


def _to_order(order: Order) -> HttpResponse:
    return redirect(reverse("order_page", args=[order.external_id]) + "#settlements")
